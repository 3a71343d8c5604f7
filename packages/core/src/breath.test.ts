import { expect, it } from 'vitest';
import { breath } from './breath.js';

it('lets timers and messages through in a loop that awaits nothing else', async () => {
  let fired = false;
  let heard = false;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => (heard = true);
  setTimeout(() => (fired = true));
  port2.postMessage('stop');
  const end = performance.now() + 5000;
  while (!(fired && heard) && performance.now() < end) await breath();
  port1.close();
  expect([fired, heard]).toEqual([true, true]);
});
