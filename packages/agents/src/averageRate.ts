/** Moving averages of weights. */

/**
 * How far the average moves towards the weights after so many updates: 1 − `decay`, and more at first, so that it begins as a plain
 * mean of the first weights, not with those that nothing had been learned by.
 */
export function averageRate(decay: number, updates: number): number {
  return 1 - Math.min(decay, updates / (updates + 10));
}
