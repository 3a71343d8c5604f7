/** Randomness is explicit: streams are passed in, one for each purpose, and their state can be saved. */
import seedrandom from 'seedrandom';

/** A source of random numbers. Everything random in the product takes one as an argument. */
export interface Rng {
  /** A uniform number in [0, 1), a multiple of 2^-32. */
  uniform(): number;
  /** A uniform integer in 0..n-1, floor(uniform() * n): exactly one draw. */
  int(n: number): number;
}

/** The saved state of a `RandomStream`: four unsigned 32-bit words. */
export type RandomState = [number, number, number, number];

/** xoshiro128** (Blackman & Vigna 2018), 32 bits a draw, seeded from a name through `seedrandom`. */
export class RandomStream implements Rng {
  private readonly words = new Uint32Array(4);

  /** @param seed any text or number; equal seeds give equal streams. Name the purpose in it: "run 7 / env 3". */
  constructor(seed: string | number) {
    const source = seedrandom(String(seed));
    for (let i = 0; i < 4; i++) this.words[i] = source.int32() >>> 0;
    if (this.words.every((word) => word === 0)) this.words[0] = 1; // the one state that xoshiro cannot leave
  }

  uniform(): number {
    const s = this.words;
    const product = Math.imul(s[1], 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = (s[3] << 11) | (s[3] >>> 21);
    return result / 4294967296;
  }

  int(n: number): number {
    return Math.floor(this.uniform() * n);
  }

  /** The state to save; `restore` continues from it with the same draws. */
  save(): RandomState {
    return [this.words[0], this.words[1], this.words[2], this.words[3]];
  }

  restore(state: RandomState): void {
    this.words.set(state);
  }
}
