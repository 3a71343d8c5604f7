/** Pictures that lie in memory. */
import type { PictureSplit } from './pictures.js';

/** A split of pictures in memory: those of an array with these indices. */
export class HeldPictures implements PictureSplit {
  readonly labels: Int32Array;
  private readonly values: Uint8Array;
  private readonly chosen: Int32Array;
  private readonly pictureBytes: number;

  /**
   * @param values [n, pictureBytes]
   * @param labels [n]
   * @param chosen the indices of the split's pictures
   */
  constructor(values: Uint8Array, pictureBytes: number, labels: ArrayLike<number>, chosen: Int32Array) {
    this.values = values;
    this.pictureBytes = pictureBytes;
    this.chosen = chosen;
    this.labels = Int32Array.from(chosen, (index) => labels[index]);
  }

  get size(): number {
    return this.chosen.length;
  }

  async read(indices: ArrayLike<number>, pixels: Uint8Array): Promise<void> {
    const { values, chosen, pictureBytes } = this;
    for (let i = 0; i < indices.length; i++) {
      const start = chosen[indices[i]] * pictureBytes;
      pixels.set(values.subarray(start, start + pictureBytes), i * pictureBytes);
    }
  }
}
