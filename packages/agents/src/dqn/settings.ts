/** The settings of DQN and its presets. A step is one decision of one environment; an update is one optimiser step. */
import type { Settings } from '@agon/core';
import * as v from 'valibot';

const number = (least: number, text: string) => v.pipe(v.number(), v.minValue(least), v.description(text));
const count = (least: number, text: string) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.description(text));
const fraction = (text: string) => v.pipe(v.number(), v.minValue(0), v.maxValue(1), v.description(text));

/** Defaults are those of CleanRL's dqn.py for classic control where the paper has none for small problems. */
export const dqnSchema = v.strictObject({
  network: v.optional(
    v.pipe(v.string(), v.description('a network with q heads and its options (`agon nets`)')),
    'mlp',
  ),
  numEnvs: v.optional(count(1, 'environments stepped together, one batch of decisions'), 1),
  bufferSize: v.optional(count(2, 'transitions in the replay buffer'), 10_000),
  learningStarts: v.optional(count(1, 'steps before the first update; until then actions are random'), 1_000),
  trainEvery: v.optional(number(0.05, 'steps for each update (0.5: two updates a step)'), 1),
  batchSize: v.optional(count(1, 'transitions in an update'), 32),
  learningRate: v.optional(number(0, 'step size of the optimiser'), 2.5e-4),
  optimiser: v.optional(
    v.pipe(v.picklist(['adam', 'rmsprop']), v.description('adam, or the centred rmsprop of the 2015 paper')),
    'adam',
  ),
  optimiserEpsilon: v.optional(number(0, "the optimiser's epsilon"), 1e-8),
  clipNorm: v.optional(number(0, 'largest global norm of the gradient; 0 = no limit'), 0),
  loss: v.optional(
    v.pipe(
      v.picklist(['huber', 'squared']),
      v.description('of the TD error; huber is the error clipping of the 2015 paper'),
    ),
    'huber',
  ),
  gamma: v.optional(fraction('discount of the next step'), 0.99),
  targetEvery: v.optional(count(1, 'updates between copies to the target network'), 500),
  double: v.optional(
    v.pipe(v.boolean(), v.description('Double DQN: the online network chooses the next action')),
    false,
  ),
  epsilonStart: v.optional(fraction('probability of a random action after learningStarts'), 1),
  epsilonEnd: v.optional(fraction('probability of a random action at last'), 0.05),
  epsilonSteps: v.optional(count(1, 'steps in which epsilon falls, linearly, from start to end'), 100_000),
});
export type DqnSettings = Settings<typeof dqnSchema>;

/** Options of a trained agent: `runs/NAME:epsilon=0`. */
export const dqnAgentSchema = v.strictObject({
  epsilon: v.optional(fraction('probability of a random action'), 0.01),
});

/** Named changes to the defaults; an environment's id names its own. How they were found: docs/results.md. */
export const dqnPresets: Readonly<Record<string, Partial<DqnSettings>>> = {
  'minatar-breakout': {
    network: 'mlp:hidden=128/64',
    bufferSize: 100_000,
    learningRate: 5e-4,
    optimiserEpsilon: 3.125e-4,
    targetEvery: 1_000,
    epsilonEnd: 0.01,
    epsilonSteps: 20_000,
  },
  // Young & Tian 2019, table of DQN's settings; for any MinAtar game.
  'minatar-paper': {
    network: 'minatar-cnn',
    bufferSize: 100_000,
    learningStarts: 5_000,
    learningRate: 2.5e-4,
    optimiser: 'rmsprop',
    optimiserEpsilon: 0.01,
    targetEvery: 1_000,
    epsilonEnd: 0.1,
    epsilonSteps: 100_000,
  },
};

/** The probability of a random action at a step. */
export function epsilonAt(settings: DqnSettings, step: number): number {
  const { learningStarts, epsilonStart, epsilonEnd, epsilonSteps } = settings;
  if (step < learningStarts) return 1;
  const done = Math.min(1, (step - learningStarts) / epsilonSteps);
  return (1 - done) * epsilonStart + done * epsilonEnd;
}
