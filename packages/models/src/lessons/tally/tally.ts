/** Lesson: counting as many b as there were a, and how far the count goes (Gers & Schmidhuber 2001; Weiss, Goldberg & Yahav 2018). */
import { count, described, MOST_STEPS } from '@agon/core';
import { openPairs, type Pair } from '@agon/data';
import * as v from 'valibot';
import { wordsIn } from '../../text/seq2seq/vocabulary.js';
import type { Figure } from '../figure.js';
import { lesson } from '../lesson.js';
import { NO_FILES } from '../lessonData.js';
import { recordingOf } from '../recording.js';
import { SequenceLearner, shareRight, type Answered } from '../sequences/sequenceLearner.js';

const SHOW_EVERY = 100;
/** Numbers that are shown as they were written. */
const SHOWN = 4;
const BATCH_SIZE = 16;

const NETWORKS = {
  recurrent: { network: 'lstm:attention=none,units=48,width=8,bidirectional=false', learningRate: 0.01 },
  attentive: { network: 'lstm:attention=dot,units=32,width=8', learningRate: 0.01 },
  transformer: {
    network: 'transformer:layers=2,width=32,hidden=64,heads=2,positions=sinusoidal',
    learningRate: 0.003,
  },
} as const;
type Name = keyof typeof NETWORKS;

const schema = v.strictObject({
  longest: v.optional(
    described(count(5, 30), 'the largest number that is learned from; up to twice as many are asked for'),
    10,
  ),
  network: v.optional(
    described(v.picklist(Object.keys(NETWORKS) as Name[]), 'reads the a, and writes the b'),
    'recurrent' as string as Name,
  ),
  updates: v.optional(described(count(1, MOST_STEPS), 'updates, each on 16 numbers'), 1200),
});

const lengthOf = (symbols: string): number => wordsIn(symbols).length;
const numberOf = ({ pair }: Answered): number => lengthOf(pair.source);

function figureOf(answered: readonly Answered[], longest: number): Figure {
  const written = answered.map((each) => [numberOf(each), lengthOf(each.answer)] as const);
  const beyond = answered.filter((each) => numberOf(each) > longest);
  return {
    panels: [
      {
        kind: 'plot',
        title: 'How many b it writes',
        x: { label: `a that were read (learned from: ${longest} at most)`, range: [0, 2 * longest] },
        y: { label: 'b', range: [0, 2 * longest] },
        lines: [
          { name: 'the network', points: written, style: 'dots' },
          { name: 'the rule: a b for each a', points: [[0, 0], [2 * longest, 2 * longest]] }, // prettier-ignore
          { name: 'where learning ended', points: [[longest, 0], [longest, 2 * longest]], style: 'dashes' }, // prettier-ignore
        ],
      },
      {
        kind: 'table',
        title: 'What it makes of more than it has seen',
        head: ['a', 'b written', ''],
        rows: beyond
          .slice(0, SHOWN)
          .map((each) => [`${numberOf(each)}`, `${lengthOf(each.answer)}`, each.isRight ? 'right' : 'wrong']),
      },
    ],
  };
}

export const tally = lesson({
  id: 'tally',
  title: 'Counting beyond what was seen',
  question: 'A network writes as many b as it has read a, up to ten, without a mistake: does it count?',
  sentences: [
    'The rule is that of a child: a finger for each a, one down for each b. It ends nowhere.',
    'A network that is right for every number it has learned from, and for those left out between them, goes wrong soon beyond the largest: its state, or its attention, has learned places and not a rule.',
    'An LSTM can count in principle (a cell goes up and down by one); what gradient descent finds from ten examples does not.',
  ],
  paper:
    'Gers & Schmidhuber 2001, LSTM recurrent networks learn simple context-free and context-sensitive languages; Weiss, Goldberg & Yahav 2018, On the practical computational power of finite precision RNNs',
  command: 'npx agon train seq2seq --data counting:longest=20 --steps 1500 --set network=lstm:attention=none',
  usedBy: 'Agents: MinAtar’s Seaquest draws air and divers as bars, since what is drawn need not be counted.',
  recording: async () => recordingOf((await import('./recording.json', { with: { type: 'json' } })).default),
  schema,
  async *run({ longest, network, updates }, { seed, signal }) {
    const data = await openPairs(`counting:longest=${longest}`, NO_FILES);
    const { train, validation, test } = data.splits;
    const byNumber = (a: Pair, b: Pair): number => a.source.length - b.source.length;
    const asked = [...train, ...validation, ...test].sort(byNumber);
    const settings = { batchSize: BATCH_SIZE, ...NETWORKS[network] };
    const learner = await SequenceLearner.create(data, settings, updates, `tally ${seed}`);
    try {
      for (let done = 0; done < updates && !signal?.aborted;) {
        const more = Math.min(SHOW_EVERY, updates - done);
        const loss = await learner.learn(more);
        done += more;
        const answered = await learner.answer(asked);
        const [inside, beyond] = [
          answered.filter((each) => numberOf(each) <= longest),
          answered.filter((each) => numberOf(each) > longest),
        ];
        yield {
          done: done / updates,
          numbers: { updates: done, loss, inside: shareRight(inside), beyond: shareRight(beyond) },
          figure: figureOf(answered, longest),
        };
      }
    } finally {
      await learner.dispose();
    }
  },
});
