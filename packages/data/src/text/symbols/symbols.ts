/** Strings of symbols that ask for a pattern (a motif anywhere) or for a dependency (parity, how many brackets are open). */
import { AgonError, count, described, formatSpec, parseSettings, RandomStream } from '@agon/core';
import * as v from 'valibot';
import type { LabelledTextEntry } from '../../dataset.js';
import { hashOf } from '../../hash.js';
import type { LabelledSplit } from '../../labelledTexts.js';
import { eachSplit, type SplitName } from '../../pictures.js';
import { TASKS, type TaskName } from './tasks.js';

const LONGEST = 200;
/** Shorter strings are all learned from: there are too few to hold some back. */
const LEAST_HELD = 8;
const DEFAULT_COUNT = 4000;

const schema = v.strictObject({
  task: v.optional(
    described(
      v.picklist(Object.keys(TASKS) as TaskName[]),
      'motif: whether "c a f e" stands anywhere; parity: whether there is an even number of b; dyck: how many o (open) no c (close) has closed',
    ),
    'motif' as string as TaskName,
  ),
  shortest: v.optional(
    described(
      count(1, LONGEST),
      'symbols of the shortest strings; those of less than eight are only learned from',
    ),
    2,
  ),
  length: v.optional(described(count(LEAST_HELD, LONGEST), 'symbols of the longest strings'), 24),
  count: v.optional(
    described(
      count(16, 200_000),
      'strings to learn from; there are a quarter as many for validation, and for the test',
    ),
    DEFAULT_COUNT,
  ),
  seed: v.optional(described(count(0, Number.MAX_SAFE_INTEGER), 'other strings by another one'), 1),
});

/** The finaliser of MurmurHash3: without it the last bit of the hash is a parity of the symbols. */
function mixed(hash: number): number {
  let bits = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** Of ten strings one is for validation, one for the test: a string is always in the same split, whatever the options. */
const OF = 10;
const splitOf = (text: string): SplitName => {
  if (text.length < 2 * LEAST_HELD - 1) return 'train';
  const place = mixed(hashOf(new TextEncoder().encode(text))) % OF;
  return place === 0 ? 'validation' : place === 1 ? 'test' : 'train';
};

/** Strings that are drawn at most until one is of the split that is wanted. */
const MOST_DRAWN = 2000;
/** A split of the strings to learn from is so many times as large as the others. */
const SHARE = 4;

/** Strings have any length between two, each with the same chance; each class is as frequent as the others. */
export const symbols: LabelledTextEntry = {
  kind: 'labelled-texts',
  title: 'strings of symbols: a motif anywhere, parity, open brackets',
  licence: 'MIT (made by agon)',
  source: 'made by agon',
  origin: { kind: 'made' },
  schema,
  splits: { train: DEFAULT_COUNT, validation: DEFAULT_COUNT / SHARE, test: DEFAULT_COUNT / SHARE },

  async open(options) {
    const settings = parseSettings(schema, options, 'dataset "symbols"');
    const task = TASKS[settings.task];
    const isEven = 'isEven' in task;
    const first = Math.max(settings.shortest, task.least);
    const lengths = Array.from({ length: Math.max(0, settings.length - first + 1) }, (_, i) => first + i);
    const allowed = lengths.filter((length) => !isEven || length % 2 === 0);
    if (allowed.length === 0)
      throw new AgonError('bad-option', `symbols: there are no strings of ${settings.shortest} to ${settings.length} symbols for ${settings.task}${isEven ? ', whose lengths are even,' : ''}: it needs ${task.least} or more, and shortest not above length.`); // prettier-ignore
    const rng = new RandomStream(`symbols ${settings.task} ${settings.seed}`);

    const drawFor = (split: SplitName, label: number): string => {
      for (let i = 0; i < MOST_DRAWN; i++) {
        const length = allowed[rng.int(allowed.length)];
        const text = task.draw(label, length, rng).join(' ');
        if (splitOf(text) === split) return text;
      }
      throw new AgonError('bad-option', `symbols: there are too few strings of ${first} to ${settings.length} symbols for ${settings.task}: set a larger length.`); // prettier-ignore
    };
    const splitNamed = (split: SplitName): LabelledSplit => {
      const size = split === 'train' ? settings.count : Math.ceil(settings.count / SHARE);
      const labels = Int32Array.from({ length: size }, (_, i) => i % task.classes.length);
      return { labels, texts: Array.from(labels, (label) => drawFor(split, label)) };
    };
    const { title, licence, source } = symbols;
    return {
      spec: formatSpec('symbols', settings),
      ...{ title, licence, source, classes: task.classes },
      splits: eachSplit(splitNamed),
      faults: [],
    };
  },
};
