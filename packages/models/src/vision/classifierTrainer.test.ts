/** Training a classifier: what it computes, that it learns, and that it goes on as if it had never stopped. */
import { parseSettings, RandomStream } from '@agon/core';
import { openPictures } from '@agon/data';
import { encodeSafetensors, Parameters } from '@agon/engine';
import type { DataCheckpoint, DataTask, TrainOptions } from '@agon/learning';
import { checkpoints, collect, lastCheckpoint, metric, readBack, timeless } from '@agon/learning/testing';
import { describe, expect, it } from 'vitest';
import { tinyDigits } from '../testing/tinyDigits.js';
import { classifier } from './classifierTrainer.js';
import { ClassifierLearner } from './classifier/classifierLearner.js';
import { ClassifierModel } from './classifier/classifierModel.js';
import { networkFor } from './classifier/classifierNetwork.js';
import { preprocessingOf, readPreprocessing } from './classifier/preprocessing.js';
import { classifierSchema } from './classifier/settings.js';

const files = tinyDigits();

const settingsWith = (changes: Record<string, unknown>) =>
  parseSettings(
    classifierSchema,
    { network: 'softmax', batchSize: 20, learningRate: 0.01, shift: 1, ...changes },
    'test',
  );

const options = (changes: Record<string, unknown> = {}, more: Partial<TrainOptions<DataTask>> = {}) => {
  const settings = settingsWith(changes);
  return { data: 'mnist', settings, seed: 1, steps: 30, workers: 0, checkpointEvery: 10, files, ...more };
};

const checkpointOf = (given: TrainOptions<DataTask>, weights: Uint8Array): DataCheckpoint => ({
  algorithm: 'classifier',
  data: given.data,
  settings: given.settings as DataCheckpoint['settings'],
  step: 0,
  weights,
});

describe('one update', () => {
  it('has the gradient of softmax regression: inputs times probabilities less targets', async () => {
    const data = await openPictures('mnist', files);
    const preprocessing = await preprocessingOf(data);
    const network = networkFor('softmax', preprocessing);
    const weights = new Parameters(network.parameters).initialise(new RandomStream('weights'));
    const settings = settingsWith({ optimiser: 'sgd', weightDecay: 0, warmUp: 0, averaging: 0 });
    const learner = await ClassifierLearner.forPictures(network, preprocessing, weights, {
      ...settings,
      decaySteps: 10,
    });
    try {
      const indices = Array.from({ length: 20 }, (_, i) => i);
      await data.splits.train.read(indices, learner.pixels);
      const labels = indices.map((i) => data.splits.train.labels[i]);
      const model = await ClassifierModel.over(network, preprocessing, weights);
      const logits = await model.logits(learner.pixels);
      await model.dispose();
      const before = Object.fromEntries(
        network.parameters.map(({ name }) => [name, weights.view(name).slice()]),
      );
      await learner.learn(labels, new RandomStream('noise'));
      const [weight, bias] = network.parameters.map(({ name }) => name);
      for (const k of [0, 3, 9]) {
        const errors = labels.map((label, row) => {
          const own = [...logits.subarray(10 * row, 10 * row + 10)].map(Math.exp);
          return own[k] / own.reduce((a, b) => a + b) - Number(label === k);
        });
        const rate = settings.learningRate;
        const mean = errors.reduce((a, b) => a + b) / 20;
        expect((before[bias][k] - learner.parameters.view(bias)[k]) / rate).toBeCloseTo(mean, 4);
        const pixel = 14 * 28 + 14;
        const seen = (row: number): number =>
          (learner.pixels[784 * row + pixel] / 255 - preprocessing.mean[0]) / preprocessing.deviation[0];
        const wanted = errors.reduce((sum, error, row) => sum + error * seen(row), 0) / 20;
        const at = 10 * pixel + k;
        expect((before[weight][at] - learner.parameters.view(weight)[at]) / rate).toBeCloseTo(wanted, 4);
      }
    } finally {
      await learner.dispose();
    }
  });
});

describe('agon train classifier', () => {
  it.each(['softmax', 'lenet', 'convnet'])('learns to tell pictures apart: %s', async (network) => {
    const given = options({ network, warmUp: 0 }, { steps: 60, checkpointEvery: 60 });
    const events = await collect(classifier.train(given));
    const { weights } = lastCheckpoint(events);
    const on = { data: 'mnist', split: 'test' } as const;
    const score = await classifier.evaluate(checkpointOf(given, weights), on, files);
    expect(score.n).toBe(60);
    expect(score.accuracy).toBeGreaterThan(0.95);
    const right = score.confusion!.reduce((sum, row, label) => sum + row[label], 0);
    expect(right / score.n).toBeCloseTo(score.accuracy!, 9);
    expect(metric(events, 'validationAccuracy').at(-1)).toBeGreaterThan(0.9);
  });

  it('goes on from a state with the same bytes', async () => {
    const whole = await collect(classifier.train(options()));
    const first = await collect(classifier.train(options({}, { steps: 10 })));
    // The learning rate falls over the steps of the run: the first part is that of a run of 30.
    const part = checkpoints(await collect(classifier.train(options({ decaySteps: 30 }, { steps: 10 }))));
    const resumed = await collect(classifier.train(options({ decaySteps: 30 }, { resume: readBack(part) })));
    expect(lastCheckpoint(resumed).weights).toEqual(lastCheckpoint(whole).weights);
    expect(lastCheckpoint(first).weights).not.toEqual(part.at(-1)!.weights);
  });

  it('gives the same run for the same seed, another one for another', async () => {
    const [one, same, other] = await Promise.all(
      [1, 1, 2].map((seed) => collect(classifier.train(options({}, { seed })))),
    );
    expect(same.map(timeless)).toEqual(one.map(timeless));
    expect(lastCheckpoint(other).weights).not.toEqual(lastCheckpoint(one).weights);
  });

  it('keeps with the weights what pictures they are for', async () => {
    const { weights } = lastCheckpoint(await collect(classifier.train(options())));
    const { shape, classes, mean, deviation } = readPreprocessing(weights);
    expect([shape, classes.length]).toEqual([[28, 28, 1], 10]);
    expect(mean[0]).toBeGreaterThan(0.2);
    expect(deviation[0]).toBeGreaterThan(0.1);
  });

  it('begins with the layers of other weights that fit', async () => {
    const before = options();
    const { weights } = lastCheckpoint(await collect(classifier.train(before)));
    const source = () => Promise.resolve(checkpointOf(before, weights));
    const changes = { start: 'runs/before', learningRate: 0 };
    const events = await collect(classifier.train(options(changes, { checkpoints: source })));
    expect(metric(events, 'validationLoss')[0]).toBeCloseTo(
      metric(await collect(classifier.train(before)), 'validationLoss').at(-1)!,
      5,
    );
    const foreign = encodeSafetensors({ 'other.weight': { shape: [1], data: Float32Array.of(1) } });
    const others = () => Promise.resolve(checkpointOf(before, foreign));
    const refused = collect(classifier.train(options(changes, { checkpoints: others })));
    await expect(refused).rejects.toThrow(/no layer in common/);
  });

  it.each([
    ['a network that there is none of', { network: 'covnet' }, {}, /did you mean "convnet"/],
    ['a network that plays', { network: 'nature-cnn' }, {}, /classifier/],
    ['a dataset that there is none of', {}, { data: 'mnits' }, /did you mean "mnist"/],
    ['worker threads', {}, { workers: 2 }, /Leave --workers out/],
  ])('refuses %s', async (_what, changes, more, message) => {
    await expect(collect(classifier.train(options(changes, more)))).rejects.toThrow(message);
  });
});
