import { RandomStream } from '@agon/core';
import { Parameters, type TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeNetwork } from './registry.js';
import { startFrom } from './startWeights.js';

beforeAll(() => tf.setBackend('cpu'));

const PLAIN = 'residual-tower:blocks=1,channels=4,valueHidden=6';
const TERRITORY =
  'residual-tower:blocks=2,channels=4,pooling=2,policyHead=points,valueHidden=8,territory=true';
const sizes = (size: number) => ({ input: [size, size, 2], actions: size * size + 1 });
const build = (spec: string, size = 3) => makeNetwork(spec, 'policy-value', sizes(size));
const begin = (spec: string, parameters: Parameters, size = 3) => ({
  network: spec,
  sizes: sizes(size),
  parameters,
});
const initial = (spec: string, size?: number): Parameters =>
  new Parameters(build(spec, size).parameters).initialise(new RandomStream(`weights of ${spec}`));

/** As if trained: no value is 0, so that no part of the network is switched off. */
function trained(spec: string): Parameters {
  const parameters = initial(spec);
  const rng = new RandomStream('trained');
  for (let i = 0; i < parameters.size; i++) parameters.flat[i] += 0.4 * (rng.uniform() - 0.5);
  return parameters;
}

/** Every head's answers to the same eight random boards. */
function answers(spec: string, parameters: Parameters, size = 3): Record<string, number[]> {
  return tf.tidy(() => {
    const network = build(spec, size);
    const values: TensorMap = {};
    for (const { name, shape } of network.parameters)
      values[name] = tf.tensor(parameters.view(name), [...shape]);
    const rng = new RandomStream('boards');
    const boards = Array.from({ length: 8 * size * size * 2 }, () => rng.int(2));
    const heads = network.apply({ observation: tf.tensor(boards, [8, size, size, 2]) }, values);
    return Object.fromEntries(Object.entries(heads).map(([name, head]) => [name, [...head.dataSync()]]));
  });
}

describe('startFrom', () => {
  it.each([
    ['the same tower', PLAIN, PLAIN],
    ['more blocks', PLAIN, PLAIN.replace('blocks=1', 'blocks=3')],
    ['more channels', PLAIN, PLAIN.replace('channels=4', 'channels=7')],
    ['both, with every option', TERRITORY, TERRITORY.replace('blocks=2,channels=4', 'blocks=4,channels=6')],
  ])('computes the same function: %s', (_, small, large) => {
    const before = trained(small);
    const grown = initial(large);
    startFrom(begin(large, grown), { network: small, weights: before.toSafetensors() });
    const expected = answers(small, before);
    const got = answers(large, grown);
    expect(Object.keys(got)).toEqual(Object.keys(expected));
    for (const [head, values] of Object.entries(expected))
      values.forEach((value, i) => expect(got[head][i], head).toBeCloseTo(value, 5));
  });

  it('leaves what is new ready to learn: not all of it is 0', () => {
    const large = PLAIN.replace('blocks=1,channels=4', 'blocks=2,channels=6');
    const grown = initial(large);
    startFrom(begin(large, grown), { network: PLAIN, weights: trained(PLAIN).toSafetensors() });
    expect(grown.view('block1.first.weight').some((value) => value !== 0)).toBe(true);
    const stem = grown.view('stem.weight'); // [3, 3, 2, 6]
    expect(stem.filter((_, i) => i % 6 >= 4).every((value) => value !== 0)).toBe(true);
  });

  it('takes a tower without layers for one board size to another', () => {
    const before = trained(TERRITORY);
    const other = initial(TERRITORY, 5);
    startFrom(begin(TERRITORY, other, 5), { network: TERRITORY, weights: before.toSafetensors() });
    expect(other.flat).toEqual(before.flat);
  });

  it('refuses towers that are smaller or of another make, and networks of another kind', () => {
    const weights = trained(PLAIN).toSafetensors();
    const start = (spec: string) => () => startFrom(begin(spec, initial(spec)), { network: PLAIN, weights });
    expect(start(PLAIN.replace('channels=4', 'channels=3'))).toThrow(/it is smaller/);
    expect(start(`${PLAIN},pooling=2`)).toThrow(/other options than blocks and channels differ/);
    expect(start('board-mlp')).toThrow(/they are of different kinds/);
    const mlp = { network: 'board-mlp:hidden=4', weights: trained('board-mlp:hidden=4').toSafetensors() };
    const wider = () => startFrom(begin('board-mlp:hidden=5', initial('board-mlp:hidden=5')), mlp);
    expect(wider).toThrow(/their options differ/);
  });

  it('refuses weights that are not of the network that they are said to be of', () => {
    const weights = trained(PLAIN.replace('valueHidden=6', 'valueHidden=5')).toSafetensors();
    const large = PLAIN.replace('blocks=1', 'blocks=2');
    expect(() => startFrom(begin(large, initial(large)), { network: PLAIN, weights })).toThrow(
      /belong to another network/,
    );
  });
});
