/** Lesson: SCAN, perfect inside what was learned and lost outside (Lake & Baroni 2018). */
import { count, described, MOST_STEPS, RandomStream } from '@agon/core';
import { openPairs, type Pair } from '@agon/data';
import * as v from 'valibot';
import { wordsIn } from '../../text/seq2seq/vocabulary.js';
import type { Bars, Figure } from '../figure.js';
import { lesson } from '../lesson.js';
import { NO_FILES } from '../lessonData.js';
import { recordingOf } from '../recording.js';
import { SequenceLearner, shareRight, sharesBy, type Answered } from '../sequences/sequenceLearner.js';
import { interpret } from './interpret.js';

const SHOW_EVERY = 150;
/** Commands that are answered of each kind. */
const MEASURED = 200;
/** Actions of the groups that are drawn. */
const GROUP = 6;
/** Wrong answers that are shown. */
const SHOWN = 5;
const TRAINING = { batchSize: 64, warmUp: 50 };

const NETWORKS = {
  recurrent: { network: 'lstm:attention=dot,units=64,width=32', learningRate: 0.006 },
  convolutional: { network: 'convolutional:layers=3,width=64', learningRate: 0.002 },
  transformer: {
    network: 'transformer:layers=2,width=64,hidden=128,heads=4,positions=relative',
    learningRate: 0.002,
  },
} as const;
type Name = keyof typeof NETWORKS;

const WHERE = { inside: 'like those learned from', outside: 'others' } as const;
type Where = keyof typeof WHERE;
const PLACES = Object.keys(WHERE) as Where[];

const schema = v.strictObject({
  split: v.optional(
    described(
      v.picklist(['length', 'add-jump', 'add-turn-left', 'simple']),
      'what was left out in learning: answers of more than 22 actions; what is done with a word that was learned alone; or nothing but a fifth at random',
    ),
    'length',
  ),
  network: v.optional(
    described(v.picklist(Object.keys(NETWORKS) as Name[]), 'reads the command, and writes the actions'),
    'recurrent' as string as Name,
  ),
  updates: v.optional(described(count(1, MOST_STEPS), 'updates, each on 64 commands'), 1500),
});

/** Some of them, drawn by the seed. */
function some(pairs: readonly Pair[], rng: RandomStream): Pair[] {
  return Array.from({ length: Math.min(MEASURED, pairs.length) }, () => pairs[rng.int(pairs.length)]);
}

/** The share of right answers by how many actions are asked for, about. */
const byActions = (answered: readonly Answered[]) =>
  sharesBy(answered, ({ pair }) => (Math.floor((wordsIn(pair.target).length - 1) / GROUP) + 0.5) * GROUP);

/** The rule, as if it were a network. */
const byRule = (pairs: readonly Pair[]): Answered[] =>
  pairs.map((pair) => {
    const answer = interpret(wordsIn(pair.source)).join(' ');
    return { pair, answer, isRight: answer === pair.target };
  });

const short = (actions: string): string => actions.replaceAll('I_', '').replaceAll('TURN_', '').toLowerCase();

function figureOf(answered: Readonly<Record<Where, readonly Answered[]>>): Figure {
  const share = (label: string, value: number): Bars['items'][number] => ({
    label,
    value,
    text: `${(100 * value).toFixed(1)} %`,
  });
  const wrong = answered.outside.filter(({ isRight }) => !isRight).slice(0, SHOWN);
  return {
    panels: [
      {
        kind: 'bars',
        title:
          'Carried out without a mistake: commands like those learned from (inside), and others (outside)',
        most: 1,
        items: PLACES.flatMap((where) => [
          share(`network, ${where}`, shareRight(answered[where])),
          share(`rules, ${where}`, shareRight(byRule(answered[where].map(({ pair }) => pair)))), // prettier-ignore
        ]),
      },
      {
        kind: 'plot',
        title: 'The network, by the number of actions',
        x: { label: 'actions', range: [0, 48] },
        y: { label: 'share', range: [0, 1] },
        lines: PLACES.map((where) => ({
          name: WHERE[where],
          points: byActions(answered[where]),
          style: 'dots',
        })),
      },
      {
        kind: 'passages',
        title: 'What it makes of commands that it has not learned from',
        texts: wrong.map(
          ({ pair: { source, target }, answer }) =>
            `${source}\nright: ${short(target)}\nwritten: ${short(answer)}`,
        ),
      },
    ],
  };
}

export const rules = lesson({
  id: 'rules',
  title: 'Rules: perfect inside, lost outside',
  question:
    'A network has learned thousands of commands without a mistake: has it understood the rules behind them?',
  sentences: [
    'The command “jump twice after walk left” means what its words mean, put together by a few rules; whoever knows them carries out any command, of any length.',
    'A network that answers nearly all commands like those it has learned from fails at longer ones, or at a word that it has seen only alone: it has learned what such commands look like, and no rule.',
    'Ten lines that a person writes down are right everywhere, and learned nothing.',
  ],
  paper:
    'Lake & Baroni 2018, Generalization without systematicity; Dessì & Baroni 2019 (convolutions); Csordás et al. 2021 (relative positions)',
  command:
    'npx agon train seq2seq --data scan:split=add-jump --steps 5000 --set network=convolutional:layers=4',
  usedBy:
    'An agent that reads its task meets words in new orders: tests of such agents keep some orders from training.',
  recording: async () => recordingOf((await import('./recording.json', { with: { type: 'json' } })).default),
  schema,
  async *run({ split, network, updates }, { seed, signal }) {
    const data = await openPairs(`scan:split=${split}`, NO_FILES);
    const rng = new RandomStream(`rules ${seed} / measured`);
    const measured: Record<Where, Pair[]> = {
      inside: some(data.splits.validation, rng),
      outside: some(data.splits.test, rng),
    };
    const learner = await SequenceLearner.create(data, { ...TRAINING, ...NETWORKS[network] }, updates, `rules ${seed}`); // prettier-ignore
    try {
      for (let done = 0; done < updates && !signal?.aborted;) {
        const more = Math.min(SHOW_EVERY, updates - done);
        const loss = await learner.learn(more);
        done += more;
        const answered = {
          inside: await learner.answer(measured.inside),
          outside: await learner.answer(measured.outside),
        };
        yield {
          done: done / updates,
          numbers: {
            ...{ updates: done, loss },
            inside: shareRight(answered.inside),
            outside: shareRight(answered.outside),
            rulesOutside: shareRight(byRule(measured.outside)),
          },
          figure: figureOf(answered),
        };
      }
    } finally {
      await learner.dispose();
    }
  },
});
