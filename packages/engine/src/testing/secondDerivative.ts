/** Compares second derivatives of an operation: compiled, by finite differences of compiled first ones, and on tfjs. */
import { RandomStream } from '@agon/core';
import * as tf from '@tensorflow/tfjs';
import { compile } from '../compile.js';
import { loadRuntime } from '../runtime.js';
import type { ArrayMap } from '../tensors.js';
import { Compiled, difference, dot, drawnValues, Reference, type Instance } from './agreement.js';

/**
 * The gradient of an operation as one: [n] that of Σ weights · (y + sin y) for its result y, in all values
 * with gradient, for fixed weights.
 */
export function derivative(instance: Instance): Instance {
  const { operands, apply } = instance;
  const names = Object.keys(operands).filter((name) => operands[name].isTrained);
  return {
    ...instance,
    apply: (tensors) => {
      const rng = new RandomStream('weights of a derivative');
      const weighted = (...values: tf.Tensor[]) => {
        const moved = Object.fromEntries(names.map((name, i) => [name, values[i]]));
        const result = apply({ ...tensors, ...moved });
        const weights = Float32Array.from({ length: result.size }, () => 2 * rng.uniform() - 1);
        const curved = tf.add(result, tf.sin(result)); // so that linear operations have second derivatives too
        return tf.sum(tf.mul(curved, tf.tensor(weights, result.shape)));
      };
      const gradients = tf.grads(weighted)(names.map((name) => tensors[name]));
      return tf.concat(gradients.map((gradient) => tf.reshape(gradient, [-1])));
    },
  };
}

/** How far second derivatives are from what they should be. */
export interface SecondDisagreement {
  /** The compiled one against differences of the compiled first, along one direction, relative to 1 + |slope|; 0 with kinks. */
  finiteDifference: number;
  /** The one on tfjs's cpu backend against the compiled one; 0 where tfjs's first is wrong already. */
  eager: number;
}

/** The length of the larger step; the other is half of it. */
const STEP = 0.01;

/** Measures the derivative of an instance's gradient, on values drawn from `seed`. Uses tfjs's cpu backend, which must be set. */
export async function measureSecondDerivative(instance: Instance, seed: string): Promise<SecondDisagreement> {
  const rng = new RandomStream(seed);
  const values = drawnValues(instance, rng);
  const gradient = derivative(instance);
  const compiled = new Compiled(gradient, values);
  const size = compiled.names.reduce((sum, name) => sum + values[name].length, 0);
  const weights = Float32Array.from({ length: size }, () => 2 * rng.uniform() - 1);
  const { gradients: second } = await compiled.training(await loadRuntime(), weights, [size]);
  let finiteDifference = 0;
  if (!instance.hasKinks) {
    const step = () => (rng.uniform() - 0.5) * Math.sqrt(12 / size); // of length 1 or so, all together
    const direction = second.map((array) => array.map(step));
    const slope = await slopeAlong(direction, gradient, values, weights);
    const ours = second.reduce((sum, array, k) => sum + dot(array, direction[k]), 0);
    finiteDifference = Math.abs(slope - ours) / (1 + Math.abs(ours));
  }
  let eager = 0;
  if (!instance.isTfjsGradientWrong) {
    const { gradients } = await new Reference(gradient, values).gradients(weights, [size]);
    eager = Math.max(...second.map((array, k) => difference(gradients[k], array)));
  }
  return { finiteDifference, eager };
}

/** The slope of Σ weights · result of a compiled operation, by central differences of two steps. */
async function slopeAlong(
  direction: readonly Float32Array[],
  { operands, apply }: Instance,
  values: ArrayMap,
  weights: Float32Array,
): Promise<number> {
  const inputs = Object.fromEntries(
    Object.entries(operands).map(([name, { shape, dtype }]) => [name, { shape, dtype }]),
  );
  const program = await compile((given) => ({ result: apply(given) }), { inputs, device: 'cpu' });
  for (const [name, data] of Object.entries(values)) program.inputs[name].set(data);
  const names = Object.keys(operands).filter((name) => operands[name].isTrained);
  const at = async (step: number): Promise<number> => {
    names.forEach((name, k) =>
      program.inputs[name].set(values[name].map((value, i) => value + step * direction[k][i])),
    );
    await program.run();
    return dot(program.outputs.result, weights);
  };
  const slope = async (step: number) => ((await at(step)) - (await at(-step))) / (2 * step);
  const [coarse, fine] = [await slope(STEP), await slope(STEP / 2)];
  await program.dispose();
  return (4 * fine - coarse) / 3; // Richardson's extrapolation: the error is of the fourth order in the step
}
