/** The hill of mountain car: its ends, and the flag. Height is sin(3 · position). */
export const MIN_POSITION = -1.2;
export const MAX_POSITION = 0.6;
export const GOAL = 0.5;
