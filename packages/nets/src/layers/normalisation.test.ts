/** Batch and group normalisation against their formulas: values, statistics, gradients and gradients of gradients. */
import { RandomStream } from '@agon/core';
import { heNormal, Parameters, sgd, trainStep, uniform, type TensorMap, type TrainStep } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../testing/plainLoops.js';
import { compiledRun } from '../testing/runs.js';
import { batchNormalisation } from './batchNorm.js';
import { groupNormalisation } from './groupNorm.js';
import type { TrainingPass } from './layer.js';

/** The formula, whose gradient is tfjs's own. */
function plain(x: tf.Tensor, values: TensorMap): tf.Tensor {
  const { mean, variance } = tf.moments(
    x,
    Array.from({ length: x.rank - 1 }, (_, i) => i),
  );
  const normal = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-5)));
  return tf.add(tf.mul(normal, values['norm.scale']), values['norm.shift']);
}

type Norm = (x: tf.Tensor, values: TensorMap, pass: TrainingPass) => tf.Tensor;

describe.each([[[7, 4]], [[3, 4, 5, 6]], [[2, 3, 3, 2, 4]]])('batch normalisation of %j', (shape) => {
  const layer = batchNormalisation(shape.slice(1), 'norm');
  const specs = [
    { name: 'x', shape, init: heNormal },
    ...layer.parameters.map((spec) => ({ ...spec, init: uniform(1) })),
  ];

  /** A step whose loss is a distance to random goals, or with `penalty` the squared gradient of that distance in x. */
  async function stepOf(norm: Norm, penalty: boolean): Promise<TrainStep> {
    const parameters = new Parameters(specs).initialise(new RandomStream('w'));
    const distance = (x: tf.Tensor, goal: tf.Tensor, values: TensorMap, next: TensorMap): tf.Scalar =>
      tf.sum(tf.square(tf.sub(norm(x, values, { noise: {}, next }), goal)));
    const loss = ({ goal }: TensorMap, values: TensorMap) => {
      const next: TensorMap = {};
      if (!penalty) return { loss: distance(values.x, goal, values, next), ...next };
      const slope = tf.grad((x: tf.Tensor) => distance(x, goal, values, {}))(values.x);
      return { loss: tf.mul(0.01, tf.sum(tf.square(slope))) as tf.Scalar };
    };
    const step = await trainStep(loss, { inputs: { goal: { shape } }, parameters, optimiser: sgd() });
    const rng = new RandomStream('goal');
    step.inputs.goal.forEach((_, i, goal) => (goal[i] = rng.uniform()));
    await step.run(0);
    return step;
  }

  it.each([
    ['the gradients', false],
    ['the gradients of a gradient penalty', true],
  ])('has the value and %s of its formula', async (_name, penalty) => {
    const ours = await stepOf((x, values, pass) => layer.apply(x, values, pass), penalty);
    const wanted = await stepOf(plain, penalty);
    expectClose(ours.outputs.loss, [...wanted.outputs.loss]);
    for (const name of penalty ? ['x', 'norm.scale'] : ['x', 'norm.scale', 'norm.shift']) {
      const expected = [...wanted.gradient(name)];
      expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(0.1);
      expectClose(ours.gradient(name), expected);
    }
    await Promise.all([ours.dispose(), wanted.dispose()]);
  });

  it('moves its statistics by a tenth towards those of the batch, and has no gradient in them', async () => {
    const before = new Parameters(specs).initialise(new RandomStream('w'));
    const parameters = new Parameters(specs).initialise(new RandomStream('w'));
    const step = await trainStep(
      (_, values) => {
        const next: TensorMap = {};
        const y = layer.apply(values.x, values, { noise: {}, next });
        return { loss: tf.mean(tf.square(y)) as tf.Scalar, ...next };
      },
      { inputs: {}, parameters, optimiser: sgd() },
    );
    await step.run(0.1);
    const channels = shape[shape.length - 1];
    const x = before.view('x');
    for (let c = 0; c < channels; c++) {
      const own = [...x].filter((_, i) => i % channels === c);
      const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
      const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (own.length - 1);
      expect(parameters.view('norm.mean')[c]).toBeCloseTo(0.9 * before.view('norm.mean')[c] + 0.1 * mean, 5);
      expect(parameters.view('norm.variance')[c]).toBeCloseTo(
        0.9 * before.view('norm.variance')[c] + 0.1 * variance,
        5,
      );
    }
    expect(step.gradient('norm.mean').every((value) => value === 0)).toBe(true);
    expect(step.gradient('norm.scale').some((value) => value !== 0)).toBe(true);
    await step.dispose();
  });

  it('normalises by its statistics in use, each row by itself', async () => {
    const parameters = new Parameters(layer.parameters);
    const rng = new RandomStream('use');
    parameters.flat.forEach((_, i, flat) => (flat[i] = 0.5 + rng.uniform()));
    const { inputs, outputs } = await compiledRun(
      ({ x }, values) => ({ y: layer.apply(x, values) }),
      { x: { shape } },
      parameters,
    );
    const part = (name: string, i: number) => parameters.view(`norm.${name}`)[i % shape[shape.length - 1]];
    const expected = [...inputs.x].map(
      (x, i) =>
        ((x - part('mean', i)) / Math.sqrt(part('variance', i) + 1e-5)) * part('scale', i) + part('shift', i),
    );
    expectClose(outputs.y, expected);
  });
});

