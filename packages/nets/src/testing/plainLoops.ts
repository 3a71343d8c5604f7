/** For tests: a network run on random numbers, and dense and convolutional layers in plain loops to compare it with. */
import { RandomStream } from '@agon/core';
import { compile, Parameters } from '@agon/engine';
import { expect } from 'vitest';
import { batchOf, type Network } from '../network.js';

/** A parameter's values by its name, row-major. */
export type View = (name: string) => Float32Array;

/** Runs a network with random parameters, biases included, on random observations; `rows` are those, one each. */
export async function runRandomly(
  network: Network,
  batch: number,
): Promise<{ rows: number[][]; outputs: Readonly<Record<string, ArrayLike<number>>>; view: View }> {
  const parameters = new Parameters(network.parameters);
  const rng = new RandomStream('weights');
  for (let i = 0; i < parameters.size; i++) parameters.flat[i] = rng.uniform() - 0.5;
  const program = await compile(network.apply, {
    inputs: batchOf(network, batch),
    parameters,
  });
  const input = program.inputs.observation;
  for (let i = 0; i < input.length; i++) input[i] = rng.uniform() * 2 - 1;
  await program.run();
  const size = input.length / batch;
  const rows = Array.from({ length: batch }, (_, b) => Array.from(input.subarray(b * size, (b + 1) * size)));
  const { outputs } = program;
  await program.dispose();
  return { rows, outputs, view: (name) => parameters.view(name) };
}

/** One row through the dense layer `name`: x · W + b. */
export function dense(x: readonly number[], view: View, name: string): number[] {
  const weight = view(`${name}.weight`);
  const bias = view(`${name}.bias`);
  return Array.from(bias, (start, j) =>
    x.reduce((sum, each, i) => sum + each * weight[i * bias.length + j], start),
  );
}

/** A picture [height, width, planes]. */
interface Picture {
  shape: [height: number, width: number, planes: number];
  values: readonly number[];
}

/** A convolution without padding; filters [size, size, planes, F]. */
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

/**
 * One picture through convolutions without padding.
 * @param layers name and stride of each
 * @param between what comes after each layer
 */
export function convolutions(
  values: readonly number[],
  shape: Picture['shape'],
  layers: readonly (readonly [name: string, stride: number])[],
  view: View,
  between: (values: readonly number[], name: string) => number[],
): number[] {
  let picture: Picture = { shape, values };
  for (const [name, stride] of layers) {
    const seen = convolve(picture, view(`${name}.weight`), view(`${name}.bias`), stride);
    picture = { shape: seen.shape, values: between(seen.values, name) };
  }
  return [...picture.values];
}

/** float32 sums of up to a few hundred terms of size 1 against float64: equal within 1e-4. */
export function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((each, i) =>
    expect(Math.abs(actual[i] - each)).toBeLessThan(1e-4 * Math.max(1, Math.abs(each))),
  );
}
