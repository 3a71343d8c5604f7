/** Tasks that need the order of tokens, of any size. */
import type { Rng } from '@agon/core';
import { NOT_ASKED, type RowTask } from '../transformer/rowLearner.js';

const LETTERS = 8;
/** Ends what is to be turned round. */
const SIGN = LETTERS;
export const VOCABULARY = LETTERS + 1;

interface SizedTask {
  readonly about: string;
  /** What a size counts. */
  readonly unit: string;
  /** Tokens of a row of that size. */
  lengthOf(size: number): number;
  /** Writes a row. @param tokens @param targets [at least the length of the size] */
  write(size: number, tokens: Int32Array, targets: Int32Array, rng: Rng): void;
  /** The places by which a size is measured. */
  measured(size: number): readonly [from: number, until: number];
}

/** Tokens back of what is asked. */
export const BEFORE = 3;

export const TASKS = {
  /** At each place: the letter three places before. */
  before: {
    about: `which letter stood ${BEFORE} places before`,
    unit: 'place in the text',
    lengthOf: (size) => size,
    write(size, tokens, targets, rng) {
      targets.fill(NOT_ASKED);
      for (let i = 0; i < size; i++) {
        tokens[i] = rng.int(LETTERS);
        if (i >= BEFORE) targets[i] = tokens[i - BEFORE];
      }
    },
    measured: (size) => [size - 1, size],
  },
  /** "a b c |" goes on with "c b a". */
  reversal: {
    about: 'letters turned round',
    unit: 'letters to turn round',
    lengthOf: (size) => 2 * size,
    write(size, tokens, targets, rng) {
      tokens.fill(SIGN);
      targets.fill(NOT_ASKED);
      for (let i = 0; i < size; i++) tokens[i] = rng.int(LETTERS);
      for (let i = 0; i < size; i++) {
        targets[size + i] = tokens[size - 1 - i];
        if (i > 0) tokens[size + i] = targets[size + i - 1];
      }
    },
    measured: (size) => [size, 2 * size],
  },
} as const satisfies Readonly<Record<string, SizedTask>>;

export type TaskName = keyof typeof TASKS;

/** The least size of a row. */
const LEAST = BEFORE + 1;

/** A task of rows of all sizes up to one. */
export function taskUpTo(name: TaskName, longest: number): RowTask {
  const task: SizedTask = TASKS[name];
  return {
    vocabulary: VOCABULARY,
    write(tokens, targets, rng) {
      tokens.fill(SIGN);
      task.write(LEAST + rng.int(longest - LEAST + 1), tokens, targets, rng);
    },
  };
}
