/** Intervals of means in words. */
import { formatNumber } from './format.js';

/** The ends of an interval; "all equal" where it is a point, "–" where there is none: of one episode. */
export function endsText(ci95: readonly [number, number] | null): string {
  if (!ci95) return '–';
  return ci95[0] === ci95[1] ? 'all equal' : `${formatNumber(ci95[0])} to ${formatNumber(ci95[1])}`;
}

/** The interval of a mean return, or why there is none. */
export function meanIntervalText(ci95: readonly [number, number] | null): string {
  if (!ci95) return 'no interval: one episode does not show how much returns vary';
  return ci95[0] === ci95[1]
    ? '95 % interval: none, since all returns are equal'
    : `95 % interval ${endsText(ci95)}`;
}
