/**
 * The meta-controller of Agent57 (Badia et al. 2020, section 3.2 and appendix D): a bandit that gives each episode one of a
 * family of policies, by upper confidence bounds over a sliding window (Garivier & Moulines 2008) with some uniform draws.
 */
import type { Rng } from '@agon/core';

/** Episodes that count (τ of the paper). */
const WINDOW = 160;
/** Weight of the confidence bound (β). */
const BOUND = 1;
/** Share of uniform draws (ε_UCB). */
const UNIFORM = 0.5;

/** An episode as the bandit keeps it: arm and undiscounted return. */
export type Pull = [arm: number, episodeReturn: number];

/** Its arms are the policies, their reward an episode's return. */
export class SlidingWindowBandit {
  private readonly numArms: number;
  private pulls: Pull[] = [];

  constructor(numArms: number) {
    this.numArms = numArms;
  }

  /**
   * The arm of the next episode: each once at first, in turn. At most two draws.
   * @param playing arms of the episodes that are not over yet; negative where there is none
   */
  choose(rng: Rng, playing: Iterable<number>): number {
    const { counts, sums } = this.totals();
    const tries = [...counts];
    for (const arm of playing) if (arm >= 0) tries[arm]++;
    const least = tries.indexOf(Math.min(...tries));
    if (tries[least] === 0 || this.pulls.length === 0) return least;
    if (rng.uniform() < UNIFORM) return rng.int(this.numArms);
    let best = 0;
    let bestBound = -Infinity;
    for (let arm = 0; arm < this.numArms; arm++) {
      if (counts[arm] === 0) continue; // its first episode is not over yet
      const bound = sums[arm] / counts[arm] + BOUND * Math.sqrt(1 / counts[arm]);
      if (bound > bestBound) {
        best = arm;
        bestBound = bound;
      }
    }
    return best;
  }

  /** The episode that was played with an arm is over. */
  update(arm: number, episodeReturn: number): void {
    this.pulls.push([arm, episodeReturn]);
    if (this.pulls.length > WINDOW) this.pulls.shift();
  }

  save(): Pull[] {
    return this.pulls.map(([arm, value]) => [arm, value]);
  }

  load(saved: readonly Pull[]): void {
    this.pulls = saved.map(([arm, value]) => [arm, value]);
  }

  private totals(): { counts: number[]; sums: number[] } {
    const counts = new Array<number>(this.numArms).fill(0);
    const sums = new Array<number>(this.numArms).fill(0);
    for (const [arm, value] of this.pulls) {
      counts[arm]++;
      sums[arm] += value;
    }
    return { counts, sums };
  }
}
