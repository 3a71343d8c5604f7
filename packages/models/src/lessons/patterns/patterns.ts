/** Lesson: which network finds a pattern, which one follows a dependency, and how far beyond the lengths that it has seen. */
import { count, described, MOST_STEPS } from '@agon/core';
import { openLabelledTexts, type LabelledSplit } from '@agon/data';
import * as v from 'valibot';
import type { Figure } from '../figure.js';
import { lesson } from '../lesson.js';
import { NO_FILES } from '../lessonData.js';
import { recordingOf } from '../recording.js';
import { StringLearner } from './stringLearner.js';

/** Updates between two pictures. */
const SHOW_EVERY = 200;
const LEARNING_RATE = 0.01;
/** Strings of each length that are asked about. */
const ASKED = 128;
/** Strings to learn from. */
const LEARNED = 4000;
/** Strings that are asked about are up to so many times as long as those that were learned from. */
const FARTHEST = 4;
/** Lengths that are asked about, as parts of the longest that is learned from. */
const PARTS = [1, 1.5, 2, 3, FARTHEST];
/** The place of the longest that is learned from among them. */
const LEARNED_PART = 0;

const TASKS = {
  motif: 'Does "cafe" stand anywhere?',
  parity: 'Is the number of b even or odd?',
  dyck: 'How many o has no c closed?',
} as const;
type Task = keyof typeof TASKS;

const schema = v.strictObject({
  task: v.optional(
    described(
      v.picklist(Object.keys(TASKS) as Task[]),
      'what is asked of a string: motif (a pattern), parity or dyck (dependencies)',
    ),
    'parity' as string as Task,
  ),
  length: v.optional(described(count(8, 24), 'symbols of the longest strings to learn from'), 12),
  network: v.optional(
    described(v.string(), 'what learns beside a convolution and an LSTM: a network of kind text-classifier'),
    'tcn:width=8,filters=16/16/16/16,dropout=0',
  ),
  updates: v.optional(described(count(1, MOST_STEPS), 'updates, each on 32 strings'), 2400),
});

const CONVOLUTION = 'blocks:width=8,layers=conv5x16/largest/dense16';
const LSTM = 'lstm:width=8,units=24,answer=last,dropout=0';

/** Strings of one length. */
interface Asked {
  readonly length: number;
  readonly split: LabelledSplit;
}

const stringsOf = (task: Task, shortest: number, length: number, strings: number) =>
  openLabelledTexts(`symbols:task=${task},shortest=${shortest},length=${length},count=${strings}`, NO_FILES);

/** Strings that nothing was learned from, by their length. Those of Dyck words are of even lengths. */
async function askedOf(task: Task, longest: number): Promise<Asked[]> {
  const lengths = PARTS.map((part) => 2 * Math.ceil((part * longest) / 2));
  const open = lengths.map(async (length) => {
    const { splits } = await stringsOf(task, length - 1, length, FARTHEST * ASKED);
    return { length, split: splits.test };
  });
  return Promise.all(open);
}

/** A network and what it has answered. */
interface Entrant {
  readonly key: string;
  readonly title: string;
  readonly learner: StringLearner;
  /** Right answers of each length, now. */
  byLength: number[];
  /** Right answers at the longest length that is learned from, after so many updates. */
  readonly learned: [updates: number, share: number][];
}

/** What is learned from, what is asked, and of what classes. */
interface Strings {
  readonly task: Task;
  readonly classes: readonly string[];
  readonly length: number;
  readonly asked: readonly Asked[];
}

