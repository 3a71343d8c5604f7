/** Classifiers as ONNX files: ONNX Runtime's own reading of them says what the model says. */
import { createRequire } from 'node:module';
import { RandomStream } from '@agon/core';
import { Parameters } from '@agon/engine';
import type { DataCheckpoint } from '@agon/learning';
import { describe, expect, it } from 'vitest';
import { ClassifierModel } from './classifierModel.js';
import { networkFor } from './classifierNetwork.js';
import { exportClassifier } from './exportClassifier.js';
import { metadataOf, type Preprocessing } from './preprocessing.js';
import { probabilities } from './scores.js';

// The runtime's own face: the engine has no part in reading the file.
const require = createRequire(new URL('../../../../engine/package.json', import.meta.url));
const ort = require('onnxruntime-node') as typeof import('onnxruntime-node');

const CLASSES = ['cat', 'dog, "big"', 'žába'];

function checkpointOf(network: string, side: number, channels: number): DataCheckpoint {
  const preprocessing: Preprocessing = {
    shape: [side, side, channels],
    classes: CLASSES,
    mean: [0.1, 0.5, 0.3].slice(0, channels),
    deviation: [0.2, 0.4, 0.1].slice(0, channels),
  };
  const parameters = new Parameters(networkFor(network, preprocessing).parameters);
  const weights = parameters
    .initialise(new RandomStream(network))
    .toSafetensors({ licence: 'MIT', ...metadataOf(preprocessing) });
  return { algorithm: 'classifier', data: 'folder:x', settings: { network }, step: 7, weights };
}

describe('an exported classifier', () => {
  it.each([
    ['softmax', 12, 1],
    ['mlp:hidden=16/8', 12, 3],
    ['lenet', 28, 1],
    ['convnet:filters=4/8,norm=batch,dropout=0.3', 12, 3],
    ['convnet:filters=4/8,norm=group,pool=average,top=average', 13, 3],
    ['alexnet:width=0.05', 64, 3],
    ['alexnet:width=0.05,towers=2', 64, 3],
    ['vgg:depth=11,width=0.05,norm=batch', 32, 3],
    ['resnet:depth=8,width=0.25', 32, 3],
    ['resnet:depth=18,width=0.07', 64, 3],
    ['inception:width=0.05,blocks=1/1/1', 32, 3],
  ])('answers batches of any size as the model does: %s', async (network, side, channels) => {
    const checkpoint = checkpointOf(network, side, channels);
    const { bytes } = exportClassifier(checkpoint, 'classifier');
    const session = await ort.InferenceSession.create(bytes);
    const model = await ClassifierModel.load(checkpoint);
    try {
      expect([session.inputNames, session.outputNames]).toEqual([['pixels'], ['logits', 'probabilities']]);
      const random = new RandomStream('pixels');
      for (const count of [1, 3, 8]) {
        const pixels = Uint8Array.from({ length: count * side * side * channels }, () => random.int(256));
        const wanted = await model.logits(pixels);
        const shape = [count, side, side, channels];
        const answer = await session.run({ pixels: new ort.Tensor('uint8', pixels, shape) });
        expect(answer.logits.dims).toEqual([count, 3]);
        const logits = answer.logits.data as Float32Array;
        const scale = Math.max(1, ...wanted.map(Math.abs));
        wanted.forEach((value, i) => expect(Math.abs(value - logits[i])).toBeLessThan(1e-4 * scale));
        const shares = probabilities(logits.subarray(0, 3));
        shares.forEach((share, i) =>
          expect((answer.probabilities.data as Float32Array)[i]).toBeCloseTo(share, 5),
        );
      }
    } finally {
      await session.release();
      await model.dispose();
    }
  });
});
