/** Noise for noisy layers (Fortunato et al. 2018, section 3), cheap enough to draw anew for every pass. */
import { normal, RandomStream, type RandomState } from '@agon/core';

/** Numbers in a table, at least. */
const TABLE_SIZE = 1 << 17;

/**
 * A table of f(x) = sign(x) √|x| of standard normal numbers; a draw copies a piece of it from a random place. Pieces of
 * two draws that overlap are shifted against each other, and never carry the same numbers at the same weights.
 */
export class NoiseTable {
  private readonly table: Float32Array;
  private readonly rng: RandomStream;

  /** @param size numbers in a draw; the table has at least twice as many, so that draws differ */
  constructor(seed: string, size: number) {
    this.rng = new RandomStream(seed);
    this.table = new Float32Array(Math.max(TABLE_SIZE, 2 * size));
    for (let i = 0; i < this.table.length; i++) {
      const x = normal(this.rng);
      this.table[i] = Math.sign(x) * Math.sqrt(Math.abs(x));
    }
  }

  /** Fills `out` [size] with one draw. Allocates nothing but a view. */
  fill(out: Float32Array): void {
    const from = this.rng.int(this.table.length - out.length);
    out.set(this.table.subarray(from, from + out.length));
  }

  /** Where the stream stands; the table itself follows from the seed. */
  save(): RandomState {
    return this.rng.save();
  }

  restore(state: RandomState): void {
    this.rng.restore(state);
  }
}
