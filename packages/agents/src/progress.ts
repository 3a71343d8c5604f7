/** What the metrics events of learners in environments report: returns of recent episodes, means of what was measured, speed. */

/** The last episodes whose mean return is reported. */
const RECENT = 100;

/** Plain data for a state: returns and lengths of the recent episodes, the oldest first, and what `take` has not reported yet. */
export interface SavedProgress {
  returns: number[];
  lengths: number[];
  episodes: number;
  sums: Record<string, { sum: number; count: number }>;
}

/** Counts from one metrics event to the next. A step is one decision of one environment. */
export class Progress {
  private returns: number[] = [];
  private lengths: number[] = [];
  private episodes = 0;
  /** Sums and counts since the last `take`, by name. */
  private readonly sums = new Map<string, { sum: number; count: number }>();
  /** Speed is measured from here: the last `take`, or the beginning of this sitting. */
  private timedStep = 0;
  private timedFrom = performance.now();

  /** An episode is over. @param length in steps */
  episode(episodeReturn: number, length: number): void {
    this.episodes++;
    this.returns.push(episodeReturn);
    this.lengths.push(length);
    if (this.returns.length > RECENT) {
      this.returns.shift();
      this.lengths.shift();
    }
  }

  /** Something measured, of which `take` reports the mean; what is not finite (explained variance of equal returns) is left out. */
  add(name: string, value: number): void {
    if (!Number.isFinite(value)) return;
    const entry = this.sums.get(name) ?? { sum: 0, count: 0 };
    entry.sum += value;
    entry.count++;
    this.sums.set(name, entry);
  }

  /** The numbers since the last call; those that there are none of are left out. */
  take(step: number): Record<string, number> {
    const now = performance.now();
    const values: Record<string, number> = {
      episodes: this.episodes,
      stepsPerSecond: (1000 * (step - this.timedStep)) / Math.max(1e-3, now - this.timedFrom),
    };
    if (this.returns.length) {
      values.return = mean(this.returns);
      values.episodeLength = mean(this.lengths);
    }
    for (const [name, { sum, count }] of this.sums) values[name] = sum / count;
    this.sums.clear();
    this.timedStep = step;
    this.timedFrom = now;
    return values;
  }

  /** A copy of all but the time. */
  save(): SavedProgress {
    const { returns, lengths, episodes } = this;
    const sums = Object.fromEntries(this.sums);
    return structuredClone({ returns, lengths, episodes, sums });
  }

  /** Goes on from a copy. @param step the run's step, from which speed is measured */
  load(saved: SavedProgress, step: number): void {
    const { returns, lengths, episodes, sums } = structuredClone(saved);
    this.returns = returns;
    this.lengths = lengths;
    this.episodes = episodes;
    this.sums.clear();
    for (const [name, entry] of Object.entries(sums)) this.sums.set(name, entry);
    this.timedStep = step;
    this.timedFrom = performance.now();
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
