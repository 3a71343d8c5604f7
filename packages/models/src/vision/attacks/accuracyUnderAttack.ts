/** What is left of a classifier's accuracy under an attack. */
import type { PictureSplit } from '@agon/data';
import type { Attacked, AttackedPictures } from './attacks.js';
import type { AttackTarget } from './target.js';

/**
 * The share of at most `most` pictures of a split, evenly chosen, that are classified correctly and stay so under attack. A split with
 * fewer pictures than a batch has some of them twice.
 * @param attack its answer has a fooled picture wherever the classifier is wrong from the start
 */
export async function accuracyUnderAttack(
  { batchSize, pictureSize }: AttackTarget,
  split: PictureSplit,
  most: number,
  attack: (attacked: AttackedPictures) => Promise<Attacked>,
): Promise<number> {
  // Programs have one batch size: the last pictures that do not fill one are left out.
  const batches = Math.max(1, Math.floor(Math.min(split.size, most) / batchSize));
  const count = batches * batchSize;
  const pixels = new Uint8Array(batchSize * pictureSize);
  let standing = 0;
  for (let batch = 0; batch < batches; batch++) {
    const indices = Int32Array.from({ length: batchSize }, (_, row) =>
      Math.floor(((batch * batchSize + row) * split.size) / count),
    );
    await split.read(indices, pixels);
    const pictures = Float32Array.from(pixels, (value) => value / 255);
    const { isFooled } = await attack({ pictures, labels: indices.map((index) => split.labels[index]) });
    standing += isFooled.reduce((sum, fooled) => sum + 1 - fooled, 0);
  }
  return standing / count;
}
