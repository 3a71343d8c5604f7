/** A learning curve with few points, as lists of runs show it; data that the server and the page share. */

/** The answer of `GET /api/runs/:name/curve`. */
export interface SmallCurve {
  /** The run's main metric; null where it has measured nothing. */
  metric: string | null;
  /** Steps and means of the values near them, steps rising; at most `CURVE_POINTS`. */
  points: [step: number, value: number][];
}

/** More cannot be seen in a small picture. */
export const CURVE_POINTS = 48;
