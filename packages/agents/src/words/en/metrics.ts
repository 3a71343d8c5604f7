/** Metrics, in the order of the curves on a run's page. */
import type { Words } from '../words.js';

export const metrics = {
  return: [
    'Return',
    'The sum of an episode’s rewards, not discounted; mean of the last 100 episodes.',
    'mean return',
  ],
  scoreVsRandom: [
    'Score against a random player',
    'The network plays without search. A win counts 1, a draw ½.',
  ],
  loss: ['Loss', 'What the learner minimises; mean since the last point.'],
  qMean: ['Mean Q-value', 'Of the actions in the training batches; mean since the last point.'],
  epsilon: ['Exploration ε', 'The share of actions that are chosen at random.'],
  episodes: ['Episodes', 'The number of episodes that have ended.'],
  episodeLength: ['Episode length', 'Steps of an episode; mean of the last 100 episodes.'],
  updates: ['Updates', 'How many updates the network has had since the run began.'],
  iterationUpdates: ['Updates in the iteration', 'How many updates the network had in this iteration.'],
  stepsPerSecond: ['Steps per second', 'Decisions of the agent, or moves; training included.', 'steps/s'],
  gamesPerSecond: ['Games per second', 'Self-play games; training included.', 'games/s'],
  policyLoss: [
    'Policy loss',
    'When learning from a search or from recorded games: the cross-entropy between the network’s policy and their moves, in nats. In policy-gradient algorithms: the objective whose gradient improves the policy; it may be negative.',
  ],
  valueLoss: [
    'Value loss',
    'The error of the network’s value against results or returns: its square (half of it in policy-gradient algorithms), or a cross-entropy in nats when learning from recorded games.',
  ],
  policyEntropy: ['Policy entropy', 'How undecided the network’s policy is, in nats.'],
  entropy: ['Policy entropy', 'How undecided the policy is, in nats. At 0 it no longer explores.'],
  explainedVariance: [
    'Explained variance',
    'How much of the variance of returns the value predicts: 1 is all of it; 0 or less means the value says nothing.',
  ],
  approxKl: [
    'KL divergence',
    'How far the updates have moved the policy from the one that collected the data (an estimate, in nats).',
  ],
  clipFraction: ['Clipped share', 'The share of samples whose probability ratio was clipped.'],
  gradientNorm: ['Gradient norm', 'The length of the gradient before clipping.'],
  drawRate: ['Draws', 'The share of self-play games that are drawn.'],
  firstPlayerScore: ['First player’s score', 'In self-play. A win counts 1, a draw ½.'],
  gameLength: ['Game length', 'Moves of a self-play game, on average.'],
  uniqueGames: [
    'Distinct games',
    'The number of distinct self-play games, divided by all of them: ⅔ if two out of three are the same.',
  ],
  visitConcentration: [
    'Visit concentration',
    'The share of visits that goes to the most visited move, on average.',
  ],
  ownershipLoss: [
    'Ownership loss',
    'The mean squared error of the predicted owner of each cell, from −1 to +1. 0 if ownership is not learned.',
  ],
  scoreLoss: [
    'Lead loss',
    'The squared error of the predicted lead, in points divided by the number of cells (large errors count less when learning from recorded games). 0 if the lead is not learned.',
  ],
  resignRate: ['Resignations', 'The share of self-play games that end by resignation.'],
  falseResigns: [
    'False resignations',
    'Of the latest resignations that were played on to check, the share that would not have been a loss.',
  ],
  resignsChecked: ['Resignations checked', 'How many resignations that share is based on; at most 200.'],
  visits: ['Simulations per move', 'In self-play.'],
  window: ['Window', 'The number of recent positions that are learned from.'],
  evaluationsPerSecond: [
    'Evaluations per second',
    'Positions that the network evaluates in self-play.',
    'evaluations/s',
  ],
  idleShare: [
    'Idle workers',
    'The share of time that self-play workers wait for each other or for the learner. 0 without workers.',
  ],
  heldAccuracy: [
    'Top-1 accuracy',
    'The share of moves in held-out games that are the policy’s first choice.',
  ],
  heldPolicyLoss: [
    'Policy loss, held out',
    'The cross-entropy between the policy and the moves of held-out games, in nats.',
  ],
  heldIllegal: [
    'First choices against the rules',
    'The share of positions of held-out games where the policy’s first choice is a move that the rules forbid.',
    'illegal first choices',
  ],
  heldIllegalMass: [
    'Probability against the rules',
    'The probability that the policy gives to all moves that the rules forbid; mean over positions of held-out games.',
  ],
  valueError: [
    'Value error against searches',
    'On held-out games, against the values that the search gave: the mean squared error, with a win at +½ and a loss at −½.',
  ],
  valueSpread: [
    'Variance of search values',
    'On held-out games: the error you would get by always predicting the mean.',
  ],
  resultError: [
    'Value error against results',
    'On held-out games: the mean squared error, with a win at +½ and a loss at −½.',
  ],
  resultSpread: [
    'Variance of results',
    'On held-out games: the error you would get by always predicting the mean.',
  ],
  epoch: ['Passes over the games', 'Games read, divided by the games that are learned from.', 'passes'],
  completedGames: ['Completed games', 'Unfinished games that the network has played to the end.'],
  learningRate: ['Learning rate', 'Of the optimiser.'],
  policyHeldAccuracy: [
    'Policy: top-1 accuracy',
    'The share of moves in held-out games that are the policy network’s first choice.',
    'top-1 accuracy',
  ],
  policyHeldPolicyLoss: [
    'Policy: loss, held out',
    'The cross-entropy between the policy network and the moves of held-out games, in nats.',
  ],
  policyHeldIllegal: [
    'Policy: first choices against the rules',
    'The share of positions of held-out games where the policy network’s first choice is a move that the rules forbid.',
  ],
  policyHeldIllegalMass: [
    'Policy: probability against the rules',
    'The probability that the policy network gives to all moves that the rules forbid; mean over held-out positions.',
  ],
  policyLearningRate: ['Policy: learning rate', 'Of the policy network’s optimiser.'],
  policyGradientNorm: ['Policy: gradient norm', 'The length of the gradient before clipping.'],
  rolloutAccuracy: [
    'Rollouts: top-1 accuracy, training',
    'The share of moves that were the rollout policy’s first choice as it learned from them.',
  ],
  rolloutPolicyLoss: [
    'Rollouts: loss, training',
    'The cross-entropy between the rollout policy and the moves that it learned from, in nats.',
  ],
  rolloutHeldAccuracy: [
    'Rollouts: top-1 accuracy',
    'The share of moves in held-out games that are the rollout policy’s first choice; passes and moves into one’s own eyes are left out.',
    'top-1 accuracy',
  ],
  rolloutHeldPolicyLoss: [
    'Rollouts: loss, held out',
    'The cross-entropy between the rollout policy and the moves of held-out games, in nats.',
  ],
  reinforceScore: [
    'Reinforcement: score',
    'Of the learning policy against earlier versions of itself. A win counts 1, a draw ½.',
  ],
  reinforceGameLength: [
    'Reinforcement: game length',
    'Moves of a game against earlier versions, on average.',
  ],
  reinforceGradientNorm: ['Reinforcement: gradient norm', 'The length of the gradient before clipping.'],
  reinforceWinRate: [
    'Reinforcement: win rate',
    'Of the reinforced policy against the policy learned from games, both without search. A win counts 1, a draw ½.',
    'win rate over the policy',
  ],
  gamesGameLength: ['Self-play: game length', 'Moves of a game played for the value network, on average.'],
  gamesDraws: ['Self-play: draws', 'The share of the games for the value network that are drawn.'],
  gamesBlackScore: [
    'Self-play: Black’s score',
    'In the games for the value network. A win counts 1, a draw ½.',
  ],
  gamesPositions: [
    'Self-play: positions',
    'How many positions the value network has to learn from, one from each game.',
    'positions',
  ],
  valueLearningRate: ['Value: learning rate', 'Of the value network’s optimiser.'],
  valueGradientNorm: ['Value: gradient norm', 'The length of the gradient before clipping.'],
  valueResultError: [
    'Value: error',
    'Against the results of held-out self-play games: the mean squared error, with a win at +½ and a loss at −½.',
    'value error',
  ],
  valueResultErrorLearned: [
    'Value: error, training',
    'The same for games that were learned from. If it is much lower than for held-out games, the network is overfitting.',
  ],
  valueResultSpread: [
    'Value: variance of results',
    'On held-out games: the error you would get by always predicting the mean.',
    'error of a constant',
  ],
  matchLambda0WinRate: [
    'Match: λ = 0',
    'The score of the search with the value network only, against the policy network without search. A win counts 1, a draw ½.',
    'win rate (λ = 0)',
  ],
  matchLambdaHalfWinRate: [
    'Match: λ = ½',
    'The score of the search that weighs the value network and rollouts equally, against the policy network without search.',
    'win rate (λ = ½)',
  ],
  matchLambda1WinRate: [
    'Match: λ = 1',
    'The score of the search with rollouts only, against the policy network without search.',
    'win rate (λ = 1)',
  ],
} satisfies Words['metrics'];
