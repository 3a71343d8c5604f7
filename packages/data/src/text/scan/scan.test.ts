import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { describeWith } from '../../../../../test/requirements.js';
import { describeDataset, openPairs } from '../../registry.js';
import { memoryFiles } from '../../testing/memoryFiles.js';
import type { Pair } from '../../pairs.js';
import { scanCommands } from './grammar.js';

const open = (options: string) => openPairs(`scan:${options}`, memoryFiles({}));
const lines = (pairs: readonly Pair[]): string[] =>
  pairs.map(({ source, target }) => `IN: ${source} OUT: ${target}`);
const lengths = (pairs: readonly Pair[]): number[] => pairs.map(({ target }) => target.split(' ').length);

describe('SCAN', () => {
  it('has 20,910 different commands, the longest of 9 words and 48 actions', () => {
    const commands = scanCommands();
    expect(new Set(commands.map(({ source }) => source)).size).toBe(20_910);
    expect(Math.max(...lengths(commands))).toBe(48);
    expect(Math.max(...commands.map(({ source }) => source.split(' ').length))).toBe(9);
  });

  it('splits by what is tested, and no command is in two splits', async () => {
    expect((await open('split=simple')).splits.train.length).toBe(describeDataset('scan').splits.train);
    for (const split of ['simple', 'length', 'length,cutOff=26', 'add-jump', 'add-turn-left']) {
      const { train, validation, test } = (await open(`split=${split}`)).splits;
      const all = [train, validation, test].map((pairs) => new Set(lines(pairs)));
      expect(all.reduce((sum, { size }) => sum + size, 0)).toBe(20_910);
      expect(new Set(all.flatMap((each) => [...each])).size).toBe(20_910);
    }
    const { train, test } = (await open('split=length,cutOff=26')).splits;
    expect(Math.max(...lengths(train))).toBe(26);
    expect(Math.min(...lengths(test))).toBeGreaterThan(26);
  });

  it('shows the held word alone, a tenth of the time', async () => {
    const { train } = (await open('split=add-jump')).splits;
    const withJump = train.filter(({ source }) => source.includes('jump'));
    expect(new Set(withJump.map(({ source }) => source))).toEqual(new Set(['jump']));
    expect(withJump.length / train.length).toBeCloseTo(0.1, 3);
  });
});

describeWith('fixtures', 'the published files of SCAN', (fixtures) => {
  const published = (name: string): Set<string> =>
    new Set(
      gunzipSync(readFileSync(join(fixtures, 'scan', `${name}.txt.gz`)))
        .toString()
        .trim()
        .split('\n'),
    );

  it('hold the same commands with the same actions', () => {
    const all = new Set([...published('train_simple'), ...published('test_simple')]);
    expect(new Set(lines(scanCommands()))).toEqual(all);
  });

  it('are split for length and for a new word as ours are', async () => {
    for (const [split, file] of [
      ['length', 'length'],
      ['add-jump', 'addprim_jump'],
    ]) {
      // prettier-ignore
      const { splits } = await open(`split=${split}`);
      expect(new Set(lines(splits.test))).toEqual(published(`test_${file}`));
      expect(new Set(lines([...splits.train, ...splits.validation]))).toEqual(published(`train_${file}`));
    }
  });
});
