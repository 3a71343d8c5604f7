/** Whatever call of the system fails, with whatever code: it is said as such, what is kept is true, and the run goes on. */
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AgonError, RandomStream } from '@agon/core';
import { readMetrics, readRun, trainToDisk, type TrainToDiskOptions } from '@agon/runs/node';
import { tinyAlgorithm } from '@agon/runs/testing';
import { random } from './testing/players.js';
import { readTournament } from './tournamentFiles.node.js';
import { tournamentToDisk, type TournamentToDiskOptions } from './tournamentToDisk.node.js';

/** A disk that refuses: from the call with this number on, so many calls of those that change something. */
const { disk } = vi.hoisted(() => ({ disk: { calls: 0, failAt: Infinity, failures: 0, code: 'ENOSPC' } }));

vi.mock('node:fs', async (original) => {
  const actual = await original<typeof fs>();
  const refusing =
    <A extends unknown[], R>(name: string, call: (...args: A) => R, isWrite = (..._: A) => true) =>
    (...args: A): R => {
      const number = isWrite(...args) ? ++disk.calls : -1;
      if (number < disk.failAt || number >= disk.failAt + disk.failures) return call(...args);
      // As a full disk does: the first bytes find room.
      if (name === 'write') {
        const [file, bytes, start, length] = args as unknown as [number, Uint8Array, number, number];
        actual.writeSync(file, bytes, start, Math.floor(length / 2));
      }
      const path = typeof args[0] === 'string' ? { path: args[0] } : {};
      const message = `${disk.code}: the disk refuses, ${name}`;
      throw Object.assign(new Error(message), { code: disk.code, syscall: name, errno: -1, ...path });
    };
  return {
    ...actual,
    writeSync: refusing('write', actual.writeSync as (...args: unknown[]) => number),
    fsyncSync: refusing('fsync', actual.fsyncSync),
    ftruncateSync: refusing('ftruncate', actual.ftruncateSync),
    renameSync: refusing('rename', actual.renameSync),
    linkSync: refusing('link', actual.linkSync),
    mkdirSync: refusing('mkdir', actual.mkdirSync as (...args: unknown[]) => undefined),
    openSync: refusing('open', actual.openSync, (_path, flags) => flags !== 'r'),
  };
});

