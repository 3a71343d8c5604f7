/** Weights for each place. */
import { RandomStream } from '@agon/core';
import { Parameters, type Fn } from '@agon/engine';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../testing/plainLoops.js';
import { convolve } from '../testing/plainWindows.js';
import { compiledRun } from '../testing/runs.js';
import { unsharedConvolution } from './unsharedConvolution.js';

describe('a convolution with weights for each place', () => {
  it.each([
    { size: 3, stride: 1, padding: 'same' as const },
    { size: 2, stride: 2, padding: 'valid' as const },
    { size: 3, stride: 2, padding: 'same' as const },
  ])('is at each place the convolution with the weights of that place: %j', async (options) => {
    const [height, width, channels, filters] = [5, 4, 2, 3];
    const layer = unsharedConvolution(filters, options)([height, width, channels], 'local');
    const [rows, columns] = layer.shape;
    const parameters = new Parameters(layer.parameters);
    const rng = new RandomStream('local');
    parameters.flat.forEach((_, i, flat) => (flat[i] = rng.uniform() - 0.5));
    const fn: Fn = ({ x }, values) => ({ y: layer.apply(x, values) });
    const { inputs, outputs } = await compiledRun(
      fn,
      { x: { shape: [1, height, width, channels] } },
      parameters,
    );
    const grid = { lengths: [height, width], channels, values: inputs.x };
    const window = { ...options, size: [options.size, options.size], dilation: 1 };
    const taps = options.size ** 2 * channels;
    const expected: number[] = [];
    for (let place = 0; place < rows * columns; place++) {
      const weight = parameters
        .view('local.weight')
        .subarray(place * taps * filters, (place + 1) * taps * filters);
      const bias = parameters.view('local.bias').subarray(place * filters, (place + 1) * filters);
      const all = convolve(grid, window, [weight], [bias]);
      expect(all).toHaveLength(rows * columns * filters);
      expected.push(...all.slice(place * filters, (place + 1) * filters).map((sum) => Math.max(0, sum)));
    }
    expectClose(outputs.y, expected);
  });

  it('reads pictures only', () => {
    expect(() => unsharedConvolution(2, { size: 3 })([8, 2], 'local')).toThrow(/set weights=shared/);
  });
});
