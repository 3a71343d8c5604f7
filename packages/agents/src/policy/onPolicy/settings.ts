/** Settings that on-policy algorithms have in common. A step is one decision of one environment. */
import { count, MOST_HELD, MOST_STEPS, number } from '@agon/core';
import * as v from 'valibot';

/** How experience is collected, with these defaults. */
export const collectionEntries = (defaults: { numEnvs: number; rolloutSteps: number }) => ({
  numEnvs: v.optional(count(1, MOST_HELD), defaults.numEnvs),
  rolloutSteps: v.optional(count(1, MOST_HELD), defaults.rolloutSteps),
});

/** How parameters move, with these defaults. */
export const optimisingEntries = (defaults: { learningRate: number; epsilon: number; clipNorm: number }) => ({
  learningRate: v.optional(number(0), defaults.learningRate),
  decaySteps: v.optional(count(0, MOST_STEPS), 0),
  optimiserEpsilon: v.optional(number(0), defaults.epsilon),
  clipNorm: v.optional(number(0), defaults.clipNorm),
});

/** `Trainer.followsLength` of on-policy algorithms. */
export const followsLength = { setting: 'decaySteps', value: 0 } as const;

/** Steps in which the learning rate falls to 0. */
export function decayStepsOf(settings: { decaySteps: number }, options: { steps?: number }): number {
  return settings.decaySteps || (options.steps ?? Infinity);
}
