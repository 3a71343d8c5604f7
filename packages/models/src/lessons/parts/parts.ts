/** Lesson: what each part of a Transformer is for: each left out in turn (Vaswani et al. 2017, table 3, asks so). */
import { count, described, MOST_STEPS, number } from '@agon/core';
import * as v from 'valibot';
import type { NetworkRun } from '../../text/language/networkRun.js';
import type { Figure, Plot } from '../figure.js';
import { lesson } from '../lesson.js';
import { recordingOf } from '../recording.js';
import { lossOf, openLessonRun, openLessonText } from '../text/lessonText.js';

/** Points of each line. */
const POINTS = 10;
const LENGTH = 32;
const BATCH = 16;

const VARIANTS = {
  all: ['all parts', ''],
  positions: ['no positions', ',positions=none'],
  heads: ['one head', ',heads=1'],
  residual: ['no residual', ',residual=false'],
  norm: ['no norm', ',norm=false'],
  scaling: ['no scaling', ',scaling=false'],
} as const satisfies Record<string, readonly [title: string, options: string]>;
type Name = keyof typeof VARIANTS;
const NAMES = Object.keys(VARIANTS) as Name[];

const schema = v.strictObject({
  layers: v.optional(described(count(1, 12), 'layers, each of attention and two dense layers'), 4),
  width: v.optional(described(v.picklist([16, 32, 64, 128]), "length of a token's vector"), 32),
  updates: v.optional(described(count(1, MOST_STEPS), 'updates of each'), 150),
  learningRate: v.optional(described(number(0, 1), 'of AdamW, after its rise'), 0.005),
});

/** One Transformer, whole or not. */
interface Variant {
  readonly name: Name;
  readonly run: NetworkRun;
  readonly losses: [updates: number, loss: number][];
  readonly gradients: [updates: number, norm: number][];
}

const last = (points: readonly (readonly [number, number])[]): number => points[points.length - 1][1];

function figureOf(variants: readonly Variant[]): Figure {
  const plot = (title: string, y: Plot['y'], of: 'losses' | 'gradients'): Plot => ({
    kind: 'plot',
    title,
    x: { label: 'updates', range: [0, 0] },
    y,
    lines: variants.map((each) => ({ name: VARIANTS[each.name][0], points: each[of] })),
  });
  return {
    panels: [
      plot('Surprise by text that none has read', { label: 'nats a character' }, 'losses'),
      plot('Length of the gradient', { label: 'norm, before it is cut to 1', isLogarithmic: true }, 'gradients'), // prettier-ignore
      {
        kind: 'table',
        title: 'At the end',
        head: ['left out', 'nats', 'gradient'],
        rows: variants.map(({ name, losses, gradients }) => [
          VARIANTS[name][0],
          last(losses).toFixed(3),
          last(gradients).toPrecision(2),
        ]),
      },
    ],
  };
}

export const parts = lesson({
  id: 'parts',
  title: 'The parts of a Transformer',
  question: 'What is each part of a Transformer for: what happens when it is left out?',
  sentences: [
    'The same small Transformer learns Shakespeare six times: whole, without positions, with one head, without residual connections, without normalisation, without the scaling of its scores.',
    'Residual connections are what it cannot do without: the gradient is short, and it learns little more than how frequent each character is.',
    'Without positions it does not know in what order the characters before are, and stays behind; what several heads, normalisation and scaling are worth does not show in so short a run of so small a network.',
  ],
  paper:
    'Vaswani et al. 2017, Attention is all you need; He et al. 2016 (residual); Ba et al. 2016 (normalisation); Su et al. 2021 (rotary positions)',
  command: 'npx agon train language-model --data shakespeare --set network=transformer:residual=false --minutes 5', // prettier-ignore
  usedBy: 'The Transformer that writes, translates and reads mails, each with these parts.',
  data: ['shakespeare'],
  recording: async () => recordingOf((await import('./recording.json', { with: { type: 'json' } })).default),
  schema,
  async *run({ layers, width, updates, learningRate }, { seed, files, signal }) {
    const text = await openLessonText({ files });
    const variants: Variant[] = [];
    try {
      for (const name of NAMES) {
        const run = await openLessonRun(text, {
          network: `transformer:layers=${layers},width=${width}${VARIANTS[name][1]}`,
          length: LENGTH,
          batchSize: BATCH,
          learningRate,
          updates,
          seed: `parts ${seed}`,
        });
        variants.push({ name, run, losses: [], gradients: [] });
      }
      for (let done = 0; done < updates && !signal?.aborted;) {
        const more = Math.min(Math.ceil(updates / POINTS), updates - done);
        done += more;
        for (const { run, losses, gradients } of variants) {
          let norms = 0;
          for (let i = 0; i < more; i++) {
            await run.advance();
            norms += run.metrics().gradientNorm ?? 0;
          }
          losses.push([done, await lossOf(run)]);
          gradients.push([done, norms / more]);
        }
        yield {
          done: done / updates,
          numbers: {
            updates: done,
            ...Object.fromEntries(variants.map(({ name, losses }) => [`${name}Loss`, last(losses)])),
            ...Object.fromEntries(
              variants.map(({ name, gradients }) => [`${name}Gradient`, last(gradients)]),
            ),
          },
          figure: figureOf(variants),
        };
      }
    } finally {
      for (const { run } of variants) await run.close();
    }
  },
});
