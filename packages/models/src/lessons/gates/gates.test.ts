/** What the lesson on gates says, and that the gates are those of the network. */
import { RandomStream } from '@agon/core';
import { compile, Parameters } from '@agon/engine';
import type { FileStore } from '@agon/learning';
import { batchOf, makeNetwork } from '@agon/nets';
import { describe, expect, it } from 'vitest';
import { lastOf } from '../testing/lastOf.js';
import { gates } from './gates.js';
import { gatesOf } from './gatesOf.js';
import { bestUnit } from './goesWith.js';

describe('gates', () => {
  it('leave the network in the state that it reaches itself', async () => {
    const [length, units, width] = [7, 3, 4];
    const network = makeNetwork(`lstm:units=${units},width=${width}`, 'language-model', {
      length,
      vocabulary: 5,
    });
    const parameters = new Parameters(network.parameters).initialise(new RandomStream('gates'));
    const tokens = [0, 3, 1, 1, 4, 2, 0];
    const program = await compile(network.apply, { inputs: batchOf(network, 1), parameters });
    program.inputs.tokens.set(tokens);
    await program.run();
    const table = parameters.view('embedding.table');
    const x = Float32Array.from(
      tokens.flatMap((token) => [...table.subarray(token * width, (token + 1) * width)]),
    );
    const { hidden, cell } = gatesOf(parameters, 'layer1', x);
    const last = (length - 1) * units;
    [...hidden.subarray(last), ...cell.subarray(last)].forEach((value, i) =>
      expect(value).toBeCloseTo(program.outputs.nextState[i], 5),
    );
    await program.dispose();
  });

  it('name the unit that goes with something, up or down', () => {
    const values = Float32Array.from([5, 0, 1, 5, -1, 1, 5, -2, 2, 5, -3, 1]);
    expect(bestUnit(values, 3, [10, 20, 30, 40])).toMatchObject({ unit: 1 });
    expect(bestUnit(values, 3, [10, 20, 30, 40]).correlation).toBeCloseTo(-1, 6);
  });
});

describe('the lesson on gates', () => {
  it('finds a cell that counts along the line', async () => {
    const rng = new RandomStream('book');
    const line = (): string => Array.from({ length: 12 }, () => 'abc'[rng.int(3)]).join('');
    const book = new TextEncoder().encode(Array.from({ length: 40_000 }, line).join('\n'));
    const files: FileStore = {
      list: () => Promise.resolve(['input.txt']),
      read: () => Promise.resolve(book),
    };
    const { numbers, figure } = await lastOf(gates, { units: 12, updates: 150 }, 1, files);
    expect(Math.abs(numbers.correlation)).toBeGreaterThan(0.5);
    const [shades] = figure.panels;
    if (shades.kind !== 'shades') throw new Error('other panels');
    expect(shades.signs.filter((sign) => sign === '↵').length).toBeGreaterThan(10);
    for (const { values } of shades.rows) expect(values).toHaveLength(shades.signs.length);
  }, 20_000);

  it('finds a cell that goes with a speed that is not shown', async () => {
    const { numbers } = await lastOf(gates, { reads: 'episode', units: 12, updates: 100 }, 1);
    expect(Math.abs(numbers.correlation)).toBeGreaterThan(0.5);
  }, 20_000);

  it('says how many units there are', async () => {
    await expect(lastOf(gates, { units: 4, unit: 5 }, 1)).rejects.toThrow('there are 4 units');
  });
});
