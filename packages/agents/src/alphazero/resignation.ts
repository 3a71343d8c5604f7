/** How games of self-play ended, as far as giving up goes. */

/** `GameBatch.resignations`: nobody resigned; the game ended so; it was played out, and the resigner lost, or did not. */
export const NOT_RESIGNED = 0;
export const RESIGNED = 1;
export const RESIGNED_RIGHTLY = 2;
export const RESIGNED_WRONGLY = 3;
