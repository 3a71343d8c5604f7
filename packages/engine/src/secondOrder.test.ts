/** Gradients of gradients in training steps: penalties on a discriminator's gradient, learning to learn, custom gradients. */
import { RandomStream } from '@agon/core';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { compile } from './compile.js';
import { glorotUniform, uniform } from './initialisers.js';
import { sgd } from './optimisers/sgd.js';
import { Parameters, type ParameterSpec } from './parameters.js';
import { failure } from './testing/failure.js';
import type { LossFn, TensorMap, TensorSpec } from './tensors.js';
import { stopGradient } from './trace/tape.js';
import { trainStep, type TrainStep } from './trainStep.js';

type Unary = (x: tf.Tensor) => tf.Tensor;
type Device = 'cpu' | 'tfjs:cpu';

const B = 3;

beforeAll(() => tf.setBackend('cpu'));

/** Central differences of a step's loss along its own gradient, extrapolated, against the gradient's length; relative. */
async function errorOf(
  loss: LossFn,
  specs: readonly ParameterSpec[],
  inputs: Record<string, TensorSpec>,
  device: Device,
  distance = 0.01,
): Promise<number> {
  const parameters = new Parameters(specs).initialise(new RandomStream('weights'));
  const step = await trainStep(loss, { inputs, parameters, optimiser: sgd(), device });
  const rng = new RandomStream('inputs');
  for (const array of Object.values(step.inputs)) array.forEach((_, i) => (array[i] = 2 * rng.uniform() - 1));
  const start = parameters.flat.slice();
  await step.run(0);
  const length = step.gradientNorm;
  const direction = specs.flatMap(({ name }) => Array.from(step.gradient(name), (value) => value / length));
  const lossAt = async (moved: number): Promise<number> => {
    let place = 0;
    for (const { name } of specs) {
      const values = parameters.view(name);
      for (let i = 0; i < values.length; i++) values[i] += moved * direction[place++];
    }
    const value = await step.run(0);
    parameters.flat.set(start);
    return value;
  };
  const slope = async (h: number) => ((await lossAt(h)) - (await lossAt(-h))) / (2 * h);
  const found = (4 * (await slope(distance)) - (await slope(2 * distance))) / 3;
  await step.dispose();
  return Math.abs(found - length) / length;
}

const ACTIVATIONS: Record<string, Unary> = {
  leakyRelu: (x) => tf.leakyRelu(x, 0.2),
  tanh: tf.tanh,
  softplus: tf.softplus,
  swish: (x) => tf.mul(x, tf.sigmoid(x)),
  sigmoid: tf.sigmoid,
  elu: tf.elu,
  gelu: (x) => tf.mul(tf.mul(x, 0.5), tf.add(1, tf.erf(tf.div(x, Math.SQRT2)))),
  mish: (x) => tf.mul(x, tf.tanh(tf.softplus(x))),
};

/** Small enough that no value passes leakyRelu's kink, where the penalty jumps. */
const distanceOf = (name: string) => (name === 'leakyRelu' ? 2e-4 : 0.01);

/** Two convolutions, the second with stride 2, and a dense layer. */
const DISCRIMINATOR: ParameterSpec[] = [
  { name: 'first', shape: [3, 3, 2, 4], init: glorotUniform },
  { name: 'second', shape: [3, 3, 4, 4], init: glorotUniform },
  { name: 'bias', shape: [4], init: uniform(0.5) },
  { name: 'dense', shape: [36, 1], init: glorotUniform },
];
const IMAGE = { shape: [B, 6, 6, 2] };

const discriminator =
  (activation: Unary) =>
  (x: tf.Tensor, { first, second, bias, dense }: TensorMap): tf.Tensor => {
    const hidden = activation(tf.conv2d(x as tf.Tensor4D, first as tf.Tensor4D, 1, 'same'));
    const deep = activation(tf.add(tf.conv2d(hidden as tf.Tensor4D, second as tf.Tensor4D, 2, 'same'), bias));
    return tf.matMul(tf.reshape(deep, [B, 36]), dense as tf.Tensor2D);
  };

