/** Training language models: that they learn, say the same in every way of asking, and go on as if they had never stopped. */
import { parseSettings } from '@agon/core';
import { openText } from '@agon/data';
import { decodeSafetensors, encodeSafetensors } from '@agon/engine';
import type { DataCheckpoint, DataTask, FileStore, TrainOptions } from '@agon/learning';
import { checkpoints, collect, lastCheckpoint, metric, readBack, timeless } from '@agon/learning/testing';
import { describe, expect, it } from 'vitest';
import { languageModel } from './languageTrainer.js';
import { loadLanguageModel } from './loadLanguageModel.js';
import { languageSchema } from './settings.js';

const storeOf = (text: string): FileStore => ({
  list: async () => ['book.txt'],
  read: async () => new TextEncoder().encode(text),
});
/** A text of a few words in an order that can be learned. */
const book = Array.from({ length: 400 }, (_, i) => ['ahoj', 'říčko', 'co', 'děláš'][i % 4] + (i % 4 === 3 ? '?\n' : ' ')).join(''); // prettier-ignore
const files = storeOf(book);
const DATA = 'text:book.txt';

const NETWORKS = [
  'window:window=6,width=8,hidden=24',
  'rnn:units=24,width=8',
  'gru:units=24,width=8',
  'lstm:units=24,width=8',
  'transformer:layers=1,width=16,heads=2',
];

const options = (changes: Record<string, unknown> = {}, more: Partial<TrainOptions<DataTask>> = {}) => {
  const settings = parseSettings(
    languageSchema,
    { network: NETWORKS[3], length: 12, batchSize: 8, learningRate: 0.02, ...changes },
    'test',
  );
  return { data: DATA, settings, seed: 1, steps: 30, workers: 0, checkpointEvery: 10, files, ...more };
};

const checkpointOf = (given: TrainOptions<DataTask>, weights: Uint8Array): DataCheckpoint => ({
  algorithm: 'language-model',
  data: given.data,
  settings: given.settings as DataCheckpoint['settings'],
  step: 0,
  weights,
});
const trained = async (given: TrainOptions<DataTask>): Promise<DataCheckpoint> =>
  checkpointOf(given, lastCheckpoint(await collect(languageModel.train(given))).weights);
const on = { data: DATA, split: 'test' } as const;

describe('agon train language-model', () => {
  it.each([...NETWORKS, 'ngram:order=7'])('learns what comes next: %s', async (network) => {
    const given = options(
      { network },
      { steps: network.startsWith('ngram') ? 1 : 120, checkpointEvery: 120 },
    );
    const events = await collect(languageModel.train(given));
    const checkpoint = checkpointOf(given, lastCheckpoint(events).weights);
    const score = await languageModel.evaluate(checkpoint, on, files);
    const { splits } = await openText(DATA, files);
    expect(score.n).toBe([...splits.test].length - 1);
    expect(score.loss).toBeLessThan(0.25);
    expect(score.perplexity).toBeCloseTo(Math.exp(score.loss!), 9);
    expect(score.lossPerCharacter).toBeCloseTo(score.loss!, 9);
    expect(metric(events, 'validationLoss').at(-1)).toBeLessThan(0.3);
    const sample = await languageModel.sample!(checkpoint, { prompt: 'ahoj říčko co ', count: 1, settings: { temperature: 0, tokens: 7 }, seed: 1 }); // prettier-ignore
    expect(sample.texts).toEqual(['ahoj říčko co děláš?\n']);
  });

  it.each([NETWORKS[0], NETWORKS[3], NETWORKS[4]])(
    'goes on from a state with the same bytes: %s',
    async (network) => {
      const whole = await collect(languageModel.train(options({ network })));
      const given = options({ network, decaySteps: 30 }, { steps: 10 });
      const part = checkpoints(await collect(languageModel.train(given)));
      const resumed = await collect(languageModel.train({ ...given, steps: 30, resume: readBack(part) }));
      expect(lastCheckpoint(resumed).weights).toEqual(lastCheckpoint(whole).weights);
    },
  );

  it('counts in one step, and keeps a byte a character', async () => {
    const given = options({ network: 'ngram:order=3' });
    expect(languageModel.length?.(given.settings)).toBe(1);
    expect(languageModel.length?.(options().settings)).toBeUndefined();
    const { splits } = await openText(DATA, files);
    const { weights } = await trained(given);
    expect(weights.length - [...splits.train].length).toBeLessThan(1000);
    const emptied = encodeSafetensors({}, decodeSafetensors(weights).metadata);
    expect(() => loadLanguageModel(checkpointOf(given, emptied))).toThrow('hold no text that was counted');
    const foreign = { text: { shape: [2], data: Int32Array.of(1, 99) } };
    const other = encodeSafetensors(foreign, decodeSafetensors(weights).metadata);
    expect(() => loadLanguageModel(checkpointOf(given, other))).toThrow('hold no text that was counted');
  });

  it('says which part of a state is missing, and does not go on from another', async () => {
    const [first] = checkpoints(await collect(languageModel.train(options({}, { steps: 10 }))));
    const { carried, ...arrays } = first.state.arrays;
    const resume = (changed: typeof first.state.arrays) =>
      collect(languageModel.train(options({}, { resume: { ...first.state, arrays: changed } })));
    await expect(resume(arrays)).rejects.toThrow(
      `the state's "carried" should have ${carried.length} float32`,
    );
  });

  it('gives the same run for the same seed, another one for another', async () => {
    const [one, same, other] = await Promise.all(
      [1, 1, 2].map((seed) => collect(languageModel.train(options({}, { seed })))),
    );
    expect(same.map(timeless)).toEqual(one.map(timeless));
    expect(lastCheckpoint(other).weights).not.toEqual(lastCheckpoint(one).weights);
  });

  it.each(['characters', 'words', 'byte-pairs'] as const)('reads %s', async (tokens) => {
    const given = options({ tokens, vocabulary: 290 }, { steps: 60 });
    const score = await languageModel.evaluate(await trained(given), on, files);
    expect(score.lossPerCharacter).toBeLessThan(0.8);
    if (tokens !== 'characters') expect(score.lossPerCharacter).toBeLessThan(score.loss!);
  });
});

