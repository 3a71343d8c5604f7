import { RandomStream } from '@agon/core';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { glorotUniform, zeros } from './initialisers.js';
import { adam } from './optimisers/adam.js';
import { sgd } from './optimisers/sgd.js';
import { Parameters, type ParameterSpec } from './parameters.js';
import type { LossFn } from './tensors.js';
import { failure } from './testing/failure.js';
import { stopGradient } from './trace/tape.js';
import { trainStep, type TrainStep, type TrainStepOptions } from './trainStep.js';

const SPECS: ParameterSpec[] = [
  { name: 'w1', shape: [2, 8], init: glorotUniform },
  { name: 'b1', shape: [8], init: zeros },
  { name: 'w2', shape: [8, 1], init: glorotUniform },
  { name: 'b2', shape: [1], init: zeros },
];
const INPUTS = { x: { shape: [4, 2] }, y: { shape: [4, 1] } };

const loss: LossFn = ({ x, y }, { w1, b1, w2, b2 }) => {
  const hidden = tf.tanh(tf.add(tf.matMul(x, w1), b1));
  const output = tf.add(tf.matMul(hidden, w2), b2);
  return { loss: tf.losses.sigmoidCrossEntropy(y, output) as tf.Scalar, output };
};

function writeXor(step: TrainStep): void {
  step.inputs.x.set([0, 0, 0, 1, 1, 0, 1, 1]);
  step.inputs.y.set([0, 1, 1, 0]);
}

async function xor(options: Partial<TrainStepOptions> = {}) {
  const parameters = new Parameters(SPECS).initialise(new RandomStream('xor'));
  const step = await trainStep(loss, { inputs: INPUTS, parameters, optimiser: adam(), ...options });
  writeXor(step);
  return { parameters, step };
}

beforeAll(() => tf.setBackend('cpu'));

