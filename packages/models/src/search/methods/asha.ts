/**
 * ASHA: "A system for massively parallel hyperparameter tuning" (Li, Jamieson, Rostamizadeh, Gonina, Hardt, Recht & Talwalkar 2020,
 * algorithm 2): successive halving that never waits. Networks begin at rung 0 with the least updates; a rung's best 1/η are promoted to
 * the next, with η times the updates, as soon as they are among them. Nothing else was asked for: a new network begins at rung 0.
 * The early-stopping rate s is 0, and a promoted network is trained anew (see `trial.ts`).
 */
import type { Rng } from '@agon/core';
import type { Genotype, Space } from '../space.js';
import type { SearchMethod, Trial } from './method.js';
import { Tried } from './tried.js';

interface AshaOptions {
  /** Updates of the last rung: R. */
  budget: number;
  /** Updates of the first rung at least: r. */
  least: number;
  /** η, from 2 on. */
  reduction: number;
}

/** A network on a rung. */
interface Climber {
  readonly genotype: Genotype;
  score: number;
  isPromoted: boolean;
}

/** The updates of each rung, increasing: budget, budget/η, … as long as they are at least `least`. */
export function rungsOf({ budget, least, reduction }: AshaOptions): number[] {
  const rungs = [budget];
  for (;;) {
    const lower = Math.round(rungs[0] / reduction);
    if (lower < least || lower >= rungs[0]) return rungs;
    rungs.unshift(lower);
  }
}

export class Asha implements SearchMethod {
  private readonly space: Space;
  private readonly rng: Rng;
  private readonly reduction: number;
  private readonly updates: readonly number[];
  /** By rung: those that were told, the best first; of equal ones the earlier. */
  private readonly rungs: Climber[][];
  private readonly tried: Tried;
  private asked = 0;

  constructor(space: Space, rng: Rng, options: AshaOptions) {
    this.space = space;
    this.rng = rng;
    this.reduction = options.reduction;
    this.updates = rungsOf(options);
    this.rungs = this.updates.map(() => []);
    this.tried = new Tried(this.space);
  }

  /** Algorithm 2, get_job. */
  ask(): Trial | undefined {
    const { rungs, reduction, updates } = this;
    for (let rung = rungs.length - 2; rung >= 0; rung--) {
      const best = rungs[rung].slice(0, Math.floor(rungs[rung].length / reduction));
      const promoted = best.find(({ isPromoted }) => !isPromoted);
      if (!promoted) continue;
      promoted.isPromoted = true;
      return { id: this.asked++, genotype: promoted.genotype, updates: updates[rung + 1] };
    }
    const genotype = this.tried.untried(this.rng);
    if (!genotype) return undefined;
    this.tried.add(genotype);
    return { id: this.asked++, genotype, updates: updates[0] };
  }

  tell({ genotype, updates }: Trial, score: number): void {
    const rung = this.rungs[this.updates.indexOf(updates)];
    const place = rung.findIndex((other) => other.score < score);
    rung.splice(place < 0 ? rung.length : place, 0, { genotype, score, isPromoted: false });
  }
}
