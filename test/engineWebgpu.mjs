/**
 * Trains a small convolutional network for three steps and runs it, on the device named as argument; prints loss, values and
 * parameters as JSON. A process of its own: the Vulkan loader is found by what LD_LIBRARY_PATH says when it starts.
 */
import { RandomStream } from '@agon/core';
import { compile, heNormal, Parameters, sgd, trainStep, useDevice, zeros } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';

await useDevice(process.argv[2]);
const rng = new RandomStream('webgpu');
const parameters = new Parameters([
  { name: 'first', shape: [3, 3, 3, 16], init: heNormal },
  { name: 'second', shape: [3, 3, 16, 16], init: heNormal },
  { name: 'weight', shape: [16, 5], init: heNormal },
  { name: 'bias', shape: [5], init: zeros },
]).initialise(rng);
const logits = (x, { first, second, weight, bias }) => {
  const features = tf.relu(tf.conv2d(tf.relu(tf.conv2d(x, first, 1, 'same')), second, 1, 'same'));
  return tf.add(tf.matMul(tf.mean(features, [1, 2]), weight), bias);
};
const x = { shape: [4, 7, 7, 3] };
const step = await trainStep(
  (inputs, p) => ({
    loss: tf.neg(tf.mean(tf.sum(tf.mul(tf.oneHot(inputs.y, 5), tf.logSoftmax(logits(inputs.x, p))), 1))),
  }),
  { inputs: { x, y: { shape: [4], dtype: 'int32' } }, parameters, optimiser: sgd({ momentum: 0.9 }) },
);
step.inputs.x.forEach((_, i) => (step.inputs.x[i] = rng.uniform()));
step.inputs.y.set([0, 3, 1, 4]);
let loss;
for (let i = 0; i < 3; i++) loss = await step.run(0.01);
const program = await compile((inputs, p) => ({ logits: logits(inputs.x, p) }), {
  inputs: { x },
  parameters,
});
program.inputs.x.set(step.inputs.x);
await program.run();
console.log(JSON.stringify({ loss, logits: [...program.outputs.logits], parameters: [...parameters.flat] }));
await program.dispose();
await step.dispose();
