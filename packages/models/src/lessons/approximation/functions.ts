/** Functions on [0, 1] to be drawn by networks. */

/** A function and where it jumps. */
export interface DrawnFunction {
  readonly jumps: readonly number[];
  at(x: number): number;
}

const wave: DrawnFunction = {
  jumps: [],
  at: (x) => 0.5 + 0.3 * Math.sin(2 * Math.PI * x) + 0.15 * Math.sin(6 * Math.PI * x + 1),
};

const hills: DrawnFunction = {
  jumps: [],
  at: (x) => 0.2 + 0.7 * Math.exp(-120 * (x - 0.3) ** 2) + 0.5 * Math.abs(x - 0.7),
};

const staircase: DrawnFunction = {
  jumps: [0.25, 0.5, 0.75],
  at: (x) => [0.2, 0.8, 0.4, 0.9][Math.min(3, Math.floor(4 * x))],
};

export const FUNCTIONS = { wave, hills, staircase } as const;

/** The function whose graph is a line through heights at equal distances. @param heights in percent, at least two */
export function throughHeights(heights: readonly number[]): DrawnFunction {
  const last = heights.length - 1;
  return {
    jumps: [],
    at(x) {
      const place = Math.min(last, Math.max(0, x * last));
      const left = Math.min(last - 1, Math.floor(place));
      const part = place - left;
      return ((1 - part) * heights[left] + part * heights[left + 1]) / 100;
    },
  };
}
