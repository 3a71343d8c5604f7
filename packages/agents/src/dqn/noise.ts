/** Noise for noisy layers (Fortunato et al. 2018, section 3), cheap enough to draw anew for every pass. */
import { normal, RandomStream, type RandomState } from '@agon/core';

const TABLE_SIZE = 1 << 17;

/**
 * A table of f(x) = sign(x) √|x| of standard normal numbers; a draw copies a piece of it from a random place. Pieces of
 * two draws that overlap are shifted against each other, and never carry the same numbers at the same weights.
 */
export class NoiseTable {
  private readonly table = new Float32Array(TABLE_SIZE);
  private readonly rng: RandomStream;

  constructor(seed: string) {
    this.rng = new RandomStream(seed);
    for (let i = 0; i < TABLE_SIZE; i++) {
      const x = normal(this.rng);
      this.table[i] = Math.sign(x) * Math.sqrt(Math.abs(x));
    }
  }

  /** Fills `out` with one draw. Allocates nothing but a view. */
  fill(out: Float32Array): void {
    const from = this.rng.int(TABLE_SIZE - out.length);
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
