/** The same functions on other devices: tfjs's cpu backend, what is not there, and the choice of the fastest. */
import { RandomStream } from '@agon/core';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../compile.js';
import { heNormal, zeros } from '../initialisers.js';
import { adam } from '../optimisers/adam.js';
import { Parameters } from '../parameters.js';
import type { LossFn, TensorMap } from '../tensors.js';
import { trainStep } from '../trainStep.js';
import { parseDevice, useDevice, type Device } from './device.js';

const BATCH = 5;
const specs = [
  { name: 'filter', shape: [3, 3, 2, 16], init: heNormal },
  { name: 'weight', shape: [6 * 6 * 16, 3], init: heNormal },
  { name: 'bias', shape: [3], init: zeros },
];
const inputs = { x: { shape: [BATCH, 6, 6, 2] }, y: { shape: [BATCH], dtype: 'int32' as const } };

function logits(x: tf.Tensor, { filter, weight, bias }: TensorMap): tf.Tensor2D {
  const features = tf.relu(tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, 'same'));
  return tf.add(tf.matMul(tf.reshape(features, [BATCH, -1]) as tf.Tensor2D, weight as tf.Tensor2D), bias);
}

const loss: LossFn = ({ x, y }, trained, frozen) => {
  const found = logits(x, trained);
  const wanted = tf.add(tf.oneHot(y as tf.Tensor1D, 3), tf.mul(0.1, logits(x, frozen)));
  return {
    loss: tf.mean(tf.square(tf.sub(found, wanted))) as tf.Scalar,
    isLarge: tf.greater(found, 0.5),
    'next/bias': tf.mean(found, 0),
  };
};

/** Parameters, results and the gradients' norm after a few steps on a device. */
async function train(device: Device): Promise<{ values: Float32Array; outputs: number[]; norm: number }> {
  const rng = new RandomStream('devices');
  const parameters = new Parameters(specs).initialise(rng);
  const frozen = new Parameters(specs).initialise(rng);
  const step = await trainStep(loss, { inputs, parameters, frozen, optimiser: adam(), clipNorm: 1, device });
  for (let i = 0; i < 4; i++) {
    step.inputs.x.forEach((_, at) => (step.inputs.x[at] = rng.uniform()));
    step.inputs.y.forEach((_, at) => (step.inputs.y[at] = rng.int(3)));
    await step.run(0.01);
  }
  await step.dispose();
  const outputs = [step.outputs.loss[0], ...step.outputs.isLarge, ...step.outputs['next/bias']];
  return { values: parameters.flat, outputs, norm: step.gradientNorm };
}

beforeAll(() => tf.setBackend('cpu'));

describe('tfjs:cpu', () => {
  it('trains as compiled code does, targets, extra results and moving averages included', async () => {
    const compiled = await train('cpu');
    const eager = await train('tfjs:cpu');
    eager.values.forEach((value, i) => expect(value).toBeCloseTo(compiled.values[i], 5));
    eager.outputs.forEach((value, i) => expect(value).toBeCloseTo(compiled.outputs[i], 5));
    expect(eager.norm / compiled.norm).toBeCloseTo(1, 6);
  });

  it('leaves no tensors behind, and takes new weights only when refreshed', async () => {
    const parameters = new Parameters(specs).initialise(new RandomStream(1));
    const before = tf.memory().numTensors;
    const program = await compile(({ x }, p) => ({ y: logits(x, p) }), {
      inputs: { x: inputs.x },
      parameters,
      device: 'tfjs:cpu',
    });
    program.inputs.x.fill(1);
    await program.run();
    const first = program.outputs.y.slice();
    parameters.flat.fill(0);
    await program.run();
    expect(program.outputs.y).toEqual(first);
    await program.refresh();
    await program.run();
    expect([...program.outputs.y]).toEqual(Array.from({ length: 3 * BATCH }, () => 0));
    await program.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('tfjs:cpu, where a gradient of tfjs is wrong there', () => {
  const run = async (apply: (x: tf.Tensor4D) => tf.Tensor, device: Device): Promise<Float32Array> => {
    const parameters = new Parameters([{ name: 'x', shape: [1, 3, 3, 1], init: heNormal }]);
    parameters.initialise(new RandomStream('x'));
    const fn: LossFn = (_, { x }) => ({ loss: tf.sum(apply(x as tf.Tensor4D)) as tf.Scalar });
    const step = await trainStep(fn, { inputs: {}, parameters, optimiser: adam(), device });
    try {
      await step.run(0);
      return step.gradient('x').slice();
    } finally {
      await step.dispose();
    }
  };

  it('refuses an average pool with padding, which compiles', async () => {
    const pool = (x: tf.Tensor4D) => tf.avgPool(x, 2, 2, 'same');
    await expect(run(pool, 'tfjs:cpu')).rejects.toThrow(/average pool with padding.*Use the device "cpu"/);
    // Windows of 4, 2, 2 and 1 pixels.
    const [whole, half, one] = [0.25, 0.5, 1];
    expect([...(await run(pool, 'cpu'))]).toEqual([whole, whole, half, whole, whole, half, half, half, one]);
    expect([...(await run((x) => tf.avgPool(x, 3, 1, 'valid'), 'tfjs:cpu'))]).toEqual(
      new Array(9).fill(Math.fround(1 / 9)),
    );
  });

  it('refuses resizing from the centres of pixels, which compiles', async () => {
    const resize = (x: tf.Tensor4D) => tf.image.resizeBilinear(x, [6, 6], false, true);
    await expect(run(resize, 'tfjs:cpu')).rejects.toThrow(
      /resizing with halfPixelCenters.*Use the device "cpu"/,
    );
    const gradient = await run(resize, 'cpu');
    expect(gradient.reduce((sum, value) => sum + value)).toBeCloseTo(36, 5);
  });
});

describe('devices', () => {
  afterEach(() => useDevice('cpu'));

  it('are known by name', () => {
    expect(() => parseDevice('webgp')).toThrow('unknown device "webgp"; did you mean "webgpu"?');
    expect(parseDevice('auto')).toBe('auto');
  });

  it('say what they need where they are not there', async () => {
    await expect(useDevice('tfjs:node-gpu')).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('npm run setup:gpu') as string,
    });
  });

  it('are timed once for a program under auto, and what was found is kept', async () => {
    const kept = new Map<string, string>();
    const said: string[] = [];
    const memory = {
      recall: (program: string) => kept.get(program),
      remember: (program: string, device: string) => void kept.set(program, device),
      say: (line: string) => void said.push(line),
    };
    await useDevice('auto', memory);
    const double = () => compile(({ x }) => ({ y: tf.mul(x, 2) }), { inputs: { x: { shape: [3] } } });
    for (let i = 0; i < 2; i++) {
      const program = await double();
      program.inputs.x.fill(2);
      await program.run();
      expect([...program.outputs.y]).toEqual([4, 4, 4]);
      await program.dispose();
    }
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^device auto: one step takes cpu .* ms.*; taking /);
    expect(kept.size).toBe(1);
  });
});
