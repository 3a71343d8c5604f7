/** A worker that trains a small network on `workerData.device` until it is told to stop, then releases its session and leaves. */
import { parentPort, workerData } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs';
import { RandomStream } from '@agon/core';
import { adam, glorotUniform, Parameters, trainStep } from '@agon/engine';

const specs = [
  { name: 'w1', shape: [32, 64], init: glorotUniform },
  { name: 'w2', shape: [64, 1], init: glorotUniform },
];
const parameters = new Parameters(specs).initialise(new RandomStream('worker'));
const step = await trainStep(
  ({ x }, { w1, w2 }) => ({ loss: tf.mean(tf.square(tf.sub(tf.matMul(tf.tanh(tf.matMul(x, w1)), w2), 1))) }),
  { inputs: { x: { shape: [16, 32] } }, parameters, optimiser: adam(), device: workerData.device },
);
step.inputs.x.fill(0.1);

let isStopped = false;
parentPort.once('message', () => (isStopped = true));
let steps = 0;
while (!isStopped) {
  await step.run(1e-3);
  if (++steps === 1) parentPort.postMessage('running');
}
await step.dispose();
parentPort.postMessage({ steps, loss: step.outputs.loss[0] });
