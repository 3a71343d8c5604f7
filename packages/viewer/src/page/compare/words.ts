/** Words of the comparison of runs. */
import { formatNumber } from '../format.js';
import type { CompareAxis, Middle } from './curves.js';

export const compareWords = {
  title: 'Compare runs',
  none: 'Choose runs in the list, then compare them here.',
  toRuns: 'To the list of runs',
  metric: 'Metric',
  axis: 'Horizontal axis',
  axes: {
    step: 'steps',
    frames: 'frames',
    episodes: 'episodes',
    updates: 'updates',
    seconds: 'training time, seconds',
  } satisfies Record<CompareAxis, string>,
  middle: 'Of several seeds',
  middles: { mean: 'mean', iqm: 'interquartile mean (IQM)' } satisfies Record<Middle, string>,
  about:
    'Strong: the mean or IQM of the seeds of one setting; shaded: its 95 % bootstrap interval over seeds; faint: single runs. There is no mean where one of its runs has no measurement.',
  setting: 'Setting',
  runs: 'Runs',
  last: (title: string) => `${title}, last`,
  interval: (low: number, high: number) => `${formatNumber(low)} to ${formatNumber(high)}`,
  oneRun: 'one run: no interval',
  intervalTitle: '95 % interval',
  differences: 'Settings that differ',
  onlySome: (count: number) => `${formatNumber(count)} settings that only some of them have`,
  same: 'These runs have the same settings and seeds.',
  csv: 'Download CSV',
  chart: (metric: string, groups: number) => `${metric} of ${formatNumber(groups)} settings`,
  failed: (name: string, message: string) => `${name}: ${message}`,
  reading: (done: number, of: number) => `Reading ${formatNumber(done)} of ${formatNumber(of)} runs …`,
} as const;
