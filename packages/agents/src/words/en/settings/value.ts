/** Settings of the value family: those of each of its algorithms. */
import type { AlgorithmTexts } from '../../words.js';
import { collecting, discounting, exploring, networkOf, optimising, starting } from './shared.js';

export const value = {
  network: networkOf('q'),
  ...starting,
  numEnvs: collecting.numEnvs,
  bufferSize: 'transitions in the replay buffer',
  learningStarts: 'steps before the first update; until then actions are random',
  trainEvery: 'steps per update (0.5: two updates per step)',
  batchSize: 'transitions per update (sequences if lstm is set)',
  learningRate: 'learning rate of the optimiser',
  optimiser: 'adam, or the centred rmsprop of the 2015 paper',
  optimiserEpsilon: optimising.optimiserEpsilon,
  clipNorm: optimising.clipNorm,
  loss: 'loss of the TD error; huber is the error clipping of the 2015 paper',
  ...discounting,
  targetEvery: 'updates between copies to the target network',
  averageUpdates: 'updates that the saved weights are averaged over; 0 = no average',
  double: 'Double DQN: the online network chooses the next action',
  dueling: 'dueling heads: values and advantages in two streams',
  numSteps: 'steps of a return before it is bootstrapped (n)',
  priorityExponent: 'prioritised replay: exponent of the priorities (α); 0 = uniform',
  importanceStart: 'prioritised replay: initial exponent of the importance weights (β)',
  importanceEnd: 'prioritised replay: final exponent of the importance weights (β)',
  importanceUpdates:
    'updates over which β changes linearly; 0: all updates of the run (constant if only minutes are given)',
  noisy: 'noisy layers: initial noise (σ₀, 0.5 in the paper); 0 = none',
  returns: 'how returns are represented: their mean, C51, QR-DQN or IQN',
  atoms: 'atoms of C51; quantiles of QR-DQN; sampled quantiles of IQN (N = N′)',
  valueMin: 'lowest return of C51',
  valueMax: 'highest return of C51',
  rescale: 'learn returns squashed by h(x) = sign(x)(√(|x|+1) − 1) + x/1000',
  lstm: 'units of an LSTM that replaces the last hidden layer; 0 = none',
  unroll: 'steps of a sequence that a recurrent network learns from',
  burnIn: 'burn-in: steps before them that only warm up the recurrent state',
  storedState: 'replay keeps the recurrent state of every step; otherwise sequences start from zeros',
  policies: 'number of policies, from exploiting to exploring, chosen by a bandit; 0 = none',
  bonusScale: 'exploration bonus: weight of the intrinsic reward for the last policy',
  gammaMin: 'discount factor of the last policy; the first policy has gamma',
  attackEpsilon:
    'adversarial training on pictures: how far each value, in [0, 1], is changed by the attack that is learned from; 0 = none',
  attackFlips:
    'adversarial training on planes of bits: how many bits of an observation are flipped; 0 = none',
  epsilonStart: 'initial probability of a random action, after learningStarts',
  ...exploring,
} satisfies AlgorithmTexts<'dqn'>;
