import { describe, expect, it } from 'vitest';
import { bleu, wrongWords } from './bleu.js';
import { dictionaryOf } from './dictionary.js';

const words = (text: string): string[] => text.split(' ');
const of = (answer: string, right: string): number => bleu([words(answer)], [words(right)]);

describe('BLEU', () => {
  it('is the geometric mean of the shares of stretches that are right', () => {
    expect(of('a b c d e', 'a b c d e')).toBe(1);
    expect(of('a b c d e', 'a b c d f')).toBeCloseTo(((4 / 5) * (3 / 4) * (2 / 3) * (1 / 2)) ** 0.25, 12);
    expect(of('a b c', 'a b c')).toBe(0);
  });

  it('counts no stretch more often than it is there, and punishes what is too short', () => {
    // 7 words, of which "a b c d" are there once.
    const shares = (4 / 8) * (3 / 7) * (2 / 6) * (1 / 5);
    expect(of('a b c d a a a a', 'a b c d e f g h')).toBeCloseTo(shares ** 0.25, 12);
    expect(of('a b c d', 'a b c d e')).toBeCloseTo(Math.exp(1 - 5 / 4), 12);
  });

  it('is of all answers together', () => {
    const right = ['a b c d', 'e f g h'].map(words);
    expect(bleu([words('a b c d'), words('x y z w')], right)).toBeCloseTo(0.5, 12);
    expect(bleu([[], []], right)).toBe(0);
  });
});

describe('wrong words', () => {
  it('are the fewest to put in, leave out or change', () => {
    expect(wrongWords([...'kitten'], [...'sitting'])).toBe(3);
    expect(wrongWords([], [...'abc'])).toBe(3);
    expect(wrongWords([...'abc'], [])).toBe(3);
    expect(wrongWords([...'abc'], [...'abc'])).toBe(0);
  });
});

describe('a counted dictionary', () => {
  it('finds which word is which from sentences alone, and leaves what it does not know', () => {
    const translate = dictionaryOf([
      { source: 'malá ryba', target: 'small fish' },
      { source: 'velká ryba', target: 'big fish' },
      { source: 'malá loď', target: 'small ship' },
    ]);
    expect(translate(words('velká loď Ω'))).toEqual(['big', 'ship', 'Ω']);
  });
});
