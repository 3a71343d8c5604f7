/** Settings of on-policy algorithms. */
import type { AlgorithmTexts, SharedTexts } from '../../words.js';
import { collecting, discounting, exploring, networkOf, opening, optimising, starting } from './shared.js';

/** How a rollout is gone through. */
const passing = {
  minibatches: 'minibatches in each pass over a rollout, one update each; must divide numEnvs · rolloutSteps',
  epochs: 'passes over each rollout',
} satisfies SharedTexts;

/** What the loss is made of. */
const weighing = {
  valueWeight: 'weight of the value loss',
  entropyWeight: 'weight of the entropy bonus',
} satisfies SharedTexts;

export const reinforce = {
  network: networkOf('actor-critic'),
  episodes: 'episodes per update, each in an environment of its own',
  episodeLimit:
    'steps after which an episode is cut in training; what would follow counts as the baseline, or as 0 without it',
  ...optimising,
  ...discounting,
  baseline: 'subtract a learned value from returns, which lowers their variance',
} satisfies AlgorithmTexts<'reinforce'>;

export const a2c = {
  network: networkOf('actor-critic'),
  ...collecting,
  ...optimising,
  ...discounting,
  lambda: 'λ of the advantages: 1 = n-step returns as in the paper, with n up to rolloutSteps',
  ...weighing,
} satisfies AlgorithmTexts<'a2c'>;

export const ppo = {
  network: networkOf('actor-critic'),
  ...starting,
  ...collecting,
  ...passing,
  ...optimising,
  ...discounting,
  lambda: 'λ of generalised advantage estimation: 0 = one step, 1 = full returns',
  clip: 'clipping: how far the ratio of new to old probabilities counts on either side of 1',
  clipValue: 'clip the change of values in the same way',
  normaliseAdvantage: 'normalise advantages to mean 0 and standard deviation 1 in each minibatch',
  ...weighing,
} satisfies AlgorithmTexts<'ppo'>;

export const ppoSelfplay = {
  ...ppo,
  network: networkOf('policy-value'),
  numEnvs: 'games played together: one batch of moves',
  rolloutSteps: 'moves in each game between two rounds of learning',
  ...opening,
  gamma: 'discount factor per move',
} satisfies AlgorithmTexts<'ppo-selfplay'>;

export const pqn = {
  network: networkOf('q'),
  ...starting,
  ...collecting,
  ...passing,
  ...optimising,
  ...discounting,
  lambda: 'λ of the returns: 0 = one step, 1 = full returns',
  rewardScale: 'factor on rewards before they are learned from',
  epsilonStart: 'initial probability of a random action',
  ...exploring,
} satisfies AlgorithmTexts<'pqn'>;
