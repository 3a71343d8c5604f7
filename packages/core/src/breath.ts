/**
 * Turns of the event loop in long computations: agents that answer at once, and WebAssembly that runs between promises, would keep
 * Ctrl-C, clicks, messages and timers waiting.
 */

/** Milliseconds between two turns. */
const EVERY_MS = 100;
/** When this thread last gave one; there is one event loop in a thread. */
let lastAt = 0;
/** A turn: at once in Node; a timer, which pages delay by some milliseconds, elsewhere. */
const turn = typeof setImmediate === 'function' ? setImmediate : (go: () => void) => setTimeout(go, 0);

/** Resolves after a turn of the event loop where the last one is long ago; undefined where there is no need. */
export function breath(): Promise<void> | undefined {
  const now = performance.now();
  if (now - lastAt < EVERY_MS) return undefined;
  lastAt = now;
  return new Promise((resolve) => void turn(resolve));
}
