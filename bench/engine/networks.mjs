/**
 * The networks of `bench engine`, in plain tfjs code, and those for pictures and text of the registry. Each returns {specs, inputs, loss,
 * forward, data}: `data` holds one array for each input of the loss; forward reads `x` only. torch_rows.py has the same networks.
 */
import * as tf from '@tensorflow/tfjs';
import { RandomStream } from '@agon/core';
import { heNormal, zeros } from '@agon/engine';
import { surpriseOf } from '@agon/models';
import { makeNetwork, trainingBatchOf } from '@agon/nets';

const size = (shape) => shape.reduce((a, b) => a * b, 1);

/** Collects parameters; its methods return layers that read them by name. */
class Layers {
  specs = [];
  #add(shape, init = heNormal) {
    const name = `p${this.specs.length}`;
    this.specs.push({ name, shape, init });
    return name;
  }
  conv(taps, channels, filters, { stride = 1, pad = 'same' } = {}) {
    const [w, b] = [this.#add([taps, taps, channels, filters]), this.#add([filters], zeros)];
    return (p, x) => tf.add(tf.conv2d(x, p[w], stride, pad), p[b]);
  }
  dense(inputs, outputs) {
    const [w, b] = [this.#add([inputs, outputs]), this.#add([outputs], zeros)];
    return (p, x) => tf.add(tf.matMul(x, p[w]), p[b]);
  }
  norm(width) {
    const [scale, shift] = [this.#add([width], (out) => out.fill(1)), this.#add([width], zeros)];
    return (p, x) => {
      const { mean, variance } = tf.moments(x, -1, true);
      return tf.add(tf.mul(tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5))), p[scale]), p[shift]);
    };
  }
  weight(shape) {
    const name = this.#add(shape);
    return (p) => p[name];
  }
}

const rng = new RandomStream('bench');
const floats = (shape, draw = () => rng.uniform()) => Float32Array.from({ length: size(shape) }, draw);
const planes = (shape) => floats(shape, () => Number(rng.uniform() < 0.3));
const integers = (count, below) => Int32Array.from({ length: count }, () => rng.int(below));

const crossEntropy = (logits, y, classes) =>
  tf.neg(tf.mean(tf.sum(tf.mul(tf.oneHot(y, classes), tf.logSoftmax(logits)), 1)));
const huber = (error) => {
  const size = tf.abs(error);
  const quadratic = tf.minimum(size, 1);
  return tf.mean(tf.add(tf.mul(0.5, tf.square(quadratic)), tf.sub(size, quadratic)));
};

/** A network trained by cross-entropy on integer classes. */
function classifier(layers, shape, classes, logits, x = planes(shape)) {
  const batch = shape[0];
  return {
    specs: layers.specs,
    inputs: { x: { shape }, y: { shape: [batch], dtype: 'int32' } },
    forward: ({ x }, p) => ({ logits: logits(p, x) }),
    loss: ({ x, y }, p) => ({ loss: crossEntropy(logits(p, x), y, classes) }),
    data: { x, y: integers(batch, classes) },
  };
}

/** A network of action values trained on the Huber loss of given targets. */
function valueNetwork(layers, shape, actions, q) {
  const batch = shape[0];
  return {
    specs: layers.specs,
    inputs: { x: { shape }, a: { shape: [batch], dtype: 'int32' }, y: { shape: [batch] } },
    forward: ({ x }, p) => ({ q: q(p, x) }),
    loss: ({ x, a, y }, p) => ({ loss: huber(tf.sub(tf.sum(tf.mul(q(p, x), tf.oneHot(a, actions)), 1), y)) }),
    data: { x: planes(shape), a: integers(batch, actions), y: floats([batch]) },
  };
}

/** A network trained on the squared error of one number a sample. */
function regression(layers, shape, batch, output) {
  return {
    specs: layers.specs,
    inputs: { x: { shape }, y: { shape: [batch] } },
    forward: ({ x }, p) => ({ output: output(p, x) }),
    loss: ({ x, y }, p) => ({ loss: tf.mean(tf.square(tf.sub(output(p, x), y))) }),
    data: { x: floats(shape), y: floats([batch]) },
  };
}

