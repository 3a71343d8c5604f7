/** Lesson: pools, and what they make of pictures that are moved (LeCun et al. 1998; Scherer, Müller & Behnke 2010). */
import { count, described, MOST_STEPS } from '@agon/core';
import type { PictureDataset, PictureSplit } from '@agon/data';
import { layerTable } from '@agon/engine';
import { batchOf, type Network } from '@agon/nets';
import * as v from 'valibot';
import { preprocessingOf } from '../../vision/classifier/preprocessing.js';
import type { Picture } from '../../inspect/picture.js';
import { lesson } from '../lesson.js';
import { openLessonPictures } from '../lessonData.js';
import { recordingOf } from '../recording.js';
import { movedSplit } from '../pictures/movedSplit.js';
import { evenly, partOfSplit } from '../pictures/partOfSplit.js';
import { eachOf, race } from '../pictures/race.js';
import { percent } from '../../percent.js';

const SHOW_EVERY = 50;
const TEST_PICTURES = 300;
/** Pixels that the test's pictures are moved by. */
const DISTANCES = [0, 1, 2, 3, 4, 5, 6];
/** What is told in one number. */
const FAR = 3;
const DATA = ['mnist', 'fashion-mnist'] as const;

const TITLES = { max: 'max', average: 'average', stride: 'stride 2', none: 'none' } as const;
type Pool = keyof typeof TITLES;
const POOLS = Object.keys(TITLES) as Pool[];

const schema = v.strictObject({
  data: v.optional(described(v.picklist(DATA), 'what they learn to tell apart'), 'mnist'),
  examples: v.optional(described(count(10, 55_000), 'pictures to learn from'), 2000),
  top: v.optional(
    described(
      v.picklist(['flatten', 'average', 'max']),
      'what the last layer sees: all places, or each map’s mean or largest value over all places',
    ),
    'flatten',
  ),
  shift: v.optional(described(count(0, 8), 'pixels by which pictures are moved while they learn'), 0),
  updates: v.optional(described(count(1, MOST_STEPS), 'updates, each on 64 pictures'), 200),
});

/** Floating-point operations for one picture behind the first convolution and its pool. */
export function laterOperations(network: Network): number {
  const layers = layerTable(network.apply, batchOf(network, 1), network.parameters);
  const second = layers.findIndex(({ name }) => name === 'conv1');
  return layers.slice(second).reduce((sum, { operations }) => sum + operations, 0);
}

/** One picture of the test, moved more and more. */
async function examplesOf({ shape }: PictureDataset, test: PictureSplit): Promise<Picture[]> {
  const size = shape.reduce((product, length) => product * length, 1);
  const pictures: Picture[] = [];
  for (const distance of [0, FAR, 6]) {
    const pixels = new Uint8Array(size);
    await movedSplit(test, shape, distance).read([4], pixels);
    pictures.push({ caption: distance === 0 ? 'as it is' : `moved by ${distance}`, shape, pixels });
  }
  return pictures;
}

export const pooling = lesson({
  id: 'pooling',
  title: 'Pooling: does it matter where things are?',
  question: 'If a digit is moved by a few pixels, does the network still know it?',
  sentences: [
    'A pool keeps one value of four: the largest or the mean; a stride of 2 leaves three of four out before they are computed; none keeps all.',
    'Later layers then have a quarter of the places, and so a quarter of the operations or less.',
    'A pool forgives about a pixel, no more: what helps further is a mean over all places at the top, or to see moved pictures in training.',
  ],
  paper:
    'LeCun et al. 1998, Gradient-based learning applied to document recognition; Scherer, Müller & Behnke 2010, Evaluation of pooling operations',
  command: 'npx agon learn pooling --set top=average --set updates=1000',
  usedBy:
    'Networks for pictures (alexnet, lenet, vgg); networks for boards have no pools, since there each point matters.',
  data: DATA,
  schema,
  recording: async () => recordingOf((await import('./recording.json', { with: { type: 'json' } })).default),
  async *run({ data: spec, examples, top, shift, updates }, { seed, signal, files }) {
    const data = await openLessonPictures(spec, { files });
    const preprocessing = await preprocessingOf(data);
    const { train, test: whole } = data.splits;
    const pictures = partOfSplit(train, evenly(train, examples));
    const test = partOfSplit(whole, evenly(whole, TEST_PICTURES));
    const gallery = await examplesOf(data, test);
    const plans = eachOf(POOLS, (pool) => ({
      network: `convnet:filters=8/16,pool=${pool},top=${top},hidden=32`,
      seed: `pooling ${seed} / ${pool}`,
      more: { shift },
    }));
    const showEvery = Math.min(SHOW_EVERY, updates);
    for await (const { learners, standings } of race({
      plans,
      pictures,
      test,
      preprocessing,
      updates,
      showEvery,
      signal,
    })) {
      // prettier-ignore
      const { updates: done, errors } = standings[standings.length - 1];
      const accuracies = { max: [], average: [], stride: [], none: [] } as Record<Pool, number[]>;
      const training = {} as Record<Pool, number>;
      for (const pool of POOLS) {
        for (const distance of DISTANCES) {
          const moved = movedSplit(test, data.shape, distance);
          const known = distance === 0 ? 1 - errors[pool] : (await learners[pool].measure(moved)).accuracy;
          accuracies[pool].push(known);
        }
        training[pool] = 1 - (await learners[pool].measure(pictures)).accuracy;
      }
      const operations = eachOf(POOLS, (pool) => laterOperations(learners[pool].network));
      yield {
        done: done / updates,
        numbers: {
          updates: done,
          ...Object.fromEntries(
            POOLS.flatMap((pool) => [
              [`${pool}Accuracy`, accuracies[pool][0]],
              [`${pool}AccuracyMoved`, accuracies[pool][FAR]],
              [`${pool}TrainingError`, training[pool]],
              [`${pool}LaterOperations`, operations[pool]],
            ]),
          ),
        },
        figure: {
          panels: [
            {
              kind: 'plot',
              title: `Accuracy by how far the test’s pictures are moved, after ${done} updates`,
              x: { label: 'pixels', range: [0, 6] },
              y: { label: 'accuracy, %', range: [0, 100] },
              lines: POOLS.map((pool) => ({
                name: TITLES[pool],
                points: accuracies[pool].map((share, i) => [DISTANCES[i], 100 * share] as const),
              })),
            },
            { kind: 'gallery', title: 'What is shown', columns: 3, pictures: gallery },
            {
              kind: 'bars',
              title: 'Million operations behind the first layer, for one picture',
              most: Math.max(...POOLS.map((pool) => operations[pool])),
              items: POOLS.map((pool) => ({
                label: TITLES[pool],
                value: operations[pool],
                text: (operations[pool] / 1e6).toFixed(2),
              })),
            },
            {
              kind: 'bars',
              title: 'Test error, and in brackets that on what was learned from',
              most: 0.3,
              items: POOLS.map((pool) => ({
                label: TITLES[pool],
                value: errors[pool],
                text: `${percent(errors[pool])} (${percent(training[pool])})`,
              })),
            },
          ],
        },
      };
    }
  },
});
