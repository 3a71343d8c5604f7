/** Layer normalisation against its formula, whose gradient is tfjs's own. */
import { RandomStream } from '@agon/core';
import { heNormal, Parameters, sgd, trainStep, uniform, type TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { layerNorm, layerNormSpecs } from './layerNorm.js';

function plain<T extends tf.Tensor>(x: T, values: TensorMap, name: string): T {
  const { mean, variance } = tf.moments(x, x.rank - 1, true);
  const normal = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-5)));
  return tf.add(tf.mul(normal, values[`${name}.scale`]), values[`${name}.shift`]);
}

describe.each([[[7, 12]], [[2, 3, 4, 5]]])('layer normalisation of %j', (shape) => {
  it('has the value and the gradients of its formula', async () => {
    const size = shape[shape.length - 1];
    const specs = [
      { name: 'x', shape, init: heNormal },
      ...layerNormSpecs('norm', size).map((spec) => ({ ...spec, init: uniform(1) })),
    ];
    const [ours, wanted] = await Promise.all(
      [layerNorm, plain].map(async (norm) => {
        const parameters = new Parameters(specs).initialise(new RandomStream('w'));
        const loss = ({ goal }: TensorMap, values: TensorMap) => ({
          loss: tf.mean(tf.square(tf.sub(norm(values.x, values, 'norm'), goal))) as tf.Scalar,
        });
        const step = await trainStep(loss, { inputs: { goal: { shape } }, parameters, optimiser: sgd() });
        const rng = new RandomStream('goal');
        step.inputs.goal.set(Float32Array.from(step.inputs.goal, () => rng.uniform()));
        await step.run(0);
        return step;
      }),
    );
    expect(ours.outputs.loss[0]).toBeCloseTo(wanted.outputs.loss[0], 5);
    for (const { name } of specs) {
      const expected = wanted.gradient(name);
      expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(1e-3);
      ours.gradient(name).forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
    }
    await Promise.all([ours.dispose(), wanted.dispose()]);
  });
});
