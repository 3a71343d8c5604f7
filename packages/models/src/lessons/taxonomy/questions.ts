/** What is a kind of what, as questions: those to learn from, new pairs of known words, and words that were never read. */
import { RandomStream, shuffle } from '@agon/core';
import type { LabelledSplit, LabelledTextDataset } from '@agon/data';
import { kindsAt, kindsOfThings } from './tree.js';

/** Of the things of a kind so many are never read, and of so many it is not said what the kind above theirs is. */
const NEW_WORDS = 2;
const NEW_PAIRS = 2;
const CLASSES = ['no', 'yes'];

export interface Questions {
  readonly learned: LabelledTextDataset;
  readonly newPairs: LabelledSplit;
  readonly newWords: LabelledSplit;
}

interface Question {
  readonly text: string;
  readonly label: number;
}

const isA = (thing: string, kind: string): string => `${thing} is a kind of ${kind}`;

const splitOf = (questions: readonly Question[]): LabelledSplit => ({
  texts: questions.map(({ text }) => text),
  labels: Int32Array.from(questions, ({ label }) => label),
});

/**
 * Each thing is asked for every kind. Where they are learned from, right ones are repeated until they are as many as the wrong ones;
 * where they are only asked, there is a wrong one at the same height beside each right one.
 */
export function questionsOf(seed: number): Questions {
  const rng = new RandomStream(`taxonomy ${seed} / questions`);
  const [learned, newPairs, newWords]: Question[][] = [[], [], []];
  const order = Int32Array.from(kindsOfThings.keys());
  shuffle(order, rng);
  const takenOf = new Map<string, number>();
  for (const [thing, above] of Array.from(order, (i) => kindsOfThings[i])) {
    const [near] = above;
    const taken = takenOf.get(near) ?? 0;
    takenOf.set(near, taken + 1);
    above.forEach((kind, height) => {
      const others = kindsAt(height).filter((other) => other !== kind);
      const right = { text: isA(thing, kind), label: 1 };
      const wrong = others.map((other) => ({ text: isA(thing, other), label: 0 }));
      if (taken < NEW_WORDS) newWords.push(right, wrong[rng.int(wrong.length)]);
      else if (taken < NEW_WORDS + NEW_PAIRS && height > 0)
        newPairs.push(right, wrong[rng.int(wrong.length)]);
      else learned.push(...wrong, ...wrong.map(() => right));
    });
  }
  const none = splitOf([]);
  return {
    learned: {
      spec: 'a small tree',
      title: 'what is a kind of what',
      licence: 'MIT (made by agon)',
      source: 'made by agon',
      classes: CLASSES,
      splits: { train: splitOf(learned), validation: none, test: none },
      faults: [],
    },
    newPairs: splitOf(newPairs),
    newWords: splitOf(newWords),
  };
}

/** Whether it is so, by the tree itself. */
export function byTree(text: string): boolean {
  return kindsOfThings.some(([thing, above]) => above.some((kind) => isA(thing, kind) === text));
}
