/** Worker threads with running sessions start and stop by message, a hundred times, and memory stays flat. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';

const WORKERS = 100;
const AT_ONCE = 4;
/** A worker starts in a second or two, and hears `stop` within its next steps. */
const PATIENCE_MS = 60_000;

interface Report {
  steps: number;
  loss: number;
}

function startWorker(device: string): Worker {
  return new Worker(new URL('engineWorker.mjs', import.meta.url), { execArgv: [], workerData: { device } });
}

/** Lets a worker train until it says so, then stops it; resolves to what it reports. */
async function workerLife(worker: Worker): Promise<Report> {
  // Listened to from the start: the end may come in the same turn of the event loop as the report.
  const exit = once(worker, 'exit');
  const message = () => once(worker, 'message', { signal: AbortSignal.timeout(PATIENCE_MS) });
  await message();
  worker.postMessage('stop');
  const [report] = (await message()) as [Report];
  expect(await exit).toEqual([0]);
  return report;
}

it(`starts and stops ${WORKERS} workers while their sessions run`, async () => {
  const resident: number[] = [];
  for (let started = 0; started < WORKERS; started += AT_ONCE) {
    const workers = Array.from({ length: AT_ONCE }, () => startWorker('cpu'));
    for (const { steps, loss } of await Promise.all(workers.map(workerLife))) {
      expect(steps).toBeGreaterThan(0);
      expect(loss).toBeLessThan(2);
    }
    resident.push(process.memoryUsage().rss / 2 ** 20);
  }
  // A worker holds about 60 MB; a leak of one in twenty would show.
  const early = Math.max(...resident.slice(2, 7));
  const late = Math.min(...resident.slice(-5));
  expect(late).toBeLessThan(early + 200);
}, 600_000);

it(
  'stops a worker on a device that answers without a turn of the event loop',
  async () => {
    const { steps } = await workerLife(startWorker('tfjs:cpu'));
    expect(steps).toBeGreaterThan(0);
  },
  2 * PATIENCE_MS,
);
