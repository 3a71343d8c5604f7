/** Inputs of bits against the same numbers as float32: outputs, gradients and updates agree, whatever reads the bits. */
import { RandomStream } from '@agon/core';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { compile } from './compile.js';
import { heNormal, zeros } from './initialisers.js';
import { adam } from './optimisers/adam.js';
import { BIT_ROOM, Parameters, type ParameterSpec } from './parameters.js';
import { trainStep } from './trainStep.js';
import { stopGradient } from './trace/tape.js';
import type { LossFn, TensorMap } from './tensors.js';

const B = 5;

/** What reads bits of `shape`: a network with a scalar for each row. */
interface Case {
  shape: number[];
  specs: ParameterSpec[];
  network(bits: tf.Tensor, values: TensorMap): tf.Tensor;
}

const weight = (name: string, from: number, to: number): ParameterSpec[] => [
  { name: `${name}.weight`, shape: [from, to], init: heNormal },
  { name: `${name}.bias`, shape: [to], init: zeros },
];
const dense = (x: tf.Tensor, values: TensorMap, name: string) =>
  tf.add(tf.matMul(x as tf.Tensor2D, values[`${name}.weight`] as tf.Tensor2D), values[`${name}.bias`]);
const flat = (x: tf.Tensor) => tf.reshape(x, [B, x.size / B]);

/** One hidden layer of so many units. */
const mlp = (shape: number[], units: number): Case => ({
  shape,
  specs: [
    ...weight(
      'first',
      shape.reduce((a, b) => a * b),
      units,
    ),
    ...weight('last', units, 1),
  ],
  network: (bits, values) => dense(tf.tanh(dense(flat(bits), values, 'first')), values, 'last'),
});

/** One 3×4 convolution and a dense layer. */
function convolution(shape: number[], filters: number, pad: 'valid' | 'same', stride = 1): Case {
  const cells = (length: number, taps: number) =>
    Math.ceil((pad === 'same' ? length : length - taps + 1) / stride);
  const seen = cells(shape[0], 3) * cells(shape[1], 4) * filters;
  return {
    shape,
    specs: [
      { name: 'filter', shape: [3, 4, shape[2], filters], init: heNormal },
      { name: 'filter.bias', shape: [filters], init: zeros },
      ...weight('after', seen, 1),
    ],
    network(bits, { filter, 'filter.bias': bias, ...rest }) {
      const all = tf.conv2d(bits as tf.Tensor4D, filter as tf.Tensor4D, stride, pad);
      return tf.reshape(dense(flat(tf.tanh(tf.add(all, bias))), rest, 'after'), [B]);
    },
  };
}

const CASES: Record<string, Case> = {
  'a dense layer of 128 units on a board': mlp([10, 10, 4], 128),
  'one of 36 units, on 37 bits': mlp([37], 36),
  'one of 4 units, on 3 bits': mlp([3], 4),
  'one of 6 units, whose rows are no multiple of 16 bytes': mlp([37], 6),
  'a dense layer without a bias': {
    shape: [20],
    specs: [...weight('a', 20, 8).slice(0, 1), ...weight('last', 8, 1)],
    network: (bits, values) =>
      dense(tf.tanh(tf.matMul(bits as tf.Tensor2D, values['a.weight'] as tf.Tensor2D)), values, 'last'),
  },
  'a dense layer whose product is used beside its bias': {
    shape: [20],
    specs: [...weight('a', 20, 8), ...weight('last', 8, 1)],
    network: (bits, values) => {
      const product = tf.matMul(bits as tf.Tensor2D, values['a.weight'] as tf.Tensor2D);
      return dense(tf.mul(tf.tanh(tf.add(product, values['a.bias'])), product), values, 'last');
    },
  },
  'two dense layers': {
    shape: [6, 6, 7],
    specs: [...weight('a', 252, 40), ...weight('b', 252, 12), ...weight('last', 52, 1)],
    network: (bits, values) => {
      const both = ['a', 'b'].map((name) => tf.relu(dense(flat(bits), values, name)));
      return dense(tf.concat(both, 1), values, 'last');
    },
  },
  'one layer twice': {
    shape: [20],
    specs: [...weight('a', 20, 8), ...weight('last', 8, 1)],
    network: (bits, values) => {
      const once = tf.tanh(dense(bits, values, 'a'));
      return dense(tf.mul(once, tf.sigmoid(dense(bits, values, 'a'))), values, 'last');
    },
  },
  'a dense layer and a sum': {
    shape: [20],
    specs: weight('a', 20, 8),
    network: (bits, values) => tf.mul(tf.sum(dense(bits, values, 'a'), 1), tf.sum(bits, 1)),
  },
  'a convolution': convolution([5, 5, 2], 4, 'valid'),
  'one of 20 filters whose window hangs over the edges of the board': convolution([4, 6, 3], 20, 'same'),
  'one with a stride': convolution([5, 5, 2], 4, 'valid', 2),
  'one of 6 filters, whose rows are no multiple of 16 bytes': convolution([5, 5, 2], 6, 'valid'),
  'a convolution without a bias': {
    shape: [5, 5, 2],
    specs: [{ name: 'filter', shape: [3, 3, 2, 4], init: heNormal }],
    network: (bits, { filter }) =>
      tf.sum(tf.tanh(tf.conv2d(bits as tf.Tensor4D, filter as tf.Tensor4D, 1, 'valid')), [1, 2, 3]),
  },
  'a convolution and a dense layer': {
    shape: [5, 5, 2],
    specs: [...convolution([5, 5, 2], 8, 'valid').specs, ...weight('dense', 50, 12)],
    network: (bits, values) =>
      tf.add(
        convolution([5, 5, 2], 8, 'valid').network(bits, values),
        tf.sum(tf.tanh(dense(flat(bits), values, 'dense')), 1),
      ),
  },
};

