import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { heNormal } from './initialisers.js';
import { receptiveFields } from './receptiveFields.js';
import type { Fn } from './tensors.js';
import { windowResults } from './windowResults.js';

const PICTURE = { x: { shape: [1, 16, 20, 2] } };
const FILTERS = ['a', 'b'].map((name) => ({ name: `${name}.weight`, shape: [3, 5, 2, 2], init: heNormal }));
type Picture = tf.Tensor4D;

const fieldsOf = (fn: Fn) => receptiveFields(fn, PICTURE, FILTERS);
const conv = (x: tf.Tensor, filter: tf.Tensor, stride: number, pad: 'same' | 'valid' = 'valid'): Picture =>
  tf.conv2d(x as Picture, filter as Picture, stride, pad);

describe('receptive fields', () => {
  it('begin in the zeros around the picture, and before what is cut off', () => {
    const fields = fieldsOf(({ x }, p) => {
      const padded = tf.pad(x as Picture, [[0, 0], [2, 2], [3, 3], [0, 0]]); // prettier-ignore
      const first = conv(tf.relu(padded), p['a.weight'], 2);
      return { y: conv(tf.slice(first, [0, 1, 2, 0], [1, 4, 6, 2]), p['b.weight'], 1) };
    });
    expect(fields).toEqual([
      { name: 'a', first: [-2, -3], size: [3, 5], jump: [2, 2], places: [9, 11] },
      { name: 'b', first: [0, 1], size: [7, 13], jump: [2, 2], places: [2, 2] },
    ]);
  });

  it('are the union of what comes together', () => {
    const fields = fieldsOf(({ x }, p) => {
      const branch = conv(conv(x, p['a.weight'], 1, 'same'), p['b.weight'], 1, 'same');
      return { y: tf.maxPool(tf.concat([tf.add(branch, x), x], 3) as Picture, 2, 2, 'valid') };
    });
    expect(fields.at(-1)).toMatchObject({ name: 'MaxPool', first: [-2, -4], size: [6, 10], jump: [2, 2] });
  });

  it('end where places are mixed', () => {
    const mixed: readonly ((x: Picture) => tf.Tensor)[] = [
      (x) => tf.mul(x, tf.mean(x, [1, 2], true)),
      (x) => tf.transpose(tf.slice(x, [0, 0, 0, 0], [1, 16, 16, 2]), [0, 2, 1, 3]),
      (x) => tf.reshape(x, [1, 20, 16, 2]),
    ];
    for (const mix of mixed) expect(fieldsOf(({ x }, p) => ({ y: conv(mix(x as Picture), p['a.weight'], 1) }))).toEqual([]); // prettier-ignore
  });
});

it('results of windows are those of a function, in order, within a gradient only', () => {
  void tf.setBackend('cpu');
  const filter = tf.ones<tf.Rank.R4>([3, 3, 1, 1]);
  const network = (x: tf.Tensor): tf.Tensor => tf.maxPool(tf.relu(conv(x, filter, 1)), 2, 2, 'valid');
  const picture = tf.ones([1, 6, 6, 1]);
  let shapes: number[][] = [];
  const slopes = tf.grad((x) => {
    const results = windowResults(() => network(x));
    shapes = results.map(({ shape }) => shape);
    return tf.sum(tf.slice(results[0], [0, 1, 1, 0], [1, 1, 1, 1]));
  })(picture);
  expect(shapes).toEqual([[1, 4, 4, 1], [1, 2, 2, 1]]); // prettier-ignore
  const rows = [0, 1, 1, 1, 0, 0];
  expect([...slopes.dataSync()]).toEqual(
    [...[0, 1, 1, 1, 0, 0]].flatMap((row) => rows.map((column) => row * column)),
  );
  expect(windowResults(() => network(picture))).toEqual([]);
});
