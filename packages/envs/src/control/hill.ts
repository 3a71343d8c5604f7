/** The hill of mountain car. Its height is sin(3 · position). */

/** The ends of the track and the flag, as positions. */
export const MIN_POSITION = -1.2;
export const MAX_POSITION = 0.6;
export const GOAL = 0.5;
