/** A run that SIGINT or SIGTERM stops in order ends, when it is resumed, with the bytes of one that was never stopped. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { readMetrics, readRun } from '@agon/runs/node';
import { agon, startAgon, temporaryFolder } from './agon.js';

const folder = temporaryFolder();
const runsDir = join(folder, 'runs');

const set = (...settings: string[]): string[] => settings.flatMap((setting) => ['--set', setting]);
const DQN = [
  ...['train', 'dqn', '--env', 'minatar-breakout', '--steps', '600', '--checkpoint-every', '150'],
  ...set('learningStarts=100', 'bufferSize=500', 'batchSize=8', 'targetEvery=70'),
];
const ALPHAZERO = [
  ...['train', 'alphazero', '--env', 'tic_tac_toe', '--steps', '600', '--checkpoint-every', '100'],
  ...set('visits=8', 'gamesPerIteration=32', 'parallelGames=16', 'matchGames=4'),
];

const checkpoints = (name: string): Record<string, string> => {
  const path = join(runsDir, name, 'checkpoints');
  return Object.fromEntries(
    readdirSync(path).map((file) => [file, readFileSync(join(path, file), 'latin1')]),
  );
};

/** The lines of metrics without what a clock decides. */
const metrics = (name: string) =>
  readMetrics(runsDir, name).map((line) =>
    Object.fromEntries(Object.entries(line).filter(([key]) => !/^seconds$|PerSecond$|^idleShare$/.test(key))),
  );

const isSlow = process.env.AGON_SLOW === '1';

type Case = [label: string, signal: NodeJS.Signals, command: string[]];
const CASES: Case[] = [
  ['dqn', 'SIGTERM', DQN],
  ['alphazero with a worker', 'SIGINT', [...ALPHAZERO, '--workers', '1']],
];
const MORE: Case[] = [
  ['dqn with a worker', 'SIGINT', [...DQN, '--workers', '1']],
  ['alphazero without workers', 'SIGTERM', [...ALPHAZERO, '--workers', '0']],
];

describe('a run that is stopped in order', () => {
  it.each(isSlow ? [...CASES, ...MORE] : CASES)(
    '(%s, by %s) ends with the same weights and metrics when it is resumed, and one checkpoint more',
    async (label, signal, command) => {
      const [whole, name] = ['whole', 'parts'].map((part) => `${label.replaceAll(' ', '-')}-${part}`);
      expect((await agon([...command, '--run', whole], folder)).code).toBe(0);
      const running = startAgon([...command, '--run', name], folder);
      const hasState = (): boolean => existsSync(join(runsDir, name, 'state', 'manifest.json'));
      await vi.waitUntil(hasState, { timeout: 60_000, interval: 5 });
      running.child.kill(signal);
      expect((await running.finished).code).toBe(130);
      const { status, stateStep } = readRun(runsDir, name);
      expect(status).toBe('interrupted');
      expect(stateStep).toBeLessThan(600);
      const resumed = await agon([...command, '--resume', name], folder);
      expect(resumed.code, resumed.stderr).toBe(0);
      const stop = `${stateStep}.safetensors`;
      const { [stop]: atStop, ...others } = checkpoints(name);
      const { [stop]: regular, ...expected } = checkpoints(whole);
      if (regular !== undefined) expect(atStop).toBe(regular);
      expect(others).toEqual(expected);
      expect(metrics(name)).toEqual(metrics(whole));
    },
    120_000,
  );
});
