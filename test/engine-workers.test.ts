/** Worker threads with running sessions start and stop by message, a hundred times, and memory stays flat. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';

const WORKERS = 100;
const AT_ONCE = 4;

/** Starts a worker, lets it train until it says so, stops it; resolves to what it reports. */
async function workerLife(): Promise<{ steps: number; loss: number }> {
  const worker = new Worker(new URL('engineWorker.mjs', import.meta.url), { execArgv: [] });
  await once(worker, 'message');
  worker.postMessage('stop');
  const [report] = (await once(worker, 'message')) as [{ steps: number; loss: number }];
  const [code] = await once(worker, 'exit');
  expect(code).toBe(0);
  return report;
}

it(`starts and stops ${WORKERS} workers while their sessions run`, async () => {
  const resident: number[] = [];
  for (let started = 0; started < WORKERS; started += AT_ONCE) {
    const reports = await Promise.all(Array.from({ length: AT_ONCE }, workerLife));
    for (const { steps, loss } of reports) {
      expect(steps).toBeGreaterThan(0);
      expect(loss).toBeLessThan(2);
    }
    resident.push(process.memoryUsage().rss / 2 ** 20);
  }
  // A worker holds about 60 MB; a leak of one in twenty would show.
  const early = Math.max(...resident.slice(2, 7));
  const late = Math.min(...resident.slice(-5));
  expect(late).toBeLessThan(early + 200);
}, 180_000);
