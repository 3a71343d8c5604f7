/** Convolutions and pools of every make against plain loops, in one, two and three dimensions. */
import { RandomStream } from '@agon/core';
import { Parameters, type Fn } from '@agon/engine';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../testing/plainLoops.js';
import { convolve, pool } from '../testing/plainWindows.js';
import { compiledRun } from '../testing/runs.js';
import { convolution } from './convolutionLayer.js';
import type { Layer } from './layer.js';
import { globalPooling, pooling } from './pooling.js';

const B = 2;
const RUNS = { numRuns: 40, seed: 11 };

/** A layer on random parameters, biases included, and random rows. */
async function run(layer: Layer, input: readonly number[]) {
  const parameters = new Parameters(layer.parameters);
  const rng = new RandomStream('weights');
  parameters.flat.forEach((_, i, flat) => (flat[i] = rng.uniform() - 0.5));
  const fn: Fn = ({ x }, values) => ({ y: layer.apply(x, values) });
  const { inputs, outputs } = await compiledRun(fn, { x: { shape: [B, ...input] } }, parameters);
  const size = inputs.x.length / B;
  const rows = Array.from({ length: B }, (_, b) => inputs.x.subarray(b * size, (b + 1) * size));
  return { rows, outputs: outputs.y, view: (name: string) => parameters.view(name) };
}

const lengths = (axes: number): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: 5, max: axes === 3 ? 6 : 9 }), { minLength: axes, maxLength: axes });
const anyLengths = fc.integer({ min: 1, max: 3 }).chain(lengths);

describe('a convolution', () => {
  it('is the sum over its window, with steps or gaps, padding and groups', async () => {
    const making = anyLengths.chain((grid) =>
      fc.record({
        grid: fc.constant(grid),
        size: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: grid.length, maxLength: grid.length }),
        steps: fc.constantFrom([1, 1], [2, 1], [3, 1], [1, 2]),
        padding: fc.constantFrom<('same' | 'valid' | number)[]>('same', 'valid', 1, 2),
        groups: fc.constantFrom(1, 2, 3),
        perGroup: fc.integer({ min: 1, max: 2 }),
        filters: fc.integer({ min: 1, max: 2 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(making, async ({ grid, size, steps, padding, groups, perGroup, filters }) => {
        const [stride, dilation] = steps;
        const channels = groups * perGroup;
        const input = [...grid, channels];
        const window = { size, stride, dilation, padding };
        const options = { ...window, groups, activation: 'none' as const };
        const layer = convolution(groups * filters, options)(input, 'conv');
        const { rows, outputs, view } = await run(layer, input);
        const names = groups === 1 ? ['conv'] : Array.from({ length: groups }, (_, i) => `conv.group${i}`);
        const expected = rows.flatMap((values) =>
          convolve(
            { lengths: grid, channels, values },
            window,
            names.map((name) => view(`${name}.weight`)),
            names.map((name) => view(`${name}.bias`)),
          ),
        );
        expect(outputs.length).toBe(B * layer.shape.reduce((all, length) => all * length, 1));
        expectClose(outputs, expected);
      }),
      RUNS,
    );
  });

  it('says which layer has no place for its window', () => {
    const layer = convolution(4, { size: 5, padding: 'valid' });
    expect(layer([5, 5, 1], 'c1').shape).toEqual([1, 1, 4]);
    expect(() => layer([4, 9, 1], 'c1')).toThrow(/layer "c1" has a window of 5, and what it reads is 4×9/);
  });

  it('says which groups do not divide its maps', () => {
    expect(() => convolution(4, { size: 3, groups: 2 })([5, 5, 3], 'c2')).toThrow(
      'layer "c2" has 2 groups, which do not divide 3 channels and 4 filters.',
    );
  });
});

describe('a pool', () => {
  it('is the largest or the mean value in its window; the outside does not count', async () => {
    const making = anyLengths.chain((grid) =>
      fc.record({
        grid: fc.constant(grid),
        size: fc.array(fc.integer({ min: 2, max: 3 }), { minLength: grid.length, maxLength: grid.length }),
        stride: fc.integer({ min: 1, max: 2 }),
        padding: fc.constantFrom('same' as const, 'valid' as const),
        kind: fc.constantFrom('max' as const, 'average' as const),
        channels: fc.integer({ min: 1, max: 3 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(making, async ({ grid, size, stride, padding, kind, channels }) => {
        const input = [...grid, channels];
        const layer = pooling(kind, size, stride, padding)(input, 'pool');
        const { rows, outputs } = await run(layer, input);
        const window = { size, stride, dilation: 1, padding };
        const expected = rows.flatMap((values) => pool({ lengths: grid, channels, values }, window, kind));
        expect(outputs.length).toBe(B * layer.shape.reduce((all, length) => all * length, 1));
        expectClose(outputs, expected);
      }),
      RUNS,
    );
  });

  it.each(['max', 'average'] as const)('over all places is the %s of each map', async (kind) => {
    const input = [3, 4, 5];
    const { rows, outputs } = await run(globalPooling(kind)(input, 'top'), input);
    const window = { size: [3, 4], stride: 1, dilation: 1, padding: 'valid' as const };
    const expected = rows.flatMap((values) => pool({ lengths: [3, 4], channels: 5, values }, window, kind));
    expectClose(outputs, expected);
  });
});
