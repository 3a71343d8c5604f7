/** Heights at equal distances, as a hand draws them. */

/** Points of a curve that is drawn by hand. */
export const POINTS = 41;
/** Heights are 0 to this. */
export const MOST_HEIGHT = 100;
/** What a key changes a height by. */
const STEP = 5;

/** In [0, 1], from the lower left. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Heights at `POINTS` places through any number of heights, in text with slashes. */
export function heightsOf(text: string): number[] {
  const given = text.split('/').map(Number).filter(Number.isFinite);
  const values = given.length >= 2 ? given : [MOST_HEIGHT / 2, MOST_HEIGHT / 2];
  return Array.from({ length: POINTS }, (_, i) => {
    const place = (i / (POINTS - 1)) * (values.length - 1);
    const left = Math.min(values.length - 2, Math.floor(place));
    const part = place - left;
    const height = (1 - part) * values[left] + part * values[left + 1];
    return Math.round(Math.min(MOST_HEIGHT, Math.max(0, height)));
  });
}

/** The heights after a stroke: those between its ends lie on it. */
export function heightsAlong(heights: readonly number[], from: Place, to: Place): number[] {
  const last = heights.length - 1;
  const [first, final] = [Math.round(from.x * last), Math.round(to.x * last)];
  return heights.map((height, i) => {
    if (i < Math.min(first, final) || i > Math.max(first, final)) return height;
    const part = first === final ? 1 : (i - first) / (final - first);
    return Math.round(MOST_HEIGHT * (from.y + part * (to.y - from.y)));
  });
}

/** What a key does: left and right choose a point, up and down move it; undefined for other keys. */
export function heightsAfterKey(
  key: string,
  heights: readonly number[],
  cursor: number,
): { heights: number[]; cursor: number } | undefined {
  const last = heights.length - 1;
  const goTo: Readonly<Record<string, number>> = {
    ArrowLeft: Math.max(0, cursor - 1),
    ArrowRight: Math.min(last, cursor + 1),
    Home: 0,
    End: last,
  };
  if (Object.hasOwn(goTo, key)) return { heights: [...heights], cursor: goTo[key] };
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return undefined;
  const changed = heights[cursor] + (key === 'ArrowUp' ? STEP : -STEP);
  const height = Math.min(MOST_HEIGHT, Math.max(0, changed));
  return { heights: heights.map((each, i) => (i === cursor ? height : each)), cursor };
}
