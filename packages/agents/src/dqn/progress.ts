/** Counts what metrics events report: returns of recent episodes, mean loss, speed. */

/** The last episodes whose mean return is reported. */
const RECENT = 100;

/** Plain data for a state. */
export interface SavedProgress {
  recent: { returns: number[]; lengths: number[] };
  episodes: number;
  lossSum: number;
  qSum: number;
  updates: number;
}

export class Progress {
  private returns: number[] = [];
  private lengths: number[] = [];
  private episodes = 0;
  /** Since the last `take`. */
  private lossSum = 0;
  private qSum = 0;
  private updates = 0;
  /** Speed is measured from here: the last `take`, or the beginning of this sitting. */
  private timedStep = 0;
  private timedFrom = performance.now();

  episode(episodeReturn: number, length: number): void {
    this.episodes++;
    this.returns.push(episodeReturn);
    this.lengths.push(length);
    if (this.returns.length > RECENT) {
      this.returns.shift();
      this.lengths.shift();
    }
  }

  update(loss: number, q: number): void {
    this.lossSum += loss;
    this.qSum += q;
    this.updates++;
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
    if (this.updates) {
      values.loss = this.lossSum / this.updates;
      values.qMean = this.qSum / this.updates;
    }
    this.lossSum = 0;
    this.qSum = 0;
    this.updates = 0;
    this.timedStep = step;
    this.timedFrom = now;
    return values;
  }

  save(): SavedProgress {
    const { episodes, lossSum, qSum, updates } = this;
    const recent = { returns: [...this.returns], lengths: [...this.lengths] };
    return { recent, episodes, lossSum, qSum, updates };
  }

  load(saved: SavedProgress, step: number): void {
    this.returns = [...saved.recent.returns];
    this.lengths = [...saved.recent.lengths];
    this.episodes = saved.episodes;
    this.lossSum = saved.lossSum;
    this.qSum = saved.qSum;
    this.updates = saved.updates;
    this.timedStep = step;
    this.timedFrom = performance.now();
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
