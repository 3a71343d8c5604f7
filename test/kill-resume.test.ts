/**
 * Processes that are killed (SIGKILL) at random moments and started again end with the same bytes as ones that were left
 * alone. 5 kills each in `npm test`; 50 (training) and 100 (tournaments) with AGON_SLOW=1. Runs `dist`.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTournament } from '@agon/arena/node';
import { RandomStream } from '@agon/core';
import { isReadable } from '@agon/runs';
import { listRuns, readMetrics, readReplay, readRun } from '@agon/runs/node';

const isSlow = process.env.AGON_SLOW === '1';
const TIMEOUT = isSlow ? 3_600_000 : 240_000;

/** The processes run here; runs lie in its folder `runs`. */
let directory: string;
let runsDir: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'agon-kill-'));
  runsDir = join(directory, 'runs');
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Runs node; kills it after `killAfterMs` if it still runs. Resolves to whether it ended by itself, and its output. */
function run(args: string[], killAfterMs?: number): Promise<{ ended: boolean; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: directory });
    let output = '';
    child.stdout.on('data', (data) => (output += String(data)));
    child.stderr.on('data', (data) => (output += String(data)));
    const timer =
      killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (signal === 'SIGKILL') resolve({ ended: false, output });
      else if (code === 0) resolve({ ended: true, output });
      else reject(new Error(`node ${args.join(' ')} exited with ${code}: ${output}`));
    });
  });
}

/** The content of every file in a part of a run. */
const contents = (name: string, part: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(join(runsDir, name, part)).map((file) => [
      file,
      readFileSync(join(runsDir, name, part, file), 'latin1'),
    ]),
  );

/** The lines of metrics without what a clock decides. */
const metricsOf = (name: string) =>
  readMetrics(runsDir, name).map((line) =>
    Object.fromEntries(Object.entries(line).filter(([key]) => !/^seconds$|PerSecond$|^idleShare$/.test(key))),
  );

/**
 * Starts a training `start(name)`, kills it `kills` times in all, goes on each time by `resume(name)`, and compares every
 * run that came to its end with one that was left alone.
 */
async function killTraining(
  label: string,
  kills: number,
  start: (name: string) => string[],
  resume: (name: string) => string[],
) {
  const whole = `${label}-whole`;
  const began = performance.now();
  await run(start(whole));
  const wholeMs = performance.now() - began;
  const { step: steps } = readRun(runsDir, whole);
  const rng = new RandomStream(`kill ${label}`);
  for (let number = 0, killed = 0; killed < kills; number++) {
    const name = `${label}-${number}`;
    let stateStep = 0;
    for (let ended = false; !ended;) {
      const args = existsSync(join(runsDir, name)) ? resume(name) : start(name);
      ({ ended } = await run(args, killed < kills ? 40 + rng.uniform() * wholeMs : undefined));
      if (!ended) killed++;
      const summary = listRuns(runsDir)
        .filter(isReadable)
        .find((run) => run.name === name);
      if (!summary) continue; // killed before there was anything
      // A process may be killed after its run was finished, while it leaves.
      const isComplete = ended || (summary.stateStep === steps && summary.status === 'finished');
      expect(summary.status).toBe(isComplete ? 'finished' : 'interrupted');
      expect(summary.stateStep ?? 0).toBeGreaterThanOrEqual(stateStep);
      stateStep = summary.stateStep ?? 0;
      for (const file of summary.replays) readReplay(runsDir, name, file);
    }
    expect(readRun(runsDir, name)).toMatchObject({ status: 'finished', step: steps });
    expect(contents(name, 'checkpoints')).toEqual(contents(whole, 'checkpoints'));
    expect(metricsOf(name)).toEqual(metricsOf(whole));
    expect(Object.keys(contents(name, 'state'))).toEqual(Object.keys(contents(whole, 'state')));
    rmSync(join(runsDir, name), { recursive: true });
  }
}

const script = (name: string): string => join(import.meta.dirname, 'kill-resume', name);
const AGON = join(import.meta.dirname, '..', 'packages', 'cli', 'bin', 'agon.js');

describe('a training process, killed at random moments and resumed, ends with the same weights and metrics', () => {
  it(
    'as one left alone, where it writes a state every few milliseconds',
    async () => {
      const args = (name: string) => [script('train.mjs'), runsDir, name, '1500'];
      await killTraining('tiny', isSlow ? 50 : 5, args, args);
    },
    TIMEOUT,
  );

  it(
    'as one left alone, where it is `agon train dqn`',
    async () => {
      const flags = [
        'train',
        'dqn',
        '--env',
        'minatar-breakout',
        '--steps',
        '2100',
        '--seed',
        '1',
        '--checkpoint-every',
        '150',
      ];
      const settings = ['learningStarts=100', 'bufferSize=500', 'batchSize=8', 'targetEvery=70'];
      const command = [AGON, ...flags, ...settings.flatMap((setting) => ['--set', setting])];
      await killTraining(
        'dqn',
        isSlow ? 50 : 5,
        (name) => [...command, '--run', name],
        (name) => [...command, '--resume', name],
      );
    },
    TIMEOUT,
  );

  it(
    'as one left alone, where it is `agon train alphazero` with one worker',
    async () => {
      const flags = ['train', 'alphazero', '--env', 'tic_tac_toe', '--steps', '2000', '--seed', '1'];
      const settings = ['visits=8', 'gamesPerIteration=32', 'parallelGames=16', 'matchGames=4'];
      const more = ['--workers', '1', '--checkpoint-every', '100'];
      const command = [AGON, ...flags, ...more, ...settings.flatMap((setting) => ['--set', setting])];
      await killTraining(
        'alphazero',
        isSlow ? 50 : 5,
        (name) => [...command, '--run', name],
        (name) => [...command, '--resume', name],
      );
    },
    TIMEOUT,
  );
});

describe('a tournament process', () => {
  it(
    'killed at random moments ends with the same games and the same table as one left alone',
    async () => {
      const began = performance.now();
      await run([script('tournament.mjs'), runsDir, 'whole']);
      const wholeMs = performance.now() - began;
      const rng = new RandomStream('kill tournament');
      const kills = isSlow ? 100 : 5;
      const whole = readTournament(runsDir, 'whole');
      for (let number = 0, killed = 0; killed < kills; number++) {
        const name = `killed-${number}`;
        for (let ended = false; !ended;) {
          const killAfterMs = killed < kills ? 40 + rng.uniform() * wholeMs : undefined;
          ({ ended } = await run([script('tournament.mjs'), runsDir, name], killAfterMs));
          if (!ended) killed++;
        }
        const { records, result, status } = readTournament(runsDir, name);
        expect(status).toBe('finished');
        expect(records).toEqual(whole.records);
        expect(result).toEqual(whole.result);
      }
    },
    TIMEOUT,
  );
});