/** 13 convolutions of 64 filters and a 1×1 policy head. */
export function go(batch, board = 9) {
  const layers = new Layers();
  const trunk = Array.from({ length: 13 }, (_, i) => layers.conv(3, i ? 64 : 17, 64));
  const head = layers.conv(1, 64, 1);
  const logits = (p, x) => tf.reshape(head(p, trunk.reduce((h, conv) => tf.relu(conv(p, h)), x)), [batch, -1]); // prettier-ignore
  return classifier(layers, [batch, board, board, 17], board * board, logits);
}

export const go19 = (batch) => go(batch, 19);

/** Mnih et al. 2015 */
export function natureDqn(batch) {
  const layers = new Layers();
  const valid = (stride) => ({ stride, pad: 'valid' });
  const convs = [
    layers.conv(8, 4, 32, valid(4)),
    layers.conv(4, 32, 64, valid(2)),
    layers.conv(3, 64, 64, valid(1)),
  ];
  const [hidden, output] = [layers.dense(3136, 512), layers.dense(512, 6)];
  const q = (p, x) => output(p, tf.relu(hidden(p, tf.reshape(convs.reduce((h, conv) => tf.relu(conv(p, h)), x), [batch, -1])))); // prettier-ignore
  return valueNetwork(layers, [batch, 84, 84, 4], 6, q);
}

/** Young & Tian 2019 */
export function minatarDqn(batch) {
  const layers = new Layers();
  const conv = layers.conv(3, 4, 16, { pad: 'valid' });
  const [hidden, output] = [layers.dense(1024, 128), layers.dense(128, 6)];
  const q = (p, x) => output(p, tf.relu(hidden(p, tf.reshape(tf.relu(conv(p, x)), [batch, -1]))));
  return valueNetwork(layers, [batch, 10, 10, 4], 6, q);
}

/** One LSTM layer of 128 units over 32 steps of 32 features. */
export function lstm(batch) {
  const [steps, hidden, features] = [32, 128, 32];
  const layers = new Layers();
  const [wx, wh] = [layers.weight([features, 4 * hidden]), layers.weight([hidden, 4 * hidden])];
  const bias = layers.weight([4 * hidden]);
  const output = layers.dense(hidden, 1);
  const last = (p, x) => {
    const projected = tf.add(tf.reshape(tf.matMul(tf.reshape(x, [steps * batch, features]), wx(p)), [steps, batch, 4 * hidden]), bias(p)); // prettier-ignore
    let h = tf.zeros([batch, hidden]);
    let c = tf.zeros([batch, hidden]);
    for (const z of tf.unstack(projected)) {
      const [i, f, o, g] = tf.split(tf.add(z, tf.matMul(h, wh(p))), 4, 1);
      c = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
      h = tf.mul(tf.sigmoid(o), tf.tanh(c));
    }
    return tf.reshape(output(p, h), [batch]);
  };
  return regression(layers, [steps, batch, features], batch, last);
}

/** Four pre-norm encoder layers, width 128, 4 heads, 64 tokens. */
export function transformer(batch) {
  const [tokens, width, heads, depth] = [64, 128, 4, 4];
  const layers = new Layers();
  const blocks = Array.from({ length: depth }, () => ({
    norm1: layers.norm(width),
    qkv: layers.dense(width, 3 * width),
    out: layers.dense(width, width),
    norm2: layers.norm(width),
    up: layers.dense(width, 4 * width),
    down: layers.dense(4 * width, width),
  }));
  const head = layers.dense(width, 1);
  const value = (p, x) => {
    let h = tf.reshape(x, [batch * tokens, width]);
    for (const block of blocks) {
      const split = (t) => tf.transpose(tf.reshape(t, [batch, tokens, heads, width / heads]), [0, 2, 1, 3]);
      const [q, k, v] = tf.split(block.qkv(p, block.norm1(p, h)), 3, 1).map(split);
      const weights = tf.softmax(tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(width / heads)));
      const mixed = tf.reshape(tf.transpose(tf.matMul(weights, v), [0, 2, 1, 3]), [batch * tokens, width]);
      h = tf.add(h, block.out(p, mixed));
      h = tf.add(h, block.down(p, tf.relu(block.up(p, block.norm2(p, h)))));
    }
    return tf.reshape(head(p, tf.mean(tf.reshape(h, [batch, tokens, width]), 1)), [batch]);
  };
  return regression(layers, [batch, tokens, width], batch, value);
}

