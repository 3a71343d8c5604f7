/**
 * Regularised evolution: "Regularized evolution for image classifier architecture search" (Real, Aggarwal, Huang & Le 2019, algorithm 1):
 * a population of P networks, at first random ones. Then again and again the best of S that are drawn from it (with repeats) has a child,
 * which differs in one slot; when the child is known, the oldest of the population dies, however good it is.
 *
 * Where we differ: a child whose network was tried before is changed once more, until it is new (in their space of 10^15 that hardly
 * happens); and the mutation that changes nothing (chance 0.05 there) is left out with it.
 */
import type { Rng } from '@agon/core';
import type { Genotype, Space } from '../space.js';
import type { SearchMethod, Trial } from './method.js';
import { Tried } from './tried.js';

interface EvolutionOptions {
  /** Updates of each trial. */
  budget: number;
  /** P */
  population: number;
  /** S */
  sample: number;
}

interface Individual {
  readonly genotype: Genotype;
  readonly score: number;
}

/** Changes of a child before any untried network takes its place. */
const MOST_CHANGES = 50;

export class RegularisedEvolution implements SearchMethod {
  private readonly space: Space;
  private readonly rng: Rng;
  private readonly options: EvolutionOptions;
  /** The oldest first. */
  private readonly population: Individual[] = [];
  private readonly tried: Tried;
  private asked = 0;

  constructor(space: Space, rng: Rng, options: EvolutionOptions) {
    this.space = space;
    this.rng = rng;
    this.options = options;
    this.tried = new Tried(space);
  }

  ask(): Trial | undefined {
    const { rng, options, population, tried } = this;
    const isYoung = this.asked < options.population || population.length === 0;
    const genotype = isYoung ? tried.untried(rng) : (this.child() ?? tried.untried(rng));
    if (!genotype) return undefined;
    tried.add(genotype);
    return { id: this.asked++, genotype, updates: options.budget };
  }

  /** A changed copy of the best of S; undefined where no change made a new network. */
  private child(): Genotype | undefined {
    const { space, rng, tried } = this;
    let genotype = this.parent().genotype;
    for (let change = 0; change < MOST_CHANGES; change++) {
      genotype = space.mutate(genotype, rng);
      if (!tried.has(genotype)) return genotype;
    }
    return undefined;
  }

  private parent(): Individual {
    const { rng, population, options } = this;
    let best = population[rng.int(population.length)];
    for (let drawn = 1; drawn < options.sample; drawn++) {
      const other = population[rng.int(population.length)];
      if (other.score > best.score) best = other;
    }
    return best;
  }

  tell({ genotype }: Trial, score: number): void {
    this.population.push({ genotype, score });
    if (this.population.length > this.options.population) this.population.shift();
  }
}
