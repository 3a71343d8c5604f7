/** Narrower and wider forms of a paper's network. */

/** So many filters or units of the paper, times `width`; at least 1. */
export const scaledBy =
  (width: number) =>
  (units: number): number =>
    Math.max(1, Math.round(units * width));
