/** For tests: a network run on random numbers, and dense layers in plain loops to compare it with. */
import { RandomStream } from '@agon/core';
import { compile, Parameters } from '@agon/engine';
import { expect } from 'vitest';
import type { Network } from '../network.js';

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
  const program = await compile(({ observation }, values) => network.apply(observation, values), {
    inputs: { observation: { shape: [batch, ...network.inputShape] } },
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

/** float32 sums of up to a few hundred terms of size 1 against float64: equal within 1e-4. */
export function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((each, i) =>
    expect(Math.abs(actual[i] - each)).toBeLessThan(1e-4 * Math.max(1, Math.abs(each))),
  );
}
