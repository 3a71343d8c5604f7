import { AgonError, RandomStream } from '@agon/core';
import { Parameters, type TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Network } from '../network.js';
import { makeNetwork } from '../registry.js';
import { dense, type View } from '../testing/plainLoops.js';

const SHAPE = [4, 3, 2];
const ACTIONS = 5;
const make = (spec: string, shape = SHAPE): Network =>
  makeNetwork(spec, 'policy-value', { input: shape, actions: ACTIONS });

beforeAll(() => tf.setBackend('cpu'));

const initial = (network: Network): Parameters =>
  new Parameters(network.parameters).initialise(new RandomStream('initial'));

/** Random values everywhere, so that no part of the network is switched off. */
function scrambled(network: Network): Parameters {
  const parameters = new Parameters(network.parameters);
  const rng = new RandomStream('scrambled');
  for (let i = 0; i < parameters.size; i++) parameters.flat[i] = 0.6 * (rng.uniform() - 0.5);
  return parameters;
}

function observations(batch: number, size = 24): number[] {
  const rng = new RandomStream('observations');
  return Array.from({ length: batch * size }, () => rng.int(2));
}

function answer(
  network: Network,
  parameters: Parameters,
  batch: number,
): { policy: number[][]; value: number[] } {
  return tf.tidy(() => {
    const values: TensorMap = {};
    for (const { name, shape } of network.parameters)
      values[name] = tf.tensor(parameters.view(name), [...shape]);
    const heads = network.apply(
      { observation: tf.tensor(observations(batch), [batch, ...network.inputs.observation.shape]) },
      values,
    );
    expect(heads.policy.shape).toEqual([batch, ACTIONS]);
    expect(heads.value.shape).toEqual([batch]);
    return { policy: heads.policy.arraySync() as number[][], value: heads.value.arraySync() as number[] };
  });
}

const relu = (x: number[]): number[] => x.map((each) => Math.max(0, each));
const add = (x: number[], y: ArrayLike<number>): number[] => x.map((each, i) => each + y[i % y.length]);

/** A convolution of one [4, 3, from] board with zeros around it, size 3 or 1. */
function convolve(x: number[], parameters: Parameters, name: string, size: number): number[] {
  const bias = parameters.view(`${name}.bias`);
  const weight = parameters.view(`${name}.weight`);
  const [height, width] = SHAPE;
  const from = x.length / (height * width);
  const to = bias.length;
  const reach = (size - 1) / 2;
  const out: number[] = [];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      for (let k = 0; k < to; k++) {
        let sum = bias[k];
        for (let dy = 0; dy < size; dy++) {
          for (let dx = 0; dx < size; dx++) {
            const [y, z] = [row + dy - reach, column + dx - reach];
            if (y < 0 || y >= height || z < 0 || z >= width) continue;
            for (let c = 0; c < from; c++) {
              sum += x[(y * width + z) * from + c] * weight[((dy * size + dx) * from + c) * to + k];
            }
          }
        }
        out.push(sum);
      }
    }
  }
  return out;
}

describe('board-mlp', () => {
  it('computes what plain JavaScript computes', () => {
    const network = make('board-mlp:hidden=7/6');
    const parameters = scrambled(network);
    const view: View = (name) => parameters.view(name);
    const { policy, value } = answer(network, parameters, 3);
    for (let i = 0; i < 3; i++) {
      let x = observations(3).slice(24 * i, 24 * (i + 1));
      x = relu(dense(x, view, 'hidden0'));
      x = relu(dense(x, view, 'hidden1'));
      dense(x, view, 'policy').forEach((logit, action) => expect(policy[i][action]).toBeCloseTo(logit, 5));
      expect(value[i]).toBeCloseTo(Math.tanh(dense(x, view, 'value')[0]), 5);
    }
  });

  it('refuses layers without units', () => {
    expect(() => make('board-mlp:hidden=0')).toThrow(AgonError);
  });
});

describe('residual-tower', () => {
  const spec = 'residual-tower:blocks=2,channels=3,policyChannels=2,valueChannels=2,valueHidden=4';

  it('computes what plain JavaScript computes', () => {
    const network = make(spec);
    const parameters = scrambled(network);
    const view: View = (name) => parameters.view(name);
    const { policy, value } = answer(network, parameters, 2);
    for (let i = 0; i < 2; i++) {
      let x = convolve(observations(2).slice(24 * i, 24 * (i + 1)), parameters, 'stem', 3);
      for (const block of ['block0', 'block1']) {
        const first = convolve(relu(x), parameters, `${block}.first`, 3);
        const second = convolve(relu(first), parameters, `${block}.second`, 3);
        const scale = parameters.view(`${block}.scale`)[0];
        x = add(
          x,
          second.map((each) => each * scale),
        );
      }
      x = relu(x);
      const logits = dense(relu(convolve(x, parameters, 'policy.planes', 1)), view, 'policy.out');
      logits.forEach((logit, action) => expect(policy[i][action]).toBeCloseTo(logit, 4));
      const hidden = relu(dense(relu(convolve(x, parameters, 'value.planes', 1)), view, 'value.hidden'));
      expect(value[i]).toBeCloseTo(Math.tanh(dense(hidden, view, 'value.out')[0]), 4);
    }
  });

  it('begins as if it had no blocks', () => {
    const deep = make(spec);
    const flat = make(spec.replace('blocks=2', 'blocks=0'));
    const parameters = initial(deep);
    const shared = new Parameters(flat.parameters);
    for (const { name } of flat.parameters) shared.view(name).set(parameters.view(name));
    expect(answer(deep, parameters, 2)).toEqual(answer(flat, shared, 2));
  });

  it('reads boards only, and says which network reads other shapes', () => {
    expect(() => make(spec, [24])).toThrow(/board-mlp/);
  });
});
