import { algorithms } from '@agon/agents';
import { dataTrainers } from '@agon/models';
import { expect, it } from 'vitest';
import { showingOf } from './run.js';
import { trainedSubject } from './trainedSubject.js';

it('shows the layers of what the trainers and algorithms can show', () => {
  for (const { id, subject } of Object.values(dataTrainers))
    expect(showingOf({ algorithm: id }) === 'layers', id).toBe(subject !== undefined);
  for (const { id, subject } of Object.values(algorithms))
    expect(showingOf({ env: 'go9', algorithm: id }) === 'layers', id).toBe(subject !== undefined);
});

it('shows language models and sequence models by what they write', () => {
  const writers = Object.values(dataTrainers).filter(({ sample }) => sample !== undefined);
  expect(writers.map(({ id }) => [id, showingOf({ algorithm: id })])).toEqual([
    ['language-model', 'writing'],
    ['seq2seq', 'answers'],
  ]);
  expect(showingOf({ algorithm: 'word2vec' })).toBe('words');
});

it('refuses the others in words', () => {
  const checkpoint = { algorithm: 'language-model', data: 'shakespeare', settings: {}, step: 0, weights: new Uint8Array() }; // prettier-ignore
  expect(() => trainedSubject(checkpoint)).toThrow('sees no pictures');
});