/** Its formula, whose gradient is tfjs's own. */
function plainGroups(x: tf.Tensor, groups: number, values: TensorMap): tf.Tensor {
  const channels = x.shape[x.rank - 1];
  const grouped = tf.reshape(x, [x.shape[0], -1, groups, channels / groups]);
  const { mean, variance } = tf.moments(grouped, [1, 3], true);
  const normal = tf.div(tf.sub(grouped, mean), tf.sqrt(tf.add(variance, 1e-5)));
  return tf.add(tf.mul(tf.reshape(normal, x.shape), values['norm.scale']), values['norm.shift']);
}

describe('group normalisation', () => {
  it.each([
    [[3, 4, 6], 3],
    [[5, 70], 14],
    [[2, 2, 3], 1],
  ])('of %j has each of %i groups of a row with mean 0 and variance 1', async (shape, groups) => {
    const layer = groupNormalisation(shape, 'norm');
    const parameters = new Parameters(layer.parameters).initialise(new RandomStream('none'));
    const { inputs, outputs } = await compiledRun(
      ({ x }, values) => ({ y: layer.apply(x, values) }),
      { x: { shape: [2, ...shape] } },
      parameters,
    );
    const channels = shape[shape.length - 1];
    const row = inputs.x.length / 2;
    const groupOf = (i: number) => Math.floor((i % channels) / (channels / groups));
    const expected = [...inputs.x].map((x, i) => {
      const own = [...inputs.x].filter(
        (_, j) => Math.floor(j / row) === Math.floor(i / row) && groupOf(j) === groupOf(i),
      );
      const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
      const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length;
      return (x - mean) / Math.sqrt(variance + 1e-5);
    });
    expectClose(outputs.y, expected);
  });

  it.each([
    [[4, 3, 6], 3],
    [[5, 8], 4],
    [[2, 2, 2, 5], 1],
  ])('of %j in %i groups has the gradients of its formula', async (shape, groups) => {
    const layer = groupNormalisation(shape, 'norm');
    const batch = [3, ...shape];
    const specs = [
      { name: 'x', shape: batch, init: heNormal },
      ...layer.parameters.map((spec) => ({ ...spec, init: uniform(1) })),
    ];
    const norms = [layer.apply, (x: tf.Tensor, values: TensorMap) => plainGroups(x, groups, values)];
    const [ours, wanted] = await Promise.all(
      norms.map(async (norm) => {
        const parameters = new Parameters(specs).initialise(new RandomStream('w'));
        const loss = ({ goal }: TensorMap, values: TensorMap) => ({
          loss: tf.sum(tf.square(tf.sub(norm(values.x, values), goal))) as tf.Scalar,
        });
        const step = await trainStep(loss, {
          inputs: { goal: { shape: batch } },
          parameters,
          optimiser: sgd(),
        });
        const rng = new RandomStream('goal');
        step.inputs.goal.forEach((_, i, goal) => (goal[i] = rng.uniform()));
        await step.run(0);
        return step;
      }),
    );
    expectClose(ours.outputs.loss, [...wanted.outputs.loss]);
    for (const { name } of specs) {
      const expected = [...wanted.gradient(name)];
      expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(0.1);
      expectClose(ours.gradient(name), expected);
    }
    await Promise.all([ours.dispose(), wanted.dispose()]);
  });
});
