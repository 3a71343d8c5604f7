/** Lesson: why attention: where a network looks while it writes, and what it forgets without (Bahdanau et al. 2015, figures 2 and 3). */
import { count, described, MOST_STEPS, RandomStream } from '@agon/core';
import * as v from 'valibot';
import { wordsIn } from '../../text/seq2seq/vocabulary.js';
import type { Figure, Grid } from '../figure.js';
import { alignmentGrid } from './alignmentGrid.js';
import { lesson } from '../lesson.js';
import { recordingOf } from '../recording.js';
import { SequenceLearner, shareRight, sharesBy, type Answered } from '../sequences/sequenceLearner.js';
import { drawPairs, TASKS, type TaskName } from './tasks.js';

const SHOW_EVERY = 100;
const PAIRS = { train: 4000, validation: 10, test: 400 };
const TRAINING = { batchSize: 64, learningRate: 0.006, warmUp: 50 };

const NAMES = { with: 'with attention', without: 'without' } as const;
type Way = keyof typeof NAMES;
const WAYS = Object.keys(NAMES) as Way[];

const schema = v.strictObject({
  task: v.optional(
    described(
      v.picklist(Object.keys(TASKS) as TaskName[]),
      'reversal: letters are written backwards; dates: "3 may 2 0 2 1" becomes 2021-05-03',
    ),
    'reversal' as string as TaskName,
  ),
  attention: v.optional(
    described(v.picklist(['additive', 'dot']), 'how it is asked where to look: Bahdanau’s way, or Luong’s'),
    'additive',
  ),
  longest: v.optional(described(count(4, 16), 'letters that are turned round at most'), 10),
  units: v.optional(described(count(4, 128), 'units of each LSTM'), 32),
  updates: v.optional(described(count(1, MOST_STEPS), 'updates of each network, on 64 pairs'), 800),
});

/** The share of right answers by the length of what was read. */
const byLength = (answered: readonly Answered[]) =>
  sharesBy(answered, ({ pair }) => wordsIn(pair.source).length);

function figureOf(answered: Readonly<Record<Way, readonly Answered[]>>, grid: Grid): Figure {
  const wrong = answered.without.filter(({ isRight }) => !isRight).slice(0, 4);
  const lines = WAYS.map((way) => ({ name: NAMES[way], points: byLength(answered[way]) }));
  return {
    panels: [
      grid,
      {
        kind: 'plot',
        title: 'Right answers by the length of what is read',
        x: { label: 'words read' },
        y: { label: 'share', range: [0, 1] },
        lines,
      },
      {
        kind: 'table',
        title: 'What the network without attention gets wrong',
        head: ['read', 'right', 'written'],
        rows: wrong.map(({ pair: { source, target }, answer }) => [source, target, answer]),
      },
    ],
  };
}

export const alignments = lesson({
  id: 'alignments',
  title: 'Attention: where a network looks while it writes',
  question: 'One network reads a sequence, another writes the answer: what passes between them?',
  sentences: [
    'Without attention all that was read has to fit into one state of fixed size, and the longer a sequence is, the more of it is lost.',
    'With attention the writer asks before each word where to look, and gets the mean of what the reader made of each word, weighted by how well it answers.',
    'Nobody said which word belongs to which: turned round, the bright cells run from corner to corner; in dates each part looks at its own word, whatever the order.',
  ],
  paper:
    'Bahdanau, Cho & Bengio 2015, Neural machine translation by jointly learning to align and translate; Luong et al. 2015',
  command: 'npx agon train seq2seq --data scan:split=simple --steps 3000 --set network=lstm:attention=dot',
  usedBy: 'The move model, which plays Go, looks back at earlier moves by attention.',
  recording: async () => recordingOf((await import('./recording.json', { with: { type: 'json' } })).default),
  schema,
  async *run({ task, attention, longest, units, updates }, { seed, signal }) {
    const data = drawPairs(task, longest, PAIRS, new RandomStream(`alignments ${seed} / pairs`));
    const { test } = data.splits;
    const [example] = test.toSorted((a, b) => wordsIn(b.source).length - wordsIn(a.source).length);
    const learners: Partial<Record<Way, SequenceLearner>> = {};
    try {
      for (const way of WAYS) {
        const network = `lstm:units=${units},width=16,bidirectional=${way === 'with'},attention=${way === 'with' ? attention : 'none'}`; // prettier-ignore
        learners[way] = await SequenceLearner.create(data, { ...TRAINING, network }, updates, `alignments ${seed} / ${way}`); // prettier-ignore
      }
      const both = learners as Record<Way, SequenceLearner>;
      for (let done = 0; done < updates && !signal?.aborted;) {
        const more = Math.min(SHOW_EVERY, updates - done);
        done += more;
        const numbers: Record<string, number> = { updates: done };
        const answered = { with: [] as Answered[], without: [] as Answered[] };
        for (const way of WAYS) {
          numbers[`${way}Loss`] = await both[way].learn(more);
          answered[way] = await both[way].answer(test);
          numbers[`${way}Right`] = shareRight(answered[way]);
        }
        yield {
          done: done / updates,
          numbers,
          figure: figureOf(answered, alignmentGrid(await both.with.align(example.source))),
        };
      }
    } finally {
      for (const learner of Object.values(learners)) await learner.dispose();
    }
  },
});
