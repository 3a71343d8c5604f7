/** Settings that on-policy algorithms have in common. A step is one decision of one environment. */
import { count, MOST_HELD, MOST_STEPS, number, words } from '@agon/core';
import * as v from 'valibot';

/** `network`: a spec of a network of this kind. */
export const networkOf = (kind: string, spec: string) =>
  v.optional(words(`a network of kind ${kind} and its options (\`agon nets\`)`), spec);

/** How experience is collected, with these defaults. */
export const collectionEntries = (defaults: { numEnvs: number; rolloutSteps: number }) => ({
  numEnvs: v.optional(
    count(1, 'environments stepped together: one batch of decisions', MOST_HELD),
    defaults.numEnvs,
  ),
  rolloutSteps: v.optional(
    count(1, 'steps in each environment between two rounds of learning', MOST_HELD),
    defaults.rolloutSteps,
  ),
});

/** How parameters move, with these defaults. */
export const optimisingEntries = (defaults: { learningRate: number; epsilon: number; clipNorm: number }) => ({
  learningRate: v.optional(number(0, 'initial learning rate of the optimiser'), defaults.learningRate),
  decaySteps: v.optional(
    count(
      0,
      'steps over which the learning rate falls linearly to 0; 0: all steps of the run (constant if only minutes are given)',
      MOST_STEPS,
    ),
    0,
  ),
  optimiserEpsilon: v.optional(number(0, "the optimiser's epsilon"), defaults.epsilon),
  clipNorm: v.optional(number(0, 'largest global norm of the gradient; 0 = no limit'), defaults.clipNorm),
});

/** `Trainer.followsLength` of on-policy algorithms. */
export const followsLength = { setting: 'decaySteps', value: 0 } as const;

/** Steps in which the learning rate falls to 0. */
export function decayStepsOf(settings: { decaySteps: number }, options: { steps?: number }): number {
  return settings.decaySteps || (options.steps ?? Infinity);
}
