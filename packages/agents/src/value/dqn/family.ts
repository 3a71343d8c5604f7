/**
 * The algorithms of the value family. All are one learner; a row says which of its parts an algorithm is made of (`parts`),
 * and which settings its paper or small problems ask for.
 */
import type { Algorithm } from '../../algorithm.js';
import { DqnAgent, valueSubject } from './agent.js';
import { checkDqn } from './check.js';
import { dqnMemory } from './memory.js';
import { dqnMetrics, qHeadline, type DqnMetric } from './metrics.js';
import { dqnAgentSchema, withDefaults, type dqnSchema, type DqnSettings } from './settings.js';
import { trainDqn } from './train.js';

type Changes = Partial<DqnSettings>;

/** An update for four frames, as in Mnih et al. 2015 and Hessel et al. 2018; the weights that are kept are averages over 50,000 frames. */
const EVERY_FOURTH: Changes = { trainEvery: 4, averageUpdates: 12_500 };

/**
 * For MinAtar: docs/results.md. The last weights as they are returned anything from 10 to 53 on Space Invaders, from one
 * checkpoint to the next, means of several 50 to 63.
 */
const MINATAR: Changes = {
  network: 'mlp:hidden=128/64',
  bufferSize: 100_000,
  ...EVERY_FOURTH,
  learningRate: 5e-4,
  optimiserEpsilon: 3.125e-4,
  targetEvery: 1_000,
  epsilonEnd: 0.01,
  epsilonSteps: 20_000,
};

/** Young & Tian 2019, table of DQN's settings; for any MinAtar game. */
const MINATAR_PAPER: Changes = {
  network: 'minatar-cnn',
  bufferSize: 100_000,
  learningStarts: 5_000,
  learningRate: 2.5e-4,
  optimiser: 'rmsprop',
  optimiserEpsilon: 0.01,
  targetEvery: 1_000,
  epsilonEnd: 0.1,
  epsilonSteps: 100_000,
};

/** Mnih et al. 2015, extended data table 1, for 84×84×4 pixels; the buffer is a tenth of theirs. */
const NATURE: Changes = {
  network: 'nature-cnn',
  bufferSize: 100_000,
  learningStarts: 50_000,
  trainEvery: 4,
  learningRate: 2.5e-4,
  optimiser: 'rmsprop',
  optimiserEpsilon: 0.01,
  targetEvery: 10_000,
  epsilonEnd: 0.1,
  epsilonSteps: 1_000_000,
};

/** What papers have in common on 84×84×4 pixels from 2017 on; the buffer is a tenth of theirs. */
const ATARI: Changes = {
  ...NATURE,
  optimiser: 'adam',
  optimiserEpsilon: 0.01 / 32,
  epsilonEnd: 0.01,
  epsilonSteps: 250_000,
};

/**
 * A first choice for 84×84×4 pixels on few cores, with no result in docs/results.md: half of the filters of 2015, CleanRL's step
 * size and target period. 100,000 stacks take 706 MB.
 */
const PIXELS: Changes = {
  network: 'nature-cnn:width=0.5',
  bufferSize: 100_000,
  learningStarts: 5_000,
  trainEvery: 4,
  learningRate: 1e-4,
  targetEvery: 250,
  epsilonEnd: 0.01,
  epsilonSteps: 100_000,
};

/**
 * For 300,000 steps. The squared loss, because every step is rewarded: where errors are clipped, the many values that rise by 1 a
 * step outvote the few last steps of episodes, whose values must fall, and all of them diverge. One update for 8 steps, as
 * CleanRL has one for 10: with more, values are overfitted to few episodes, the pole stays up and the cart drifts off.
 * LayerNorm, because nothing is learned from the last observation of a cut episode, whose value is bootstrapped from: plain
 * layers extrapolate, and where all episodes are cut (`cart-pole:limit=5`) values grow without end (Gallici et al. 2024).
 * Adam's ε, because with 1e-8 its steps stay as long as ever when errors are nearly 0, and values that had come to 100 there
 * drift off to 107. An average over many updates: the last parameters may balance for 127 steps, those of 10,000 updates for 500.
 */
const CART_POLE: Changes = {
  network: 'mlp:layerNorm=true',
  loss: 'squared',
  double: true,
  numEnvs: 8,
  trainEvery: 8,
  batchSize: 128,
  learningRate: 5e-4,
  bufferSize: 20_000,
  learningStarts: 5_000,
  optimiserEpsilon: 0.01,
  targetEvery: 50,
  averageUpdates: 10_000,
  epsilonEnd: 0.05,
  epsilonSteps: 100_000,
};

