/** Moving averages of weights. */

/**
 * How far the average moves towards the weights at an update, the first being 1: 10 / (`updates` + 10), so that it is over about the
 * last tenth of the updates and the first weights are soon forgotten; 1 − `decay` once that is more.
 */
export function averageRate(decay: number, updates: number): number {
  return 1 - Math.min(decay, updates / (updates + 10));
}