/** Rows of no ones, of nothing else, and of some. */
function writeBits(out: { [index: number]: number; length: number }, rng: RandomStream): void {
  const size = out.length / B;
  for (let i = 0; i < out.length; i++) {
    const row = Math.floor(i / size);
    out[i] = row === 0 ? 0 : row === 1 ? 1 : Number(rng.uniform() < 0.3);
  }
}

describe.each(Object.entries(CASES))('bits that are read by %s', (_name, { shape, specs, network }) => {
  it('give the outputs of the same numbers as float32, with the weights of each run', async () => {
    const parameters = new Parameters(specs, BIT_ROOM).initialise(new RandomStream('w'));
    const programs = await Promise.all(
      (['bits', 'float32'] as const).map((dtype) =>
        compile(({ x }, values) => ({ y: network(x, values) }), {
          inputs: { x: { shape: [B, ...shape], dtype } },
          parameters,
          weights: 'live',
        }),
      ),
    );
    expect(programs[0].inputs.x).toBeInstanceOf(Uint8Array);
    for (const seed of [1, 2]) {
      for (const program of programs) {
        writeBits(program.inputs.x, new RandomStream(seed));
        await program.run();
      }
      const [bits, floats] = programs.map(({ outputs }) => Array.from(outputs.y));
      for (const [i, value] of floats.entries()) expect(bits[i]).toBeCloseTo(value, 4);
      parameters.initialise(new RandomStream('others'));
    }
    for (const program of programs) await program.dispose();
  });

  it('give the gradients and the updates of the same numbers as float32', () =>
    expectSameTraining(specs, shape, ({ x, goal }, values) => squaredError(network(x, values), goal)));

  it('do so beside a target network, where two sets of weights read one input and one set two inputs', () =>
    expectSameTraining(specs, shape, ({ x, next, goal }, values, frozen) => {
      const later = tf.add(network(next, frozen), network(next, values));
      return squaredError(network(x, values), tf.add(goal, tf.reshape(stopGradient(later), [B])));
    }));
});

function squaredError(found: tf.Tensor, goal: tf.Tensor): { loss: tf.Scalar } {
  return { loss: tf.mean(tf.square(tf.sub(tf.reshape(found, [B]), goal))) };
}

/** Trains on bits and on float32, and compares losses, gradients and parameters. */
async function expectSameTraining(
  specs: readonly ParameterSpec[],
  shape: readonly number[],
  loss: LossFn,
): Promise<void> {
  const steps = await Promise.all(
    (['bits', 'float32'] as const).map(async (dtype) => {
      const parameters = new Parameters(specs, BIT_ROOM).initialise(new RandomStream('w'));
      const frozen = new Parameters(specs, BIT_ROOM).initialise(new RandomStream('target'));
      const input = { shape: [B, ...shape], dtype };
      const step = await trainStep(loss, {
        inputs: { x: input, next: input, goal: { shape: [B] } },
        parameters,
        frozen,
        optimiser: adam({ epsilon: 1e-3 }),
        clipNorm: 1,
      });
      return { step, parameters };
    }),
  );
  for (let update = 0; update < 3; update++) {
    for (const { step } of steps) {
      writeBits(step.inputs.x, new RandomStream(update));
      writeBits(step.inputs.next, new RandomStream(10 + update));
      step.inputs.goal.fill(1.5);
      await step.run(0.01);
    }
    const [bits, floats] = steps.map(({ step }) => step);
    expect(bits.outputs.loss[0] / floats.outputs.loss[0]).toBeCloseTo(1, 4);
    expect(bits.gradientNorm / floats.gradientNorm).toBeCloseTo(1, 4);
    for (const { name } of specs) {
      const wanted = floats.gradient(name);
      const off = bits.gradient(name).map((value, i) => Math.abs(value - wanted[i]));
      expect(Math.max(...off) / (1 + floats.gradientNorm)).toBeLessThan(1e-4);
    }
  }
  const [bits, floats] = steps.map(({ parameters }) => parameters.flat);
  for (const [i, value] of floats.entries()) expect(Math.abs(bits[i] - value)).toBeLessThan(2e-3);
  for (const { step } of steps) await step.dispose();
}

describe.each([
  ['a dense layer', mlp([10, 10, 4], 128), 'first.weight'],
  ['a convolution', convolution([5, 5, 2], 16, 'valid'), 'filter'],
] as const)('%s on bits', (_name, { shape, specs, network }, layer) => {
  it('reads no weight of a bit that is 0: what is there costs nothing and spoils nothing', async () => {
    const units = specs.find(({ name }) => name === layer)?.shape.at(-1);
    const [parameters, frozen] = ['w', 'target'].map((seed) => {
      const values = new Parameters(specs, BIT_ROOM).initialise(new RandomStream(seed));
      values.view(layer).fill(NaN, units);
      return values;
    });
    const loss: LossFn = ({ x }, values, target) => ({
      loss: tf.sum(tf.sub(network(x, values), network(x, target))) as tf.Scalar,
    });
    const step = await trainStep(loss, {
      inputs: { x: { shape: [B, ...shape], dtype: 'bits' } },
      parameters,
      frozen,
      optimiser: adam(),
    });
    const { x } = step.inputs;
    for (let first = 0; first < x.length; first += x.length / B) x[first] = 1;
    expect(await step.run(0.1)).not.toBeNaN();
    const gradient = step.gradient(layer);
    expect(gradient.subarray(0, units).some((value) => value !== 0)).toBe(true);
    expect(gradient.subarray(units).every((value) => value === 0)).toBe(true);
    await step.dispose();
  });
});
