/** Curves of several runs on one axis: pure data, from the lines of their metrics to means with intervals. */
import { bootstrapInterval, interquartileMean, mean } from '@agon/arena';
import type { MetricsLine } from '@agon/runs';

/** What may stand on the horizontal axis. */
export type CompareAxis = 'step' | 'frames' | 'episodes' | 'updates' | 'seconds';
/** All of them, in the order of the list. */
export const COMPARE_AXES: readonly CompareAxis[] = ['step', 'frames', 'episodes', 'updates', 'seconds'];

/** One run's metric: both arrays have one length, x rises. */
export interface Line {
  x: readonly number[];
  y: readonly number[];
}

/** What stands for several runs at one place. */
export type Middle = 'mean' | 'iqm';

/** Lines without those that a resumed run measured again. */
export function withoutRepeats(lines: readonly MetricsLine[]): MetricsLine[] {
  const kept: MetricsLine[] = [];
  for (const line of lines) {
    while (kept.length > 0 && kept[kept.length - 1].step > line.step) kept.pop();
    kept.push(line);
  }
  return kept;
}

/** @param framesPerStep frames that pass in a step; undefined where nothing has frames */
function placeOf(
  line: MetricsLine,
  axis: CompareAxis,
  framesPerStep: number | undefined,
): number | undefined {
  if (axis !== 'frames') return line[axis];
  return framesPerStep === undefined ? undefined : line.step * framesPerStep;
}

/** A metric of a run over an axis; empty where the run has not measured both. */
export function lineOf(
  lines: readonly MetricsLine[],
  metric: string,
  axis: CompareAxis,
  framesPerStep: number | undefined,
): Line {
  const line = { x: [] as number[], y: [] as number[] };
  for (const each of lines) {
    const x = placeOf(each, axis, framesPerStep);
    const y = each[metric] as number | undefined;
    if (x === undefined || y === undefined || !Number.isFinite(y) || x < (line.x.at(-1) ?? -Infinity))
      continue;
    line.x.push(x);
    line.y.push(y);
  }
  return line;
}

/** The value of a line at x, straight between its points; null outside of them: nothing is made up. */
export function valueAt({ x, y }: Line, at: number): number | null {
  if (x.length === 0 || at < x[0] || at > x[x.length - 1]) return null;
  let [low, high] = [0, x.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle] <= at) low = middle;
    else high = middle;
  }
  const width = x[high] - x[low];
  return width > 0 ? y[low] + ((at - x[low]) / width) * (y[high] - y[low]) : y[high];
}

/** Places at equal distances from the first to the last point of all lines; none where there are no points. */
export function gridOf(lines: readonly Line[], count: number): number[] {
  const ends = lines.flatMap(({ x }) => (x.length > 0 ? [x[0], x[x.length - 1]] : []));
  if (ends.length === 0) return [];
  const [first, last] = [Math.min(...ends), Math.max(...ends)];
  if (first === last) return [first];
  return Array.from({ length: count }, (_, i) => first + (i * (last - first)) / (count - 1));
}

/** A value with its 95 % interval; the interval is null where fewer than two runs say nothing of their spread. */
export interface Estimate {
  value: number;
  interval: [low: number, high: number] | null;
}

/** Resamples at each place of a curve: ends move by about 3 % of the interval's width. */
const RESAMPLES = 1000;

/** The mean or interquartile mean of one value a run, with the percentile bootstrap's interval over runs; null of no runs. */
export function estimate(values: readonly number[], middle: Middle, seed: string): Estimate | null {
  if (values.length === 0) return null;
  const statistic =
    middle === 'mean' ? mean : (sample: ArrayLike<number>) => interquartileMean([...Array.from(sample)]);
  const interval = values.length > 1 ? bootstrapInterval(values, seed, statistic, RESAMPLES) : null;
  return { value: statistic(values), interval };
}

/** Several runs at each place of a grid; null where one of them is not there: a mean of fewer runs would jump. */
export function estimatesOn(
  lines: readonly Line[],
  grid: readonly number[],
  middle: Middle,
): (Estimate | null)[] {
  return grid.map((at, i) => {
    const values = lines.map((line) => valueAt(line, at));
    return values.includes(null) ? null : estimate(values as number[], middle, `place ${i}`);
  });
}