describe('a trained language model', () => {
  it.each([NETWORKS[0], NETWORKS[2], 'ngram:order=4'])(
    'is as surprised by the whole as token by token: %s',
    async (network) => {
      const model = loadLanguageModel(await trained(options({ network })));
      const tokens = model.tokeniser.encode(book.slice(0, 300));
      const writer = await model.writer(1);
      let sum = 0;
      for (let i = 0; i + 1 < tokens.length; i++) {
        const logits = await writer.read([tokens[i]]);
        const all = logits.reduce((total, logit) => total + Math.exp(logit), 0);
        sum -= logits[tokens[i + 1]] - Math.log(all);
      }
      const whole = await model.surprise(tokens);
      // A recurrent network reads 32 parts of the text, each but a stretch of what came before it.
      expect(Math.abs(whole - sum) / sum).toBeLessThan(network === NETWORKS[2] ? 0.01 : 1e-4);
      await writer.dispose();
      await model.dispose();
    },
  );

  it('writes the same text for the same seed, and several texts at once', async () => {
    const checkpoint = await trained(options());
    const write = (seed: number) => languageModel.sample!(checkpoint, { prompt: 'a', count: 3, settings: { tokens: 30 }, seed }); // prettier-ignore
    const [one, same, other] = [await write(1), await write(1), await write(2)];
    expect(same).toEqual(one);
    expect(other).not.toEqual(one);
    expect(new Set(one.texts).size).toBe(3);
    for (const text of one.texts) expect([...text].length).toBe(31);
  });

  it('writes each text as if it were the only one, however many are written side by side', async () => {
    const checkpoint = await trained(options({ network: 'ngram:order=4' }));
    const write = (count: number) => languageModel.sample!(checkpoint, { prompt: 'a', count, settings: { tokens: 12 }, seed: 1 }); // prettier-ignore
    const { texts } = await write(70);
    expect(texts).toHaveLength(70);
    expect(new Set(texts).size).toBeGreaterThan(30);
    for (const few of [1, 3]) expect((await write(few)).texts).toEqual(texts.slice(0, few));
  });

  it('refuses what does not go together, in words', async () => {
    const checkpoint = await trained(
      options({ network: 'transformer:layers=1,width=8,heads=1,positions=learned' }),
    );
    const write = (settings: Record<string, unknown>, prompt?: string) => languageModel.sample!(checkpoint, { prompt, count: 1, settings, seed: 1 }); // prettier-ignore
    await expect(write({ tokens: 20 }, 'ahoj')).rejects.toThrow(
      'positions for 12 tokens; the prompt has 4, and 20 more',
    );
    await expect(write({ tokens: 3 }, 'Ω')).rejects.toThrow('"Ω" (U+03A9)');
    await expect(write({ temprature: 1 })).rejects.toThrow('did you mean "temperature"');
    await expect(languageModel.evaluate(checkpoint, on, storeOf('x'.repeat(2000) + 'Ω'))).rejects.toThrow(
      'U+0078',
    );
    const long = options({ length: 5000 });
    await expect(collect(languageModel.train(long))).rejects.toThrow(
      'a stretch of 5000 tokens is longer than the text',
    );
    await expect(collect(languageModel.train({ ...options(), data: 'mnist' }))).rejects.toThrow(
      'running text',
    );
    await expect(collect(languageModel.train(options({ network: 'lenet' })))).rejects.toThrow(
      'language-model',
    );
  });
});
