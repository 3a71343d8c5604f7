/** The networks with actor-critic heads against their formulas in plain loops. */
import { RandomStream } from '@agon/core';
import { Parameters } from '@agon/engine';
import { describe, expect, it } from 'vitest';
import { makeNetwork } from '../registry.js';
import { convolutions, dense, expectClose, runRandomly } from '../testing/plainLoops.js';

const B = 3;
const A = 4;
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
    const network = makeNetwork(`actor-critic-mlp:${options}`, 'actor-critic', { input: [3, 2], actions: A });
    const { rows, outputs, view } = await runRandomly(network, B);
    const body = (row: number[], name: string) =>
      ['0', '1'].reduce((each, i) => dense(each, view, name + i).map(activation), row);
    expectClose(
      outputs.policy,
      rows.flatMap((row) => dense(body(row, actor), view, 'policy')),
    );
    expectClose(
      outputs.value,
      rows.flatMap((row) => dense(body(row, critic), view, 'value')),
    );
  });

  it('begins with a nearly uniform policy', () => {
    const { parameters: specs } = makeNetwork('actor-critic-mlp', 'actor-critic', { input: [4], actions: 2 });
    const parameters = new Parameters(specs).initialise(new RandomStream('initial'));
    // Orthogonal columns of length 0.01 (policy), 1 (value) and √2 (hidden layers, where there are rows enough).
    const length = (name: string) => Math.hypot(...parameters.view(name));
    expect(length('policy.weight')).toBeCloseTo(0.01 * Math.SQRT2, 5);
    expect(length('value.weight')).toBeCloseTo(1, 5);
    expect(length('actor1.weight')).toBeCloseTo(Math.SQRT2 * 8, 3);
  });
});

describe.each([
  {
    id: 'actor-critic-cnn',
    options: 'filters=3,hidden=5',
    shape: [5, 4, 2],
    layers: [['conv', 1]],
    refusals: [[[4], /at least 3×3, got \[4\]; use actor-critic-mlp or blocks\.$/]],
  },
  {
    id: 'actor-critic-nature',
    options: 'width=0.05',
    shape: [36, 37, 2],
    layers: [
      ['conv0', 4],
      ['conv1', 2],
      ['conv2', 1],
    ],
    refusals: [
      [[4], /at least 36×36, got \[4\]; use actor-critic-mlp or blocks\.$/],
      [[35, 84, 4], /got \[35, 84, 4\]; use actor-critic-cnn or actor-critic-mlp or /],
    ],
  },
] as const)('$id', ({ id, options, shape, layers, refusals }) => {
  it('is convolutions without padding and a dense layer under both heads', async () => {
    const network = makeNetwork(`${id}:${options}`, 'actor-critic', { input: shape, actions: A });
    const { rows, outputs, view } = await runRandomly(network, B);
    const relu = (row: readonly number[]) => row.map((each) => Math.max(0, each));
    const body = (values: number[]) =>
      relu(dense(convolutions(values, [...shape], layers, view, relu), view, 'hidden'));
    expectClose(
      outputs.policy,
      rows.flatMap((row) => dense(body(row), view, 'policy')),
    );
    expectClose(
      outputs.value,
      rows.flatMap((row) => dense(body(row), view, 'value')),
    );
  });

  it.each(refusals)('refuses what is no picture of its size: %j', (input, message) => {
    expect(() => makeNetwork(id, 'actor-critic', { input, actions: A })).toThrow(message);
  });
});
