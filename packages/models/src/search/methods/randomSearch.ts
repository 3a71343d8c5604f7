/**
 * Random search: "Random search and reproducibility for neural architecture search" (Li & Talwalkar 2019): networks drawn at random, each
 * trained for the whole budget. Here without repeats, which makes it the harder to beat in a small space.
 */
import type { Rng } from '@agon/core';
import type { Space } from '../space.js';
import type { SearchMethod, Trial } from './method.js';
import { Tried } from './tried.js';

/** @param budget updates of each trial */
export function randomSearch(space: Space, rng: Rng, { budget }: { budget: number }): SearchMethod {
  const tried = new Tried(space);
  let asked = 0;
  return {
    ask(): Trial | undefined {
      const genotype = tried.untried(rng);
      if (!genotype) return undefined;
      tried.add(genotype);
      return { id: asked++, genotype, updates: budget };
    },
    tell: () => undefined,
  };
}
