/** The order of positions of a game that is shown again and again. */

/** How long the end stands before the game begins again, in milliseconds. */
const END_MS = 4000;

/** The tick after `tick` of a loop through the positions 0..length, where the end stands for some ticks. */
export function nextTick(tick: number, length: number, periodMs: number): number {
  return (tick + 1) % (length + 1 + Math.ceil(END_MS / periodMs));
}

/** The position that is shown at a tick. */
export const positionAt = (tick: number, length: number): number => Math.min(tick, length);
