/** Which unit goes with something that one can name. T = steps, H = units. */

/** Pearson's correlation of two rows; 0 where one of them never changes. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const n = a.length;
  let [meanA, meanB] = [0, 0];
  for (let i = 0; i < n; i++) {
    meanA += a[i] / n;
    meanB += b[i] / n;
  }
  let [both, ownA, ownB] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    both += (a[i] - meanA) * (b[i] - meanB);
    ownA += (a[i] - meanA) ** 2;
    ownB += (b[i] - meanB) ** 2;
  }
  return ownA > 0 && ownB > 0 ? both / Math.sqrt(ownA * ownB) : 0;
}

/** One unit over all steps. @param values [T, H] */
export const unitOf = (values: Float32Array, units: number, unit: number): Float32Array =>
  Float32Array.from({ length: values.length / units }, (_, t) => values[t * units + unit]);

/** The unit whose values go best with something, up or down. @param values [T, H] @param named [T] */
export function bestUnit(
  values: Float32Array,
  units: number,
  named: ArrayLike<number>,
): { unit: number; correlation: number } {
  const all = Array.from({ length: units }, (_, unit) => correlation(unitOf(values, units, unit), named));
  const unit = all.reduce((best, each, i) => (Math.abs(each) > Math.abs(all[best]) ? i : best), 0);
  return { unit, correlation: all[unit] };
}
