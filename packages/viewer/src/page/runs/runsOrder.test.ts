import { describe, expect, it } from 'vitest';
import type { ListedRun, RunSummary } from '@agon/runs';
import { clickColumn, lastResult, sortRuns } from './runsOrder.js';

function run(name: string, step: number, last: Record<string, number> = {}): RunSummary {
  const config = {
    name,
    algorithm: 'dqn',
    env: 'minatar-breakout',
    created: '2026-01-01',
  } as RunSummary['config'];
  return { name, config, status: 'finished', step, stateStep: null, checkpoints: [], replays: [], last };
}
const names = (runs: readonly ListedRun[]): string[] => runs.map(({ name }) => name);

describe('the order of runs', () => {
  const runs = [
    run('seed10', 5, { return: 3 }),
    run('seed9', 50, { loss: 1 }),
    run('seed2', 500, { return: -4 }),
  ];

  it('sorts names as people count', () => {
    expect(names(sortRuns(runs, { column: 'name', isDescending: false }))).toEqual([
      'seed2',
      'seed9',
      'seed10',
    ]);
  });

  it('sorts numbers, and puts runs without one last in both directions', () => {
    expect(names(sortRuns(runs, { column: 'step', isDescending: true }))).toEqual([
      'seed2',
      'seed9',
      'seed10',
    ]);
    expect(names(sortRuns(runs, { column: 'last', isDescending: true }))).toEqual([
      'seed10',
      'seed2',
      'seed9',
    ]);
    expect(names(sortRuns(runs, { column: 'last', isDescending: false }))).toEqual([
      'seed2',
      'seed10',
      'seed9',
    ]);
  });

  it('turns round on a second click, and begins with the largest where that is what one looks for', () => {
    const first = clickColumn({ column: 'name', isDescending: false }, 'last');
    expect(first).toEqual({ column: 'last', isDescending: true });
    expect(clickColumn(first, 'last')).toEqual({ column: 'last', isDescending: false });
  });

  it('knows no return where none was measured', () => {
    expect(lastResult(runs[1])).toBeUndefined();
    expect(lastResult(runs[2])).toBe(-4);
  });
});
