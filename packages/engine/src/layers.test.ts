/** tf.layers models compile, train as tfjs itself does, and leave the model as it was. */
import { AgonError, RandomStream } from '@agon/core';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { compile } from './compile.js';
import { fromLayers } from './layers.js';
import { sgd } from './optimisers/sgd.js';
import { Parameters } from './parameters.js';
import { trainStep } from './trainStep.js';

const { layers } = tf;

const MODELS: Record<string, { shape: number[]; make: () => tf.LayersModel }> = {
  'dense layers': {
    shape: [4, 6],
    make: () =>
      tf.sequential({
        layers: [
          layers.dense({ units: 5, inputShape: [6], activation: 'tanh' }),
          layers.dense({ units: 2, activation: 'softmax' }),
        ],
      }),
  },
  'convolutions and pools': {
    shape: [2, 8, 8, 3],
    make: () =>
      tf.sequential({
        layers: [
          layers.conv2d({
            filters: 16,
            kernelSize: 3,
            padding: 'same',
            inputShape: [8, 8, 3],
            activation: 'relu',
          }),
          layers.maxPooling2d({ poolSize: 2 }),
          layers.depthwiseConv2d({ kernelSize: 3, padding: 'same' }),
          layers.averagePooling2d({ poolSize: 2 }),
          layers.flatten(),
          layers.dense({ units: 2 }),
        ],
      }),
  },
  'transposed, separable and one-dimensional convolutions': {
    shape: [2, 4, 4, 2],
    make: () =>
      tf.sequential({
        layers: [
          layers.conv2dTranspose({ filters: 4, kernelSize: 2, strides: 2, inputShape: [4, 4, 2] }),
          layers.separableConv2d({ filters: 3, kernelSize: 3 }),
          layers.reshape({ targetShape: [36, 3] }),
          layers.conv1d({ filters: 2, kernelSize: 3 }),
          layers.globalAveragePooling1d(),
        ],
      }),
  },
  'batch and layer normalisation': {
    shape: [4, 6],
    make: () =>
      tf.sequential({
        layers: [
          layers.dense({ units: 5, inputShape: [6] }),
          layers.batchNormalization({ momentum: 0.8 }),
          layers.layerNormalization(),
          layers.dense({ units: 2 }),
        ],
      }),
  },
  'an LSTM': {
    shape: [3, 5, 4],
    make: () =>
      tf.sequential({ layers: [layers.lstm({ units: 4, inputShape: [5, 4] }), layers.dense({ units: 2 })] }),
  },
  'a GRU': {
    shape: [3, 5, 4],
    make: () =>
      tf.sequential({
        layers: [
          layers.gru({ units: 4, inputShape: [5, 4], returnSequences: true }),
          layers.flatten(),
          layers.dense({ units: 2 }),
        ],
      }),
  },
  'a functional model with two branches': {
    shape: [4, 6],
    make: () => {
      const input = tf.input({ shape: [6] });
      const left = layers.dense({ units: 3, activation: 'relu' }).apply(input) as tf.SymbolicTensor;
      const right = layers.dense({ units: 3, activation: 'sigmoid' }).apply(input) as tf.SymbolicTensor;
      const joined = layers
        .concatenate()
        .apply([left, layers.multiply().apply([left, right]) as tf.SymbolicTensor]);
      return tf.model({
        inputs: input,
        outputs: layers.dense({ units: 2 }).apply(joined) as tf.SymbolicTensor,
      });
    },
  },
};

beforeAll(() => tf.setBackend('cpu'));

function draw(shape: readonly number[]): Float32Array {
  const rng = new RandomStream('layers');
  return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 2 * rng.uniform() - 1);
}

describe('fromLayers', () => {
  it.each(Object.entries(MODELS))('predicts as tfjs does: %s', async (_name, { shape, make }) => {
    const model = make();
    const network = fromLayers(model);
    const parameters = new Parameters(network.parameters).initialise(new RandomStream(1));
    const program = await compile(({ x }, p) => ({ y: network.apply(x, p).output }), {
      inputs: { x: { shape } },
      parameters,
    });
    program.inputs.x.set(draw(shape));
    await program.run();
    const expected = tf.tidy(() => (model.predict(tf.tensor(draw(shape), shape)) as tf.Tensor).dataSync());
    expected.forEach((value, i) => expect(program.outputs.y[i]).toBeCloseTo(value, 4));
    await program.dispose();
  });

  it.each(Object.entries(MODELS))('trains as tfjs does: %s', async (_name, { shape, make }) => {
    const model = make();
    const network = fromLayers(model);
    const parameters = new Parameters(network.parameters).initialise(new RandomStream(1));
    const step = await trainStep(
      ({ x }, p) => {
        const { output, updates } = network.apply(x, p, true);
        return { loss: tf.mean(tf.square(output)) as tf.Scalar, ...updates };
      },
      { inputs: { x: { shape } }, parameters, optimiser: sgd() },
    );
    const optimiser = tf.train.sgd(0.1);
    const x = tf.tensor(draw(shape), shape);
    step.inputs.x.set(draw(shape));
    for (let i = 0; i < 3; i++) {
      await step.run(0.1);
      optimiser.minimize(() => tf.mean(tf.square(model.apply(x, { training: true }) as tf.Tensor)));
    }
    for (const weight of model.weights) {
      const found = parameters.view(weight.name);
      weight
        .read()
        .dataSync()
        .forEach((value, i) => expect(found[i], weight.name).toBeCloseTo(value, 4));
    }
    await step.dispose();
  });

  it('refuses to freeze the noise of a dropout layer in training, and predicts without it', async () => {
    const model = tf.sequential({
      layers: [layers.dense({ units: 2, inputShape: [3] }), layers.dropout({ rate: 0.5 })],
    });
    const network = fromLayers(model);
    const parameters = new Parameters(network.parameters).initialise(new RandomStream(1));
    const inputs = { x: { shape: [1, 3] } };
    const training = compile(({ x }, p) => ({ y: network.apply(x, p, true).output }), { inputs, parameters });
    await expect(training).rejects.toThrow(AgonError);
    await expect(training).rejects.toThrow(/layer "dropout_Dropout\d+" \(Dropout\) draws random numbers/);
    const program = await compile(({ x }, p) => ({ y: network.apply(x, p).output }), { inputs, parameters });
    await program.dispose();
  });
});
