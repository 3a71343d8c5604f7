/** The line of a small curve. */

const round = (value: number): number => Math.round(value * 10) / 10;

/** An SVG path of points in a box `width` × `height`, the largest value at its top; empty where there are fewer than two. */
export function curvePath(
  points: readonly (readonly [x: number, y: number])[],
  width: number,
  height: number,
): string {
  if (points.length < 2) return '';
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [low, high] = [Math.min(...ys), Math.max(...ys)];
  const place = (value: number, from: number, to: number): number =>
    to > from ? (value - from) / (to - from) : 0.5;
  return points
    .map(([x, y], i) => {
      const [px, py] = [place(x, left, right) * width, (1 - place(y, low, high)) * height];
      return `${i === 0 ? 'M' : 'L'}${round(px)} ${round(py)}`;
    })
    .join('');
}
