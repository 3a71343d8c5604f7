/** Lesson: how a Transformer knows where tokens are, and what is left of it in longer texts (Vaswani et al. 2017, section 3.5). */
import { count, described, MOST_STEPS, number } from '@agon/core';
import * as v from 'valibot';
import type { Figure, Line } from '../figure.js';
import { lesson } from '../lesson.js';
import { recordingOf } from '../recording.js';
import { PositionLearner } from './positionLearner.js';
import { learnedProduct, waveProduct } from './products.js';
import { BEFORE, TASKS, type TaskName } from './tasks.js';

const WIDTH = 32;
const HEADS = 2;
const LAYERS = 2;
/** Figures of a run. */
const PICTURES = 4;
/** Sizes that are asked, over the longest that was learned. */
const TIMES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4];
const LONGER = TIMES[TIMES.length - 1];

const KINDS = ['sinusoidal', 'learned', 'rotary', 'relative', 'none'] as const;
type Kind = (typeof KINDS)[number];

const schema = v.strictObject({
  task: v.optional(
    described(
      v.picklist(Object.keys(TASKS) as TaskName[]),
      `before: which letter stood ${BEFORE} places before; reversal: letters are to be turned round`,
    ),
    'before' as string as TaskName,
  ),
  longest: v.optional(described(count(8, 16), 'letters of a row at most, while it learns'), 16),
  updates: v.optional(described(count(1, MOST_STEPS), 'updates of each network'), 400),
  learningRate: v.optional(described(number(0, 1), 'of AdamW, after its rise'), 0.005),
});

/** What one network has come to. */
interface Measured {
  readonly kind: Kind;
  readonly right: readonly (readonly [size: number, share: number])[];
  /** Where a head looks, by distance. */
  readonly looks: readonly number[];
}

/** Sizes that are asked. */
const sizesFor = (longest: number): number[] => TIMES.map((times) => Math.floor(times * longest));

const shareAt = ({ right }: Measured, size: number): number =>
  right.find(([each]) => each === size)?.[1] ?? 0;

function figureOf(
  measured: readonly Measured[],
  { task, longest }: { task: TaskName; longest: number },
  products: readonly Line[],
): Figure {
  const percent = (share: number): string => `${Math.round(100 * share)} %`;
  return {
    panels: [
      {
        kind: 'plot',
        title: `Right answers (${TASKS[task].about}) by length; learned up to ${longest}`,
        x: { label: TASKS[task].unit },
        y: { label: 'share', range: [0, 1] },
        lines: measured.map(({ kind, right }) => ({ name: kind, points: right })),
      },
      {
        kind: 'table',
        title: 'Right answers',
        head: ['positions', `${longest}`, `${2 * longest}`, `${LONGER * longest}`],
        rows: measured.map((each) => [
          each.kind,
          ...[1, 2, LONGER].map((times) => percent(shareAt(each, times * longest))),
        ]),
      },
      {
        kind: 'plot',
        title: 'Where they look: mean attention of the head that keeps most to one distance',
        x: { label: 'places back' },
        y: { label: 'share', range: [0, 1] },
        lines: measured.map(({ kind, looks }) => ({
          name: kind,
          points: looks.map((share, distance) => [distance, share] as const),
        })),
      },
      {
        kind: 'plot',
        title:
          'What positions make of distance: the dot product of two of them, over that of one with itself',
        x: { label: 'places apart' },
        y: { label: 'product', range: [-0.2, 1] },
        lines: products,
      },
    ],
  };
}

/** Products by distance; relative positions are the waves of the first line, of the distance itself. */
function productsOf(learned: PositionLearner, longest: number, lengthLearned: number): Line[] {
  const by = (until: number, product: (distance: number) => number): Line['points'] =>
    Array.from({ length: until }, (_, distance) => [distance, product(distance)] as const);
  return [
    { name: 'waves: sinusoidal, relative', points: by(LONGER * longest, (each) => waveProduct(WIDTH, each)) },
    { name: 'learned', points: by(lengthLearned, (each) => learnedProduct(learned.parameters, WIDTH, each)) },
    { name: 'rotary, of a head', points: by(LONGER * longest, (each) => waveProduct(WIDTH / HEADS, each)) },
  ];
}

export const positions = lesson({
  id: 'positions',
  title: 'Positions: how a Transformer knows the order',
  question:
    'Attention sees a set: how does a Transformer know where a token stands, and does it in longer texts?',
  sentences: [
    'The same small Transformer learns a task of order five times: with waves added to its tokens, with learned vectors, with queries and keys that turn, with distances alone, and with nothing.',
    'All four know the order at lengths that they learned; with nothing it can hardly tell which of the letters before it is meant.',
    'In longer texts learned vectors and added waves fail at once, queries that turn hold for a while, and distances do not fail at all, since three places back looks the same everywhere; letters that are to be turned round, where distances grow too, are lost by all.',
  ],
  paper:
    'Vaswani et al. 2017, Attention is all you need; Dai et al. 2019, Transformer-XL; Su et al. 2021, RoFormer; Press et al. 2022, Train short, test long',
  command: 'npx agon learn positions --set task=reversal --set longest=8 --set updates=1000',
  usedBy:
    'The language model has rotary positions, and the model that translates commands has relative ones.',
  recording: async () => recordingOf((await import('./recording.json', { with: { type: 'json' } })).default),
  schema,
  async *run({ task, longest, updates, learningRate }, { seed, signal }) {
    const sizes = sizesFor(longest);
    const learners = new Map<Kind, PositionLearner>();
    try {
      for (const kind of KINDS) {
        const network = `transformer:layers=${LAYERS},width=${WIDTH},heads=${HEADS},positions=${kind}`;
        const plan = { network, task, longest, asked: LONGER * longest, updates, learningRate };
        learners.set(kind, await PositionLearner.create({ ...plan, seed: `positions ${seed}` }));
      }
      for (let done = 0; done < updates && !signal?.aborted;) {
        const more = Math.min(Math.ceil(updates / PICTURES), updates - done);
        done += more;
        const measured: Measured[] = [];
        const numbers: Record<string, number> = { updates: done };
        for (const [kind, learner] of learners) {
          await learner.learn(more);
          const right: [number, number][] = [];
          for (const size of sizes) right.push([size, await learner.accuracy(size)]);
          measured.push({ kind, right, looks: await learner.looksBack(longest) });
          numbers[`${kind}Right`] = shareAt(measured[measured.length - 1], longest);
          numbers[`${kind}Longer`] = shareAt(measured[measured.length - 1], LONGER * longest);
        }
        const products = productsOf(learners.get('learned')!, longest, TASKS[task].lengthOf(longest));
        yield { done: done / updates, numbers, figure: figureOf(measured, { task, longest }, products) };
      }
    } finally {
      for (const learner of learners.values()) await learner.dispose();
    }
  },
});
