/** Searches on a table: what they spend until they have found a top network. */
import { describe, expect, it } from 'vitest';
import { topNetworks, updatesToTop, parseCellTable, type CellTable } from './cellTable.js';
import { Space } from './space.js';

const CHOICES = Array.from({ length: 8 }, (_, i) => `conv3x${i + 1}`).join('|');
const TEXT = [CHOICES, CHOICES, CHOICES].join('/');
const space = new Space(TEXT);

/** 512 networks, the better the more filters; after few updates one sees less of it. */
const table: CellTable = {
  space: TEXT,
  budgets: [10, 30, 90],
  networks: Object.fromEntries(
    Array.from({ length: space.size }, (_, i) => {
      const sum = space.at(i).reduce((all, each) => all + each, 0);
      return [space.network(space.at(i)), [Math.floor(sum / 3), Math.floor(sum / 2), sum, 1]];
    }),
  ),
};

const SETTINGS = { reduction: 3, least: 10, population: 10, sample: 4 };
const mean = (method: 'asha' | 'evolution' | 'random', share: number): number => {
  const spent = Array.from({ length: 40 }, (_, seed) =>
    updatesToTop(table, { ...SETTINGS, method }, seed, share),
  );
  return spent.reduce((all, each) => all + each, 0) / spent.length;
};

describe('a table', () => {
  it('names its top networks, at least one', () => {
    expect(topNetworks(table, 0.001)).toEqual(new Set(['blocks:layers=conv3x8/conv3x8/conv3x8']));
    expect(topNetworks(table, 4 / 512).size).toBe(4);
    expect(topNetworks(table, 4 / 512)).toContain('blocks:layers=conv3x8/conv3x7/conv3x8');
  });

  it('lets random search spend what the chance says: (N + 1) / (k + 1) trials', () => {
    // One deviation of the mean of 40 is about 90 · 103 / √40 = 1500.
    expect(Math.abs(mean('random', 4 / 512) - 90 * (513 / 5))).toBeLessThan(4000);
  });

  it('is searched in less by the methods that learn from what they are told', () => {
    const random = mean('random', 1 / 512);
    expect(mean('evolution', 1 / 512)).toBeLessThan(random / 2);
    expect(mean('asha', 1 / 512)).toBeLessThan(random / 2);
  });

  it('gives the same by the same seed', () => {
    const spent = (seed: number) => updatesToTop(table, { ...SETTINGS, method: 'asha' }, seed, 0.01);
    expect(spent(3)).toBe(spent(3));
    expect(new Set([1, 2, 3, 4, 5].map(spent)).size).toBeGreaterThan(1);
  });

  it('refuses a budget that it has no scores for', () => {
    expect(() => updatesToTop(table, { ...SETTINGS, method: 'asha', least: 3 }, 1, 0.01)).toThrow(
      /no blocks:layers=\S+ after 3 updates/,
    );
  });

  it('is read from its file, or refused with its name', () => {
    expect(parseCellTable(JSON.stringify(table), 'cells.json')).toEqual(table);
    expect(() => parseCellTable('{"space":"max"}', 'cells.json')).toThrow(/cells\.json/);
  });
});