/**
 * For 60,000 steps of a short T-maze. With the discount 0.99, values of walking to and fro at the junction rose above all that
 * there is to get, in one run of three, and it never turned again.
 */
const T_MAZE: Changes = {
  gamma: 0.95,
  network: 'mlp:hidden=32',
  bufferSize: 30_000,
  trainEvery: 4,
  learningRate: 1e-3,
  targetEvery: 200,
  epsilonSteps: 10_000,
};

/**
 * For a grid of 20 rows, within 40,000 steps. What a step into the unknown has found is in one row of thousands: by
 * priorities it is learned at once, and by frequent copies to the target network it soon comes back to where the dive begins.
 */
const DEEP_SEA: Changes = {
  network: 'mlp:hidden=64',
  bufferSize: 30_000,
  learningStarts: 200,
  learningRate: 1e-3,
  targetEvery: 20,
  priorityExponent: 0.6,
  policies: 4,
  epsilonStart: 0.02,
  epsilonEnd: 0.01,
  epsilonSteps: 10_000,
};

const MINATAR_GAMES = ['asterix', 'breakout', 'freeway', 'seaquest', 'space-invaders'].map(
  (game) => `minatar-${game}`,
);

/** Where enemies come from any side in any row, what was seen in one place must count in all. */
const SMALL_CNN: Changes = { network: 'minatar-cnn:filters=8,hidden=64' };

/** What a game asks for. */
const OF_GAME: Readonly<Record<string, Changes>> = {
  // Rewards are rare at first: with a larger learning rate values rise far above what there is to get, and take long to fall.
  'minatar-asterix': { ...SMALL_CNN, learningRate: 1e-4 },
  'minatar-seaquest': { ...SMALL_CNN, learningRate: 1e-4 },
  'minatar-freeway': SMALL_CNN,
  // Learns twice as much from a frame with an update for each.
  'minatar-breakout': { trainEvery: 1, averageUpdates: 50_000 },
};

/** Returns of C51 on MinAtar: discounted ones of its best games come near 20. */
const SUPPORT: Changes = { valueMin: -20, valueMax: 20 };

/** One preset for each MinAtar game. */
function minAtar(common: Changes): Record<string, Changes> {
  return Object.fromEntries(MINATAR_GAMES.map((id) => [id, { ...MINATAR, ...OF_GAME[id], ...common }]));
}

const PIXEL_GAMES = ['breakout', 'freeway', 'invaders', 'pong'].map((game) => `pixel-${game}`);

/** One preset for each pixel game. */
function pixels(common: Changes): Record<string, Changes> {
  return Object.fromEntries(PIXEL_GAMES.map((id) => [id, { ...PIXELS, ...common }]));
}

/** An algorithm of the family. */
type Member<Id extends string> = Algorithm<DqnMetric, typeof dqnSchema> & { readonly id: Id };

function member<const Id extends string>(
  id: Id,
  title: string,
  paper: string,
  parts: Changes,
  presets: Readonly<Record<string, Changes>>,
): Member<Id> {
  const schema = withDefaults(parts);
  return {
    id,
    title,
    paper,
    task: { kind: 'env' },
    schema,
    metrics: dqnMetrics,
    headline: qHeadline,
    agentSchema: dqnAgentSchema,
    presets,
    check: (plan) => checkDqn(plan, id, schema),
    memory: (plan) => dqnMemory(plan, id, schema),
    train: (options) => trainDqn(options, id, schema),
    loadAgent: (name, checkpoint, options) => DqnAgent.load(name, checkpoint, options, schema),
    subject: (checkpoint) => valueSubject(checkpoint, schema),
  };
}

const C51_PARTS: Changes = { returns: 'categorical' };
/** The noise explores, nothing else does. */
const NOISY_PARTS: Changes = { noisy: 0.5, epsilonStart: 0, epsilonEnd: 0 };
const RAINBOW_PARTS: Changes = {
  ...C51_PARTS,
  ...NOISY_PARTS,
  double: true,
  dueling: true,
  numSteps: 3,
  priorityExponent: 0.5,
};

/** DQN and one of its extensions, with the settings that DQN has for a game. */
const extension = <const Id extends string>(
  id: Id,
  title: string,
  paper: string,
  parts: Changes,
  common: Changes = {},
): Member<Id> =>
  member(id, title, paper, parts, {
    ...minAtar(common),
    ...pixels(common),
    nature: { ...NATURE, ...common },
  });

