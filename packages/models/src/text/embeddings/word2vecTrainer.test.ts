/** Training embeddings: known answers on a small text, the same bytes for the same seed, and going on as if nothing had been. */
import { parseSettings } from '@agon/core';
import type { DataCheckpoint, DataTask, FileStore, TrainOptions } from '@agon/learning';
import { checkpoints, collect, lastCheckpoint, metric, readBack, timeless } from '@agon/learning/testing';
import { describe, expect, it } from 'vitest';
import { analogyShares, summed } from './analogies.js';
import { corpusOf } from './corpus.js';
import { sameKind } from './neighbours.js';
import { word2vecSchema } from './settings.js';
import { word2vec } from './word2vecTrainer.js';
import { WordVectors } from './wordVectors.js';

const PEOPLE = [['man', 'woman'], ['king', 'queen'], ['boy', 'girl'], ['actor', 'actress']]; // prettier-ignore
const ABOUT = [['old', 'beard'], ['crown', 'throne'], ['young', 'school'], ['stage', 'play']]; // prettier-ignore
const SEX = [['he', 'his'], ['she', 'her']]; // prettier-ignore
/** Sentences in which a person stands beside what it is, and he or she. */
const story = Array.from({ length: 1500 }, (_, i) => {
  const [who, sex] = [i % 4, (i >> 2) % 2];
  return `${SEX[sex][(i >> 3) % 2]} ${PEOPLE[who][sex]} ${ABOUT[who][(i >> 4) % 2]}`;
}).join('\n');
const QUESTIONS = ': gram1-none\nman woman unicorn mare\n: family\nman woman king queen\nboy girl king queen\nKing queen man woman\n'; // prettier-ignore

const files: FileStore = {
  list: async (root) => ['path' in root ? root.path : ''],
  read: async (_, name) => new TextEncoder().encode(name === 'questions.txt' ? QUESTIONS : story),
};

const options = (changes: Record<string, unknown> = {}, more: Partial<TrainOptions<DataTask>> = {}) => {
  const settings = parseSettings(
    word2vecSchema,
    { dimensions: 16, window: 2, subsampling: 0, epochs: 20, learningRate: 0.05, ...changes },
    'test',
  );
  return { data: 'text:story.txt', settings, seed: 1, workers: 0, checkpointEvery: 30_000, files, ...more };
};

const trained = async (given: TrainOptions<DataTask>): Promise<DataCheckpoint> => ({
  algorithm: 'word2vec',
  data: given.data,
  settings: given.settings as DataCheckpoint['settings'],
  step: 0,
  weights: lastCheckpoint(await collect(word2vec.train(given))).weights,
});

