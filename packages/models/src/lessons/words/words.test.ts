/** What the lesson on words says. */
import type { FileStore } from '@agon/learning';
import { RandomStream } from '@agon/core';
import { describe, expect, it } from 'vitest';
import { lastOf } from '../testing/lastOf.js';
import { smallWorld, smallWorldQuestions } from './smallWorld.js';
import { words } from './words.js';

describe('the lesson on words', () => {
  it('finds what is to a woman as a king is to a man', async () => {
    const { numbers, figure } = await lastOf(words, {}, 1);
    expect(numbers.analogiesRight).toBeGreaterThan(0.9);
    const [near, analogy, map] = figure.panels;
    if (near.kind !== 'bars' || analogy.kind !== 'bars' || map.kind !== 'plane')
      throw new Error('other panels');
    expect(analogy.items[0].label).toBe('queen');
    const cities = ['rome', 'berlin', 'madrid', 'cairo', 'prague', 'france'];
    expect(near.items.slice(0, 3).every(({ label }) => cities.includes(label))).toBe(true);
    expect(map.words.map(({ word }) => word)).toEqual(
      expect.arrayContaining(['paris', 'king', 'queen', 'rome']),
    );
    expect(map.words.every(({ place }) => place.every(Number.isFinite))).toBe(true);
  });

  it('reads books, and says which words it does not know', async () => {
    const book = new TextEncoder().encode(smallWorld(600, new RandomStream('book')));
    const files: FileStore = {
      list: () => Promise.resolve(['input.txt']),
      read: () => Promise.resolve(book),
    };
    const { numbers } = await lastOf(words, { text: 'shakespeare', epochs: 1 }, 1, files);
    expect(numbers.analogiesRight).toBeUndefined();
    await expect(lastOf(words, { word: 'unicorn', epochs: 1 }, 1)).rejects.toThrow('no word "unicorn"');
    await expect(lastOf(words, { analogy: 'man/king' }, 1)).rejects.toThrow('three words with slashes');
  });
});

describe('the small world', () => {
  it('never says of which country a capital is, nor that a queen is a king', () => {
    const sentences = smallWorld(2000, new RandomStream('world')).split('\n').map((line) => line.split(' ')); // prettier-ignore
    for (const [a, b] of smallWorldQuestions())
      expect(
        sentences.some((each) => each.includes(a) && each.includes(b)),
        `${a} and ${b}`,
      ).toBe(false);
  });
});
