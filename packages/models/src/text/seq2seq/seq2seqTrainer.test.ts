/** Training networks that answer sequences: that they learn, answer as word by word, and go on as if they had never stopped. */
import { parseSettings } from '@agon/core';
import { openPairs } from '@agon/data';
import { compile, decodeSafetensors, Parameters } from '@agon/engine';
import type { DataCheckpoint, DataTask, FileStore, TrainOptions } from '@agon/learning';
import { checkpoints, collect, lastCheckpoint, metric, readBack, timeless } from '@agon/learning/testing';
import { batchOf } from '@agon/nets';
import { describe, expect, it } from 'vitest';
import { alignPrompt } from './answerPrompt.js';
import { loadSequenceModel } from './loadSequenceModel.js';
import { bucketsOf, encodePairs } from './pairTokens.js';
import { seq2seq } from './seq2seqTrainer.js';
import { sequenceNetwork } from './sequenceModel.js';
import { seq2seqSchema } from './settings.js';
import { BOUNDARY, Vocabulary } from './vocabulary.js';

/** Words to be said letter by letter: x reads as "KS". */
const LETTERS = ['a', 'b', 'x', 'o'];
const PHONES: Readonly<Record<string, string>> = { a: 'AA', b: 'B', x: 'K S', o: 'OW' };
const said = (word: string): string => [...word].map((letter) => PHONES[letter]).join(' ');
const entries = Array.from({ length: 250 }, (_, i) => [...i.toString(4).padStart(1 + (i % 5), '0')].map((digit) => LETTERS[Number(digit)]).join('')); // prettier-ignore
const text = `export const dictionary = ${JSON.stringify(Object.fromEntries(entries.map((word) => [word, said(word)])))}`;
const files: FileStore = { list: async () => [], read: async () => new TextEncoder().encode(text) };
const DATA = 'pronunciations';

const NETWORKS = [
  'lstm:units=24,width=12',
  'gru:units=32,width=12,attention=none',
  'gru:units=24,width=12,attention=dot',
  'convolutional:layers=2,width=24,kernel=3,dropout=0',
  'transformer:layers=2,width=24,heads=2,hidden=48,dropout=0,positions=sinusoidal',
];

const options = (changes: Record<string, unknown> = {}, more: Partial<TrainOptions<DataTask>> = {}) => {
  const settings = parseSettings(
    seq2seqSchema,
    { network: NETWORKS[2], buckets: 2, batchSize: 16, learningRate: 0.01, ...changes },
    'test',
  );
  return { data: DATA, settings, seed: 1, steps: 12, workers: 0, checkpointEvery: 4, files, ...more };
};
const checkpointOf = (given: TrainOptions<DataTask>, weights: Uint8Array): DataCheckpoint => ({
  algorithm: 'seq2seq',
  data: given.data,
  settings: given.settings as DataCheckpoint['settings'],
  step: 0,
  weights,
});
const trained = async (given: TrainOptions<DataTask>): Promise<DataCheckpoint> =>
  checkpointOf(given, lastCheckpoint(await collect(seq2seq.train(given))).weights);
const on = { data: DATA, split: 'test' } as const;

describe('agon train seq2seq', () => {
  it.each(NETWORKS)('learns to answer what it has never read: %s', async (network) => {
    const steps = network.startsWith('transformer') ? 500 : 250;
    const given = options({ network }, { steps, checkpointEvery: steps });
    const events = await collect(seq2seq.train(given));
    const checkpoint = checkpointOf(given, lastCheckpoint(events).weights);
    const score = await seq2seq.evaluate(checkpoint, on, files);
    expect(score.answers!.network.exact).toBeGreaterThanOrEqual(0.8);
    expect(score.answers!.network.errorRate).toBeLessThan(0.1);
    expect(score.answers!.copy.exact).toBe(0);
    const all = (of: 'n' | 'words'): number => score.byLength!.reduce((sum, each) => sum + each[of], 0);
    expect(all('n')).toBe(score.n);
    const wrong = score.byLength!.reduce((sum, { words, errorRate }) => sum + words * errorRate, 0);
    expect(wrong / all('words')).toBeCloseTo(score.answers!.network.errorRate, 9);
    expect(metric(events, 'validationSequences')).toHaveLength(1);
    const { texts } = await seq2seq.sample!(checkpoint, { prompt: 'ab\nb o', count: 1, settings: {}, seed: 1 }); // prettier-ignore
    expect(texts).toEqual(['AA B', 'B OW']);
  });

  it.each([NETWORKS[0], NETWORKS[4]])('goes on from a state with the same bytes: %s', async (network) => {
    const whole = await collect(seq2seq.train(options({ network, teacherForcing: 0.5 })));
    const given = options({ network, teacherForcing: 0.5, decaySteps: 12 }, { steps: 4 });
    const part = checkpoints(await collect(seq2seq.train(given)));
    const resumed = await collect(seq2seq.train({ ...given, steps: 12, resume: readBack(part) }));
    expect(lastCheckpoint(resumed).weights).toEqual(lastCheckpoint(whole).weights);
  });

  it('gives the same run for the same seed, another one for another or with its own words', async () => {
    const run = (seed: number, changes = {}) => collect(seq2seq.train(options(changes, { seed })));
    const [one, same, other, own] = [await run(1), await run(1), await run(2), await run(1, { teacherForcing: 0.5 })]; // prettier-ignore
    expect(same.map(timeless)).toEqual(one.map(timeless));
    expect(lastCheckpoint(other).weights).not.toEqual(lastCheckpoint(one).weights);
    expect(lastCheckpoint(own).weights).not.toEqual(lastCheckpoint(one).weights);
  });
});

