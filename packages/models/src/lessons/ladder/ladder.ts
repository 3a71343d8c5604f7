/** Lesson: the ladder of language models, from counts to the Transformer, racing on one chart. */
import { count, described, number } from '@agon/core';
import * as v from 'valibot';
import { NgramModel } from '../../text/language/ngramModel.js';
import type { NetworkRun } from '../../text/language/networkRun.js';
import type { Line } from '../figure.js';
import { lesson } from '../lesson.js';
import { recordingOf } from '../recording.js';
import { lossOf, openLessonRun, openLessonText } from '../text/lessonText.js';

/** Points of each network's line. */
const TURNS = 12;
const LENGTH = 32;
const BATCH = 16;

/** Rungs from the lowest on, of about 30,000 to 110,000 parameters. */
const NETWORKS = {
  window: ['window (2003)', 'window:window=12,width=16,hidden=160,dropout=0'],
  rnn: ['RNN (2010)', 'rnn:units=160,width=32'],
  lstm: ['LSTM (1997, 2013)', 'lstm:units=128,width=32'],
  gru: ['GRU (2014)', 'gru:units=144,width=32'],
  transformer: ['Transformer (2017)', 'transformer:layers=2,width=64,heads=4'],
} as const satisfies Record<string, readonly [title: string, spec: string]>;
type Name = keyof typeof NETWORKS;
const NAMES = Object.keys(NETWORKS) as Name[];

const schema = v.strictObject({
  seconds: v.optional(described(number(0.1, 3600), 'seconds that each network learns'), 12),
  order: v.optional(described(count(1, 10), 'characters that the n-grams see, the next one counted'), 6),
  learningRate: v.optional(described(number(0, 1), 'of AdamW, for all networks'), 0.004),
});

/** A network in the race. */
interface Racer {
  readonly name: Name;
  readonly run: NetworkRun;
  seconds: number;
  readonly points: [seconds: number, loss: number][];
}

export const ladder = lesson({
  id: 'ladder',
  title: 'The ladder of language models',
  question: 'Which language model learns most from the same text in the same time?',
  sentences: [
    'All read Shakespeare character by character and say what comes next; their loss is measured on text that none has read, over the seconds that each has learned.',
    'Counting is a strong foot of the ladder: six characters at a time, well smoothed, are counted in seconds, and in so short a race small networks come nowhere near.',
    'Larger networks pass it after some minutes, since what they learn of one word holds for others.',
  ],
  paper:
    'Bengio et al. 2003; Mikolov et al. 2010; Graves 2013; Cho et al. 2014; Vaswani et al. 2017; Kneser & Ney 1995 (counts)',
  command: 'npx agon train language-model --data shakespeare --minutes 10 --set network=lstm --run lstm',
  usedBy: 'The same LSTM is the memory of drqn and r2d2; each of these networks writes with agon sample.',
  data: ['shakespeare'],
  recording: async () => recordingOf((await import('./recording.json', { with: { type: 'json' } })).default),
  schema,
  async *run({ seconds, order, learningRate }, { seed, files, signal }) {
    const text = await openLessonText({ files });
    const began = performance.now();
    const counted = new NgramModel(order, text.tokeniser, text.train);
    const counting = (performance.now() - began) / 1000;
    const ngramLoss = (await counted.surprise(text.validation)) / (text.validation.length - 1);
    const racers: Racer[] = [];
    try {
      for (let turn = 0; turn < TURNS * NAMES.length && !signal?.aborted; turn++) {
        // The first turn of each begins with its compilation, which is not counted.
        const racer = turn < NAMES.length ? await enter(NAMES[turn]) : racers[turn % NAMES.length];
        const until = racer.seconds + seconds / TURNS;
        while (racer.seconds < until) {
          const start = performance.now();
          await racer.run.advance();
          racer.seconds += (performance.now() - start) / 1000;
        }
        racer.points.push([racer.seconds, await lossOf(racer.run)]);
        yield {
          done: (turn + 1) / (TURNS * NAMES.length),
          numbers: {
            ngramLoss,
            ngramSeconds: counting,
            ...Object.fromEntries(
              racers.map(({ name, points }) => [`${name}Loss`, points[points.length - 1][1]]),
            ),
            ...Object.fromEntries(racers.map(({ name, run }) => [`${name}Updates`, run.step])),
          },
          figure: {
            panels: [
              {
                kind: 'plot',
                title: 'Surprise by text that none has read',
                x: { label: 'seconds of learning', range: [0, seconds] },
                y: { label: 'nats a character' },
                lines: [
                  ...racers.map(({ name, points }): Line => ({ name: NETWORKS[name][0], points })),
                  {
                    name: `${order}-grams, counted in ${counting.toFixed(1)} s`,
                    points: [
                      [Math.min(counting, seconds), ngramLoss],
                      [seconds, ngramLoss],
                    ],
                    style: 'dashes',
                  },
                ],
              },
              {
                kind: 'table',
                title: 'After these seconds',
                head: ['model', 'parameters', 'updates', 'nats'],
                rows: [
                  [`${order}-grams`, '', '', ngramLoss.toFixed(3)],
                  ...racers.map(({ name, run, points }) => [
                    NETWORKS[name][0],
                    String(run.info().parameters),
                    String(run.step),
                    points[points.length - 1][1].toFixed(3),
                  ]),
                ],
              },
            ],
          },
        };
      }
    } finally {
      for (const { run } of racers) await run.close();
    }

    async function enter(name: Name): Promise<Racer> {
      const run = await openLessonRun(text, {
        network: NETWORKS[name][1],
        length: LENGTH,
        batchSize: BATCH,
        learningRate,
        seed: `ladder ${seed} / ${name}`,
      });
      const racer: Racer = { name, run, seconds: 0, points: [] };
      racers.push(racer);
      return racer;
    }
  },
});
