/** Lesson: large data. Which way of learning gets how much out of more examples (Banko & Brill 2001; Sun et al. 2017). */
import { count, described, MOST_STEPS, RandomStream, shuffle } from '@agon/core';
import type { PictureSplit } from '@agon/data';
import * as v from 'valibot';
import { preprocessingOf, type Preprocessing } from '../../vision/classifier/preprocessing.js';
import type { Line, Panel } from '../figure.js';
import { lesson } from '../lesson.js';
import { openLessonPictures } from '../lessonData.js';
import { recordingOf } from '../recording.js';
import { evenly, joinedSplits, partOfSplit } from '../pictures/partOfSplit.js';
import { PictureLearner } from '../pictures/pictureLearner.js';
import { eachOf } from '../pictures/race.js';
import { crossing } from './crossing.js';
import { NearestNeighbour } from './nearestNeighbour.js';

/** Numbers of examples, as far as they are not more than there are; the last one is all. */
const SIZES = [10, 30, 100, 300, 1000, 3000, 10_000, 30_000];
const DATA = ['mnist', 'fashion-mnist'] as const;

const schema = v.strictObject({
  data: v.optional(described(v.picklist(DATA), 'what they learn to tell apart'), 'mnist'),
  examples: v.optional(
    described(count(10, 60_000), 'the most pictures to learn from: all but those of the test are 60,000'),
    2000,
  ),
  network: v.optional(
    described(v.string(), 'the deep network'),
    'convnet:filters=16/32,hidden=64,dropout=0.2',
  ),
  updates: v.optional(
    described(count(1, MOST_STEPS), 'updates of each network for each number of examples, on 64 pictures'),
    150,
  ),
  test: v.optional(described(count(10, 10_000), 'pictures of the test'), 1000),
});

const TITLES = {
  logistic: 'softmax regression',
  nearest: 'nearest neighbour',
  deep: 'deep network',
} as const;
type Way = keyof typeof TITLES;
const WAYS = Object.keys(TITLES) as Way[];

/** 10, 30, 100, … and at the end all of them. */
export const sizesTo = (all: number): number[] => [...SIZES.filter((size) => size < all), all];

/** The error of a network that is trained from the start. */
async function errorOf(
  network: string,
  pictures: PictureSplit,
  test: PictureSplit,
  preprocessing: Preprocessing,
  updates: number,
  seed: string,
): Promise<number> {
  const learner = await PictureLearner.create(pictures, preprocessing, { network, updates, seed });
  try {
    await learner.learn(updates);
    return 1 - (await learner.measure(test)).accuracy;
  } finally {
    await learner.dispose();
  }
}

function panelsOf(sizes: readonly number[], errors: Record<Way, number[]>): Panel[] {
  const last = sizes[errors.deep.length - 1];
  return [
    {
      kind: 'plot',
      title: 'Test error by the number of examples',
      x: { label: 'examples', isLogarithmic: true, range: [10, sizes[sizes.length - 1]] },
      y: { label: 'test error, %', isLogarithmic: true },
      lines: WAYS.map((way): Line => ({
        name: TITLES[way],
        points: errors[way].map((error, i) => [sizes[i], Math.max(0.01, 100 * error)] as const),
      })),
    },
    {
      kind: 'bars',
      title: `Test error with ${last.toLocaleString('en-US')} examples`,
      most: Math.max(...WAYS.map((way) => errors[way].at(-1) ?? 0)),
      items: WAYS.map((way) => {
        const error = errors[way].at(-1) ?? 0;
        return { label: TITLES[way], value: error, text: `${(100 * error).toFixed(1)} %` };
      }),
    },
  ];
}

export const largeData = lesson({
  id: 'large-data',
  title: 'Large data: who gets more out of more?',
  question: 'With ten pictures, or with sixty thousand: which way of learning is best?',
  sentences: [
    'Softmax regression has one weight for each pixel and class; nearest neighbour has no weights and learns all pictures by heart; the deep network has two convolutions.',
    'Softmax regression has little to learn and is soon done; nearest neighbour gets better with every picture, and leaves it behind from some hundreds on.',
    'The deep network errs least, since convolutions know something of pictures before they have seen one; what more pictures are worth to it depends on how long it may learn from them.',
  ],
  paper:
    'Banko & Brill 2001, Scaling to very very large corpora; Sun et al. 2017, Revisiting unreasonable effectiveness of data; Cover & Hart 1967 (nearest neighbour)',
  command: 'npx agon learn large-data --set examples=60000 --set updates=3000 --set test=10000',
  usedBy: 'Self-play and many parallel games: agents make their own large data.',
  data: DATA,
  schema,
  recording: async () => recordingOf((await import('./recording.json', { with: { type: 'json' } })).default),
  async *run({ data: spec, examples, network, updates, test: most }, { seed, signal, files }) {
    const data = await openLessonPictures(spec, { files });
    const preprocessing = await preprocessingOf(data);
    // Nothing is chosen by the validation's pictures here: they are examples like the others.
    const known = joinedSplits(data.splits.train, data.splits.validation);
    const order = shuffle(Int32Array.from({ length: known.size }, (_, i) => i), new RandomStream(`large-data ${seed}`)); // prettier-ignore
    const test = partOfSplit(data.splits.test, evenly(data.splits.test, most));
    const sizes = sizesTo(Math.min(examples, known.size));
    const errors: Record<Way, number[]> = { logistic: [], nearest: [], deep: [] };
    const neighbour = await NearestNeighbour.for(
      test,
      data.shape.reduce((a, b) => a * b, 1),
    );
    try {
      for (const [i, size] of sizes.entries()) {
        if (signal?.aborted) return;
        const pictures = partOfSplit(known, order.subarray(0, size));
        const learned = (spec: string, way: Way): Promise<number> =>
          errorOf(spec, pictures, test, preprocessing, updates, `large-data ${seed} / ${way} ${size}`);
        await neighbour.add(known, order.subarray(sizes[i - 1] ?? 0, size));
        errors.nearest.push(neighbour.error());
        errors.logistic.push(await learned('softmax', 'logistic'));
        errors.deep.push(await learned(network, 'deep'));
        const seen = sizes.slice(0, i + 1);
        const passes = {
          deepBelowLogisticFrom: crossing(seen, errors.deep, errors.logistic),
          deepBelowNearestFrom: crossing(seen, errors.deep, errors.nearest),
          nearestBelowLogisticFrom: crossing(seen, errors.nearest, errors.logistic),
        };
        yield {
          done: (i + 1) / sizes.length,
          numbers: {
            examples: size,
            updates,
            ...Object.fromEntries(WAYS.map((way) => [`${way}Error`, errors[way][i]])),
            ...Object.fromEntries(
              Object.entries(passes).flatMap(([name, at]) =>
                at === undefined ? [] : [[name, Math.round(at)]],
              ),
            ),
          },
          figure: {
            panels: panelsOf(
              sizes,
              eachOf(WAYS, (way) => [...errors[way]]),
            ),
          },
        };
      }
    } finally {
      await neighbour.dispose();
    }
  },
});