let runsDir: string;
beforeEach(() => {
  Object.assign(disk, { calls: 0, failAt: Infinity, failures: 0, code: 'ENOSPC' });
  runsDir = fs.mkdtempSync(join(tmpdir(), 'agon-refusing-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  disk.failAt = Infinity;
  fs.rmSync(runsDir, { recursive: true, force: true });
});

/** The error of work during which the disk refuses; undefined where the work was over before. */
async function failing(
  work: () => Promise<unknown>,
  refusal: Partial<typeof disk>,
): Promise<Error | undefined> {
  Object.assign(disk, { calls: 0, failures: Infinity, ...refusal });
  try {
    await work();
    return undefined;
  } catch (error) {
    return error as Error;
  } finally {
    disk.failAt = Infinity;
  }
}

const isSlow = process.env.AGON_SLOW === '1';
const CODES = ['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EACCES', 'EFBIG', 'EMFILE', 'ENXIO', 'ESTALE', 'EBUSY'];

describe('training on a disk that refuses', () => {
  const flags = { algorithm: tinyAlgorithm, env: 'minatar-breakout', seed: 3, checkpointEvery: 50 };
  const train = (more: Partial<TrainToDiskOptions>) =>
    trainToDisk({ ...flags, runsDir, steps: 120, ...more });

  /** What must not depend on what the disk refused. */
  const essence = (name: string) => ({
    metrics: readMetrics(runsDir, name).map((line) => ({ ...line, seconds: 0 })),
    files: ['checkpoints', 'state', 'replays'].map((part) => fs.readdirSync(join(runsDir, name, part))),
    weights: fs
      .readdirSync(join(runsDir, name, 'checkpoints'))
      .map((file) => fs.readFileSync(join(runsDir, name, 'checkpoints', file), 'latin1')),
  });

  it(
    'says so, keeps its last state, and goes on to the same end when there is room again',
    async () => {
      await train({ name: 'whole' });
      const whole = essence('whole');
      const { calls } = disk;
      expect(calls).toBeGreaterThan(100);
      const rng = new RandomStream('refusals');
      const stride = isSlow ? 1 : 9;
      for (let failAt = 1; failAt <= calls; failAt += stride) {
        const [code, name] = [CODES[rng.int(CODES.length)], `refused-${failAt}`];
        const failures = rng.int(3) === 0 ? Infinity : 1 + rng.int(3);
        let isOpen = false;
        const onEvent = () => (isOpen = true);
        const error = await failing(() => train({ name, onEvent }), { failAt, failures, code });
        if (!fs.existsSync(join(runsDir, name))) {
          expect((error as NodeJS.ErrnoException).code, String(error)).toBe(code); // it was never made
          continue;
        }
        if (error) {
          const { stateStep, status } = readRun(runsDir, name);
          expect(error, String(error)).toBeInstanceOf(AgonError);
          expect((error as AgonError).code).toBe('disk');
          const kept = stateStep === null ? 'has no state yet' : `keeps its state of step ${stateStep}.`;
          expect(error.message).toContain(kept);
          expect(error.message).toMatch(
            new RegExp(
              `^cannot \\w+ \\S*${name}\\S*: the disk refuses \\(${code}\\)\\. .* resume with:\\n {2}npx`,
              's',
            ),
          );
          if (stateStep !== 120) expect(['failed', 'interrupted']).toContain(status);
          if (failures === 1 && isOpen && stateStep !== 120) expect(status).toBe('failed');
        }
        await train({ resume: name });
        expect(essence(name)).toEqual(whole);
        fs.rmSync(join(runsDir, name), { recursive: true });
      }
    },
    isSlow ? 600_000 : undefined,
  );

  it('leaves a run that is to go on as it was, where there is no room to begin', async () => {
    await train({ name: 'run' });
    const error = await failing(() => train({ resume: 'run', steps: 200 }), { failAt: 1 });
    expect(error?.message).toContain('The run keeps its state of step 120. Make room on the disk');
    expect(readRun(runsDir, 'run')).toMatchObject({ status: 'finished', stateStep: 120 });
    expect(fs.readdirSync(join(runsDir, 'run')).filter((name) => /lock|tmp/.test(name))).toEqual([]);
  });

  it('leaves nothing of a run that could not be made', async () => {
    let isMade = false;
    for (let failAt = 1; !isMade; failAt++) {
      const error = await failing(() => train({ name: 'run' }), { failAt, failures: 1 });
      isMade = error instanceof AgonError;
      expect(error).toMatchObject({ code: isMade ? 'disk' : 'ENOSPC' });
      expect(fs.readdirSync(runsDir)).toEqual(isMade ? ['run'] : []);
    }
  });
});

describe('a tournament on a disk that refuses', () => {
  const plan = { env: 'tic_tac_toe', agents: ['a', 'b', 'c'], games: 4, seed: 1 };
  const play = (more: Partial<TournamentToDiskOptions>) =>
    tournamentToDisk({ ...plan, runsDir, makeAgent: (spec) => Promise.resolve(random(spec)), ...more });

  /** Milliseconds between two looks at the clock: games are synced when a second has passed. */
  it.each([
    ['a fast', 0],
    ['a slow', 2000],
  ])('keeps the games that were played on %s machine, says how to go on, and ends alike', async (_, ms) => {
    let now = performance.now();
    vi.spyOn(performance, 'now').mockImplementation(() => (now += ms));
    const whole = { ...(await play({ name: 'whole' })), name: '' };
    const { calls } = disk;
    for (let failAt = 2; failAt <= calls; failAt += isSlow ? 1 : 3) {
      const name = `refused-${failAt}`;
      const error = await failing(() => play({ name }), { failAt, failures: 1 + (failAt % 3) });
      if (!fs.existsSync(join(runsDir, 'tournaments', name, 'tournament.json'))) continue;
      if (error) {
        const { records } = readTournament(runsDir, name);
        expect((error as AgonError).code).toBe('disk');
        expect(error.message).toMatch(/^cannot \w+ \S+: the disk refuses \(ENOSPC\)\. /);
        expect(error.message).toContain(
          `${records.length} game${records.length === 1 ? ' is' : 's are'} kept in`,
        );
        expect(error.message).toContain(`--resume ${name}`);
      }
      const resumed = await play({ resume: name });
      expect(resumed.name).toBe(name);
      expect({ ...resumed, name: '' }).toEqual(whole);
    }
  });
});