describe('agon train word2vec', () => {
  it.each([{ model: 'skip-gram' }, { model: 'cbow' }])(
    'learns what is to a king as a woman is to a man: $model',
    async (changes) => {
      const checkpoint = await trained(options(changes));
      const vectors = WordVectors.load(checkpoint.weights);
      expect(vectors.analogy('man', 'woman', 'king', 1)[0].word).toBe('queen');
      expect(vectors.analogy('boy', 'girl', 'actor', 1)[0].word).toBe('actress');
      const on = { data: 'analogies:questions.txt', split: 'test' } as const;
      const score = await word2vec.evaluate(checkpoint, on, files);
      expect(score).toMatchObject({ n: 3, accuracy: 1 });
      expect(score.shares?.map(({ name, asked, n }) => [name, asked, n])).toEqual([
        ['gram1-none', 1, 0],
        ['family', 3, 3],
        ['meaning', 3, 3],
        ['grammar', 1, 0],
        ['total', 4, 3],
      ]);
    },
  );

  it('ends with its last epoch; the loss falls, the rate to nothing', async () => {
    const events = await collect(word2vec.train(options({ epochs: 200 })));
    expect(lastCheckpoint(events).step).toBe(200 * 4500);
    const losses = metric(events, 'loss');
    expect(losses.at(-1)).toBeLessThan(losses[0]);
    expect(metric(events, 'learningRate').every((rate) => rate > 0 && rate <= 0.05)).toBe(true);
  });

  it('gives the same bytes for the same seed, others for another', async () => {
    const [one, same, other] = await Promise.all(
      [1, 1, 2].map((seed) => collect(word2vec.train(options({}, { seed })))),
    );
    expect(same.map(timeless)).toEqual(one.map(timeless));
    expect(lastCheckpoint(other).weights).not.toEqual(lastCheckpoint(one).weights);
  });

  it('goes on from a state with the same bytes', async () => {
    const given = options({ subwords: 50 });
    const whole = await collect(word2vec.train(given));
    const part = checkpoints(await collect(word2vec.train({ ...given, steps: 31_000 })));
    expect(part.at(-1)!.step).toBeLessThan(90_000);
    const resumed = await collect(word2vec.train({ ...given, resume: readBack(part) }));
    expect(lastCheckpoint(resumed).weights).toEqual(lastCheckpoint(whole).weights);
  });

  it('with subwords has vectors of words that it never read, near those that look alike', async () => {
    const vectors = WordVectors.load((await trained(options({ subwords: 500 }))).weights);
    const [near] = vectors.nearest(vectors.vectorOf('actresses'), 1);
    expect(near.word).toBe('actress');
    const plain = WordVectors.load((await trained(options({ epochs: 1 }))).weights);
    expect(() => plain.vectorOf('actresses')).toThrow('the model has no word "actresses"');
  });

  it('refuses what it cannot learn from, or be measured on, in words', async () => {
    await expect(trained(options({ leastCount: 5000 }))).rejects.toThrow('0 words stand in the text 5000');
    await expect(trained(options({}, { data: 'mnist' }))).rejects.toThrow('running text');
    const checkpoint = await trained(options({ epochs: 1 }));
    const on = { data: 'text:story.txt', split: 'test' } as const;
    await expect(word2vec.evaluate(checkpoint, on, files)).rejects.toThrow('not on "text"');
    const broken = { ...checkpoint, weights: checkpoint.weights.slice(0, -4) };
    await expect(
      word2vec.evaluate(broken, { ...on, data: 'analogies:questions.txt' }, files),
    ).rejects.toMatchObject({ code: 'bad-checkpoint' });
  });
});

describe('measures of embeddings', () => {
  const words = ['a', 'b', 'c', 'd', 'e'];
  const vectors = new WordVectors(words, 0, Float32Array.of(1, 0, 1, 1, -1, 0.1, -1, 1, 0, -1));

  it('answer an analogy by the nearest to c + b − a, the three left out', () => {
    const section = { name: 's', questions: [['a', 'b', 'c', 'd'], ['a', 'b', 'c', 'e'], ['a', 'b', 'x', 'e']] } as const; // prettier-ignore
    const shares = analogyShares(vectors, [section]);
    expect(shares).toEqual([{ name: 's', asked: 3, n: 2, share: 0.5 }]);
    expect(summed(shares).at(-1)).toEqual({ name: 'total', asked: 3, n: 2, share: 0.5 });
  });

  it('count neighbours of one kind beside chance', () => {
    const kinds: Record<string, number> = { a: 1, b: 1, c: 2, d: 2 };
    const { n, share, chance } = sameKind(vectors, 'kind', (word) => kinds[word]);
    // Four words have three neighbours each, all others: one of its kind.
    expect([n, share, chance]).toEqual([4, 1 / 3, 1 / 3]);
  });
});

describe('a corpus', () => {
  it('has small letters, no numbers and marks, frequent words first, and lines', () => {
    const letters = 'a b c d e f g h i j'.split(' ');
    const { words, tokens, lines, counts } = corpusOf(`B 12 b!\n\n3\n${letters.join(' ')}\nonce`, 1);
    expect(words.slice(0, 3)).toEqual(['b', 'a', 'c']);
    expect([...lines]).toEqual([0, 2, 12, 13]);
    expect([...tokens.slice(0, 4)]).toEqual([0, 0, 1, 0]);
    expect(counts.reduce((a, b) => a + b)).toBe(tokens.length);
  });
});
