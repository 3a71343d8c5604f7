/** Metrics of a run as curves: what the lines of metrics.jsonl say, one series for each metric. */
import type { MetricsLine } from '@agon/runs';

/** The points of one metric, in order; the three arrays have one length. */
interface Series {
  /** The agent's decisions so far. */
  step: number[];
  /** Seconds of training so far. */
  seconds: number[];
  value: number[];
}

/** What may stand on the horizontal axis. */
export type Axis = 'step' | 'seconds';

/** Fields of a line that are no metrics. */
const AXES = new Set(['step', 'seconds']);

/** Grows with the lines that arrive. A run that was resumed at an earlier step continues its curves from there. */
export class MetricSeries {
  private readonly series = new Map<string, Series>();
  private lastStep = -1;
  /** Rises with every change, for what must be drawn again. */
  version = 0;

  /** Names of the metrics in order of appearance. */
  get names(): string[] {
    return [...this.series.keys()];
  }

  /** The points of a metric; they grow in place. undefined where it has none yet. */
  get(name: string): Series | undefined {
    return this.series.get(name);
  }

  /** Whether a metric has had one value all the time, more than once. */
  isConstant(name: string): boolean {
    const { value = [] } = this.series.get(name) ?? {};
    return value.length > 1 && value.every((each) => each === value[0]);
  }

  clear(): void {
    this.series.clear();
    this.lastStep = -1;
    this.version++;
  }

  /**
   * Takes lines of metrics.jsonl. Numbers that are not finite are left out; a smaller step than the last cuts the
   * curves back to it.
   */
  append(lines: readonly MetricsLine[]): void {
    for (const line of lines) {
      if (line.step < this.lastStep) this.forgetAfter(line.step);
      this.lastStep = line.step;
      for (const [name, value] of Object.entries(line) as [string, number | null][]) {
        if (AXES.has(name) || value === null || !Number.isFinite(value)) continue;
        const series = this.seriesOf(name);
        series.step.push(line.step);
        series.seconds.push(line.seconds);
        series.value.push(value);
      }
    }
    if (lines.length > 0) this.version++;
  }

  private seriesOf(name: string): Series {
    const found = this.series.get(name);
    if (found) return found;
    const made: Series = { step: [], seconds: [], value: [] };
    this.series.set(name, made);
    return made;
  }

  /** Drops the points from `step` on: the resumed run measures them again. */
  private forgetAfter(step: number): void {
    for (const series of this.series.values()) {
      let keep = series.step.length;
      while (keep > 0 && series.step[keep - 1] >= step) keep--;
      series.step.length = series.seconds.length = series.value.length = keep;
    }
  }
}
