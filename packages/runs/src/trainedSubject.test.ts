import { dataTrainers } from '@agon/models';
import { expect, it } from 'vitest';
import { canBeLookedInto, writesText } from './run.js';
import { trainedSubject } from './trainedSubject.js';

it('lists what can be looked into as the trainers have it', () => {
  for (const { id, subject } of Object.values(dataTrainers))
    expect(canBeLookedInto({ algorithm: id }), id).toBe(subject !== undefined);
  expect(canBeLookedInto({ env: 'go9', algorithm: 'alphazero' })).toBe(true);
});

it('names the language model as what goes on with a text', () => {
  const writers = Object.values(dataTrainers).filter(({ id }) => writesText({ algorithm: id }));
  expect(writers.map(({ id, sample }) => [id, typeof sample])).toEqual([['language-model', 'function']]);
  expect(writesText({ env: 'go9', algorithm: 'language-model' })).toBe(false);
});

it('refuses the others in words', () => {
  const checkpoint = { algorithm: 'language-model', data: 'shakespeare', settings: {}, step: 0, weights: new Uint8Array() }; // prettier-ignore
  expect(() => trainedSubject(checkpoint)).toThrow('sees no pictures');
});
