/** What vectors of positions make of distance: their dot products. D = width, d = length of a query. */
import type { Parameters } from '@agon/engine';

/** Radians a position of each pair of numbers (Vaswani et al. 2017, section 3.5). */
const turns = (width: number): number[] =>
  Array.from({ length: width / 2 }, (_, i) => 10_000 ** ((-2 * i) / width));

/**
 * The product of the waves of two places, over that of one with itself: Σ cos(ω distance) / (D/2), since sin a sin b + cos a cos b =
 * cos(a − b). That of two equal vectors that rotary positions turn is the same sum over the pairs of a head, with D = d.
 */
export function waveProduct(width: number, distance: number): number {
  const all = turns(width);
  return all.reduce((sum, turn) => sum + Math.cos(turn * distance), 0) / all.length;
}

/** The mean cosine of learned vectors so far apart. @param parameters with a table of positions [L, width] */
export function learnedProduct(parameters: Parameters, width: number, distance: number): number {
  const table = parameters.view('positions.table');
  const numPairs = table.length / width - distance;
  let sum = 0;
  for (let first = 0; first < numPairs; first++) {
    let [dot, a, b] = [0, 0, 0];
    for (let i = 0; i < width; i++) {
      const [x, y] = [table[first * width + i], table[(first + distance) * width + i]];
      dot += x * y;
      a += x * x;
      b += y * y;
    }
    sum += dot / Math.sqrt(a * b);
  }
  return sum / numPairs;
}
