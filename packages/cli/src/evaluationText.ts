/** An evaluation in words. */
import type { Evaluation } from '@agon/arena';
import { formatCount, formatNumber } from './format.js';

/** The interval of a mean return, or why there is none. */
export function meanIntervalText({ ci95, returns }: Pick<Evaluation, 'ci95' | 'returns'>): string {
  if (ci95) return `95 % interval ${formatNumber(ci95[0])} to ${formatNumber(ci95[1])}`;
  return returns.length === 1
    ? 'no interval: one episode does not show how much returns vary'
    : `no interval: all ${formatCount(returns.length, 'return')} are equal`;
}
