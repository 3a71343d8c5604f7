/** Turns of the event loop between runs in a page. */

/** How long messages and timers wait at most, one run aside, in milliseconds. */
const EVERY_MS = 50;

let lastTurn = 0;

/**
 * Lets messages and timers of this thread have their turn, where they have waited for long: WebAssembly runs between promises, which
 * come first, so that a loop of runs would leave them none.
 */
export async function takeTurns(): Promise<void> {
  if (performance.now() - lastTurn < EVERY_MS) return;
  const { port1, port2 } = new MessageChannel();
  await new Promise((resolve) => {
    port1.onmessage = resolve;
    port2.postMessage(null);
  });
  port1.close();
  lastTurn = performance.now();
}
