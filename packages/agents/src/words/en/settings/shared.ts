/** What is said alike of settings of trainers in several wings. */
import type { SharedTexts } from '../../words.js';

/** Of `network`, where a network of this kind is wanted. */
export const networkOf = (kind: string): string =>
  `a network of kind ${kind} and its options (\`agon nets\`)`;

/** Of `start`, where it is the weights of any network. */
export const starting = {
  start:
    'weights to begin with, as runs/NAME@STEP or zoo/NAME, of a classifier or of another agent; layers of another shape begin anew',
} satisfies SharedTexts;

/** How experience is collected. */
export const collecting = {
  numEnvs: 'environments stepped together: one batch of decisions',
  rolloutSteps: 'steps in each environment between two rounds of learning',
} satisfies SharedTexts;

/** How parameters move. */
export const optimising = {
  learningRate: 'initial learning rate of the optimiser',
  decaySteps:
    'steps over which the learning rate falls linearly to 0; 0: all steps of the run (constant if only minutes are given)',
  optimiserEpsilon: "the optimiser's epsilon",
  clipNorm: 'largest global norm of the gradient; 0 = no limit',
} satisfies SharedTexts;

/** Rewards that come once a step. */
export const discounting = {
  gamma: 'discount factor per step',
} satisfies SharedTexts;

/** Random actions among those of highest value. */
export const exploring = {
  epsilonEnd: 'final probability of a random action',
  epsilonSteps: 'steps over which epsilon falls linearly from start to end',
} satisfies SharedTexts;

/** How a game of self-play begins. */
export const opening = {
  openingMoves: 'most random moves at the start of a game; nothing is learned from them',
} satisfies SharedTexts;
