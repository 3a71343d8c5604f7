/** What the lesson on writing says, on a small book. */
import type { FileStore } from '@agon/learning';
import { RandomStream } from '@agon/core';
import { describe, expect, it } from 'vitest';
import { lastOf } from '../testing/lastOf.js';
import { sampling } from './sampling.js';

/** Sentences of a few words in any order. */
function book(): string {
  const rng = new RandomStream('book');
  const words = [
    'king',
    'queen',
    'castle',
    'river',
    'night',
    'sword',
    'and',
    'the',
    'of',
    'sleeps',
    'walks',
    'sings',
  ];
  return Array.from({ length: 3000 }, () => words[rng.int(words.length)] + (rng.int(8) ? ' ' : '.\n')).join(
    '',
  );
}
const text = new TextEncoder().encode(book());
const files: FileStore = { list: () => Promise.resolve(['input.txt']), read: () => Promise.resolve(text) };
const shown = (settings: Record<string, unknown>, seed = 1) =>
  lastOf(sampling, { prompt: 'the ', order: 4, ...settings }, seed, files);

describe('the lesson sampling', () => {
  it.each([1, 2, 3])(
    'finds with seed %d: colder, more is likely and more are words; hotter, they fall apart',
    async (seed) => {
      const [cold, plain, hot] = await Promise.all(
        [0.3, 1, 2.5].map((temperature) => shown({ temperature }, seed)),
      );
      expect(plain.numbers.entropyOfChoice).toBeCloseTo(plain.numbers.entropy, 9);
      expect(cold.numbers.entropyOfChoice).toBeLessThan(plain.numbers.entropy);
      expect(hot.numbers.entropyOfChoice).toBeGreaterThan(plain.numbers.entropy);
      expect(cold.numbers.surprise).toBeLessThan(plain.numbers.surprise);
      expect(hot.numbers.surprise).toBeGreaterThan(plain.numbers.surprise);
      expect(cold.numbers.wordsOfTheBook).toBeGreaterThan(0.9);
      expect(hot.numbers.wordsOfTheBook).toBeLessThan(0.5);
    },
  );

  it('finds: k keeps as many whether the model is sure or not, p keeps few where it is sure', async () => {
    const possible = async (prompt: string, settings: Record<string, unknown>) =>
      (await shown({ prompt, temperature: 1, length: 1, ...settings })).numbers.possible;
    const [sure, unsure] = ['the que', 'the '];
    expect([await possible(sure, { topK: 5 }), await possible(unsure, { topK: 5 })]).toEqual([5, 5]);
    expect(await possible(sure, { topP: 0.9 })).toBe(1);
    expect(await possible(unsure, { topP: 0.9 })).toBeGreaterThan(4);
    expect(await possible(unsure, { temperature: 0 })).toBe(1);
  });

  it('is the same again by its seed, and refuses a prompt with symbols that the book does not have', async () => {
    expect(await shown({}, 4)).toEqual(await shown({}, 4));
    await expect(shown({ prompt: 'Ω' })).rejects.toThrow('"Ω" (U+03A9)');
  });
});
