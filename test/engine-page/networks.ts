/** What is trained alike in Node and in a page: XOR, a small convolutional network, a small LSTM. */
import { RandomStream } from '@agon/core';
import {
  adam,
  rmsprop,
  sgd,
  type Optimiser,
  heNormal,
  Parameters,
  trainStep,
  zeros,
  type LossFn,
  type ParameterSpec,
  type TensorSpec,
} from '@agon/engine';
import * as tf from '@tensorflow/tfjs';

/** For each network the first and last loss, and all parameters after training. */
export type Report = Record<string, { firstLoss: number; lastLoss: number; parameters: number[] }>;

interface Task {
  specs: ParameterSpec[];
  inputs: Record<string, TensorSpec>;
  loss: LossFn;
  /** Values of the inputs; drawn where they are not given. */
  values?: Record<string, number[]>;
  /** Where Adam would blow rounding up (it divides small gradients by their own size), plain momentum. */
  optimiser: Optimiser;
  learningRate: number;
  steps: number;
}

const weight = (name: string, ...shape: number[]): ParameterSpec => ({ name, shape, init: heNormal });
const bias = (name: string, length: number): ParameterSpec => ({ name, shape: [length], init: zeros });

const xor: Task = {
  specs: [weight('w1', 2, 8), bias('b1', 8), weight('w2', 8, 1), bias('b2', 1)],
  inputs: { x: { shape: [4, 2] }, y: { shape: [4, 1] } },
  values: { x: [0, 0, 0, 1, 1, 0, 1, 1], y: [0, 1, 1, 0] },
  loss: ({ x, y }, { w1, b1, w2, b2 }) => {
    const logits = tf.add(tf.matMul(tf.tanh(tf.add(tf.matMul(x, w1), b1)), w2), b2);
    return { loss: tf.losses.sigmoidCrossEntropy(y, logits) as tf.Scalar };
  },
  optimiser: adam(),
  learningRate: 0.02,
  steps: 200,
};

const convolutions: Task = {
  specs: [weight('c1', 3, 3, 2, 16), bias('b1', 16), weight('c2', 3, 3, 16, 16), weight('head', 144, 3)],
  inputs: { x: { shape: [8, 6, 6, 2] }, y: { shape: [8], dtype: 'int32' } },
  values: { y: [0, 1, 2, 0, 1, 2, 0, 1] },
  loss: ({ x, y }, { c1, b1, c2, head }) => {
    const first = tf.relu(tf.add(tf.conv2d(x as tf.Tensor4D, c1 as tf.Tensor4D, 1, 'same'), b1));
    const second = tf.relu(tf.conv2d(first as tf.Tensor4D, c2 as tf.Tensor4D, 1, 'same'));
    const pooled = tf.maxPool(second as tf.Tensor4D, 2, 2, 'valid');
    const logits = tf.matMul(tf.reshape(pooled, [8, 144]), head);
    return { loss: tf.losses.softmaxCrossEntropy(tf.oneHot(y, 3), logits) as tf.Scalar };
  },
  optimiser: sgd({ momentum: 0.9 }),
  learningRate: 0.01,
  steps: 50,
};

const lstm: Task = {
  specs: [weight('wx', 3, 24), weight('wh', 6, 24), bias('b', 24), weight('out', 6, 1)],
  inputs: { x: { shape: [5, 4, 3] }, y: { shape: [4, 1] } },
  loss: ({ x, y }, { wx, wh, b, out }) => {
    let h: tf.Tensor = tf.zeros([4, 6]);
    let c: tf.Tensor = tf.zeros([4, 6]);
    for (const step of tf.unstack(x)) {
      const gates = tf.add(tf.add(tf.matMul(step, wx), tf.matMul(h, wh)), b);
      const [i, f, o, g] = tf.split(gates, 4, 1);
      c = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
      h = tf.mul(tf.sigmoid(o), tf.tanh(c));
    }
    return { loss: tf.losses.meanSquaredError(y, tf.matMul(h, out)) as tf.Scalar };
  },
  optimiser: rmsprop({ epsilon: 0.01, centred: true }),
  learningRate: 0.01,
  steps: 50,
};

/** Trains all three from fixed seeds. */
export async function trainAll(): Promise<Report> {
  const report: Report = {};
  for (const [name, task] of Object.entries({
    xor,
    convolutions,
    lstm,
  })) {
    const { specs, inputs, loss, values = {}, optimiser, learningRate, steps } = task;
    const rng = new RandomStream(`engine in a page: ${name}`);
    const parameters = new Parameters(specs).initialise(rng);
    const step = await trainStep(loss, { inputs, parameters, optimiser });
    for (const [input, array] of Object.entries(step.inputs)) {
      if (input in values) array.set(values[input]);
      else for (let i = 0; i < array.length; i++) array[i] = rng.uniform();
    }
    const losses: number[] = [];
    for (let i = 0; i < steps; i++) losses.push(await step.run(learningRate));
    report[name] = { firstLoss: losses[0], lastLoss: losses[steps - 1], parameters: [...parameters.flat] };
    await step.dispose();
  }
  return report;
}

/** Trains XOR on and on, for each of the numbers of steps; every hundred steps the programs are disposed of and made anew. */
export async function* trainLong(parts: readonly number[]): AsyncGenerator<number> {
  const { specs, inputs, loss, values = {}, optimiser, learningRate } = xor;
  const parameters = new Parameters(specs).initialise(new RandomStream('engine in a page: long'));
  for (const steps of parts) {
    for (let done = 0; done < steps;) {
      const step = await trainStep(loss, { inputs, parameters, optimiser });
      for (const [input, array] of Object.entries(step.inputs)) array.set(values[input]);
      for (let i = 0; i < 100 && done < steps; i++, done++) await step.run(learningRate);
      await step.dispose();
    }
    yield steps;
  }
}
