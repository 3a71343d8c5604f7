/** Lesson: the same layer with shared weights, with weights for each place, and dense (LeCun 1989). */
import { count, described, MOST_STEPS } from '@agon/core';
import * as v from 'valibot';
import { preprocessingOf } from '../../vision/classifier/preprocessing.js';
import { placesOf } from '../convolution/kernels.js';
import { lesson } from '../lesson.js';
import { openLessonPictures } from '../lessonData.js';
import { recordingOf } from '../recording.js';
import { evenly, partOfSplit } from '../pictures/partOfSplit.js';
import { eachOf, errorLines, race } from '../pictures/race.js';

const SHOW_EVERY = 25;
const TEST_PICTURES = 1000;
const DATA = ['mnist', 'fashion-mnist'] as const;

const schema = v.strictObject({
  data: v.optional(described(v.picklist(DATA), 'what they learn to tell apart'), 'mnist'),
  examples: v.optional(described(count(10, 55_000), 'pictures to learn from'), 1000),
  filters: v.optional(described(count(1, 64), 'values at each place of the layer'), 8),
  kernel: v.optional(described(count(1, 15), 'side of the window in pixels'), 5),
  stride: v.optional(described(count(1, 8), 'pixels from one place of the window to the next'), 2),
  updates: v.optional(described(count(1, MOST_STEPS), 'updates, each on 64 pictures'), 300),
});

const TITLES = { shared: 'shared', unshared: 'for each place', dense: 'dense' } as const;
type Way = keyof typeof TITLES;
const WAYS = Object.keys(TITLES) as Way[];

/** The three networks: the same values in the one layer, then a score for each class. */
export function networksOf(
  filters: number,
  kernel: number,
  stride: number,
  side: number,
): Record<Way, string> {
  const window = `convnet:filters=${filters},kernel=${kernel},stride=${stride},padding=valid,pool=none,hidden=0`;
  const values = filters * placesOf(side, kernel, 0, stride) ** 2;
  return { shared: window, unshared: `${window},weights=unshared`, dense: `mlp:hidden=${values}` };
}

export const sharedWeights = lesson({
  id: 'shared-weights',
  title: 'Shared weights: the same layer three ways',
  question: 'Is it a loss that all places of a picture share the same few weights?',
  sentences: [
    'All three layers have as many values: in the first all places share their weights, in the second each place has its own, in the third each value has a weight for every pixel.',
    'Each freer layer could learn all that the one before it can: it has that as a special case, and a hundred or thousands of times its parameters.',
    'On small digits they err about alike: sharing costs nothing, since what is worth seeing at one place is worth seeing at all, and large pictures can be seen in no other way.',
  ],
  paper: 'LeCun 1989, Generalization and network design strategies',
  command: 'npx agon learn shared-weights --set examples=300 --set filters=16',
  usedBy: 'Every agent that reads screens or boards: what it learns of one corner it knows of all.',
  data: DATA,
  schema,
  recording: async () => recordingOf((await import('./recording.json', { with: { type: 'json' } })).default),
  async *run({ data: spec, examples, filters, kernel, stride, updates }, { seed, signal, files }) {
    const data = await openLessonPictures(spec, { files });
    const preprocessing = await preprocessingOf(data);
    const { train, test } = data.splits;
    const networks = networksOf(filters, kernel, stride, data.shape[0]);
    const pictures = partOfSplit(train, evenly(train, examples));
    const racing = race({
      plans: eachOf(WAYS, (way) => ({ network: networks[way], seed: `shared-weights ${seed} / ${way}` })),
      pictures,
      test: partOfSplit(test, evenly(test, TEST_PICTURES)),
      preprocessing,
      updates,
      showEvery: SHOW_EVERY,
      signal,
    });
    for await (const { learners, standings } of racing) {
      const { updates: done, errors } = standings[standings.length - 1];
      const values = filters * placesOf(data.shape[0], kernel, 0, stride) ** 2;
      const ofScores = (values + 1) * data.classes.length;
      const parameters = eachOf(WAYS, (way) => learners[way].numParameters - ofScores);
      const trained = { shared: 0, unshared: 0, dense: 0 };
      for (const way of WAYS) trained[way] = 1 - (await learners[way].measure(pictures)).accuracy;
      yield {
        done: done / updates,
        numbers: {
          updates: done,
          sharedParameters: parameters.shared,
          unsharedParameters: parameters.unshared,
          denseParameters: parameters.dense,
          sharedError: errors.shared,
          unsharedError: errors.unshared,
          denseError: errors.dense,
          sharedTrainingError: trained.shared,
          unsharedTrainingError: trained.unshared,
          denseTrainingError: trained.dense,
        },
        figure: {
          panels: [
            {
              kind: 'plot',
              title: `Test error, learned from ${pictures.size.toLocaleString('en-US')} pictures`,
              x: { label: 'updates', range: [0, updates] },
              y: { label: 'test error, %', range: [0, 30] },
              lines: errorLines(standings, TITLES),
            },
            {
              kind: 'bars',
              title: `Parameters of the layer of ${values.toLocaleString('en-US')} values (bars: number of digits)`,
              most: Math.log10(parameters.dense),
              items: WAYS.map((way) => ({
                label: TITLES[way],
                value: Math.log10(parameters[way]),
                text: parameters[way].toLocaleString('en-US'),
              })),
            },
            {
              kind: 'bars',
              title: `Test error after ${done} updates`,
              most: 0.3,
              items: WAYS.map((way) => ({
                label: TITLES[way],
                value: errors[way],
                text: `${(100 * errors[way]).toFixed(1)} %`,
              })),
            },
          ],
        },
      };
    }
  },
});
