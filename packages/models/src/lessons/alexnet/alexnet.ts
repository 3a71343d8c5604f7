/** Lesson: AlexNet against its elders (Krizhevsky, Sutskever & Hinton 2012), and ImageNet over the years. */
import { count, described, MOST_STEPS, number } from '@agon/core';
import { layerTable } from '@agon/engine';
import { batchOf, describeNetwork, makeAnyNetwork } from '@agon/nets';
import * as v from 'valibot';
import { preprocessingOf } from '../../vision/classifier/preprocessing.js';
import type { Plot, Table } from '../figure.js';
import { lesson } from '../lesson.js';
import { openLessonPictures } from '../lessonData.js';
import { recordingOf } from '../recording.js';
import { evenly, partOfSplit } from '../pictures/partOfSplit.js';
import { eachOf, errorLines, race } from '../pictures/race.js';
import { IMAGENET_RESULTS, IMAGENET_SOURCES, type ImagenetResult } from './imagenetChart.js';
import { COMPARED, variants, type VariantName } from './variants.js';

const SHOW_EVERY = 25;
const TEST_PICTURES = 500;

/** What is learned, by the name of the dataset. */
const DATA = { emoji: 'emoji:names=20', 'fashion-mnist': 'fashion-mnist', mnist: 'mnist' } as const;
const DATASETS = Object.keys(DATA) as (keyof typeof DATA)[];

const schema = v.strictObject({
  compare: v.optional(
    described(
      v.picklist(Object.keys(COMPARED) as (keyof typeof COMPARED)[]),
      'AlexNet with its elders, with single ideas taken away, or all',
    ),
    'elders',
  ),
  data: v.optional(described(v.picklist(DATASETS), 'what they learn to tell apart'), 'emoji'),
  examples: v.optional(described(count(10, 55_000), 'pictures to learn from, at most'), 3600),
  width: v.optional(described(number(0.02, 1), 'filters and units of AlexNet, relative to the paper'), 0.1),
  dropout: v.optional(
    described(
      number(0, 0.9),
      'chance of a unit of AlexNet to be left out; the paper’s 0.5 needs long training',
    ),
    0,
  ),
  updates: v.optional(described(count(1, MOST_STEPS), 'updates, each on 64 pictures'), 200),
});

/** The layers of the full-size network that compute something, for one picture of 224×224. */
export function fullSizeTable(spec = 'alexnet'): Table {
  const network = makeAnyNetwork(spec, describeNetwork(spec).sizes, 'classifier');
  const layers = layerTable(network.apply, batchOf(network, 1), network.parameters);
  const total = layers.reduce((sum, { parameters }) => sum + parameters, 0);
  return {
    kind: 'table',
    title: `AlexNet at full size: ${total.toLocaleString('en-US')} parameters; million operations`,
    head: ['layer', 'result', 'parameters', 'M op.'],
    rows: layers
      .filter(({ operations }) => operations > 0)
      .map(({ name, kind, shape, parameters, operations }) => [
        parameters > 0 ? name : kind.replace('pooling', 'pool'),
        shape.slice(1).join('×'),
        parameters.toLocaleString('en-US'),
        (operations / 1e6).toFixed(1),
      ]),
  };
}

const pointsOf = (kind: ImagenetResult['kind'], since = 0, until = Infinity) =>
  IMAGENET_RESULTS.filter((each) => each.kind === kind && each.year >= since && each.year <= until).map(
    ({ year, error }) => [year, error] as const,
  );

/** The chart of the lecture. */
export function imagenetPlot(): Plot {
  const [[, person]] = pointsOf('person');
  return {
    kind: 'plot',
    title: 'ImageNet: top-5 error over the years',
    x: { label: 'year', range: [2010, 2021], isPlain: true },
    y: { label: 'top-5 error, %', range: [0, 30] },
    lines: [
      { name: 'winners', points: pointsOf('winner') },
      { name: 'second of 2012', points: pointsOf('second'), style: 'dots' },
      { name: 'Inception-v4, 2016', points: pointsOf('outside', 2016, 2016), style: 'dots' },
      { name: 'best of 2021', points: pointsOf('outside', 2021), style: 'dots' },
      { name: 'one trained person', points: [[2010, person], [2021, person]], style: 'dashes' }, // prettier-ignore
    ],
  };
}

export const alexnet = lesson({
  id: 'alexnet',
  title: 'AlexNet against its elders',
  question: 'What did AlexNet have that LeNet had not, and what is each of its ideas worth?',
  sentences: [
    'AlexNet is LeNet made deeper and wider, with ReLU for tanh, dropout in its dense layers and pictures changed at random; on ImageNet it halved the error in 2012.',
    'Here all see the same small pictures, as often; AlexNet is a tenth as wide as the paper’s, so that it learns while you watch.',
    'Not every idea pays at once: in two hundred updates tanh and two convolutions are ahead, and the paper’s dropout does harm; ReLU, depth and dropout are for networks that learn long, from many pictures.',
  ],
  paper:
    'Krizhevsky, Sutskever & Hinton 2012, ImageNet classification with deep convolutional neural networks',
  command: 'npx agon learn alexnet --set compare=ideas --set updates=2000',
  usedBy: 'Agents by name: DQN, PPO and AlphaZero look at a game with it where network=alexnet is set.',
  data: DATASETS,
  sources: IMAGENET_SOURCES,
  schema,
  recording: async () => recordingOf((await import('./recording.json', { with: { type: 'json' } })).default),
  async *run({ compare, data: id, examples, width, dropout, updates }, { seed, signal, files }) {
    const data = await openLessonPictures(DATA[id], { files });
    const preprocessing = await preprocessingOf(data);
    const { train, test } = data.splits;
    const all = variants(width, dropout);
    const names: readonly VariantName[] = COMPARED[compare];
    const titles = Object.fromEntries(names.map((name) => [name, all[name].title])) as Record<VariantName, string>; // prettier-ignore
    const pictures = partOfSplit(train, evenly(train, examples));
    const racing = race({
      plans: eachOf(names, (name) => ({ ...all[name], seed: `alexnet ${seed} / ${name}` })),
      pictures,
      test: partOfSplit(test, evenly(test, TEST_PICTURES)),
      preprocessing,
      updates,
      showEvery: SHOW_EVERY,
      signal,
    });
    const chance = 1 - 1 / data.classes.length;
    for await (const { learners, standings } of racing) {
      const { updates: done, errors } = standings[standings.length - 1];
      yield {
        done: done / updates,
        numbers: {
          updates: done,
          ...Object.fromEntries(
            names.flatMap((name) => [
              [`${name}Error`, errors[name]],
              [`${name}Parameters`, learners[name].numParameters],
            ]),
          ),
        },
        figure: {
          panels: [
            {
              kind: 'plot',
              title: `Test error on ${data.classes.length} classes of ${data.title.split(/[:,]/)[0]}`,
              x: { label: 'updates', range: [0, updates] },
              y: { label: 'test error, %', range: [0, 100 * chance] },
              lines: errorLines(standings, titles),
            },
            {
              kind: 'bars',
              title: `Test error after ${done} updates, and parameters`,
              most: chance,
              items: names.map((name) => ({
                label: titles[name],
                value: errors[name],
                text: `${(100 * errors[name]).toFixed(1)} %, ${Math.round(learners[name].numParameters / 1000)} k`,
              })),
            },
            imagenetPlot(),
            fullSizeTable(),
          ],
        },
      };
    }
  },
});
