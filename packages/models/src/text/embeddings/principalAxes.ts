/**
 * Principal components (Pearson 1901, On lines and planes of closest fit to systems of points in space): points seen along the directions
 * in which they differ most. N points, D dimensions, K axes.
 */

/** Turns of the power iteration, and when it is over. */
const MOST_TURNS = 2000;
const STANDS = 1e-12;

/** Points along their axes. */
export interface Projected {
  /** [N, K] */
  readonly places: Float64Array;
  /** [K] How much of all variance each axis has. */
  readonly shares: readonly number[];
}

/** @param points [N, D] @param axes K, at most D */
export function principalAxes(points: Float32Array, dimensions: number, axes: number): Projected {
  const count = points.length / dimensions;
  const means = new Float64Array(dimensions);
  points.forEach((value, i) => (means[i % dimensions] += value / count));
  const centred = Float64Array.from(points, (value, i) => value - means[i % dimensions]);
  const covariance = covarianceOf(centred, dimensions);
  let total = 0;
  for (let d = 0; d < dimensions; d++) total += covariance[d * dimensions + d];
  const places = new Float64Array(count * axes);
  const shares: number[] = [];
  for (let axis = 0; axis < axes; axis++) {
    const { direction, variance } = largest(covariance, dimensions);
    shares.push(total > 0 ? variance / total : 0);
    for (let i = 0; i < count; i++)
      for (let d = 0; d < dimensions; d++)
        places[i * axes + axis] += centred[i * dimensions + d] * direction[d];
    // What this axis explains is taken away.
    for (let i = 0; i < covariance.length; i++)
      covariance[i] -= variance * direction[Math.floor(i / dimensions)] * direction[i % dimensions];
  }
  return { places, shares };
}

/** [D, D] */
function covarianceOf(centred: Float64Array, dimensions: number): Float64Array {
  const covariance = new Float64Array(dimensions * dimensions);
  const count = centred.length / dimensions;
  for (let first = 0; first < centred.length; first += dimensions)
    for (let row = 0; row < dimensions; row++)
      for (let column = 0; column < dimensions; column++)
        covariance[row * dimensions + column] += (centred[first + row] * centred[first + column]) / count;
  return covariance;
}

/** The direction of the largest eigenvalue, its largest entry above 0; power iteration. */
function largest(matrix: Float64Array, dimensions: number): { direction: Float64Array; variance: number } {
  let direction = new Float64Array(dimensions).map((_, d) => Math.cos(d));
  let variance = 0;
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const next = new Float64Array(dimensions);
    for (let row = 0; row < dimensions; row++)
      for (let column = 0; column < dimensions; column++)
        next[row] += matrix[row * dimensions + column] * direction[column];
    variance = Math.hypot(...next);
    if (variance === 0) break;
    const scaled = next.map((value) => value / variance);
    const moved = scaled.reduce((sum, value, d) => sum + (value - direction[d]) ** 2, 0);
    direction = scaled;
    if (moved < STANDS) break;
  }
  const strongest = direction.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  return { direction: strongest < 0 ? direction.map((value) => -value) : direction, variance };
}