function figureOf(strings: Strings, updates: number, entrants: readonly Entrant[]): Figure {
  const { task, classes, length, asked } = strings;
  const farthest = asked[asked.length - 1].length;
  return {
    panels: [
      {
        kind: 'plot',
        title: `${TASKS[task]} Right answers by length`,
        x: { label: `symbols (learned from: ${length} at most)`, range: [0, farthest] },
        y: { label: 'right, %', range: [0, 100] },
        lines: [
          ...entrants.map(({ title, byLength }) => ({
            name: title,
            points: asked.map((each, i) => [each.length, 100 * byLength[i]] as const),
          })),
          { name: 'guessing', points: [[0, 100 / classes.length], [farthest, 100 / classes.length]], style: 'dashes' }, // prettier-ignore
        ],
      },
      {
        kind: 'plot',
        title: 'Right answers while they learn, at the longest length that is learned from',
        x: { label: 'updates', range: [0, updates] },
        y: { label: 'right, %', range: [0, 100] },
        lines: entrants.map(({ title, learned }) => ({
          name: title,
          points: learned.map(([done, share]) => [done, 100 * share] as const),
        })),
      },
      {
        kind: 'table',
        title: 'Strings that are asked about',
        head: ['string', 'right'],
        rows: classes.map((name, label) => {
          const { texts, labels } = asked[LEARNED_PART].split;
          return [texts[labels.indexOf(label)].replaceAll(' ', ''), name];
        }),
      },
    ],
  };
}

export const patterns = lesson({
  id: 'patterns',
  title: 'Patterns or dependencies',
  question: 'When does a convolution do, and when does a network have to carry something along?',
  sentences: [
    'A motif is a pattern, the same wherever it stands: a filter that slides over the string finds it after few updates, and nearly always in strings of four times the length too; the others find it as well in strings like those that they have learned from.',
    'Parity is a dependency: every symbol changes the answer, and no part of a string tells it. The LSTM keeps one bit and carries it on through strings of any length; a dilated convolution (TCN) that sees the whole string may learn the lengths that it is shown, and guesses at longer ones.',
    'Where the answer is a count (open brackets), the TCN is as good as the LSTM at the lengths that were learned, as its authors object to such rules; in longer strings the LSTM is right more often.',
  ],
  paper:
    'Bai, Kolter & Koltun 2018, An empirical evaluation of generic convolutional and recurrent networks for sequence modeling; Weiss, Goldberg & Yahav 2018 (counting)',
  command: 'npx agon search text-classifier --data symbols:task=parity --steps 40k',
  usedBy:
    'Agents: minatar and Go networks are convolutions, since what they look for is a pattern; drqn and r2d2 carry an LSTM, since what they need was seen before.',
  schema,
  recording: async () => recordingOf((await import('./recording.json', { with: { type: 'json' } })).default),
  async *run({ task, length, network, updates }, { seed, signal }) {
    const data = await stringsOf(task, 2, length, LEARNED);
    const strings = { task, classes: data.classes, length, asked: await askedOf(task, length) };
    const longest = Math.max(...strings.asked.map((each) => each.length));
    const entrants: Entrant[] = [];
    try {
      for (const [key, title, spec] of [
        ['convolution', 'convolution', CONVOLUTION],
        ['lstm', 'LSTM', LSTM],
        ['other', network.split(':')[0], network],
      ]) {
        const plan = { network: spec, learningRate: LEARNING_RATE, updates, seed, length, longest };
        const learner = await StringLearner.create(data, plan);
        entrants.push({ key, title, learner, byLength: [], learned: [] });
      }
      for (let done = 0; done < updates && !signal?.aborted;) {
        const more = Math.min(SHOW_EVERY, updates - done);
        done += more;
        const numbers: Record<string, number> = { updates: done };
        for (const entrant of entrants) {
          await entrant.learner.learn(more);
          entrant.byLength = [];
          for (const { split } of strings.asked) entrant.byLength.push(await entrant.learner.accuracy(split));
          entrant.learned.push([done, entrant.byLength[LEARNED_PART]]);
          numbers[`${entrant.key}Learned`] = entrant.byLength[LEARNED_PART];
          numbers[`${entrant.key}Farthest`] = entrant.byLength[PARTS.length - 1];
        }
        yield { done: done / updates, numbers, figure: figureOf(strings, updates, entrants) };
      }
    } finally {
      for (const { learner } of entrants) await learner.dispose();
    }
  },
});
