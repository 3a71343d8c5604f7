/** Lesson: what is a kind of what, for words that were read and for words that were not. */
import { count, described, MOST_STEPS } from '@agon/core';
import * as v from 'valibot';
import type { LabelledSplit } from '@agon/data';
import type { Bars, Figure } from '../figure.js';
import { lesson } from '../lesson.js';
import { StringLearner } from '../patterns/stringLearner.js';
import { recordingOf } from '../recording.js';
import { byTree, questionsOf, type Questions } from './questions.js';

const SHOW_EVERY = 100;
const LEARNING_RATE = 0.003;
/** Words of a question. */
const WORDS = 6;
/** Questions that are shown. */
const SHOWN = 6;

const NETWORKS = {
  bag: 'bag:width=32,dropout=0',
  lstm: 'lstm:width=32,units=64,answer=last,dropout=0',
  transformer: 'transformer:layers=1,width=32,heads=2,dropout=0',
} as const;
type Name = keyof typeof NETWORKS;

const schema = v.strictObject({
  network: v.optional(
    described(v.picklist(Object.keys(NETWORKS) as Name[]), 'reads the question, and answers yes or no'),
    'lstm' as string as Name,
  ),
  updates: v.optional(described(count(1, MOST_STEPS), 'updates, each on 32 questions'), 2000),
});

const GROUPS = {
  learned: 'learned from',
  newPairs: 'new pairs',
  newWords: 'new words',
} as const;
type Group = keyof typeof GROUPS;

/** The share of a split that the tree answers right. */
function treeShare({ texts, labels }: LabelledSplit): number {
  return texts.filter((text, i) => byTree(text) === (labels[i] === 1)).length / texts.length;
}

function figureOf(
  splits: Readonly<Record<Group, LabelledSplit>>,
  history: readonly (readonly [updates: number, shares: Readonly<Record<Group, number>>])[],
  updates: number,
): Figure {
  const [, now] = history[history.length - 1];
  const bar = (label: string, value: number): Bars['items'][number] => ({
    label,
    value,
    text: `${(100 * value).toFixed(1)} %`,
  });
  const groups = Object.keys(GROUPS) as Group[];
  const { texts, labels } = splits.newWords;
  return {
    panels: [
      {
        kind: 'bars',
        title:
          'Answered right: what it learned from, new pairs of words that it has read, words that it has not',
        most: 1,
        items: groups.flatMap((group) => [
          bar(`network: ${GROUPS[group]}`, now[group]),
          bar(`tree: ${GROUPS[group]}`, treeShare(splits[group])),
        ]),
      },
      {
        kind: 'plot',
        title: 'While it learns',
        x: { label: 'updates', range: [0, updates] },
        y: { label: 'right, %', range: [0, 100] },
        lines: groups.map((group) => ({
          name: GROUPS[group],
          points: history.map(([done, shares]) => [done, 100 * shares[group]] as const),
        })),
      },
      {
        kind: 'table',
        title: 'Asked of words that were never read',
        head: ['question', 'right'],
        rows: texts.slice(0, SHOWN).map((text, i) => [text, labels[i] === 1 ? 'yes' : 'no']),
      },
    ],
  };
}

const splitsOf = ({ learned, newPairs, newWords }: Questions): Record<Group, LabelledSplit> => ({
  learned: learned.splits.train,
  newPairs,
  newWords,
});

export const taxonomy = lesson({
  id: 'taxonomy',
  title: 'Is a parrot a bird?',
  question: 'A network has learned that parrots and owls are birds: what does it know of a stork?',
  sentences: [
    'Of words that it has read the network also answers pairs that were left out: what is a bird in one question is an animal in another, so that their vectors have come to lie together.',
    'Of a word that it has never read it knows nothing, and guesses: there is no vector to lie anywhere.',
    'A tree that a person writes down answers everything once the new word hangs on it: one line, no learning.',
  ],
  paper: 'Miller 1995, WordNet: a lexical database for English; Harris 1954, Distributional structure',
  command:
    'npx agon train text-classifier --data taxonomy:test=words --steps 3000 --set network=lstm:units=64,width=100',
  usedBy:
    'Classifiers of texts can begin with vectors learned from much text, so that few words are new: agon train text-classifier, with its setting vectors.',
  recording: async () => recordingOf((await import('./recording.json', { with: { type: 'json' } })).default),
  schema,
  async *run({ network, updates }, { seed, signal }) {
    const questions = questionsOf(seed);
    const splits = splitsOf(questions);
    const learner = await StringLearner.create(questions.learned, {
      network: NETWORKS[network],
      learningRate: LEARNING_RATE,
      updates,
      seed,
      length: WORDS,
      longest: WORDS,
    });
    const history: [number, Record<Group, number>][] = [];
    try {
      for (let done = 0; done < updates && !signal?.aborted;) {
        const more = Math.min(SHOW_EVERY, updates - done);
        await learner.learn(more);
        done += more;
        const shares = {
          learned: await learner.accuracy(splits.learned),
          newPairs: await learner.accuracy(splits.newPairs),
          newWords: await learner.accuracy(splits.newWords),
        };
        history.push([done, shares]);
        yield {
          done: done / updates,
          numbers: { updates: done, ...shares, treeNewWords: treeShare(splits.newWords) },
          figure: figureOf(splits, history, updates),
        };
      }
    } finally {
      await learner.dispose();
    }
  },
});
