import type { MetricsLine, RunSummary } from '@agon/runs';
import { describe, expect, it } from 'vitest';
import { curvesCsv } from './csv.js';
import { estimate, estimatesOn, gridOf, lineOf, valueAt, withoutRepeats } from './curves.js';
import { differences, groupRuns } from './groups.js';

const run = (name: string, seed: number, settings: Record<string, number>): RunSummary => ({
  ...{ name, status: 'finished', step: 10, stateStep: null, checkpoints: [], replays: [], last: {} },
  config: {
    ...{ format: 1, name, algorithm: 'dqn', env: 'cart-pole', envVersion: 1, seed, steps: 10, minutes: null },
    ...{ workers: 0, checkpointEvery: 5, settings, preset: null, versions: {}, created: '' },
  },
});

describe('curves of several runs', () => {
  it('are straight between the points, and nothing outside of them', () => {
    const line = { x: [0, 10, 30], y: [0, 1, 5] };
    expect([-1, 0, 5, 10, 20, 30, 31].map((at) => valueAt(line, at))).toEqual([null, 0, 0.5, 1, 3, 5, null]);
    expect(valueAt({ x: [], y: [] }, 0)).toBeNull();
  });

  it('go over steps, frames, seconds, and what was counted meanwhile', () => {
    const lines = withoutRepeats([
      { step: 10, seconds: 1, return: 5, episodes: 2 },
      { step: 20, seconds: 2, return: 9, episodes: 3 },
      { step: 15, seconds: 4, return: 6, episodes: 3 },
      { step: 20, seconds: 5, loss: 1 },
    ]);
    expect(lineOf(lines, 'return', 'step', undefined)).toEqual({ x: [10, 15], y: [5, 6] });
    expect(lineOf(lines, 'return', 'frames', 4).x).toEqual([40, 60]);
    expect(lineOf(lines, 'return', 'frames', undefined).x).toEqual([]);
    expect(lineOf(lines, 'return', 'episodes', 4).x).toEqual([2, 3]);
    expect(lineOf(lines, 'return', 'updates', 4).x).toEqual([]);
  });

  it('have a mean and an interquartile mean, with an interval from two runs on', () => {
    expect(estimate([1, 2, 3, 94], 'mean', 's')?.value).toBe(25);
    expect(estimate([1, 2, 3, 94], 'iqm', 's')?.value).toBe(2.5);
    expect(estimate([7], 'mean', 's')).toEqual({ value: 7, interval: null });
    const [low, high] = estimate([1, 2, 3, 4], 'mean', 's')!.interval!;
    expect(low).toBeGreaterThanOrEqual(1);
    expect(low).toBeLessThan(2.5);
    expect(high).toBeGreaterThan(2.5);
    expect(high).toBeLessThanOrEqual(4);
  });

  it('have no mean where one of the runs has ended: it would jump', () => {
    const lines = [
      { x: [0, 10], y: [0, 10] },
      { x: [0, 5], y: [2, 2] },
    ];
    const grid = gridOf(lines, 3);
    expect(grid).toEqual([0, 5, 10]);
    expect(estimatesOn(lines, grid, 'mean').map((each) => each?.value)).toEqual([1, 3.5, undefined]);
  });
});

describe('groups of runs', () => {
  const runs = [run('a', 1, { lr: 1 }), run('b', 1, { lr: 2 }), run('c', 2, { lr: 1 })];

  it('are the seeds of one setting, named by what is different', () => {
    const groups = groupRuns(runs);
    expect(groups.map((group) => group.runs.map(({ name }) => name))).toEqual([['a', 'c'], ['b']]);
    expect(groups.map(({ label }) => label)).toEqual(['dqn · cart-pole · lr=1', 'dqn · cart-pole · lr=2']);
    expect(differences(groups)).toEqual([
      { key: 'lr', values: ['1', '2'], isEverywhere: true },
      { key: 'seed', values: ['1, 2', '1'], isEverywhere: true },
    ]);
  });
});

describe('the table for other programs', () => {
  it('has a row for each measurement', () => {
    const lines: MetricsLine[] = [
      { step: 1, seconds: 2, return: 3, episodes: 4 },
      { step: 2, seconds: 3, loss: 1 },
    ];
    expect(curvesCsv([{ run: run('a, "b"', 7, {}), lines }], 'return')).toBe(
      'run,algorithm,seed,step,seconds,episodes,updates,return\n"a, ""b""",dqn,7,1,2,4,,3\n',
    );
  });
});
