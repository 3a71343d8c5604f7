/** Lesson: one hidden layer draws any continuous function (Cybenko 1989, Hornik et al. 1989). */
import { count, counts, MOST_STEPS, described } from '@agon/core';
import * as v from 'valibot';
import { CurveFitter } from '../curveFitter.js';
import { lesson } from '../lesson.js';
import { FUNCTION_NAMES, functionOf, type DrawnFunction } from './functions.js';

/** Updates between two pictures. */
const SHOW_EVERY = 200;
/** So near to a jump nothing is asked of a continuous function. */
const JUMP_MARGIN = 0.01;
/** Points of a curve that are drawn. */
const DRAWN = 256;

const schema = v.strictObject({
  function: v.optional(
    described(
      v.pipe(v.string(), v.minLength(1)),
      'what is to be drawn: wave, hills, staircase (it has jumps), own (through heights), or a file of numbers',
    ),
    'wave',
  ),
  heights: v.optional(
    described(
      v.pipe(v.array(count(0, 100)), v.minLength(2), v.maxLength(100)),
      'own: the heights at equal distances, 0 to 100, such as 20/80/50',
    ),
    [20, 80, 50],
  ),
  hidden: v.optional(
    described(counts(1, 4096), 'units of each hidden layer: 64 is one layer, 32/32 two'),
    [64],
  ),
  updates: v.optional(described(count(1, MOST_STEPS), 'updates of Adam'), 6000),
});

/** How far a curve is from a function: the largest distance away from jumps, and the mean distance. */
export function distance(curve: readonly (readonly [number, number])[], { at, jumps }: DrawnFunction) {
  let largest = 0;
  let sum = 0;
  for (const [x, y] of curve) {
    const error = Math.abs(y - at(x));
    sum += error;
    if (jumps.every((jump) => Math.abs(x - jump) > JUMP_MARGIN)) largest = Math.max(largest, error);
  }
  return { errorAwayFromJumps: largest, meanError: sum / curve.length };
}

export const approximation = lesson({
  id: 'approximation',
  title: 'One hidden layer draws any continuous function',
  question: 'Which curves can a network draw if each of its units only bends a line once?',
  sentences: [
    'Each unit of the hidden layer adds one bend; the output adds the bends up.',
    'With enough of them the largest distance to a continuous function is as small as one likes: that is the theorem.',
    'At a jump no continuous curve is near on both sides; a second layer makes it steep sooner, and the error there stays.',
  ],
  paper:
    'Cybenko 1989, Approximation by superpositions of a sigmoidal function; Hornik, Stinchcombe & White 1989',
  command: 'npx agon learn approximation --set function=staircase --set hidden=32/32',
  usedBy: 'The dense layers of every agent, such as the network mlp of DQN and PPO.',
  schema,
  choices: { function: FUNCTION_NAMES },
  drawn: { heights: 'heights', when: ['function', 'own'] },
  async *run({ function: name, heights, hidden, updates }, { seed, signal, files }) {
    const target = await functionOf(name, heights, files);
    const fitter = await CurveFitter.create({ hidden, activation: 'tanh', steepness: 20 }, target.at, {
      updates,
      learningRate: 0.01,
      seed: `approximation ${seed}`,
    });
    try {
      for (let done = 0; done < updates && !signal?.aborted;) {
        const more = Math.min(SHOW_EVERY, updates - done);
        await fitter.learn(more);
        done += more;
        const curve = await fitter.curve();
        const { errorAwayFromJumps, meanError } = distance(curve, target);
        const shown = curve.filter((_, i) => i % Math.ceil(curve.length / DRAWN) === 0);
        yield {
          done: done / updates,
          numbers: { updates: done, parameters: fitter.numParameters, errorAwayFromJumps, meanError },
          figure: {
            panels: [
              {
                kind: 'plot',
                title: `After ${done} updates`,
                x: { label: 'x', range: [0, 1] },
                y: { label: 'y', range: [0, 1] },
                lines: [
                  { name: 'wanted', points: shown.map(([x]) => [x, target.at(x)]), style: 'dashes' },
                  { name: `drawn by ${hidden.join(' + ')} units`, points: shown },
                ],
              },
            ],
          },
        };
      }
    } finally {
      await fitter.dispose();
    }
  },
});
