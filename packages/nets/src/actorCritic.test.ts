/** The networks with actor-critic heads against their formulas in plain loops. */
import { RandomStream } from '@agon/core';
import { compile, Parameters } from '@agon/engine';
import { describe, expect, it } from 'vitest';
import type { Network } from './network.js';
import { makeNetwork } from './registry.js';

const B = 3;
const A = 4;
type View = (name: string) => Float32Array;

/** Runs a network with random parameters, biases included, on random observations. */
async function run(
  network: Network,
): Promise<{ x: number[][]; policy: number[]; value: number[]; view: View }> {
  const parameters = new Parameters(network.parameters);
  const rng = new RandomStream('weights');
  for (let i = 0; i < parameters.size; i++) parameters.flat[i] = rng.uniform() - 0.5;
  const program = await compile(({ observation }, values) => network.apply(observation, values), {
    inputs: { observation: { shape: [B, ...network.inputShape] } },
    parameters,
  });
  const input = program.inputs.observation;
  for (let i = 0; i < input.length; i++) input[i] = rng.uniform() * 2 - 1;
  await program.run();
  const size = input.length / B;
  const x = Array.from({ length: B }, (_, b) => Array.from(input.subarray(b * size, (b + 1) * size)));
  const [policy, value] = [Array.from(program.outputs.policy), Array.from(program.outputs.value)];
  await program.dispose();
  return { x, policy, value, view: (name) => parameters.view(name) };
}

/** One row through the dense layer `name`. */
function dense(x: readonly number[], view: View, name: string): number[] {
  const weight = view(`${name}.weight`);
  const bias = view(`${name}.bias`);
  return Array.from(bias, (start, j) =>
    x.reduce((sum, each, i) => sum + each * weight[i * bias.length + j], start),
  );
}

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  // float32 sums of up to a hundred terms of size 1 against float64.
  expected.forEach((each, i) =>
    expect(Math.abs(actual[i] - each)).toBeLessThan(1e-4 * Math.max(1, Math.abs(each))),
  );
}

describe('actor-critic-mlp', () => {
  it.each([
    ['with layers of their own', 'hidden=7/5', ['actor', 'critic'], Math.tanh],
    [
      'with layers in common',
      'hidden=7/5,activation=relu,shared=true',
      ['body', 'body'],
      (z: number) => Math.max(0, z),
    ],
  ] as const)('has a policy and a value %s', async (_name, options, [actor, critic], activation) => {
    const { x, policy, value, view } = await run(
      makeNetwork(`actor-critic-mlp:${options}`, [3, 2], A, 'actor-critic'),
    );
    const body = (row: number[], name: string) =>
      ['0', '1'].reduce((each, i) => dense(each, view, name + i).map(activation), row);
    expectClose(
      policy,
      x.flatMap((row) => dense(body(row, actor), view, 'policy')),
    );
    expectClose(
      value,
      x.flatMap((row) => dense(body(row, critic), view, 'value')),
    );
  });

  it('begins with a nearly uniform policy', () => {
    const { parameters: specs } = makeNetwork('actor-critic-mlp', [4], 2, 'actor-critic');
    const parameters = new Parameters(specs).initialise(new RandomStream('initial'));
    // Orthogonal columns of length 0.01 (policy), 1 (value) and √2 (hidden layers, where there are rows enough).
    const length = (name: string) => Math.hypot(...parameters.view(name));
    expect(length('policy.weight')).toBeCloseTo(0.01 * Math.SQRT2, 5);
    expect(length('value.weight')).toBeCloseTo(1, 5);
    expect(length('actor1.weight')).toBeCloseTo(Math.SQRT2 * 8, 3);
  });
});

describe('actor-critic-cnn', () => {
  it('is a 3×3 convolution without padding and a dense layer under both heads', async () => {
    const network = makeNetwork('actor-critic-cnn:filters=3,hidden=5', [5, 4, 2], A, 'actor-critic');
    const { x, policy, value, view } = await run(network);
    const relu = (row: number[]) => row.map((each) => Math.max(0, each));
    const body = (row: number[]) => {
      const planes: number[] = [];
      const filter = view('conv.weight');
      for (let top = 0; top < 3; top++)
        for (let left = 0; left < 2; left++)
          for (let f = 0; f < 3; f++) {
            let sum = view('conv.bias')[f];
            for (let k = 0; k < 18; k++) {
              const [dy, dx, c] = [Math.floor(k / 6), Math.floor(k / 2) % 3, k % 2];
              sum += row[((top + dy) * 4 + left + dx) * 2 + c] * filter[k * 3 + f];
            }
            planes.push(sum);
          }
      return relu(dense(relu(planes), view, 'hidden'));
    };
    expectClose(
      policy,
      x.flatMap((row) => dense(body(row), view, 'policy')),
    );
    expectClose(
      value,
      x.flatMap((row) => dense(body(row), view, 'value')),
    );
  });

  it('refuses what is no picture', () => {
    expect(() => makeNetwork('actor-critic-cnn', [4], A, 'actor-critic')).toThrow(
      /got \[4\]; use actor-critic-mlp/,
    );
  });
});
