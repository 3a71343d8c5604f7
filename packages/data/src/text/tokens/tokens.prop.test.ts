import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BytePairs } from './bytePairs.js';
import { Characters } from './characters.js';
import { loadTokeniser } from './loadTokeniser.js';
import { piecesOf } from './pieces.js';
import { Words } from './words.js';

const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        'příliš ',
        'žluťoučký',
        ' kůň',
        '\n',
        '  ',
        '12',
        'a',
        '👩‍👩‍👧',
        'e\u0301',
        '\u200f',
        '﷽',
        '\ufeff',
        '\0',
      ),
    )
    .map((parts) => parts.join('')),
);
const CZECH = 'Příliš žluťoučký kůň úpěl ďábelské ódy. Příliš žluťoučký kůň žere. '.repeat(5);

describe('pieces', () => {
  it('are the whole text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(piecesOf(text).join('')).toBe(text);
      }),
    );
  });
});

describe('byte pairs', () => {
  it('give any text back, however little they learned from', () => {
    fc.assert(
      fc.property(texts, texts, fc.integer({ min: 256, max: 300 }), (learned, text, size) => {
        const tokens = BytePairs.learn(learned, size);
        expect(tokens.decode(tokens.encode(text))).toBe(text);
        expect(tokens.size).toBeLessThanOrEqual(size);
      }),
    );
  });

  it('join the most frequent pair first', () => {
    // "we" is there 8 times. Then " l" and "lo" are there 7 times, and the pair of the lower tokens comes first.
    const tokens = BytePairs.learn(`${' low'.repeat(5)}${' lower'.repeat(2)}${' newest'.repeat(6)}`, 256 + 3);
    expect([256, 257, 258].map((token) => tokens.show(token))).toEqual(['we', ' l', ' lo']);
    expect([...tokens.encode(' lower')]).toEqual([258, 256, 'r'.charCodeAt(0)]);
  });

  it('need fewer tokens for text like what they learned from', () => {
    const tokens = BytePairs.learn(CZECH, 400);
    const bytes = new TextEncoder().encode(CZECH).length;
    expect(tokens.encode(CZECH).length).toBeLessThan(bytes / 4);
    expect(tokens.encode(' kůň').length).toBe(1);
  });

  it('show a replacement for half of a surrogate pair, and for half of a character', () => {
    const tokens = BytePairs.learn('', 256);
    expect(tokens.decode(tokens.encode('\ud83d'))).toBe('�');
    expect(tokens.decode(tokens.encode('ů').subarray(0, 1))).toBe('�');
  });
});

describe('characters', () => {
  it('give back any text of theirs', () => {
    const wellFormed = texts.filter((text) => !/\p{Surrogate}/u.test(text));
    fc.assert(
      fc.property(wellFormed, (text) => {
        const characters = Characters.of(text);
        expect(characters.decode(characters.encode(text))).toBe(text);
        expect(characters.size).toBe(new Set(text).size);
      }),
    );
  });

  it('name one that they do not have', () => {
    expect(() => Characters.of('abc').encode('abž')).toThrow('the character "ž" (U+017E)');
  });
});

describe('words', () => {
  it('are numbered by how often they are there; rare ones are unknown', () => {
    const words = Words.of("the cat's hat, the cat's mat, the end", { least: 2 });
    expect(Array.from({ length: words.size }, (_, token) => words.show(token))).toEqual([
      '<unk>',
      'the',
      ',',
      "cat's",
    ]);
    expect(words.decode(words.encode('the dog, the end'))).toBe('the <unk> , the <unk>');
  });
});

describe('a saved tokeniser', () => {
  it('reads as the one that was saved', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom('characters', 'words', 'byte-pairs'), (text, kind) => {
        const one = {
          characters: () => Characters.of(`${text} `),
          words: () => Words.of(text),
          'byte-pairs': () => BytePairs.learn(text, 280),
        }[kind as 'characters' | 'words' | 'byte-pairs']();
        const again = loadTokeniser(JSON.parse(JSON.stringify(one.save())), 'a test');
        expect(again.encode(text)).toEqual(one.encode(text));
      }),
    );
  });

  it('is refused where it is none', () => {
    for (const saved of [
      {},
      { kind: 'characters', symbols: ['ab'] },
      { kind: 'characters', symbols: ['a', 'a'] },
      { kind: 'words', words: ['the'] },
      { kind: 'byte-pairs', merges: [[256, 1]] },
    ])
      expect(() => loadTokeniser(saved, 'a test')).toThrow('a test');
  });
});
