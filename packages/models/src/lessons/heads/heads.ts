/** Lesson: what heads of attention look at, in the three views of Vig 2019: a head that looks one token back, and heads that use it (Olsson et al. 2022). */
import { AgonError, count, described, MOST_STEPS, number, RandomStream } from '@agon/core';
import * as v from 'valibot';
import type { Figure, Heads } from '../figure.js';
import { lesson } from '../lesson.js';
import { recordingOf } from '../recording.js';
import { RowLearner } from '../transformer/rowLearner.js';
import { TransformerReader } from '../transformer/transformerReader.js';
import { scoreHeads, type HeadScore } from './headScores.js';
import { headsOf } from './headsOf.js';
import { lookInto } from './ownModel.js';
import { LETTERS, pairRows } from './pairRows.js';

/** Tokens of a row that is learned from, and of the one that is shown. */
const LENGTH = 32;
const SHOWN = 24;
/** Rows by which it is measured. */
const ROWS = 32;
/** Figures of a run. */
const PICTURES = 10;
/** Tokens of a text of one's own at most: each head has so many squared numbers. */
const MOST_TOKENS = 512;

const schema = v.strictObject({
  model: v.optional(
    described(v.string(), 'a Transformer of your own to look into, as runs/NAME; none: one learns here'),
    '',
  ),
  text: v.optional(
    described(
      v.pipe(v.string(), v.maxLength(MOST_TOKENS)),
      `a text of your own to look at, letters ${LETTERS[0]} to ${LETTERS[LETTERS.length - 1]} where one learns here; none: one of pairs`,
    ),
    '',
  ),
  layers: v.optional(described(count(1, 4), 'layers of the Transformer'), 2),
  heads: v.optional(described(v.picklist([1, 2, 4]), 'heads of each layer'), 2),
  updates: v.optional(described(count(1, MOST_STEPS), 'updates, on 32 rows'), 1000),
  learningRate: v.optional(described(number(0, 1), 'of AdamW, after its rise'), 0.005),
});

/** @throws bad-option for letters that it has not learned */
function tokensOf(text: string): Int32Array {
  return Int32Array.from([...text], (letter) => {
    const token = LETTERS.indexOf(letter);
    if (token < 0)
      throw new AgonError(
        'bad-option',
        `text: "${letter}" is no letter that is learned; write ${LETTERS.join('')} without spaces.`,
      );
    return token;
  });
}

/** Rows of the task with what is asked. */
function drawRows(tokens: Int32Array, length: number, seed: string): Int32Array {
  const targets = new Int32Array(tokens.length);
  const rng = new RandomStream(seed);
  for (let first = 0; first < tokens.length; first += length)
    pairRows.write(tokens.subarray(first, first + length), targets.subarray(first, first + length), rng);
  return targets;
}

/** What was measured after some updates. */
interface Point {
  readonly updates: number;
  readonly right: number;
  readonly scores: readonly HeadScore[];
}

const most = (scores: readonly HeadScore[], of: keyof HeadScore): number =>
  Math.max(...scores.map((score) => score[of]));

function figureOf(looks: Heads, points: readonly Point[]): Figure {
  const line = (name: string, value: (point: Point) => number) => ({
    name,
    points: points.map((point) => [point.updates, value(point)] as const),
  });
  const percent = (share: number): string => `${Math.round(100 * share)} %`;
  return {
    panels: [
      looks,
      {
        kind: 'table',
        title:
          'Share of each head’s attention: on the token before (previous), on what followed the same token (induction)',
        head: ['', 'previous', 'induction'],
        rows: points[points.length - 1].scores.map(({ previous, induction }, index) => [
          `layer ${Math.floor(index / looks.heads) + 1}, head ${(index % looks.heads) + 1}`,
          percent(previous),
          percent(induction),
        ]),
      },
      {
        kind: 'plot',
        title: 'Right answers, and the heads that look most at one thing',
        x: { label: 'updates', range: [0, 0] },
        y: { label: 'share', range: [0, 1] },
        lines: [
          line('right answers', ({ right }) => right),
          line('at the token before', ({ scores }) => most(scores, 'previous')),
          line('at what followed', ({ scores }) => most(scores, 'induction')),
        ],
      },
    ],
  };
}

export const heads = lesson({
  id: 'heads',
  title: 'Heads: what attention looks at',
  question: 'What does each head of a Transformer look at, and do heads work together?',
  sentences: [
    'Rows are pairs of letters that are drawn anew each time: after “f c” and other pairs, “f” is followed by “c” again, and a small Transformer is asked for it.',
    'In the first layer a head comes to look at the token before, so that each letter knows what it followed; then heads of the second layer look for letters that followed the same letter, and copy them: an induction head.',
    'The right answers rise when these heads appear; one layer alone stays far behind, since a head there sees what a letter is, not what it followed.',
  ],
  paper:
    'Vaswani et al. 2017, Attention is all you need; Vig 2019, A multiscale visualization of attention; Olsson et al. 2022, In-context learning and induction heads',
  command: 'npx agon learn heads --set layers=1',
  usedBy: 'The Transformers that write, translate and read moves have such heads.',
  recording: async () => recordingOf((await import('./recording.json', { with: { type: 'json' } })).default),
  schema,
  async *run({ model, text, layers, heads: numHeads, updates, learningRate }, { seed, checkpoints, signal }) {
    if (model !== '') {
      const looks = await lookInto(model, text, checkpoints);
      yield { done: 1, numbers: { tokens: looks.tokens.length }, figure: { panels: [looks] } };
      return;
    }
    const own = tokensOf(text);
    const network = `transformer:layers=${layers},width=32,heads=${numHeads},positions=relative`;
    const name = `heads ${seed}`;
    const learner = await RowLearner.create(pairRows, { network, length: LENGTH, updates, learningRate, seed: name }); // prettier-ignore
    const openReader = (length: number, rows: number): Promise<TransformerReader> =>
      TransformerReader.create({ network, vocabulary: pairRows.vocabulary, length, rows, seed: name });
    const [measured, shown] = await Promise.all([
      openReader(LENGTH, ROWS),
      openReader(own.length || SHOWN, 1),
    ]);
    try {
      const targets = drawRows(measured.tokens, LENGTH, `${name} / measured`);
      if (own.length > 0) shown.tokens.set(own);
      else drawRows(shown.tokens, SHOWN, `${name} / shown`);
      const points: Point[] = [];
      for (let done = 0; done < updates && !signal?.aborted;) {
        const more = Math.min(Math.ceil(updates / PICTURES), updates - done);
        done += more;
        const loss = await learner.learn(more);
        measured.take(learner.parameters);
        shown.take(learner.parameters);
        const answers = await measured.say();
        const { attention } = await measured.look();
        const asked = [...targets.keys()].filter((at) => targets[at] >= 0);
        const right = asked.filter((at) => answers[at] === targets[at]).length / asked.length;
        const scores = scoreHeads(measured.tokens, targets, attention, LENGTH);
        points.push({ updates: done, right, scores });
        const looks = await headsOf(
          shown,
          Array.from(shown.tokens, (token) => LETTERS[token]),
        );
        const numbers = { updates: done, loss, right, previous: most(scores, 'previous'), induction: most(scores, 'induction') }; // prettier-ignore
        yield { done: done / updates, numbers, figure: figureOf(looks, points) };
      }
    } finally {
      await learner.dispose();
      await measured.dispose();
      await shown.dispose();
    }
  },
});