/** AlexNet for 32×32 images: five convolutions, three max pools, two dense layers. */
export function alexnet(batch) {
  const layers = new Layers();
  const convs = [[3, 64, true], [64, 192, true], [192, 384, false], [384, 256, false], [256, 256, true]]; // prettier-ignore
  const trunk = convs.map(([channels, filters, isPooled]) => ({
    conv: layers.conv(3, channels, filters),
    isPooled,
  }));
  const [hidden, output] = [layers.dense(4096, 512), layers.dense(512, 10)];
  const logits = (p, x) => {
    const features = trunk.reduce((h, { conv, isPooled }) => {
      const y = tf.relu(conv(p, h));
      return isPooled ? tf.maxPool(y, 2, 2, 'valid') : y;
    }, x);
    return output(p, tf.relu(hidden(p, tf.reshape(features, [batch, -1]))));
  };
  return classifier(layers, [batch, 32, 32, 3], 10, logits, floats([batch, 32, 32, 3]));
}

/** Six residual blocks of 96 filters; global pooling feeds a bias into each block; policy head. */
export function tower(batch) {
  const [board, width, depth] = [9, 96, 6];
  const layers = new Layers();
  const stem = layers.conv(3, 17, width);
  const blocks = Array.from({ length: depth }, () => ({ first: layers.conv(3, width, width), gate: layers.dense(2 * width, width), second: layers.conv(3, width, width) })); // prettier-ignore
  const head = layers.conv(1, width, 1);
  const logits = (p, x) => {
    let h = tf.relu(stem(p, x));
    for (const { first, gate, second } of blocks) {
      const y = tf.relu(first(p, h));
      const pooled = tf.concat([tf.mean(y, [1, 2]), tf.max(y, [1, 2])], 1);
      const shifted = tf.add(y, tf.reshape(gate(p, pooled), [batch, 1, 1, width]));
      h = tf.relu(tf.add(h, second(p, shifted)));
    }
    return tf.reshape(head(p, h), [batch, -1]);
  };
  return classifier(layers, [batch, board, board, 17], board * board, logits);
}

/** A classifier of the registry on grey pictures of 28×28, as MNIST and Fashion-MNIST have them; trained as `agon train classifier` does. */
const pictures = (spec) => (batch) => {
  const [shape, classes] = [[batch, 28, 28, 1], 10];
  const network = makeNetwork(spec, 'classifier', { input: shape.slice(1), classes });
  return {
    specs: network.parameters,
    inputs: { x: { shape }, y: { shape: [batch], dtype: 'int32' } },
    forward: ({ x }, p) => network.apply({ input: x }, p),
    loss({ x, y }, p) {
      const { logits, ...next } = network.training.apply({ input: x }, p);
      return { loss: crossEntropy(logits, y, classes), ...next };
    },
    data: { x: floats(shape), y: integers(batch, classes) },
  };
};

export const lenet = pictures('lenet');
export const convnet = pictures('convnet:filters=16/32/64');
export const resnet = pictures('resnet:depth=14');
export const inception = pictures('inception:width=0.25,blocks=1/1/1,dropout=0');

/** A language model of the registry over stretches of 64 of 65 characters, trained as `agon train language-model` does. */
const language = (spec) => (batch) => {
  const [length, vocabulary] = [64, 65];
  const network = makeNetwork(spec, 'language-model', { length, vocabulary });
  const targets = { shape: [batch, length], dtype: 'int32' };
  const { tokens: x, ...carried } = trainingBatchOf(network, batch);
  const each = (make) => Object.fromEntries(Object.entries(carried).map(([name, { shape }]) => [name, make(shape)])); // prettier-ignore
  const characters = () => integers(batch * length, vocabulary);
  return {
    specs: network.parameters,
    inputs: { x, ...carried, targets },
    forward: ({ x }, p) => network.training.apply({ tokens: x, ...each(tf.zeros) }, p),
    loss({ x, targets, ...state }, p) {
      const { logits, ...next } = network.training.apply({ tokens: x, ...state }, p);
      return { loss: tf.mean(surpriseOf(logits, targets)), ...next };
    },
    data: { x: characters(), targets: characters(), ...each((shape) => new Float32Array(size(shape))) },
  };
};

export const lstmLanguage = language('lstm:units=400');
export const gruLanguage = language('gru:units=400');
export const transformerLanguage = language('transformer');
