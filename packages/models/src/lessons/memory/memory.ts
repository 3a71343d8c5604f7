/** Lesson: how far back networks remember, and how far back their gradients reach. */
import { count, described, MOST_STEPS } from '@agon/core';
import * as v from 'valibot';
import type { Line } from '../figure.js';
import { lesson } from '../lesson.js';
import { recordingOf } from '../recording.js';
import { gradientReach } from './gradientReach.js';
import { RecallLearner } from './recallLearner.js';
import { CUES, lengthFor } from './recallTask.js';

/** Updates between two pictures. */
const SHOW_EVERY = 250;
const LEARNING_RATE = 0.004;
/** Distances of the curve of right answers. */
const DISTANCES = 13;

const schema = v.strictObject({
  distance: v.optional(described(count(4, 100), 'tokens between cue and question, at most'), 50),
  window: v.optional(described(count(2, 64), 'tokens that the fixed window sees'), 16),
  units: v.optional(described(count(4, 128), 'units of the RNN and the LSTM'), 32),
  updates: v.optional(described(count(1, MOST_STEPS), 'updates of Adam, of each network'), 1000),
});

const NAMES = ['window', 'rnn', 'lstm'] as const;
type Name = (typeof NAMES)[number];
const TITLES: Readonly<Record<Name, string>> = { window: 'window', rnn: 'RNN', lstm: 'LSTM' };

/** Distances from 1 to `farthest`, evenly. */
const distancesTo = (farthest: number): number[] => {
  const all = Array.from({ length: DISTANCES }, (_, i) =>
    Math.round(1 + ((farthest - 1) * i) / (DISTANCES - 1)),
  );
  return [...new Set(all)];
};

export const memory = lesson({
  id: 'memory',
  title: 'A cue far back, and gradients that vanish',
  question: 'How far back does a network remember, and how far back can it learn?',
  sentences: [
    'A sign asks which of four cues stood somewhere before it, behind letters that mean nothing: a fixed window guesses as soon as the cue is out of it, whereas what is carried from token to token has no edge.',
    'A gradient that goes back through an RNN is multiplied by the same weights and slopes again and again, and after fifty tokens nothing of it is left, before the training (recurrent weights begin orthogonal) and after it: what the RNN holds firmly, gradients do not pass (Bengio et al. 1994).',
    'The memory cell of an LSTM only adds and keeps: once it has learned to keep the cue, its gradient reaches back over all the fifty tokens.',
  ],
  paper: 'Hochreiter & Schmidhuber 1997, Long short-term memory; Bengio, Simard & Frasconi 1994',
  command: 'npx agon learn memory --set distance=30 --set window=8',
  usedBy:
    'Agents that remember what is out of sight: drqn and r2d2 have the LSTM of this lesson, the same file as language models.',
  recording: async () => recordingOf((await import('./recording.json', { with: { type: 'json' } })).default),
  schema,
  async *run({ distance, window, units, updates }, { seed, signal }) {
    const length = lengthFor(distance);
    const specs: Readonly<Record<Name, string>> = {
      window: `window:window=${window},width=8,hidden=64,dropout=0`,
      rnn: `rnn:units=${units},width=16`,
      lstm: `lstm:units=${units},width=16`,
    };
    const learners: Partial<Record<Name, RecallLearner>> = {};
    const reachOf = (name: Name, learner: RecallLearner): Promise<Float64Array> =>
      gradientReach(specs[name], units, learner.parameters, length, `memory ${seed} / reach`);
    try {
      const before: Partial<Record<Name, Float64Array>> = {};
      for (const name of NAMES) {
        const learner = await RecallLearner.create(specs[name], distance, `memory ${seed} / ${name}`);
        learners[name] = learner;
        if (name !== 'window') before[name] = await reachOf(name, learner);
      }
      const all = Object.entries(learners) as [Name, RecallLearner][];
      for (let done = 0; done < updates && !signal?.aborted;) {
        const more = Math.min(SHOW_EVERY, updates - done);
        done += more;
        const numbers: Record<string, number> = { updates: done };
        const remembered: Line[] = [];
        const reached: Line[] = [];
        for (const [name, learner] of all) {
          numbers[`${name}Loss`] = await learner.learn(more, LEARNING_RATE);
          const points: [number, number][] = [];
          for (const each of distancesTo(distance)) points.push([each, await learner.accuracy(each)]);
          remembered.push({ name: TITLES[name], points });
          numbers[`${name}Near`] = points[0][1];
          numbers[`${name}Far`] = points[points.length - 1][1];
          const first = before[name];
          if (!first) continue;
          const after = await reachOf(name, learner);
          const lineOf = (reach: Float64Array): Line['points'] =>
            Array.from(reach, (value, d): [number, number] => [d, value]).slice(1);
          reached.push({ name: `${TITLES[name]} before`, points: lineOf(first), style: 'dashes' });
          reached.push({ name: `${TITLES[name]} after`, points: lineOf(after) });
          numbers[`${name}ReachBefore`] = first[distance];
          numbers[`${name}ReachAfter`] = after[distance];
        }
        yield {
          done: done / updates,
          numbers,
          figure: {
            panels: [
              {
                kind: 'plot',
                title: `Right answers after ${done} updates; ${1 / CUES} is guessing`,
                x: { label: 'tokens from the cue to the question', range: [0, distance] },
                y: { label: 'share', range: [0, 1] },
                lines: remembered,
              },
              {
                kind: 'plot',
                title: 'Gradient of the last state by what was read so many tokens before it',
                x: { label: 'tokens before', range: [0, distance] },
                y: { label: 'relative to one token before', isLogarithmic: true },
                lines: reached,
              },
            ],
          },
        };
      }
    } finally {
      for (const learner of Object.values(learners)) await learner.dispose();
    }
  },
});
