/** Layers, parameters and costs of a function, against counts by hand. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { heNormal, zeros } from './initialisers.js';
import { layerTable, trainingBytes } from './layerTable.js';

beforeAll(() => tf.setBackend('cpu'));

describe('layerTable', () => {
  it('counts parameters, operations and bytes of a convolutional network', () => {
    const parameters = [
      { name: 'conv.weight', shape: [3, 3, 4, 16], init: heNormal },
      { name: 'conv.bias', shape: [16], init: zeros },
      { name: 'q.weight', shape: [64, 6], init: heNormal },
      { name: 'q.bias', shape: [6], init: zeros },
    ];
    const layers = layerTable(
      ({ x }, p) => {
        const features = tf.relu(tf.add(tf.conv2d(x as tf.Tensor4D, p['conv.weight'] as tf.Tensor4D, 1, 'valid'), p['conv.bias'])); // prettier-ignore
        const pooled = tf.reshape(tf.maxPool(features as tf.Tensor4D, 4, 4, 'valid'), [2, 64]) as tf.Tensor2D;
        return { q: tf.add(tf.matMul(pooled, p['q.weight'] as tf.Tensor2D), p['q.bias']) };
      },
      { x: { shape: [2, 10, 10, 4] } },
      parameters,
    );
    const size = 2 * 8 * 8 * 16;
    expect(layers).toEqual([
      {
        name: 'conv',
        kind: 'convolution',
        kernels: ['Conv2D', 'Add', 'Relu'],
        shape: [2, 8, 8, 16],
        parameters: 3 * 3 * 4 * 16 + 16,
        operations: size * (2 * 9 * 4 + 2),
        bytes: 3 * 4 * size,
        patchBytes: 4 * 2 * 8 * 8 * 9 * 4,
      },
      { name: 'MaxPool', kind: 'max pooling', kernels: ['MaxPool'], shape: [2, 2, 2, 16], parameters: 0, operations: 2 * 64 * 16, bytes: 512, patchBytes: 0 }, // prettier-ignore
      {
        name: 'q',
        kind: 'dense',
        kernels: ['BatchMatMul', 'Add'],
        shape: [2, 6],
        parameters: 64 * 6 + 6,
        operations: 2 * 6 * (2 * 64 + 1),
        bytes: 2 * 2 * 6 * 4,
        patchBytes: 0,
      },
    ]);
  });

  it('sums up what a training step takes: results and patches, twice', () => {
    const layer = {
      name: 'a',
      kind: 'dense',
      kernels: [],
      shape: [],
      parameters: 0,
      operations: 0,
      bytes: 100,
      patchBytes: 900,
    };
    expect(trainingBytes([layer, { ...layer, patchBytes: 0 }])).toBe(2200);
  });

  it('does not count statistics as parameters', () => {
    const parameters = [
      { name: 'norm.scale', shape: [3], init: zeros },
      { name: 'norm.mean', shape: [3], init: zeros, isStatistic: true },
    ];
    const layers = layerTable(({ x }, p) => ({ y: tf.mul(tf.sub(x, p['norm.mean']), p['norm.scale']) }), { x: { shape: [2, 3] } }, parameters); // prettier-ignore
    expect(layers).toMatchObject([{ name: 'norm', parameters: 3 }]);
  });

  it('counts a parameter once that is read twice', () => {
    const square = [{ name: 'w', shape: [3, 3], init: heNormal }];
    const twice = layerTable(({ x }, { w }) => ({ y: tf.matMul(tf.matMul(x, w), w) }), { x: { shape: [1, 3] } }, square); // prettier-ignore
    expect(twice.map(({ parameters }) => parameters)).toEqual([9, 0]);
  });
});
