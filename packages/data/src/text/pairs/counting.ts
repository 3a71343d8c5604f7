/** Counting as a task: n times "a" is read, n times "b" is to be written (aⁿbⁿ, Gers & Schmidhuber 2001). */
import { count, described, formatSpec, parseSettings } from '@agon/core';
import * as v from 'valibot';
import type { PairEntry } from '../../dataset.js';
import type { Pair } from '../../pairs.js';

/** Every fifth number is for validation. */
const EVERY = 5;
const DEFAULT_LONGEST = 20;

const schema = v.strictObject({
  longest: v.optional(
    described(count(EVERY, 100), 'the longest that is learned from; the test goes to twice as far'),
    DEFAULT_LONGEST,
  ),
});

const times = (symbol: string, n: number): string => new Array<string>(n).fill(symbol).join(' ');
const pairOf = (n: number): Pair => ({ source: times('a', n), target: times('b', n) });

export const counting: PairEntry = {
  kind: 'pairs',
  title: 'counting: as many b as there were a',
  licence: 'MIT (made by agon)',
  source: 'made by agon',
  origin: { kind: 'made' },
  schema,
  splits: { train: 16, validation: 4, test: 20 },

  async open(options) {
    const settings = parseSettings(schema, options, 'dataset "counting"');
    const { longest } = settings;
    const isHeld = (n: number): boolean => n % EVERY === EVERY - 1;
    const numbers = Array.from({ length: 2 * longest }, (_, i) => i + 1);
    const { title, licence, source } = counting;
    return {
      spec: formatSpec('counting', settings),
      title,
      licence,
      source,
      splits: {
        train: numbers.filter((n) => n <= longest && !isHeld(n)).map(pairOf),
        validation: numbers.filter((n) => n <= longest && isHeld(n)).map(pairOf),
        test: numbers.filter((n) => n > longest).map(pairOf),
      },
      faults: [],
    };
  },
};
