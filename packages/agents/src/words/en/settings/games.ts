/** Settings of learners of board games, with search or from recorded games. Those of the search stand in its own schema. */
import type { AlgorithmTexts, SharedTexts } from '../../words.js';
import { opening } from './shared.js';

/** Of all that learns from recorded games. */
const recorded = {
  sgf: 'a file or folder of games: .sgf, .sgf.gz',
  batchSize: 'positions per minibatch',
  learningRate: 'initial learning rate of Adam; it falls along half a cosine',
  weightDecay: 'decoupled weight decay, times the learning rate',
  averaging: 'decay of the moving average of the weights, which is what plays',
  targetDecay:
    'value target: 0 = the search value of the position, 1 = the result of the game, between = a mixture along the game',
  holdOut: 'share of games held out for measuring',
  testPositions: 'positions of held-out games that are measured at each checkpoint',
} satisfies SharedTexts;

export const alphazero = {
  network: 'the network with its options, such as residual-tower:blocks=4,channels=64',
  planes:
    "what the network sees: the game's own planes or, in Go, AlphaGo's, like the networks of train imitation",
  start:
    'weights to start from: runs/NAME, runs/NAME@STEP or zoo/NAME; a residual-tower with more blocks or channels grows from them',
  visits: 'simulations per move in self-play',
  visitsStart: 'simulations per move in the first game, growing to `visits` if that is more; 0: no growth',
  visitsRiseGames: 'games until `visits` is reached',
  gamesPerIteration: 'games per iteration, between two rounds of training',
  parallelGames: 'games that share inference batches',
  selection:
    'puct: learn towards visits; gumbel: sequential halving, learn towards the improved policy (few visits)',
  discount: 'what an outcome is worth one move earlier; below 1, quick wins and slow losses are preferred',
  cheapShare:
    'share of moves that are searched cheaply and without noise, and not learned from; below 1 (KataGo: 0.75)',
  cheapVisits: 'simulations of a cheap search, at most `visits`; grows with them',
  temperatureMoves:
    'puct: moves at the start of a game that are drawn in proportion to visits; later moves are the most visited',
  ...opening,
  resignBelow: 'a player resigns when its value stays below minus this; 1: never',
  resignPlayOut: 'share of games that are played to the end regardless, to count false resignations',
  window: 'most positions kept for training',
  windowStart: 'positions after which the window grows more slowly than their number; 0: never',
  batchSize: recorded.batchSize,
  augment: 'learn each position through a random symmetry of the board, if it has any',
  reuse: 'how often each new position is trained on, on average',
  learnerThreads: 'threads that train, if there are spare cores; another number rounds sums differently',
  learningRate: 'learning rate of Adam',
  averaging: 'decay of the moving average of the weights, which is what plays; 0: no average',
  l2: 'weight of the sum of squared parameters in the loss',
  searchValueShare: "share of the search's value in the value target; the rest is the game's outcome",
  valueWeight: 'weight of the squared value error in the loss',
  ownershipWeight: 'weight of the squared error of the final owner of each cell (territory networks)',
  scoreWeight: 'weight of the squared error of the final lead, divided by the cells (territory networks)',
  clipNorm: 'largest norm of the gradient; 0 = not clipped',
  matchGames: 'games against a random player at each checkpoint, played by the network without search',
} satisfies AlgorithmTexts<'alphazero'>;

export const imitation = {
  ...recorded,
  network: 'the network with its options',
  from: 'weights to start from, as runs/NAME@STEP; parts that they lack (more blocks) start at random',
  fresh: 'parts that are not taken from there, by the first letters of their names: value/score',
  decaySteps:
    'updates until the learning rate is at its lowest; 0: all updates of the run, or 10,000 if it has no end',
  valueWeight: 'weight of the cross-entropy of the win probability',
  ownershipWeight: 'weight of the squared error of the final owner of each cell',
  scoreWeight:
    'weight of the error of the lead, divided by the cells: squared up to 4 points, then linear (Huber)',
  completeAt:
    'update before which the network plays resigned games to the end, to learn who owns each cell; 0: never',
} satisfies AlgorithmTexts<'imitation'>;

export const alphago = {
  ...recorded,
  from: 'weights to start from, as runs/NAME@STEP: stages can then be run one at a time (a stage of length 0 is left out)',
  policyNetwork: 'the policy network with its options',
  valueNetwork: 'the value network with its options',
  policySteps: 'stage 1: minibatches from the games',
  rolloutSteps: 'stage 2: minibatches from the games for the rollout policy',
  rolloutRate: 'stage 2: learning rate',
  reinforceSteps: 'stage 3: batches of games against earlier versions',
  reinforceGames: 'stage 3: games per batch',
  reinforceRate: 'stage 3: learning rate of plain gradient ascent',
  reinforcePositions: 'stage 3: positions per update, drawn from the batch',
  poolEvery: 'stage 3: updates after which the policy joins the pool of opponents',
  poolSize: 'stage 3: opponents in the pool, the newest',
  gameSteps: 'stage 4: batches of self-play games; the value network gets one position from each game',
  gamesPerStep: 'stage 4: games per batch',
  valueSteps: 'stage 5: minibatches for the value network',
  matchSteps: 'stage 6: 1 to play matches at λ = 0, ½ and 1, 0 to leave them out',
  matchGames: 'games per match',
  matchVisits: 'simulations per move in the matches at λ = 0, ½ and 1',
} satisfies AlgorithmTexts<'alphago'>;

export const moveModel = {
  sgf: recorded.sgf,
  network: 'the network with its options: transformer, lstm, gru, rnn or window',
  length: 'moves of a game that are read at a time; later ones are not learned from',
  batchSize: 'games per minibatch',
  learningRate: recorded.learningRate,
  warmUp: 'updates over which the learning rate rises first, a tenth of all at most',
  decaySteps:
    'updates until the learning rate is 0; 0: all updates of the run, or it does not fall if that has no end',
  weightDecay: recorded.weightDecay,
  clipNorm: 'largest norm of the gradient; 0 = not clipped',
  averaging: recorded.averaging,
  holdOut: recorded.holdOut,
} satisfies AlgorithmTexts<'move-model'>;
