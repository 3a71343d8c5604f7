/** `agon look` as a user runs it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { agon, temporaryFolder } from './agon.js';

interface Told {
  layers: { name: string; kind: string }[];
  results: Record<string, Record<string, number>>;
  unit: { steps: { value: number }[]; terms: { value: number; weight: number }[] };
  files: string[];
}

describe('agon look', () => {
  it('tells of an agent’s layers, its results and the unit that is largest, and writes pictures', async () => {
    const folder = temporaryFolder();
    const { code, stdout } = await agon(
      ['look', 'zoo/tic-tac-toe', '--moves', '4,0', '--out', 'seen', '--json'],
      folder,
    );
    expect(code).toBe(0);
    const told = JSON.parse(stdout) as Told;
    expect(told.layers[0]).toMatchObject({ name: 'observation', kind: 'input' });
    expect(Object.keys(told.results)).toEqual(expect.arrayContaining(['policy', 'value']));
    expect(Object.keys(told.results.policy)).toHaveLength(9);
    const [first] = told.unit.steps;
    const sum = told.unit.terms.reduce((all, { value, weight }) => all + value * weight, 0);
    expect(first.value).toBeCloseTo(sum, 4);
    for (const file of told.files.filter((each) => each.endsWith('.png')))
      expect(readFileSync(join(folder, file)).toString('latin1', 1, 4)).toBe('PNG');
  });

  it('tells where a network looks while it answers', async () => {
    const folder = temporaryFolder();
    const small = ['--set', 'network=lstm:units=4,width=4', '--steps', '2', '--run', 'counting'];
    expect((await agon(['train', 'seq2seq', '--data', 'counting', ...small], folder)).code).toBe(0);
    const { code, stdout } = await agon(['look', 'runs/counting', '--prompt', 'a a a', '--json'], folder);
    expect(code).toBe(0);
    const told = JSON.parse(stdout) as {
      source: string[];
      target: string[];
      weights: number[][];
      files: string[];
    };
    expect(told.source).toEqual(['a', 'a', 'a']);
    expect(told.weights).toHaveLength(told.target.length);
    for (const row of told.weights) expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 4);
    expect(readFileSync(join(folder, told.files[0]), 'utf8')).toContain('<svg');
  });

  it.each([
    ['a layer that there is not', ['zoo/tic-tac-toe', '--layer', 'conv'], 'there are: observation'],
    ['a unit that there is not', ['zoo/tic-tac-toe', '--unit', '99999999'], 'is no unit of'],
    ['data for an agent', ['zoo/tic-tac-toe', '--data', 'mnist'], '--data is of classifiers'],
    ['a prompt for an agent', ['zoo/tic-tac-toe', '--prompt', 'a'], 'are of models of text'],
    ['a model that there is not', ['zoo/nothing'], 'nothing'],
  ])('refuses %s', async (_what, args, words) => {
    const { code, stderr } = await agon(['look', ...args], temporaryFolder());
    expect(code).toBe(2);
    expect(stderr).toContain(words);
  });
});
