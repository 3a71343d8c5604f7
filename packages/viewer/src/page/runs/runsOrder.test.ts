import { describe, expect, it } from 'vitest';
import type { ListedEntry, RunEntry } from '@agon/runs';
import { clickColumn, findRuns, sortRuns } from './runsOrder.js';

function run(name: string, step: number, value?: number): RunEntry {
  const config = {
    ...{ algorithm: 'dqn', env: 'minatar-breakout', seed: 2, steps: 500, preset: 'quick' },
    created: '2026-01-01',
  };
  const result = value === undefined ? null : { metric: 'return', value };
  return { name, config, status: 'finished', step, result, setting: 1, checkpoints: [] };
}
const names = (runs: readonly ListedEntry[]): string[] => runs.map(({ name }) => name);

describe('the order of runs', () => {
  const runs = [run('seed10', 5, 3), run('seed9', 50), run('seed2', 500, -4)];

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

  it('finds runs by all words of a search, wherever they stand', () => {
    const found = (search: string): string[] => names(findRuns(runs, search));
    expect(found('')).toEqual(['seed10', 'seed9', 'seed2']);
    expect(found('DQN seed9')).toEqual(['seed9']);
    expect(found('  breakout quick seed=2 finished ')).toEqual(['seed10', 'seed9', 'seed2']);
    expect(found('breakout failed')).toEqual([]);
    const lost: ListedEntry = { name: 'lost', config: null, status: 'damaged', damage: [] };
    expect(names(findRuns([...runs, lost], 'damaged'))).toEqual(['lost']);
  });
});
