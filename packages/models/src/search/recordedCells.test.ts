/** The recorded table in data/cells: it is whole, and says of the methods what docs/results.md says. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCellTable, updatesToTop } from './cellTable.js';
import { findSpace, SPACES } from './spaces.js';

const PATH = new URL('../../../../data/cells/fashion-mnist.json', import.meta.url);
const table = parseCellTable(readFileSync(PATH, 'utf8'), PATH.pathname);

describe('the table of cells on Fashion-MNIST', () => {
  it('has three accuracies and the size of every network of its space, and is below 1 MB', () => {
    expect(table.space).toBe(SPACES.cells);
    expect(table.budgets).toEqual([50, 150, 450]);
    const space = findSpace('cells');
    const networks = new Set(Array.from({ length: space.size }, (_, i) => space.network(space.at(i))));
    expect(new Set(Object.keys(table.networks))).toEqual(networks);
    for (const [first, , last, size] of Object.values(table.networks) as number[][]) {
      expect(first).toBeGreaterThan(0.1);
      expect(last).toBeGreaterThan(first);
      expect(last).toBeLessThan(0.95);
      expect(Number.isInteger(size)).toBe(true);
    }
    expect(readFileSync(PATH).length).toBeLessThan(1e6);
  });

  it('is searched to its top 1 % by ASHA and by evolution in less than half of what random search needs', () => {
    const settings = { reduction: 3, least: 50, population: 10, sample: 5 };
    const mean = (method: 'asha' | 'evolution' | 'random'): number => {
      const spent = Array.from({ length: 100 }, (_, i) => updatesToTop(table, { ...settings, method }, i + 1, 0.01)); // prettier-ignore
      return spent.reduce((all, each) => all + each, 0) / spent.length;
    };
    const random = mean('random');
    // Two of 207: 208 / 3 trials of 450 by chance, whose mean of 100 has a deviation of 2,200.
    expect(Math.abs(random - 450 * (208 / 3))).toBeLessThan(6600);
    expect(mean('asha')).toBeLessThan(random / 2);
    expect(mean('evolution')).toBeLessThan(random / 2);
  });
});
