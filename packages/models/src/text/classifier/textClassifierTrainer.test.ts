/** Training classifiers of texts: that they learn what their texts need, begin with vectors, and go on as if nothing had been. */
import { parseSettings } from '@agon/core';
import type { DataCheckpoint, DataTask, FileStore, TrainOptions } from '@agon/learning';
import { checkpoints, collect, lastCheckpoint, metric, readBack, timeless } from '@agon/learning/testing';
import { describe, expect, it } from 'vitest';
import { vectorsToWeights, WordVectors } from '../embeddings/wordVectors.js';
import { Reading } from './reading.js';
import { textClassifierSchema } from './settings.js';
import { textClassifier } from './textClassifierTrainer.js';
import { takeVectors } from './textClassifierRun.js';

const FILLERS = ['one', 'two', 'three', 'four', 'five'];
/** Mails that are spam where "buy" comes before "now": their words are the same ones. */
const mail = (i: number): { name: string; text: string } => {
  const isSpam = i % 2 === 0;
  const words = [FILLERS[i % 5], isSpam ? 'buy now' : 'now buy', FILLERS[(i >> 2) % 5], `w${String.fromCharCode(97 + (((i >> 1) * 7) % 26))}`]; // prettier-ignore
  const text = `Subject: ${FILLERS[(i >> 4) % 5]}\n\n${words.join(' ')} ${FILLERS[(i >> 6) % 5]}`;
  return { name: isSpam ? 'spam-1/a.json' : 'easy-ham-1/a.json', text: JSON.stringify({ text }) };
};
const lines = Array.from({ length: 600 }, (_, i) => JSON.stringify(mail(i))).join('\n');
const files: FileStore = {
  list: async () => [],
  read: async () => new TextEncoder().encode(lines),
};

const options = (changes: Record<string, unknown> = {}, more: Partial<TrainOptions<DataTask>> = {}) => {
  const settings = parseSettings(
    textClassifierSchema,
    {
      network: 'convnet:width=12,filters=8,lengths=2',
      length: 8,
      batchSize: 16,
      learningRate: 0.02,
      ...changes,
    },
    'test',
  );
  return { data: 'spam', settings, seed: 1, steps: 150, workers: 0, checkpointEvery: 50, files, ...more };
};

const checkpointOf = (given: TrainOptions<DataTask>, weights: Uint8Array): DataCheckpoint => ({
  algorithm: 'text-classifier',
  data: given.data,
  settings: given.settings as DataCheckpoint['settings'],
  step: 0,
  weights,
});
const accuracyOf = async (network: string): Promise<number> => {
  const given = options({ network });
  const { weights } = lastCheckpoint(await collect(textClassifier.train(given)));
  const on = { data: 'spam', split: 'test' } as const;
  const score = await textClassifier.evaluate(checkpointOf(given, weights), on, files);
  expect(score.confusion?.flat().reduce((a, b) => a + b)).toBe(score.n);
  return score.accuracy ?? 0;
};

