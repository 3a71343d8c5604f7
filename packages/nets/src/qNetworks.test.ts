/** The networks with q heads against their formulas in plain loops. */
import { RandomStream } from '@agon/core';
import { compile, Parameters } from '@agon/engine';
import { describe, expect, it } from 'vitest';
import type { Network } from './network.js';
import { makeNetwork } from './registry.js';

const B = 3;
const A = 4;

/** Runs a network with random parameters, biases included, on random observations. */
async function run(
  network: Network,
): Promise<{ x: Float32Array; q: Float32Array; view: (name: string) => Float32Array }> {
  const parameters = new Parameters(network.parameters);
  const rng = new RandomStream('weights');
  for (let i = 0; i < parameters.size; i++) parameters.flat[i] = rng.uniform() - 0.5;
  const program = await compile(({ observation }, values) => network.apply(observation, values), {
    inputs: { observation: { shape: [B, ...network.inputShape] } },
    parameters,
  });
  const x = program.inputs.observation as Float32Array;
  for (let i = 0; i < x.length; i++) x[i] = rng.uniform() * 2 - 1;
  await program.run();
  const q = Float32Array.from(program.outputs.q);
  await program.dispose();
  return { x, q, view: (name) => parameters.view(name) };
}

/** One row through a dense layer. */
function dense(x: readonly number[], weight: Float32Array, bias: Float32Array): number[] {
  return Array.from(bias, (start, j) =>
    x.reduce((sum, value, i) => sum + value * weight[i * bias.length + j], start),
  );
}
const relu = (x: readonly number[]) => x.map((value) => Math.max(0, value));

function expectClose(actual: Float32Array, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  // float32 sums of up to a few hundred terms of size 1 against float64: far below 1e-4.
  expected.forEach((value, i) =>
    expect(Math.abs(actual[i] - value)).toBeLessThan(1e-4 * Math.max(1, Math.abs(value))),
  );
}

describe('mlp', () => {
  it('is dense, ReLU, …, dense', async () => {
    const { x, q, view } = await run(makeNetwork('mlp:hidden=7/5', [6], A, 'q'));
    const expected = Array.from({ length: B }, (_, b) => {
      let row: number[] = Array.from(x.subarray(b * 6, b * 6 + 6));
      for (const name of ['hidden0', 'hidden1'])
        row = relu(dense(row, view(`${name}.weight`), view(`${name}.bias`)));
      return dense(row, view('q.weight'), view('q.bias'));
    });
    expectClose(q, expected.flat());
  });
});

/** A picture [height, width, planes]. */
interface Picture {
  shape: [height: number, width: number, planes: number];
  values: number[];
}

/** Without padding; filters [size, size, planes, F]. */
function convolve(
  { shape: [height, width, planes], values }: Picture,
  filters: Float32Array,
  bias: Float32Array,
  stride: number,
): Picture {
  const size = Math.sqrt(filters.length / (planes * bias.length));
  const rows = Math.floor((height - size) / stride) + 1;
  const columns = Math.floor((width - size) / stride) + 1;
  const sums = Array.from({ length: rows * columns * bias.length }, (_, at) => {
    const f = at % bias.length;
    const column = Math.floor(at / bias.length) % columns;
    const row = Math.floor(at / (bias.length * columns));
    let sum = bias[f];
    for (let dy = 0; dy < size; dy++) {
      for (let dx = 0; dx < size; dx++) {
        for (let plane = 0; plane < planes; plane++) {
          const value = values[((row * stride + dy) * width + column * stride + dx) * planes + plane];
          sum += value * filters[((dy * size + dx) * planes + plane) * bias.length + f];
        }
      }
    }
    return sum;
  });
  return { shape: [rows, columns, bias.length], values: sums };
}

/** Each group of as many values as there are scales: mean 0, variance 1, scaled and shifted. */
function normalise(values: readonly number[], scale: Float32Array, shift: Float32Array): number[] {
  const size = scale.length;
  return values.map((value, i) => {
    const group = values.slice(i - (i % size), i - (i % size) + size);
    const mean = group.reduce((sum, one) => sum + one) / size;
    const variance = group.reduce((sum, one) => sum + (one - mean) ** 2, 0) / size;
    return ((value - mean) / Math.sqrt(variance + 1e-5)) * scale[i % size] + shift[i % size];
  });
}

describe.each([
  { id: 'minatar-cnn', options: 'filters=3,hidden=8', shape: [6, 5, 2], layers: [['conv', 1]] },
  {
    id: 'nature-cnn',
    options: 'width=0.05',
    shape: [36, 37, 2],
    layers: [
      ['conv0', 4],
      ['conv1', 2],
      ['conv2', 1],
    ],
  },
] as const)('$id', ({ id, options, shape, layers }) => {
  it.each([false, true])(
    'is convolutions without padding and a dense layer, normalised: %s',
    async (norm) => {
      const network = makeNetwork(`${id}:${options},layerNorm=${norm}`, shape, A, 'q');
      const { x, q, view } = await run(network);
      const between = (values: readonly number[], name: string) =>
        relu(norm ? normalise(values, view(`${name}.norm.scale`), view(`${name}.norm.shift`)) : values);
      const size = x.length / B;
      const expected = Array.from({ length: B }, (_, b) => {
        let picture: Picture = {
          shape: [...shape],
          values: Array.from(x.subarray(b * size, (b + 1) * size)),
        };
        for (const [name, stride] of layers) {
          const seen = convolve(picture, view(`${name}.weight`), view(`${name}.bias`), stride);
          picture = { shape: seen.shape, values: between(seen.values, name) };
        }
        const hidden = dense(picture.values, view('hidden.weight'), view('hidden.bias'));
        return dense(between(hidden, 'hidden'), view('q.weight'), view('q.bias'));
      });
      expectClose(q, expected.flat());
    },
  );
});
