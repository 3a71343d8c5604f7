/** For tests: a layer beside a twin in plain loops. Its values are the twin's, its gradients the twin's by finite differences. */
import { RandomStream } from '@agon/core';
import {
  sgd,
  trainStep,
  Parameters,
  uniform,
  type Shape,
  type TensorMap,
  type TensorSpec,
} from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';

/** Values by name, row-major. */
export type Values = Readonly<Record<string, ArrayLike<number>>>;

/** A layer and its twin. */
export interface Twins {
  /** What has a gradient: the layer's parameters, and those of its inputs that are to be checked too. */
  readonly trained: Readonly<Record<string, Shape>>;
  /** What else the layer reads: its spec, and what to fill it with. */
  readonly given?: Readonly<Record<string, TensorSpec & { values: ArrayLike<number> }>>;
  readonly layer: (values: TensorMap, given: TensorMap) => tf.Tensor;
  /** The same in float64; its results row-major. */
  readonly twin: (values: Values, given: Values) => ArrayLike<number>;
}

/** Half the step of a finite difference, in float64. */
const STEP = 1e-4;

/** Compares them at a random point. float32 sums of some ten terms against float64: equal within 1e-4 of the largest. */
export async function expectTwins({ trained, given = {}, layer, twin }: Twins, seed: number): Promise<void> {
  const rng = new RandomStream(`twins ${seed}`);
  const specs = Object.entries(trained).map(([name, shape]) => ({ name, shape, init: uniform(1) }));
  const parameters = new Parameters(specs).initialise(rng);
  const values = Object.fromEntries(
    specs.map(({ name }) => [name, Float64Array.from(parameters.view(name))]),
  );
  const givenValues = Object.fromEntries(Object.entries(given).map(([name, each]) => [name, each.values]));
  const expected = Array.from(twin(values, givenValues));
  const weights = Float32Array.from(expected, () => rng.uniform() - 0.5);

  const loss = ({ weights, ...inputs }: TensorMap, tensors: TensorMap) => {
    const y = tf.reshape(layer(tensors, inputs), [-1]);
    return { loss: tf.sum(tf.mul(y, weights)) as tf.Scalar, y };
  };
  const inputs = Object.fromEntries(
    Object.entries(given).map(([name, { shape, dtype }]) => [name, { shape, dtype }]),
  );
  const step = await trainStep(loss, {
    inputs: { ...inputs, weights: { shape: [expected.length] } },
    parameters,
    optimiser: sgd(),
  });
  step.inputs.weights.set(weights);
  for (const [name, each] of Object.entries(givenValues)) step.inputs[name].set(each);
  await step.run(0);
  expectNear(step.outputs.y, expected);

  const lossOf = (): number =>
    Array.from(twin(values, givenValues)).reduce((sum, y, i) => sum + y * weights[i], 0);
  let steepest = 0;
  for (const { name } of specs) {
    const own = values[name];
    const slopes = Array.from(own, (value, i) => {
      own[i] = value + STEP;
      const above = lossOf();
      own[i] = value - STEP;
      const below = lossOf();
      own[i] = value;
      return (above - below) / (2 * STEP);
    });
    steepest = Math.max(steepest, ...slopes.map(Math.abs));
    expectNear(step.gradient(name), slopes);
  }
  expect(steepest).toBeGreaterThan(1e-3);
  await step.dispose();
}

function expectNear(actual: ArrayLike<number>, expected: readonly number[]): void {
  const tolerance = 1e-4 * (1 + expected.reduce((most, each) => Math.max(most, Math.abs(each)), 0));
  expect(actual.length).toBe(expected.length);
  expected.forEach((each, i) => expect(Math.abs(actual[i] - each)).toBeLessThan(tolerance));
}