describe('a trained network', () => {
  it.each(NETWORKS)('answers as if it wrote word by word: %s', async (network) => {
    // Barely trained, so that its answers are not what is asked for.
    const checkpoint = await trained(options({ network }, { steps: 25, checkpointEvery: 25 }));
    const model = loadSequenceModel(checkpoint);
    const pairs = encodePairs(
      ['a b', 'x', 'o o x a', 'b x o', 'x x'].map((source) => ({ source, target: said(source.replaceAll(' ', '')) })), // prettier-ignore
      model.vocabularies,
    );
    const answers = await model.answer(pairs);
    const parameters = new Parameters(
      sequenceNetwork(network, model.vocabularies, { source: 4, target: 4 }).parameters,
    );
    parameters.loadSafetensors(checkpoint.weights);
    for (const { lengths, members } of bucketsOf(pairs, 4)) {
      const net = sequenceNetwork(network, model.vocabularies, lengths);
      const program = await compile(net.apply, { inputs: batchOf(net, 1), parameters });
      for (const i of members) {
        const { source, target } = program.inputs;
        source.fill(0);
        source.set(pairs[i].source as never);
        target.fill(0);
        target[0] = BOUNDARY;
        const written: number[] = [];
        while (written.length < lengths.target) {
          await program.run();
          const size = model.vocabularies.target.size;
          const row = program.outputs.logits.slice(written.length * size, (written.length + 1) * size);
          const next = row.indexOf(Math.max(...row.slice(1)));
          if (next === BOUNDARY) break;
          written.push(next);
          if (written.length < lengths.target) target[written.length] = next;
        }
        expect(Array.from(answers[i].tokens)).toEqual(written);
        expect(answers[i].isEnded).toBe(written.length < lengths.target);
      }
      await program.dispose();
    }
    await model.dispose();
  });

  it('shows where it looks, a row of shares for each word that it writes', async () => {
    const checkpoint = await trained(options({}, { steps: 250, checkpointEvery: 250 }));
    const { source, target, weights } = await alignPrompt(checkpoint, 'box');
    expect(source).toEqual(['b', 'o', 'x']);
    expect(target).toEqual(['B', 'OW', 'K', 'S', '<end>']);
    expect(weights).toHaveLength(15);
    for (let row = 0; row < 5; row++)
      expect(weights!.slice(3 * row, 3 * row + 3).reduce((sum, each) => sum + each)).toBeCloseTo(1, 4);
    const none = await trained(options({ network: NETWORKS[1] }));
    expect((await alignPrompt(none, 'box')).weights).toBeUndefined();
  });

  it('keeps the words of both sides', async () => {
    const { metadata } = decodeSafetensors((await trained(options())).weights);
    const { source, target, longest } = JSON.parse(metadata.vocabularies) as Record<string, string[]>;
    expect([...source].sort()).toEqual(['<end>', '<pad>', 'a', 'b', 'o', 'x']);
    expect([...target].sort()).toEqual(['<end>', '<pad>', 'AA', 'B', 'K', 'OW', 'S']);
    const { train } = (await openPairs(DATA, files)).splits;
    const most = Math.max(...train.map((pair) => pair.target.split(' ').length));
    expect(longest).toEqual({ source: 5, target: most + 1 });
  });

  it('refuses what does not go together, in words', async () => {
    const checkpoint = await trained(options({ network: 'convolutional:layers=1,width=8,places=12' }));
    const answer = (prompt?: string, settings = {}) => seq2seq.sample!(checkpoint, { prompt, count: 1, settings, seed: 1 }); // prettier-ignore
    await expect(answer('abq')).rejects.toThrow('unknown word "abq"');
    await expect(answer('a b a'.repeat(9))).rejects.toThrow('set places=');
    await expect(answer()).rejects.toThrow('say what is to be answered');
    await expect(answer('ab', { beams: 4 })).rejects.toThrow('leave --set beams=… out');
    await expect(collect(seq2seq.train(options({ network: 'lenet' })))).rejects.toThrow('sequence-to-sequence'); // prettier-ignore
    await expect(collect(seq2seq.train({ ...options(), data: 'shakespeare' }))).rejects.toThrow('pairs of sequences'); // prettier-ignore
    await expect(seq2seq.evaluate(checkpoint, { data: 'scan', split: 'test' }, files)).rejects.toThrow('unknown word'); // prettier-ignore
  });
});

describe('a vocabulary', () => {
  it('has a word for all that are too rare', () => {
    const vocabulary = Vocabulary.of(['a a b', 'a c c'], 2);
    expect(vocabulary.words).toEqual(['<pad>', '<end>', '<unk>', 'a', 'c']);
    expect(Array.from(vocabulary.encode(['a', 'b', 'Ω', 'c']))).toEqual([3, 2, 2, 4]);
    expect(vocabulary.decode([3, 2])).toEqual(['a', '<unk>']);
  });

  it('names the near word of one that it does not know', () => {
    const vocabulary = Vocabulary.of(['jump twice'], 1);
    expect(() => vocabulary.encode(['jmup'])).toThrow('did you mean "jump"?');
    expect(() => vocabulary.encode(['<pad>'])).toThrow('unknown word');
  });
});
