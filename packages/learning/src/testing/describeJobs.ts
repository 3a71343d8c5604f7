/** Tests that every kind of job must pass: plain data in and out, and the same results wherever jobs are done. */
import { describe, expect, it } from 'vitest';
import { openPool } from '../jobs/openPool.js';
import type { JobHandler, Pool, Work } from '../jobs/work.js';
import type { SpawnWorker } from '../trainer.js';

interface JobsToDescribe<W extends Work> {
  setup: W['setup'];
  common: W['common'];
  /** A few, so that threads share them. */
  jobs: W['job'][];
  /** Starts a worker thread that serves the handler. */
  spawn: SpawnWorker;
}

const PLACES: [here: boolean, workers: number][] = [
  [true, 0],
  [false, 1],
  [true, 2],
];

/** Whether data lies in memory that threads share. */
function isShared(data: unknown): boolean {
  if (typeof data !== 'object' || data === null) return false;
  if (ArrayBuffer.isView(data)) return data.buffer instanceof SharedArrayBuffer;
  return Object.values(data).some(isShared);
}

/** @param handler as it is in this thread */
export function describeJobs<W extends Work>(
  handler: JobHandler<W>,
  { setup, common, jobs, spawn }: JobsToDescribe<W>,
): void {
  const doAll = async (pool: Pool<W>) => (await pool.begin(jobs, { common }).finish())!.results;

  describe(`jobs "${handler.name}"`, () => {
    let expected: W['result'][];

    it('have plain data in and out', async () => {
      expect(structuredClone([setup, common, jobs])).toStrictEqual([setup, common, jobs]);
      const pool = await openPool(handler, setup, { here: true, workers: 0, spawn });
      expected = await doAll(pool).finally(() => pool.close());
      expect(expected).toHaveLength(jobs.length);
      expect(structuredClone(expected)).toStrictEqual(expected);
      expect(isShared([setup, common, jobs, expected])).toBe(false);
    });

    it.each(PLACES)(
      'give the same results, also after a stop in the middle (in this thread: %s; worker threads: %d)',
      async (here, workers) => {
        const pool = await openPool(handler, setup, { here, workers, spawn });
        try {
          expect(await doAll(pool)).toStrictEqual(expected);
          const stopping = new AbortController();
          const told: number[] = [];
          const onResult = (result: W['result'], index: number): void => {
            expect(result).toStrictEqual(expected[index]);
            told.push(index);
            stopping.abort();
          };
          const round = pool.begin(jobs, { common, signal: stopping.signal, onResult });
          expect(await round.finish()).toBeUndefined();
          expect(told.length).toBeLessThan(jobs.length);
          expect(await doAll(pool)).toStrictEqual(expected);
        } finally {
          await pool.close();
        }
      },
    );
  });
}
