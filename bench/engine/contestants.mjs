/** Who runs a row of `bench engine`: compiled, tfjs's own backends, PyTorch. Each gives its CPU ms per step over some seconds. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readlinkSync, realpathSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { RandomStream } from '@agon/core';
import { adam, compile, layerTable, Parameters, trainStep } from '@agon/engine';
import * as networks from './networks.mjs';

/** Of some numbers, the one below which this part of them lies; undefined for none. */
export const quantile = (values, part) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(part * values.length))];

/** Mean CPU ms of `step` over `seconds`, at least three times: the same on a free machine and on a shared one. */
async function time(step, seconds) {
  const end = performance.now() + 1000 * seconds;
  const start = process.cpuUsage();
  let steps = 0;
  for (; performance.now() < end || steps < 3; steps++) await step();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / steps;
}

/** What this core reaches, in GFLOP/s: the best of several products of 1024×1024 matrices by ONNX Runtime. */
export async function peak() {
  const size = 1024;
  const square = { shape: [size, size] };
  const program = await compile(({ a, b }) => ({ product: tf.matMul(a, b) }), {
    inputs: { a: square, b: square },
  });
  const times = [];
  for (let i = 0; i < 20; i++) times.push(await time(() => program.run(), 0));
  await program.dispose();
  return (2 * size ** 3) / Math.min(...times) / 1e6;
}

/** GFLOP of a row's step: of a forward pass, and twice as much again for gradients; convolutions counted as they are defined. */
export function operations({ net, mode, batch }) {
  const { specs, inputs, forward } = networks[net](batch);
  const layers = layerTable(forward, { x: inputs.x }, specs);
  const passes = mode === 'train' ? 3 : 1;
  return (passes * layers.reduce((sum, { operations }) => sum + operations, 0)) / 1e9;
}

/** This package's engine. */
export async function compiled({ net, mode, batch, threads }) {
  const network = networks[net](batch);
  const parameters = new Parameters(network.specs).initialise(new RandomStream(1));
  const { x } = network.inputs;
  const program =
    mode === 'train'
      ? await trainStep(network.loss, { inputs: network.inputs, parameters, optimiser: adam(), threads })
      : await compile(network.forward, { inputs: { x }, parameters, threads });
  for (const [name, values] of Object.entries(network.data)) program.inputs[name]?.set(values);
  const step = () => program.run(1e-4);
  for (let i = 0; i < 3; i++) await step();
  return { time: (seconds) => time(step, seconds), stop: () => program.dispose() };
}

/** The filter's gradient, which tfjs's wasm backend lacks: its own convolution with batch and channels swapped. */
function convolutionFilterGradient({ inputs: { x, dy }, attrs: { strides, pad, filterShape } }) {
  return tf.tidy(() => {
    const { padInfo } = tf.backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad);
    const { top, bottom, left, right } = padInfo;
    const padding = [[0, 0], [top, bottom], [left, right], [0, 0]]; // prettier-ignore
    const images = tf.transpose(x, [3, 1, 2, 0]);
    const filters = tf.transpose(dy, [1, 2, 0, 3]);
    const whole = tf.conv2d(images, filters, 1, padding, 'NHWC', strides);
    const [height, width, channels, outputs] = filterShape;
    return tf.transpose(tf.slice(whole, [0, 0, 0, 0], [channels, height, width, outputs]), [1, 2, 0, 3]);
  });
}

/** tfjs on its wasm backend; undefined where that lacks a kernel. */
export async function tfjsWasm({ net, mode, batch }) {
  await tf.setBackend('wasm');
  if (!tf.getKernel('Conv2DBackpropFilter', 'wasm')) {
    const backward = { kernelName: 'Conv2DBackpropFilter', backendName: 'wasm' };
    tf.registerKernel({ ...backward, kernelFunc: convolutionFilterGradient });
  }
  const network = networks[net](batch);
  const parameters = new Parameters(network.specs).initialise(new RandomStream(1));
  const variables = Object.fromEntries(
    network.specs.map(({ name, shape }) => [name, tf.variable(tf.tensor(parameters.view(name), shape))]),
  );
  const inputs = Object.fromEntries(
    Object.entries(network.inputs).map(([name, { shape, dtype }]) => [
      name,
      tf.tensor(network.data[name], shape, dtype),
    ]),
  );
  const optimiser = tf.train.adam(1e-4);
  const step = async () => {
    if (mode === 'train')
      await optimiser.minimize(() => network.loss(inputs, variables).loss, false, Object.values(variables));
    else tf.tidy(() => Object.values(network.forward(inputs, variables))[0].dataSync());
  };
  const stop = () => tf.dispose([...Object.values(variables), ...Object.values(inputs)]);
  try {
    await step();
  } catch (error) {
    stop();
    if (/not registered for backend/.test(error.message)) return undefined;
    throw error;
  }
  return {
    time: (seconds) => time(step, seconds),
    stop,
  };
}

/** The python3 that has torch; undefined if none has. */
function pythonWithTorch() {
  for (const python of ['python3', '/usr/bin/python3']) {
    try {
      execFileSync(python, ['-c', 'import torch'], { stdio: 'ignore' });
      return python;
    } catch {
      continue;
    }
  }
  return undefined;
}

/** Which library serves Debian's BLAS interface, if that is known. */
function debianBlas() {
  const link = '/etc/alternatives/libblas.so.3-x86_64-linux-gnu';
  return existsSync(link) ? realpathSync(readlinkSync(link)) : 'unknown';
}

/** A PyTorch process; undefined where no python3 has torch. */
export async function torch(threads) {
  const python = pythonWithTorch();
  if (!python) return undefined;
  const script = fileURLToPath(new URL('torch_rows.py', import.meta.url));
  const env = { ...process.env, OMP_NUM_THREADS: String(threads), OPENBLAS_NUM_THREADS: String(threads) };
  const child = spawn(python, [script, String(threads)], { stdio: ['pipe', 'pipe', 'inherit'], env });
  const lines = createInterface({ input: child.stdout });
  const answer = async () => JSON.parse((await once(lines, 'line'))[0]);
  const version = await answer();
  return {
    about: `PyTorch ${version}, BLAS ${debianBlas()}`,
    async time({ net, mode, batch }, seconds) {
      child.stdin.write(`${net} ${mode} ${batch} ${seconds}\n`);
      return answer();
    },
    async stop() {
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}
