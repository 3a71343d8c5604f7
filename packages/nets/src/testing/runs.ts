/** For tests: a function run compiled and by tfjs's own cpu backend, and training steps on random numbers. */
import { RandomStream } from '@agon/core';
import {
  compile,
  Parameters,
  trainStep,
  type ArrayMap,
  type Fn,
  type Optimiser,
  type TensorMap,
  type TensorSpec,
  type TrainStep,
} from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import { trainingBatchOf, type Network } from '../network.js';

/** Parameters of a network, drawn as for training. */
export const drawn = ({ parameters }: Pick<Network, 'parameters'>): Parameters =>
  new Parameters(parameters).initialise(new RandomStream('drawn'));

/** Values in [0, 1) for each input. */
function fill(arrays: ArrayMap): void {
  const rng = new RandomStream('inputs');
  for (const array of Object.values(arrays)) for (let i = 0; i < array.length; i++) array[i] = rng.uniform();
}

/** Runs a function compiled, on inputs in [0, 1). */
export async function compiledRun(
  fn: Fn,
  inputs: Readonly<Record<string, TensorSpec>>,
  parameters: Parameters,
): Promise<{ inputs: ArrayMap; outputs: ArrayMap }> {
  const program = await compile(fn, { inputs, parameters });
  fill(program.inputs);
  await program.run();
  const found = { inputs: program.inputs, outputs: program.outputs };
  await program.dispose();
  return found;
}

/** Runs the same by tfjs's cpu backend. */
export async function eagerRun(
  fn: Fn,
  specs: Readonly<Record<string, TensorSpec>>,
  values: ArrayMap,
  parameters: Parameters,
): Promise<Record<string, ArrayLike<number>>> {
  await tf.setBackend('cpu');
  return tf.tidy(() => {
    const inputs = Object.entries(specs).map(([name, { shape }]) => [
      name,
      tf.tensor(values[name] as Float32Array, [...shape]),
    ]);
    const tensors = parameters.specs.map(({ name, shape }) => [
      name,
      tf.tensor(parameters.view(name), [...shape]),
    ]);
    const outputs = fn(Object.fromEntries(inputs) as TensorMap, Object.fromEntries(tensors) as TensorMap);
    return Object.fromEntries(Object.entries(outputs).map(([name, output]) => [name, output.dataSync()]));
  });
}

/** A classifier's training step on one random batch; row i is of class i mod the number of classes. */
export async function classifierStep(
  network: Network,
  parameters: Parameters,
  optimiser: Optimiser,
  batch: number,
): Promise<TrainStep> {
  const [numClasses] = network.outputs.logits.shape;
  const loss = (inputs: TensorMap, values: TensorMap) => {
    const { logits, ...rest } = network.training.apply(inputs, values);
    const labels = tf.oneHot(tf.cast(inputs.label, 'int32') as tf.Tensor1D, numClasses);
    return { loss: tf.losses.softmaxCrossEntropy(labels, logits) as tf.Scalar, logits, ...rest };
  };
  const step = await trainStep(loss, {
    inputs: { ...trainingBatchOf(network, batch), label: { shape: [batch] } },
    parameters,
    optimiser,
  });
  fill(step.inputs);
  step.inputs.label.forEach((_, i, labels) => (labels[i] = i % numClasses));
  return step;
}
