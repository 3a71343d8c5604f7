/** SCAN as a dataset, with the splits of its paper. */
import { count, described, formatSpec, parseSettings, RandomStream, shuffle } from '@agon/core';
import * as v from 'valibot';
import type { PairEntry } from '../../dataset.js';
import type { SplitName } from '../../pictures.js';
import type { Pair, PairDataset } from '../../pairs.js';
import { scanCommands } from './grammar.js';

/** Experiment 1: a fifth of all commands, at random. */
const TEST_SHARE = 0.2;
/** A part of what is not for the test chooses. */
const VALIDATION_SHARE = 0.05;
/** Experiment 2: the longest answer that is learned from. */
const LONGEST_LEARNED = 22;
const LONGEST = 48;
/** Experiment 3: how much of what is learned from is the bare primitive. */
const PRIMITIVE_SHARE = 0.1;

const schema = v.strictObject({
  split: v.optional(
    described(
      v.picklist(['simple', 'length', 'add-jump', 'add-turn-left']),
      'what the test is of: any commands, longer answers than were learned from, or a word that was learned alone',
    ),
    'simple',
  ),
  cutOff: v.optional(
    described(count(1, LONGEST - 1), 'for length: the longest answer that is learned from'),
    LONGEST_LEARNED,
  ),
});

const lengthOf = ({ target }: Pair): number => target.split(' ').length;

/** Whether a command is for the test. */
type IsTest = (pair: Pair, index: number) => boolean;

/** A fifth of the commands, the same ones on every machine. */
function random(commands: readonly Pair[]): IsTest {
  const order = Int32Array.from(commands.keys());
  shuffle(order, new RandomStream('scan simple'));
  const chosen = new Set(order.subarray(0, Math.round(TEST_SHARE * commands.length)));
  return (_, index) => chosen.has(index);
}

/** A phrase that is learned alone and tested in all that it is part of. */
const heldWord = (phrase: string): IsTest => {
  const has = new RegExp(`\\b${phrase}\\b`);
  return ({ source }) => source !== phrase && has.test(source);
};

/** So many copies of a command that it is a tenth of all (experiment 3). */
function withCopies(pairs: readonly Pair[], phrase: string): Pair[] {
  const one = pairs.find(({ source }) => source === phrase);
  if (one === undefined) return [...pairs];
  const copies = Math.round((PRIMITIVE_SHARE * (pairs.length - 1)) / (1 - PRIMITIVE_SHARE)) - 1;
  return [...pairs, ...new Array<Pair>(copies).fill(one)];
}

/** The word of experiment 3. */
const HELD = { 'add-jump': 'jump', 'add-turn-left': 'turn left' } as const;

/** Generated whenever it is opened. What is learned from is cut once more, at random: `validation` is like it, never like the test. */
export const scan: PairEntry = {
  kind: 'pairs',
  title: 'SCAN: commands, and the actions that carry them out',
  licence: 'MIT (made by agon, by the grammar of Lake & Baroni 2018)',
  source: 'made by agon',
  origin: { kind: 'made' },
  schema,
  splits: { train: 15_892, validation: 836, test: 4182 },

  async open(options): Promise<PairDataset> {
    const settings = parseSettings(schema, options, 'dataset "scan"');
    const { split, cutOff } = settings;
    const commands = scanCommands();
    const held = split === 'add-jump' || split === 'add-turn-left' ? HELD[split] : undefined;
    const isTest: IsTest = held
      ? heldWord(held)
      : split === 'length'
        ? (pair) => lengthOf(pair) > cutOff
        : random(commands);
    const test = commands.filter(isTest);
    const rest = commands.filter((pair, index) => !isTest(pair, index));
    shuffle(rest, new RandomStream('scan validation'));
    const numValidation = Math.round(VALIDATION_SHARE * rest.length);
    const isKept = ({ source }: Pair): boolean => source === held;
    const validation = rest.slice(0, numValidation).filter((pair) => !isKept(pair));
    const chosen = new Set(validation);
    const train = rest.filter((pair) => !chosen.has(pair));
    const splits: Record<SplitName, readonly Pair[]> = {
      train: held ? withCopies(train, held) : train,
      validation,
      test,
    };
    const { title, licence, source } = scan;
    return { spec: formatSpec('scan', settings), title, licence, source, splits, faults: [] };
  },
};
