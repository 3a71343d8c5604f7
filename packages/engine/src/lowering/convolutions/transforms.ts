/** The matrices of Winograd convolutions along one line (Cook–Toom; the last point is infinity). */

export interface LineTransforms {
  /** Points of one tile: outputs + taps − 1. */
  points: number;
  tiles: number;
  /** [points · tiles, length] from the image's line to points; row (i, t) is point i of tile t. */
  image: Float32Array;
  /** [points, taps] from the filter to points. */
  filter: Float32Array;
  /** [outputs, points · tiles] from points to the result's line. */
  result: Float32Array;
}

const FINITE_POINTS = [0, 1, -1, 2, -2, 0.5, -0.5];

/** Outputs of one tile: those with the fewest points on the line. Beyond 4, and 8 points, the constants grow and float32 loses digits. */
function bestTile(outputs: number, taps: number): number {
  if (taps === 1) return 1;
  const points = (tile: number) => Math.ceil(outputs / tile) * (tile + taps - 1);
  const possible = [3, 4, 2].filter((tile) => tile + taps - 1 <= FINITE_POINTS.length + 1);
  const best = possible.reduce((a, b) => (points(b) < points(a) ? b : a));
  return Math.min(outputs, best);
}

/** Ascending coefficients of the polynomial with these roots. */
function polynomial(roots: readonly number[]): number[] {
  return roots.reduce((p, root) => [...p, 0].map((_, k) => (p[k - 1] ?? 0) - root * (p[k] ?? 0)), [1]);
}

/**
 * result · [(filter · taps) × (image · line)] is the correlation of a line with the taps, the product taken per point.
 * @param before padding before the line; tile 1 means no transform: every tap is a point of its own
 */
export function lineTransforms(
  length: number,
  outputs: number,
  taps: number,
  before: number,
  tile = bestTile(outputs, taps),
): LineTransforms {
  const points = tile + taps - 1;
  const tiles = Math.ceil(outputs / tile);
  const isDirect = tile === 1;
  const finite = isDirect ? [] : FINITE_POINTS.slice(0, points - 1);
  const image = new Float32Array(points * tiles * length);
  const filter = new Float32Array(points * taps);
  const result = new Float32Array(outputs * points * tiles);
  for (let i = 0; i < points; i++) {
    const isInfinity = !isDirect && i === points - 1;
    const others = finite.filter((_, j) => j !== i);
    const scale =
      isDirect || isInfinity ? 1 : others.reduce((product, root) => product * (finite[i] - root), 1);
    const row = isDirect ? Array.from({ length: points }, (_, s) => Number(s === i)) : polynomial(others);
    for (let k = 0; k < taps; k++) {
      if (isDirect) filter[i * taps + k] = Number(k === i);
      else filter[i * taps + k] = isInfinity ? Number(k === taps - 1) : finite[i] ** k / scale;
    }
    for (let t = 0; t < tiles; t++) {
      for (let s = 0; s < row.length; s++) {
        const place = t * tile + s - before;
        if (place >= 0 && place < length) image[(i * tiles + t) * length + place] = row[s];
      }
      for (let r = 0; r < tile && t * tile + r < outputs; r++) {
        const at = (t * tile + r) * points * tiles + i * tiles + t;
        if (isDirect) result[at] = 1;
        else result[at] = isInfinity ? Number(r === tile - 1) : finite[i] ** r;
      }
    }
  }
  return { points, tiles, image, filter, result };
}

/** The transpose of a row-major matrix. */
export function transposed(matrix: Float32Array, rows: number, columns: number): Float32Array {
  return Float32Array.from(
    { length: rows * columns },
    (_, k) => matrix[(k % rows) * columns + Math.floor(k / rows)],
  );
}
