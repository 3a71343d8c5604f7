/** Lesson: counting beyond what was learned (Trask et al. 2018; Barrett et al. 2018). */
import { count, described, MOST_STEPS } from '@agon/core';
import type { PictureSplit } from '@agon/data';
import * as v from 'valibot';
import { preprocessingOf } from '../../vision/classifier/preprocessing.js';
import type { Picture } from '../../inspect/picture.js';
import type { Figure } from '../figure.js';
import { lesson } from '../lesson.js';
import { openLessonPictures } from '../lessonData.js';
import { recordingOf } from '../recording.js';
import { partOfSplit } from '../pictures/partOfSplit.js';
import { PictureLearner } from '../pictures/pictureLearner.js';
import { Counter } from './counter.js';

const SHOW_EVERY = 25;
/** Numbers of invaders on the screens. */
const MOST = 10;

const TITLES = {
  classes: 'one class a number',
  value: 'a number as the answer',
} as const;
type Way = keyof typeof TITLES;
const WAYS = Object.keys(TITLES) as Way[];

const schema = v.strictObject({
  learned: v.optional(described(count(1, MOST - 1), 'the most invaders on a screen to learn from'), 5),
  pictures: v.optional(described(count(100, 20_000), 'screens that are made, of one to ten invaders'), 2000),
  updates: v.optional(described(count(1, MOST_STEPS), 'updates, each on 64 screens'), 300),
});

/** The indices of the screens with at most so many invaders. */
const upTo = ({ labels }: PictureSplit, most: number): Int32Array =>
  Int32Array.from(labels.keys()).filter((index) => labels[index] < most);

/** For each number of invaders the mean of `of` over its screens. */
export function byNumber(labels: ArrayLike<number>, of: (index: number) => number): number[] {
  const sums = new Array<number>(MOST).fill(0);
  const counts = new Array<number>(MOST).fill(0);
  for (let i = 0; i < labels.length; i++) {
    sums[labels[i]] += of(i);
    counts[labels[i]]++;
  }
  return sums.map((sum, number) => (counts[number] > 0 ? sum / counts[number] : NaN));
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length;

/** One screen of each kind: learned, and asked for. */
async function screensOf(split: PictureSplit, shape: Picture['shape'], learned: number): Promise<Picture[]> {
  const pictures: Picture[] = [];
  for (const number of [1, learned, MOST]) {
    const pixels = new Uint8Array(shape.reduce((product, length) => product * length, 1));
    await split.read([split.labels.indexOf(number - 1)], pixels);
    pictures.push({ caption: `${number}: ${number > learned ? 'asked' : 'learned'}`, shape, pixels });
  }
  return pictures;
}

/** What each way answers, in the mean, and how often it is right, by the number of invaders. */
type Answers = Readonly<Record<Way, { readonly right: number[]; readonly meant: number[] }>>;

function figureOf(answers: Answers, learned: number, screens: readonly Picture[]): Figure {
  const linesOf = (of: (way: Way) => readonly number[]) =>
    WAYS.map((way) => ({ name: TITLES[way], points: of(way).map((value, i) => [i + 1, value] as const) }));
  const x = { label: `invaders on the screen (learned: 1 to ${learned})`, range: [1, MOST] as const };
  return {
    panels: [
      {
        kind: 'plot',
        title: 'How often the number is right',
        x,
        y: { label: 'right, %', range: [0, 100] },
        lines: linesOf((way) => answers[way].right.map((share) => 100 * share)),
      },
      {
        kind: 'plot',
        title: 'What is answered, in the mean',
        x,
        y: { label: 'answer', range: [0, MOST] },
        lines: [
          ...linesOf((way) => answers[way].meant),
          { name: 'the truth', points: [[1, 1], [MOST, MOST]], style: 'dashes' }, // prettier-ignore
        ],
      },
      { kind: 'gallery', title: 'Screens', columns: 3, pictures: screens },
    ],
  };
}

export const counting = lesson({
  id: 'counting',
  title: 'Counting: one to five learned, six to ten asked',
  question: 'Does a network that has learned to count to five know what six is?',
  sentences: [
    'A network with a class for each number never says a number that it was not shown: above those it is always wrong.',
    'One that answers with a number goes on a little, falls behind the truth more and more, and is seldom right.',
    'Neither has the idea of one more: they know what screens look like that they have seen, and a child that counts to five counts to six.',
  ],
  paper:
    'Trask et al. 2018, Neural arithmetic logic units; Barrett et al. 2018, Measuring abstract reasoning in neural networks (extrapolation)',
  command: 'npx agon learn counting --set learned=3 --set updates=1000',
  usedBy: 'No agent relies on it: agents that meet more of something than in training are tested for it.',
  data: ['arcade-screens'],
  schema,
  recording: async () => recordingOf((await import('./recording.json', { with: { type: 'json' } })).default),
  async *run({ learned, pictures, updates }, { seed, signal, files }) {
    const data = await openLessonPictures(`arcade-screens:task=invaders,count=${pictures}`, { files });
    const { train, test } = data.splits;
    const preprocessing = await preprocessingOf(data);
    const known = partOfSplit(train, upTo(train, learned));
    const screens = await screensOf(test, data.shape, learned);
    const held: { dispose(): Promise<void> }[] = [];
    const hold = <T extends { dispose(): Promise<void> }>(each: T): T => {
      held.push(each);
      return each;
    };
    try {
      const network = 'convnet:filters=8/16/16,hidden=32';
      const plan = (way: Way) => ({ network, updates, seed: `counting ${seed} / ${way}` });
      const classes = hold(await PictureLearner.create(known, preprocessing, plan('classes')));
      const counter = hold(await Counter.create(known, preprocessing, plan('value')));
      for (let done = 0; done < updates && !signal?.aborted;) {
        const more = Math.min(SHOW_EVERY, updates - done);
        for (const each of [classes, counter]) await each.learn(more);
        done += more;
        const { confusion } = await classes.measure(test);
        const told = await counter.count(test);
        const shares = confusion.map((row) => row.map((n) => n / row.reduce((a, b) => a + b, 0)));
        const answers: Answers = {
          classes: {
            right: shares.map((row, number) => row[number]),
            meant: shares.map((row) => row.reduce((total, share, i) => total + share * (i + 1), 0)),
          },
          value: {
            right: byNumber(test.labels, (i) => (Math.round(told[i]) === test.labels[i] + 1 ? 1 : 0)),
            meant: byNumber(test.labels, (i) => told[i]),
          },
        };
        yield {
          done: done / updates,
          numbers: {
            updates: done,
            ...Object.fromEntries(
              WAYS.flatMap((way) => [
                [`${way}RightLearned`, mean(answers[way].right.slice(0, learned))],
                [`${way}RightBeyond`, mean(answers[way].right.slice(learned))],
                [`${way}SaysOfTen`, answers[way].meant[MOST - 1]],
              ]),
            ),
          },
          figure: figureOf(answers, learned, screens),
        };
      }
    } finally {
      for (const each of held) await each.dispose();
    }
  },
});