describe('agon train text-classifier', () => {
  it.each(['convnet:width=12,filters=8,lengths=2', 'lstm:width=12,units=12', 'transformer:width=16,heads=2'])(
    'learns in what order words come: %s',
    async (network) => {
      expect(await accuracyOf(network)).toBeGreaterThan(0.95);
    },
  );

  it('a bag of words cannot: the same words are in both', async () => {
    expect(await accuracyOf('bag:width=12')).toBeLessThan(0.8);
  });

  it('gives the same run for the same seed, another one for another', async () => {
    const [one, same, other] = await Promise.all(
      [1, 1, 2].map((seed) => collect(textClassifier.train(options({}, { seed, steps: 20 })))),
    );
    expect(same.map(timeless)).toEqual(one.map(timeless));
    expect(lastCheckpoint(other).weights).not.toEqual(lastCheckpoint(one).weights);
    expect(metric(one, 'validationAccuracy').length).toBe(1);
  });

  it('goes on from a state with the same bytes', async () => {
    const whole = await collect(textClassifier.train(options({}, { steps: 30 })));
    const given = options({ decaySteps: 30 }, { steps: 10 });
    const part = checkpoints(await collect(textClassifier.train(given)));
    const resumed = await collect(textClassifier.train({ ...given, steps: 30, resume: readBack(part) }));
    expect(lastCheckpoint(resumed).weights).toEqual(lastCheckpoint(whole).weights);
  });

  it('begins with vectors that were learned elsewhere, and refuses those of another length', async () => {
    const words = ['buy', 'unseen'];
    const vectors = new WordVectors(words, 0, Float32Array.of(3, 4, 1, 0));
    const reading = new Reading({ tokens: 'words', words: ['now', 'buy'], length: 3, classes: ['a', 'b'] });
    const table = new Float32Array(8).fill(9);
    expect(takeVectors(table, reading, vectors)).toBe(1);
    expect(Array.from(table, (value) => Math.round(10 * value) / 10)).toEqual([9, 9, 9, 9, 9, 9, 0.6, 0.8]);
    const weights = vectorsToWeights(words, 0, Float32Array.of(3, 4, 1, 0), {});
    const elsewhere = { algorithm: 'word2vec', settings: {}, step: 0, weights, data: 'brown' };
    const train = (algorithm: string) =>
      collect(
        textClassifier.train(
          options({ vectors: 'runs/x' }, { checkpoints: async () => ({ ...elsewhere, algorithm }) }),
        ),
      );
    await expect(train('word2vec')).rejects.toThrow('the vectors have 2 numbers');
    await expect(train('classifier')).rejects.toThrow('"runs/x" is a classifier');
  });

  it('refuses what it cannot read, in words', async () => {
    const train = (changes: Record<string, unknown>, data = 'spam') =>
      collect(textClassifier.train({ ...options(changes), data }));
    await expect(train({ network: 'lenet' })).rejects.toThrow('text-classifier');
    await expect(train({ length: 2, network: 'convnet' })).rejects.toThrow('longer than a text of 2');
    await expect(train({ network: 'transformer:width=10,heads=4' })).rejects.toThrow('do not make up');
    await expect(train({}, 'mnist')).rejects.toThrow('labelled texts');
  });
});

describe('a text classifier on strings', () => {
  const train = (data: string, network: string) =>
    ({ ...options({ network, length: 60 }, { steps: 200 }), data }) as TrainOptions<DataTask>;

  it.each([
    ['motif', 'blocks:layers=conv5x8/largest/dense8,width=8', 0.9],
    ['dyck', 'lstm:width=8,units=12,answer=last', 0.9],
  ])('learns %s by %s, and reads strings longer than it has learned from', async (task, network, least) => {
    const given = train(`symbols:task=${task},length=16,count=2000`, network);
    const { weights } = lastCheckpoint(await collect(textClassifier.train(given)));
    const data = `symbols:task=${task},shortest=24,length=32,count=400`;
    const on = { data, split: 'test' } as const;
    const { accuracy, n } = await textClassifier.evaluate(checkpointOf(given, weights), on, files);
    expect(n).toBe(100);
    expect(accuracy).toBeGreaterThan(least);
  });
});

describe('a reading', () => {
  it('has a place for each word of the longest text, and for filters of twenty words', () => {
    const reading = new Reading({ tokens: 'words', words: ['a'], length: 40, classes: ['x', 'y'] });
    const texts = [1, 30, 50].map((n) => 'a '.repeat(n));
    expect(texts.map((text) => reading.placesFor([text]))).toEqual([20, 30, 40]);
  });

  it('knows the most frequent words, cuts long texts and fills short ones', () => {
    const reading = Reading.of(['b b a', 'c b a'], { vocabulary: 2, length: 4, classes: ['x', 'y'] });
    expect(reading.words).toEqual(['b', 'a']);
    expect(reading.placesFor(['a C b b b b', 'B'])).toBe(4);
    expect([...reading.encode(['a C b b b b', 'B'], 4)]).toEqual([3, 1, 2, 2, 2, 0, 0, 0]);
  });

  it('may know characters as they are', () => {
    const reading = Reading.of(['Žž! Žž'], { tokens: 'characters', vocabulary: 3, length: 4, classes: ['x', 'y'] }); // prettier-ignore
    expect(reading.words).toEqual(['Ž', 'ž', ' ']);
    expect([...reading.encode(['ž!Ž'], 4)]).toEqual([3, 1, 2, 0]);
  });
});
