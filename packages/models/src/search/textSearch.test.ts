/** A search among networks over texts: which way to read strings is found, in a space of its own. */
import type { DataTask, Trainer } from '@agon/learning';
import { collect } from '@agon/learning/testing';
import { expect, it } from 'vitest';
import { textClassifier } from '../text/classifier/textClassifierTrainer.js';
import { searchOf } from './searchTrainer.js';

const search = searchOf<DataTask>(textClassifier, { trainer: () => textClassifier as Trainer });
const none = { list: async () => [], read: async () => new Uint8Array() };
const given = { data: 'symbols:task=motif,length=10,count=400', seed: 1, workers: 0, files: none };
const rows = async (settings: Record<string, unknown>, steps: number) => {
  const events = await collect(search.train({ ...given, steps, checkpointEvery: 1e9, settings }));
  return events.flatMap((event) => (event.kind === 'trial' ? [event.row] : []));
};

it('tries networks of the space of texts where none is named', async () => {
  const [{ network, parameters }] = await rows({ method: 'random', budget: 2 }, 2);
  expect(network).toMatch(/^blocks:layers=.*(largest|mean|lstm32)/);
  expect(parameters).toBeGreaterThan(100);
});

it('finds that a motif asks for a filter as long as it, which one symbol at a time does not tell', async () => {
  const settings = { method: 'random', budget: 200, space: 'conv5x8|conv1x8/largest', learningRate: 0.02 };
  const all = await rows(settings, 400);
  const scoreOf = (layers: string) => all.find(({ network }) => network.endsWith(layers))?.score ?? NaN;
  expect(scoreOf('conv5x8/largest')).toBeGreaterThan(0.9);
  expect(scoreOf('conv1x8/largest')).toBeLessThan(0.7);
});
