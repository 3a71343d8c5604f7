/** Pools over this thread and worker threads (these run the built package). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorker } from '../threads/nodeThread.node.js';
import { describeJobs } from '../testing/describeJobs.js';
import { numbers, type Numbers } from '../testing/numbers.js';
import type { SpawnedWorker } from '../trainer.js';
import { openPool } from './openPool.js';
import { poolOf } from './sessionPool.js';
import type { Plain, Pool } from './work.js';

const ENTRY = new URL('../../dist/testing/numbersWorker.node.js', import.meta.url);
const spawned: SpawnedWorker[] = [];
const spawn = async () => {
  spawned.push(startWorker(ENTRY));
  return spawned[spawned.length - 1];
};
const common = { factor: Float32Array.of(2) };
const jobOf = (...values: number[]): Numbers['job'] => ({ numbers: Float32Array.from(values) });
const jobs = Array.from({ length: 12 }, (_, i) => jobOf(i, 1, 2));

describeJobs(numbers, { setup: { offset: 1 }, common, jobs, spawn });

/** Where jobs are done: in this thread, in worker threads, in both. */
const PLACES: [here: boolean, workers: number][] = [
  [true, 0],
  [false, 2],
  [true, 1],
];

describe.each(PLACES)('a pool (in this thread: %s; worker threads: %d)', (here, workers) => {
  let pool: Pool<Numbers>;
  beforeAll(async () => {
    pool = await openPool(numbers, { offset: 0 }, { here, workers, spawn });
  });
  afterAll(() => pool.close());

  it('gives results in the order of the jobs, each told before its doer begins another', async () => {
    let told = 0;
    function* counted() {
      for (const [index, job] of jobs.entries()) {
        expect(index - told).toBeLessThanOrEqual(workers + (here ? 1 : 0));
        yield job;
      }
    }
    const round = pool.begin(counted(), { common, onResult: () => told++ });
    const { results, idleShare } = (await round.finish())!;
    expect(results.map(({ sum }) => sum)).toEqual(jobs.map((_, i) => 2 * (i + 3)));
    expect(told).toBe(jobs.length);
    expect(idleShare).toBeGreaterThanOrEqual(0);
    expect(idleShare).toBeLessThan(1);
  });

  it('reads what is common anew in each round', async () => {
    const sumsBy = async (factor: number) => {
      const done = await pool.begin(jobs, { common: { factor: Float32Array.of(factor) } }).finish();
      return done!.results.map(({ sum }) => sum);
    };
    expect(await sumsBy(1)).toEqual(jobs.map((_, i) => i + 3));
    expect(await sumsBy(3)).toEqual(jobs.map((_, i) => 3 * (i + 3)));
  });

  it('ends where the jobs do', async () => {
    let told = 0;
    function* some() {
      for (const job of jobs) {
        if (told >= 4) return;
        yield job;
      }
    }
    const onResult = (): void => void told++;
    const done = await pool.begin(some(), { common, onResult }).finish();
    expect(done!.results.length).toBeGreaterThan(3);
    expect(done!.results.length).toBeLessThan(jobs.length);
  });

  it('tells what can be seen of jobs to who looks on', async () => {
    const seen = jobs.map((): number[] => []);
    const onProgress = (progress: Numbers['progress'], index: number) => seen[index].push(progress.seen);
    await pool.begin(jobs, { common, onProgress }).finish();
    expect(seen).toEqual(jobs.map(() => [1, 2, 3]));
  });

  it.each([
    ['fail', { code: 'not-finite', message: 'a sum is not finite.', details: { at: 3 } }],
    ['break', { message: expect.stringContaining('a sum broke') as string }],
  ] as const)(
    'gives a round up where a job %ss, tells why, and does the next round',
    async (how, expected) => {
      const failing = [jobOf(1), { ...jobOf(2), how }, { ...jobOf(3), how: 'wait' as const }, jobOf(4)];
      const round = pool.begin(failing, { common });
      await expect(round.finish()).rejects.toMatchObject(expected);
      expect(round.isStopped).toBe(true);
      expect((await pool.begin(jobs, { common }).finish())!.results).toHaveLength(jobs.length);
    },
  );

  it('fails as `onResult` does, which is how what cannot be kept is told', async () => {
    const onResult = (): void => {
      throw new Error('the disk is full');
    };
    await expect(pool.begin(jobs, { common, onResult }).finish()).rejects.toThrow('the disk is full');
  });

  it('gives up where it was stopped before it began', async () => {
    const began: number[] = [];
    const watched = (function* () {
      for (const [index, job] of jobs.entries()) {
        began.push(index);
        yield job;
      }
    })();
    expect(await pool.begin(watched, { common, signal: AbortSignal.abort() }).finish()).toBeUndefined();
    expect(began).toEqual([]);
  });

  it('gives a job up where it is closed', async () => {
    const closed = await openPool(numbers, { offset: 0 }, { here, workers, spawn });
    const round = closed.begin(Array(3).fill({ ...jobOf(), how: 'wait' }), { common });
    const finished = round.finish();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await closed.close();
    expect(await finished).toBeUndefined();
  });

  it('opens nothing where the handler refuses', async () => {
    const opening = openPool(numbers, { offset: -1 }, { here, workers, spawn });
    await expect(opening).rejects.toMatchObject({ code: 'bad-option', message: /offset must be/ });
  });
});

describe('a pool of many sessions', () => {
  it('stops them all, and Node sees no leak of listeners', async () => {
    const warnings: Error[] = [];
    const heard = (warning: Error): void => void warnings.push(warning);
    process.on('warning', heard);
    const sessions = await Promise.all(Array.from({ length: 12 }, () => numbers.open({ offset: 0 })));
    const stopping = new AbortController();
    const waiting = Array<Numbers['job']>(12).fill({ ...jobOf(), how: 'wait' });
    const round = poolOf(sessions).begin(waiting, { common, signal: stopping.signal });
    setTimeout(() => stopping.abort(), 5);
    expect(await round.finish()).toBeUndefined();
    await new Promise((resolve) => setImmediate(resolve)); // warnings are told a turn later
    process.off('warning', heard);
    expect(warnings).toEqual([]);
  });
});

describe('a pool of worker threads', () => {
  it('fails where one dies while it is needed, and the others leave', async () => {
    const before = spawned.length;
    const pool = await openPool(numbers, { offset: 0 }, { here: false, workers: 3, spawn });
    const deadly = [
      { ...jobOf(1), how: 'die' as const },
      ...Array<Numbers['job']>(5).fill({ ...jobOf(), how: 'wait' }),
    ];
    await expect(pool.begin(deadly, { common }).finish()).rejects.toMatchObject({
      code: 'worker-failed',
      message: expect.stringContaining('exit code 3') as string,
    });
    await pool.close();
    const ends = await Promise.allSettled(spawned.slice(before).map(({ ended }) => ended));
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  });

  it('cannot be had without a way to start them', async () => {
    const opening = openPool(numbers, { offset: 0 }, { here: true, workers: 1, spawn: undefined });
    await expect(opening).rejects.toMatchObject({ code: 'unsupported' });
  });
});

describe('plain data', () => {
  it('is what crosses to other machines, and the compiler knows', () => {
    const isPlain = <T>(_: Plain<T>): true => true;
    expect(
      isPlain<{ a: number[]; b?: Float32Array; c: { d: string | null } }>({ a: [1], c: { d: null } }),
    ).toBe(true);
    // @ts-expect-error a function is none
    expect(isPlain<{ stop: () => boolean }>({ stop: () => true })).toBe(true);
  });
});
