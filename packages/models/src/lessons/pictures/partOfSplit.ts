/** Some pictures of a split as a split of their own. */
import type { PictureSplit } from '@agon/data';

/** What is done to pictures after they were read, in place. */
type Change = (pixels: Uint8Array) => void;

/** The pictures with these indices, in this order; `change` is done to what is read. */
export function partOfSplit(split: PictureSplit, indices: ArrayLike<number>, change?: Change): PictureSplit {
  const chosen = Int32Array.from(indices);
  return {
    size: chosen.length,
    labels: chosen.map((index) => split.labels[index]),
    async read(some, pixels) {
      await split.read(
        Int32Array.from(some, (index) => chosen[index]),
        pixels,
      );
      change?.(pixels);
    },
  };
}

/** So many indices of a split, or all, at equal distances. */
export function evenly({ size }: PictureSplit, most: number): Int32Array {
  const count = Math.min(size, most);
  return Int32Array.from({ length: count }, (_, i) => Math.floor((i * size) / count));
}

/** The pictures of two splits, those of the first one first. */
export function joinedSplits(first: PictureSplit, second: PictureSplit): PictureSplit {
  return {
    size: first.size + second.size,
    labels: Int32Array.from([...first.labels, ...second.labels]),
    async read(indices, pixels) {
      const size = pixels.length / indices.length;
      for (let i = 0; i < indices.length; i++) {
        const isOfFirst = indices[i] < first.size;
        const own = isOfFirst ? indices[i] : indices[i] - first.size;
        await (isOfFirst ? first : second).read([own], pixels.subarray(i * size, (i + 1) * size));
      }
    },
  };
}
