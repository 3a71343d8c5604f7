/** Lesson: what depth can do with the weights of a shallow network (Telgarsky 2016). */
import { count, described, MOST_STEPS, number, RandomStream } from '@agon/core';
import * as v from 'valibot';
import { CurveFitter } from '../curveFitter.js';
import type { Line } from '../figure.js';
import { lesson } from '../lesson.js';
import { sawtooth, sawtoothWeights } from './sawtooth.js';

/** Updates between two pictures. */
const SHOW_EVERY = 300;
const LEARNING_RATE = 0.003;
/** How steep the first layer's units begin at most, where all are drawn. */
const STEEPNESS = 8;

const schema = v.strictObject({
  folds: v.optional(
    described(
      count(1, 6),
      'how often the tent is folded, which makes 2^(folds − 1) teeth; as many layers of 2, and a shallow one of 2 · folds',
    ),
    4,
  ),
  off: v.optional(
    described(number(0, 1), 'how far, at most, weights of the helped one begin from the construction'),
    0.02,
  ),
  updates: v.optional(described(count(1, MOST_STEPS), 'updates of Adam, of each network'), 3000),
});

/** Weights, each moved by at most `off`. */
function movedBy(
  off: number,
  weights: Record<string, number[]>,
  rng: RandomStream,
): Record<string, number[]> {
  const moved = Object.entries(weights).map(([name, values]) => [
    name,
    values.map((value) => value + off * (2 * rng.uniform() - 1)),
  ]);
  return Object.fromEntries(moved) as Record<string, number[]>;
}

type Points = readonly (readonly [x: number, y: number])[];

const meanError = (curve: Points, target: (x: number) => number): number =>
  curve.reduce((sum, [x, y]) => sum + Math.abs(y - target(x)), 0) / curve.length;

export const depth = lesson({
  id: 'depth',
  title: 'Deep and narrow against shallow and wide',
  question: 'With the same number of weights, what can a deep network draw that a shallow one cannot?',
  sentences: [
    'Each layer can fold the line once more, so that teeth double with depth; in one layer each unit adds only one bend.',
    'With four folds the deep network is a quarter as wide, has as many weights, and draws all eight teeth; the shallow one has too few bends.',
    'That such weights exist does not mean that training finds them: here only the network that begins near them draws the teeth, and the one drawn at random is little better than a flat line.',
  ],
  paper: 'Telgarsky 2016, Benefits of depth in neural networks',
  command: 'npx agon learn depth --set folds=3 --set off=0.1',
  usedBy: 'The deep torsos of agents: nature-cnn, resnet, and the residual-tower of AlphaZero.',
  schema,
  async *run({ folds, off, updates }, { seed, signal }) {
    const target = sawtooth(folds);
    const deep = Array.from({ length: folds }, () => 2);
    const start = movedBy(off, sawtoothWeights(folds), new RandomStream(`depth near ${seed}`));
    const begin = (hidden: readonly number[], from?: Record<string, number[]>): Promise<CurveFitter> =>
      CurveFitter.create({ hidden, activation: 'relu', steepness: STEEPNESS }, target, {
        updates,
        learningRate: LEARNING_RATE,
        seed: `depth ${seed}`,
        start: from,
      });
    const fitters: CurveFitter[] = [];
    try {
      const shallow = await begin([2 * folds]);
      fitters.push(shallow);
      const drawn = await begin(deep);
      fitters.push(drawn);
      const near = await begin(deep, start);
      fitters.push(near);
      for (let done = 0; done < updates && !signal?.aborted;) {
        const more = Math.min(SHOW_EVERY, updates - done);
        for (const fitter of fitters) await fitter.learn(more);
        done += more;
        const curves = await Promise.all(fitters.map((fitter) => fitter.curve()));
        const [shallowError, drawnError, nearError] = curves.map((curve) => meanError(curve, target));
        const names = [
          `shallow, ${2 * folds} units`,
          `deep, ${folds} layers of 2, drawn at random`,
          'deep, begun near the construction',
        ];
        const lines = curves.map((points, i): Line => ({
          name: names[i],
          points: points.filter((_, place) => place % 4 === 0),
        }));
        yield {
          done: done / updates,
          numbers: {
            updates: done,
            shallowParameters: shallow.numParameters,
            deepParameters: near.numParameters,
            shallowError,
            deepDrawnError: drawnError,
            deepNearError: nearError,
          },
          figure: {
            panels: [
              {
                kind: 'plot',
                title: `After ${done} updates, ${near.numParameters} weights each`,
                x: { label: 'x', range: [0, 1] },
                y: { label: 'y', range: [0, 1] },
                lines: [
                  { name: 'wanted', points: lines[0].points.map(([x]) => [x, target(x)]), style: 'dashes' },
                  ...lines,
                ],
              },
              {
                kind: 'bars',
                title: 'Mean error',
                most: 0.3,
                items: [shallowError, drawnError, nearError].map((value, i) => ({
                  label: ['shallow', 'deep, random', 'deep, near'][i],
                  value,
                  text: value.toFixed(5),
                })),
              },
            ],
          },
        };
      }
    } finally {
      for (const fitter of fitters) await fitter.dispose();
    }
  },
});