/** R1: softplus(−D(x)) + ‖∇D(x)‖² / 2 (Mescheder et al. 2018). */
const r1 =
  (activation: Unary): LossFn =>
  ({ real }, weights) => {
    const score = (x: tf.Tensor) => tf.sum(discriminator(activation)(x, weights));
    const { value, grad } = tf.valueAndGrad(score)(real);
    const penalty = tf.div(tf.sum(tf.square(grad)), 2 * B);
    return { loss: tf.add(tf.softplus(tf.neg(value)), penalty) as tf.Scalar };
  };

/** WGAN-GP: D(fake) − D(real) + 10 (‖∇D(between)‖ − 1)² (Gulrajani et al. 2017). */
const wganGp =
  (activation: Unary): LossFn =>
  ({ real, fake, mix }, weights) => {
    const score = (x: tf.Tensor) => discriminator(activation)(x, weights);
    const between = tf.add(real, tf.mul(mix, tf.sub(fake, real)));
    const slopes = tf.grad((x) => tf.sum(score(x)))(between);
    const norms = tf.sqrt(tf.sum(tf.square(slopes), [1, 2, 3]));
    const penalty = tf.mul(10, tf.mean(tf.square(tf.sub(norms, 1))));
    return { loss: tf.add(tf.mean(tf.sub(score(fake), score(real))), penalty) as tf.Scalar };
  };

describe.each(['cpu', 'tfjs:cpu'] as const)('on %s', (device) => {
  it.each(Object.keys(ACTIVATIONS))(
    'an R1 penalty through %s has the gradient of its formula',
    async (name) => {
      const error = await errorOf(
        r1(ACTIVATIONS[name]),
        DISCRIMINATOR,
        { real: IMAGE },
        device,
        distanceOf(name),
      );
      expect(error).toBeLessThan(1e-3);
    },
  );

  it.each(Object.keys(ACTIVATIONS))(
    'a WGAN-GP penalty through %s has the gradient of its formula',
    async (name) => {
      const inputs = { real: IMAGE, fake: IMAGE, mix: { shape: [B, 1, 1, 1] } };
      const error = await errorOf(wganGp(ACTIVATIONS[name]), DISCRIMINATOR, inputs, device, distanceOf(name));
      expect(error).toBeLessThan(1e-3);
    },
  );

  it('a loss after a step of learning has the gradient through that step', async () => {
    const specs = [
      { name: 'w', shape: [3, 4], init: glorotUniform },
      { name: 'v', shape: [4, 2], init: glorotUniform },
    ];
    const loss: LossFn = ({ x, y, later }, { w, v }) => {
      const risk = (input: tf.Tensor, target: tf.Tensor, a: tf.Tensor, b: tf.Tensor) => {
        const logits = tf.matMul(tf.tanh(tf.matMul(input, a)), b);
        return tf.losses.softmaxCrossEntropy(tf.softmax(target), logits) as tf.Scalar;
      };
      const [dw, dv] = tf.grads((a, b) => risk(x, y, a, b))([w, v]);
      const learned = [tf.sub(w, tf.mul(0.5, dw)), tf.sub(v, tf.mul(0.5, dv))];
      return { loss: risk(later, y, learned[0], learned[1]) };
    };
    const inputs = { x: { shape: [B, 3] }, y: { shape: [B, 2] }, later: { shape: [B, 3] } };
    expect(await errorOf(loss, specs, inputs, device)).toBeLessThan(1e-3);
  });

  it('a custom gradient is differentiated as it is written, with what it keeps', async () => {
    // x · e^x; the exponential is neither argument nor result, and is kept.
    const custom = tf.customGrad((...given) => {
      const [x, save] = given as unknown as [tf.Tensor, (tensors: tf.Tensor[]) => void];
      const power = tf.exp(x);
      save([x, power]);
      const gradFunc = (dy: tf.Tensor, [kept, exponential]: tf.Tensor[]) =>
        tf.mul(dy, tf.mul(exponential, tf.add(1, kept)));
      return { value: tf.mul(x, power), gradFunc: gradFunc as (dy: tf.Tensor) => tf.Tensor };
    });
    const plain: Unary = (x) => tf.mul(x, tf.exp(x));
    const run = async (f: Unary) => {
      const step = await stepOf(({ w }) => tf.sum(tf.square(tf.grad((x) => tf.sum(f(x)))(w))), device);
      const loss = await step.run(0);
      const found = [loss, ...step.gradient('w')];
      await step.dispose();
      return found;
    };
    const [found, wanted] = [await run((x) => custom(x)), await run(plain)];
    found.forEach((value, i) => expect(value / wanted[i]).toBeCloseTo(1, 5));
  });

  it('a custom gradient stays the gradient that it says, not that of what it computes', async () => {
    const reversed = tf.customGrad((...[x]) => ({
      value: x as tf.Tensor,
      gradFunc: (dy: tf.Tensor) => tf.neg(dy),
    }));
    const step = await stepOf(({ w }) => tf.sum(tf.square(reversed(w))), device);
    await step.run(0);
    expect([...step.gradient('w')]).toEqual([...W].map((value) => Math.fround(-2 * Math.fround(value))));
    await step.dispose();
  });

  it('an inner gradient counts what its function does, and nothing from outside', async () => {
    const inner = (w: tf.Tensor) => {
      const outside = tf.square(w);
      return tf.grad((x) => tf.sum(tf.mul(x, outside)))(w); // w², not 3 w²
    };
    const step = await stepOf(({ w }) => tf.sum(inner(w)), device);
    const program = await compile(({ w }) => ({ sum: tf.sum(inner(w)) }), {
      inputs: { w: { shape: [W.length] } },
      device,
    });
    program.inputs.w.set(W);
    await program.run();
    const loss = await step.run(0);
    expect(loss).toBeCloseTo(program.outputs.sum[0], 6);
    expect(loss).toBeCloseTo(
      W.reduce((sum, value) => sum + value ** 2, 0),
      6,
    );
    step.gradient('w').forEach((value, i) => expect(value).toBeCloseTo(2 * W[i], 6));
    await Promise.all([step.dispose(), program.dispose()]);
  });

  it('stopGradient cuts the second derivative too', async () => {
    const step = await stepOf(({ w }) => {
      const slope = tf.grad((x) => tf.sum(tf.mul(stopGradient(tf.tanh(x)), tf.square(x))))(w);
      return tf.sum(slope); // 2 w · tanh(w), the second factor a constant
    }, device);
    await step.run(0);
    step.gradient('w').forEach((value, i) => expect(value).toBeCloseTo(2 * Math.tanh(W[i]), 5));
    await step.dispose();
  });
});

