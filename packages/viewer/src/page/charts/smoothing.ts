/** Smoothing of learning curves: an exponential mean without bias at the start, independent of what comes later. */

/** Fewer points than this are not smoothed: a mean of two points says nothing. */
export const FEWEST_TO_SMOOTH = 5;

/**
 * The exponential moving average of `values` with the weight 0 ≤ `weight` < 1 on what came before, divided by
 * 1 − weight^n so that the first points are not pulled to 0 (Kingma & Ba 2015, section 3). Each result depends on the
 * points up to it only. Returns undefined where there are too few points or nothing is to be smoothed.
 */
export function smooth(values: readonly number[], weight: number): number[] | undefined {
  if (weight <= 0 || values.length < FEWEST_TO_SMOOTH) return undefined;
  let mean = 0;
  let mass = 0;
  return values.map((value) => {
    mean = weight * mean + (1 - weight) * value;
    mass = weight * mass + (1 - weight);
    return mean / mass;
  });
}