/** In the order in which they are listed. */
export const valueFamily = [
  member(
    'dqn',
    'Deep Q-network',
    'Mnih et al. 2013, 2015',
    {},
    {
      ...minAtar({}),
      'minatar-paper': MINATAR_PAPER,
      nature: NATURE,
      ...pixels({ double: true, numSteps: 3 }),
      'cart-pole': CART_POLE,
      't-maze': T_MAZE,
    },
  ),
  extension(
    'double-dqn',
    'Double DQN: the online network chooses the next action, the target network evaluates it',
    'van Hasselt et al. 2016',
    { double: true },
  ),
  extension('dueling-dqn', 'Dueling Double DQN: a value and advantages in two streams', 'Wang et al. 2016', {
    double: true,
    dueling: true,
    clipNorm: 10,
  }),
  extension(
    'prioritised-dqn',
    'Double DQN with prioritised replay, in proportion to errors',
    'Schaul et al. 2016',
    { double: true, priorityExponent: 0.6 },
  ),
  extension('n-step-dqn', 'DQN with returns of 3 steps', 'Sutton 1988; Hessel et al. 2018', { numSteps: 3 }),
  extension(
    'noisy-dqn',
    'NoisyNet-DQN: noise in the dense layers instead of ε',
    'Fortunato et al. 2018',
    NOISY_PARTS,
    { epsilonStart: 0, epsilonEnd: 0 },
  ),
  member('c51', 'C51: returns as distributions over 51 atoms', 'Bellemare et al. 2017', C51_PARTS, {
    ...minAtar(SUPPORT),
    ...pixels({}),
    atari: ATARI,
  }),
  member(
    'qr-dqn',
    'QR-DQN: returns as quantiles',
    'Dabney et al. 2018 (AAAI)',
    { returns: 'quantiles', atoms: 32 },
    { ...minAtar({}), ...pixels({}), atari: { ...ATARI, atoms: 200, learningRate: 5e-5 } },
  ),
  member(
    'iqn',
    'Implicit quantile network: returns at sampled quantiles',
    'Dabney et al. 2018 (ICML)',
    { returns: 'implicit', atoms: 8 },
    { ...minAtar({}), ...pixels({}), atari: { ...ATARI, learningRate: 5e-5 } },
  ),
  member(
    'rainbow',
    'Rainbow: Double, dueling, prioritised, 3 steps, C51 and noisy layers together',
    'Hessel et al. 2018',
    RAINBOW_PARTS,
    {
      // On Breakout too: an update is four times as dear as DQN's. Four environments choose their actions by one run of the network.
      ...minAtar({
        ...SUPPORT,
        learningRate: MINATAR.learningRate,
        epsilonEnd: 0,
        ...EVERY_FOURTH,
        numEnvs: 4,
      }),
      ...pixels({ epsilonEnd: 0, numEnvs: 4 }),
      // Table 1 there.
      atari: {
        ...ATARI,
        learningStarts: 20_000,
        learningRate: 6.25e-5,
        optimiserEpsilon: 1.5e-4,
        targetEvery: 2_000,
        epsilonEnd: 0,
      },
    },
  ),
  member(
    'drqn',
    'Deep recurrent Q-network, with Double DQN and burn-in: an LSTM remembers what is out of sight',
    'Hausknecht & Stone 2015; Kapturowski et al. 2019 (burn-in)',
    { lstm: 64, unroll: 16, burnIn: 4, batchSize: 16, double: true },
    {
      ...minAtar({ lstm: 128, unroll: 8, batchSize: 8 }),
      ...pixels({ lstm: 128, unroll: 10, batchSize: 8 }),
      't-maze': { ...T_MAZE, lstm: 32, batchSize: 8 },
    },
  ),
  member(
    'r2d2',
    'R2D2, small: LSTM with stored states, burn-in, prioritised sequences, 5 steps, squashed returns',
    'Kapturowski et al. 2019',
    {
      lstm: 64,
      unroll: 16,
      burnIn: 8,
      batchSize: 16,
      storedState: true,
      double: true,
      dueling: true,
      numSteps: 5,
      priorityExponent: 0.9,
      importanceStart: 0.6,
      importanceEnd: 0.6,
      rescale: true,
    },
    {
      ...minAtar({ lstm: 128, unroll: 8, burnIn: 4, batchSize: 8 }),
      ...pixels({ lstm: 128, unroll: 16, burnIn: 8, batchSize: 8 }),
    },
  ),
  member(
    'agent57',
    'Agent57, small: episodic and life-long novelty, a bandit over exploration and discount; optimism for untried actions',
    'Badia et al. 2020; Badia et al. 2020 (Never give up); Rashid et al. 2020 (optimism)',
    { policies: 8, double: true, gamma: 0.997 },
    { ...minAtar({}), ...pixels({}), 'deep-sea': DEEP_SEA },
  ),
];