const W = [0.3, -0.8, 1.2];

/** A step on one parameter. */
async function stepOf(loss: (weights: TensorMap) => tf.Tensor, device: Device): Promise<TrainStep> {
  const specs = [{ name: 'w', shape: [W.length], init: (out: Float32Array) => out.set(W) }];
  const parameters = new Parameters(specs).initialise(new RandomStream('unused'));
  const fn: LossFn = (_, weights) => ({ loss: loss(weights) as tf.Scalar });
  return trainStep(fn, { inputs: {}, parameters, optimiser: sgd(), device });
}

describe('a gradient through a kernel that has none', () => {
  it('is refused by the name of the kernel, whatever the order', async () => {
    const forward = (x: tf.Tensor) => tf.engine().runKernel<tf.Tensor>('_FusedMatMul', { a: x, b: x }, { activation: 'tanh' } as never); // prettier-ignore
    const square = (w: tf.Tensor) => forward(tf.reshape(tf.concat([w, w, w]), [1, 3, 3]));
    const first = await failure(() => stepOf(({ w }) => tf.sum(square(w)), 'cpu'));
    const second = await failure(() =>
      stepOf(({ w }) => tf.sum(tf.square(tf.grad((x) => tf.sum(square(x)))(w))), 'cpu'),
    );
    for (const error of [first, second]) {
      expect(error.code).toBe('unsupported-kernel');
      expect(error.message).toMatch(
        /gradient is wanted through kernel _FusedMatMul, which has none.*stopGradient/,
      );
    }
  });
});
