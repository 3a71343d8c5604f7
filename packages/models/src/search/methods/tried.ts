/** Which networks of a space were tried: no method pays twice for what it knows. */
import type { Rng } from '@agon/core';
import type { Genotype, Space } from '../space.js';

/** Draws before the space is gone through in order. */
const DRAWS = 20;
/** Genotypes that are gone through: a larger space is not tried to its end. */
const MOST_LOOKED_AT = 1_000_000;

export class Tried {
  private readonly space: Space;
  private readonly networks = new Set<string>();

  constructor(space: Space) {
    this.space = space;
  }

  /** Whether a genotype's network was tried. */
  has(genotype: Genotype): boolean {
    return this.networks.has(this.space.network(genotype));
  }

  add(genotype: Genotype): void {
    this.networks.add(this.space.network(genotype));
  }

  /** A genotype whose network was not tried: any, or where few are left the next in order; undefined where none is. */
  untried(rng: Rng): Genotype | undefined {
    const { space } = this;
    for (let draw = 0; draw < DRAWS; draw++) {
      const genotype = space.random(rng);
      if (!this.has(genotype)) return genotype;
    }
    const { size } = space;
    const first = rng.int(size);
    for (let i = 0; i < Math.min(size, MOST_LOOKED_AT); i++) {
      const genotype = space.at((first + i) % size);
      if (!this.has(genotype)) return genotype;
    }
    return undefined;
  }
}