describe('trainStep', () => {
  it('learns XOR', async () => {
    const { step } = await xor();
    for (let i = 0; i < 400; i++) await step.run(0.05);
    expect(await step.run(0.05)).toBeLessThan(0.02);
    expect([...step.outputs.output].map((logit) => Number(logit > 0))).toEqual([0, 1, 1, 0]);
    await step.dispose();
  });

  it('gives the same bytes for the same seed', async () => {
    const runs = [await xor(), await xor()];
    for (const { step } of runs) for (let i = 0; i < 50; i++) await step.run(0.05);
    expect(runs[0].parameters.flat).toEqual(runs[1].parameters.flat);
    for (const { step } of runs) await step.dispose();
  });

  it('goes on from a saved state as if it had never stopped', async () => {
    const { parameters, step } = await xor();
    for (let i = 0; i < 20; i++) await step.run(0.05);
    const saved = step.save();
    const weights = parameters.toSafetensors();
    for (let i = 0; i < 20; i++) await step.run(0.05);

    const resumed = await xor();
    resumed.parameters.loadSafetensors(weights);
    resumed.step.load(saved);
    for (let i = 0; i < 20; i++) await resumed.step.run(0.05);
    expect(resumed.parameters.flat).toEqual(parameters.flat);
    await step.dispose();
    await resumed.step.dispose();
  });

  it('refuses a saved state of another size', async () => {
    const { step } = await xor();
    const error = await failure(async () => step.load({ step: 1, arrays: { mean: new Float32Array(3) } }));
    expect(error.code).toBe('bad-checkpoint');
    expect(error.message).toMatch(/adam has 3 values of "mean", this network has 33/);
    await step.dispose();
  });

  it('scales gradients down to the clipping norm, and reports the norm before', async () => {
    const free = await xor({ optimiser: sgd() });
    const clipped = await xor({ optimiser: sgd(), clipNorm: 0.01 });
    const start = free.parameters.flat.slice();
    await free.step.run(1);
    await clipped.step.run(1);
    expect(clipped.step.gradientNorm).toBeCloseTo(free.step.gradientNorm, 6);
    const change = (parameters: Parameters) =>
      Math.hypot(...parameters.flat.map((value, i) => value - start[i]));
    expect(change(free.parameters)).toBeCloseTo(free.step.gradientNorm, 4);
    expect(change(clipped.parameters)).toBeCloseTo(0.01, 5);
    await free.step.dispose();
    await clipped.step.dispose();
  });

  it.each([NaN, Infinity])(
    'stops at %d in the loss, with step and tensor named and the parameters kept',
    async (bad) => {
      const { parameters, step } = await xor();
      await step.run(0.05);
      const good = parameters.flat.slice();
      const moments = step.save();
      step.inputs.x[3] = bad;
      step.inputs.y[3] = bad;
      const error = await failure(() => step.run(0.05));
      expect(error.code).toBe('not-finite');
      expect(error.message).toMatch(/update 2: the loss is .* and the gradient of "w1" \[2, 8\]/);
      expect(parameters.flat).toEqual(good);
      expect(step.save()).toEqual(moments);
      writeXor(step);
      await expect(step.run(0.05)).resolves.toBeGreaterThan(0);
      await step.dispose();
    },
  );

  it('stops at a gradient that is infinite where the loss is not', async () => {
    const parameters = new Parameters([{ name: 'w', shape: [2], init: zeros }]);
    const root: LossFn = (_inputs, { w }) => ({ loss: tf.sum(tf.sqrt(w)) as tf.Scalar });
    const step = await trainStep(root, { inputs: {}, parameters, optimiser: sgd() });
    const error = await failure(() => step.run(0.1));
    expect(error.message).toMatch(/update 1: the gradient of "w" \[2\] is not finite/);
    expect([...parameters.flat]).toEqual([0, 0]);
    await step.dispose();
  });

  it('stops at a learning rate that is not a number', async () => {
    const { step } = await xor();
    expect((await failure(() => step.run(NaN))).message).toMatch(/the learning rate is NaN/);
    await step.dispose();
  });

  it('reads frozen parameters at every run and never changes them', async () => {
    const online = new Parameters(SPECS).initialise(new RandomStream(1));
    const target = new Parameters(SPECS).initialise(new RandomStream(2));
    const follow: LossFn = (inputs, trained, frozen) => {
      const outputs = [trained, frozen].map((set) => loss(inputs, set, {}).output);
      return { loss: tf.mean(tf.square(tf.sub(outputs[0], outputs[1]))) as tf.Scalar };
    };
    const step = await trainStep(follow, {
      inputs: INPUTS,
      parameters: online,
      frozen: target,
      optimiser: adam(),
    });
    writeXor(step);
    const before = target.flat.slice();
    expect(await step.run(0.01)).toBeGreaterThan(0);
    expect(target.flat).toEqual(before);
    target.copyFrom(online);
    expect(await step.run(0.01)).toBe(0);
    await step.dispose();
  });

  it('gives no gradient behind stopGradient, and none to parameters that the loss does not use', async () => {
    const parameters = new Parameters([
      { name: 'a', shape: [], init: (out) => out.fill(3) },
      { name: 'b', shape: [], init: (out) => out.fill(5) },
      { name: 'unused', shape: [2], init: zeros },
    ]).initialise(new RandomStream(1));
    const product: LossFn = (_inputs, { a, b }) => ({
      loss: tf.mul(a, stopGradient(tf.mul(a, b))) as tf.Scalar,
    });
    const step = await trainStep(product, { inputs: {}, parameters, optimiser: sgd() });
    expect(await step.run(0.01)).toBe(45);
    expect(step.gradient('a')[0]).toBe(15);
    expect(step.gradient('b')[0]).toBe(0);
    expect([...parameters.view('unused')]).toEqual([0, 0]);
    await step.dispose();
  });

  it('gives parameters the next values that the loss function returns', async () => {
    const parameters = new Parameters([
      { name: 'w', shape: [], init: (out) => out.fill(2) },
      { name: 'average', shape: [2], init: zeros },
    ]).initialise(new RandomStream(1));
    const batchNorm: LossFn = ({ x }, { w, average }) => ({
      loss: tf.mean(tf.square(tf.mul(x, w))) as tf.Scalar,
      'next/average': tf.add(tf.mul(average, 0.5), tf.mul(tf.mean(x, 0), 0.5)),
    });
    const step = await trainStep(batchNorm, {
      inputs: { x: { shape: [2, 2] } },
      parameters,
      optimiser: sgd(),
    });
    step.inputs.x.set([1, 2, 3, 4]);
    await step.run(0.1);
    expect([...parameters.view('average')]).toEqual([1, 1.5]);
    await step.run(0.1);
    expect([...parameters.view('average')]).toEqual([1.5, 2.25]);
    expect(parameters.view('w')[0]).not.toBe(2);
    step.inputs.x[0] = NaN;
    await failure(() => step.run(0.1));
    expect([...parameters.view('average')]).toEqual([1.5, 2.25]);
    await step.dispose();

    const wrong: LossFn = (inputs, { w }) => ({ loss: w as tf.Scalar, 'next/average': inputs.x });
    const error = await failure(() =>
      trainStep(wrong, { inputs: { x: { shape: [2, 2] } }, parameters, optimiser: sgd() }),
    );
    expect(error.message).toMatch(/"next\/average" of shape \[2, 2\], but that parameter has shape \[2\]/);
  });

  it('refuses a loss that depends on no parameter', async () => {
    const parameters = new Parameters(SPECS);
    const constant: LossFn = ({ x }) => ({ loss: tf.mean(x) as tf.Scalar });
    const error = await failure(() => trainStep(constant, { inputs: INPUTS, parameters, optimiser: sgd() }));
    expect(error.message).toMatch(/the loss depends on no parameter/);
  });

  it('asks for a scalar loss', async () => {
    const parameters = new Parameters(SPECS);
    const wrong: LossFn = ({ x }) => ({ loss: x as unknown as tf.Scalar });
    const error = await failure(() => trainStep(wrong, { inputs: INPUTS, parameters, optimiser: sgd() }));
    expect(error.message).toMatch(/a scalar called "loss"; got a tensor of shape \[4, 2\]/);
  });
});
