/** Words around learning curves; titles and meanings of metrics are in the catalogues of `@agon/agents`. */
import { formatNumber, formatPercent, formatSeconds } from '../format.js';

/** The words of `CurvesPanel`. */
export const chartWords = {
  curves: 'Learning curves',
  xAxis: 'Horizontal axis',
  /** What a step is where there is no agent. */
  updates: 'updates',
  axes: { step: 'steps (the agent’s decisions)', seconds: 'training time, seconds' },
  axisLegends: { step: 'step', seconds: 'second' },
  smoothing: 'Smoothing',
  smoothingValue: (weight: number) => formatPercent(weight),
  raw: 'measured',
  smoothed: 'smoothed',
  tooFewToSmooth: (count: number) => `${count} ${count === 1 ? 'point' : 'points'}, too few to smooth`,
  points: (count: number) => `${formatNumber(count)} points, all drawn`,
  zoom: 'Drag over a curve to zoom in, double-click to zoom out.',
  toReplay: 'Click a point of a curve to watch the nearest replay.',
  constant: (count: number) =>
    count === 1 ? '1 constant metric' : `${formatNumber(count)} constant metrics`,
  noMetrics: 'There are no measurements.',
  damagedMetrics: (count: number) =>
    count === 1
      ? 'One line of metrics.jsonl is damaged and missing from the curves.'
      : `${formatNumber(count)} lines of metrics.jsonl are damaged and missing from the curves.`,
  fresh: {
    reading: (share: number) => `Loading: ${formatPercent(share)}. The curves are not complete yet.`,
    live: (age: number) => `Live. The last measurement came ${formatSeconds(age)} ago.`,
    waiting: 'Live. Nothing has been measured yet.',
    complete: 'Complete: this run has ended.',
    stopped: 'Everything that was measured until the run was stopped.',
    lost: 'Not live: the server does not answer. What you see may be out of date.',
  },
} as const;
