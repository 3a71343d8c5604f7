/** Titles of metrics, and what they mean; a metric that is not here shows its own name. */

/** Titles and meanings of metrics. */
type MetricWords = Record<string, readonly [title: string, meaning: string]>;

/** Those of AlphaGo's stages, each under the stage's name. */
const alphagoMetrics: MetricWords = {
  policyHeldAccuracy: [
    'Policy: moves foretold',
    'Share of the moves in held-out games that the policy network holds the likeliest.',
  ],
  policyHeldPolicyLoss: [
    'Policy: loss, held out',
    'Cross-entropy of the policy network against the moves of held-out games, in nats.',
  ],
  policyLearningRate: ['Policy: step size', 'Of the policy network’s optimiser.'],
  policyGradientNorm: ['Policy: gradient norm', 'Length of the gradient before it is clipped.'],
  rolloutAccuracy: [
    'Rollouts: moves foretold, learned',
    'Share of the moves that the rollout policy held the likeliest when it learned from them.',
  ],
  rolloutPolicyLoss: [
    'Rollouts: loss, learned',
    'Cross-entropy of the rollout policy against the moves that it learned from, in nats.',
  ],
  rolloutHeldAccuracy: [
    'Rollouts: moves foretold',
    'Share of the moves in held-out games that the rollout policy holds the likeliest; passes and moves into own eyes are left out.',
  ],
  rolloutHeldPolicyLoss: [
    'Rollouts: loss, held out',
    'Cross-entropy of the rollout policy against the moves of held-out games, in nats.',
  ],
  reinforceScore: [
    'Reinforcement: score',
    'Of the learning policy against its earlier selves: a win counts 1, a draw ½.',
  ],
  reinforceGameLength: ['Reinforcement: game length', 'Moves, mean of the games against earlier selves.'],
  reinforceGradientNorm: ['Reinforcement: gradient norm', 'Length of the gradient before it is clipped.'],
  reinforceWinRate: [
    'Reinforcement: win rate',
    'Of the reinforced policy against the one learned from games, without search: a win counts 1, a draw ½.',
  ],
  gamesGameLength: ['Self-play: game length', 'Moves, mean of the games played for the value network.'],
  gamesDraws: ['Self-play: draws', 'Share of the games played for the value network.'],
  gamesBlackScore: [
    'Self-play: black’s score',
    'In the games played for the value network: a win counts 1, a draw ½.',
  ],
  gamesPositions: ['Self-play: positions', 'How many the value network has to learn from, one of each game.'],
  valueLearningRate: ['Value: step size', 'Of the value network’s optimiser.'],
  valueGradientNorm: ['Value: gradient norm', 'Length of the gradient before it is clipped.'],
  valueResultError: [
    'Value: error',
    'Of the value network against the results of held-out games of self-play: mean square, on a scale on which a win is +½ and a loss −½.',
  ],
  valueResultErrorLearned: [
    'Value: error, learned',
    'The same on games that were learned from: much less than on held-out games means learned by heart.',
  ],
  valueResultSpread: [
    'Value: spread of results',
    'The variance of the held-out results: the error of a value that is always the mean.',
  ],
  matchLambda0WinRate: [
    'Match: λ = 0',
    'Score of the search with the value network alone against the policy network without search: a win counts 1, a draw ½.',
  ],
  matchLambdaHalfWinRate: [
    'Match: λ = ½',
    'Score of the search that weighs value network and rollouts equally against the policy network without search.',
  ],
  matchLambda1WinRate: [
    'Match: λ = 1',
    'Score of the search with rollouts alone against the policy network without search.',
  ],
};

/** By the metric's name. */
export const metricWords: MetricWords = {
  return: ['Return', 'Mean of the last 100 episodes: the sum of an episode’s rewards, not discounted.'],
  scoreVsRandom: [
    'Score against a random player',
    'The bare network without search: a win counts 1, a draw ½.',
  ],
  loss: ['Loss', 'What the learner minimises, mean since the point before.'],
  qMean: ['Mean Q-value', 'Of the sampled actions, mean since the point before.'],
  epsilon: ['Exploration ε', 'The share of actions that are chosen at random.'],
  episodes: ['Episodes', 'How many have been played to their end.'],
  episodeLength: ['Episode length', 'Steps, mean of the last 100 episodes.'],
  updates: ['Updates', 'How often the optimiser has changed the network.'],
  stepsPerSecond: ['Steps a second', 'Decisions of the agent, training included.'],
  gamesPerSecond: ['Games a second', 'Self-play games, training included.'],
  policyLoss: [
    'Policy loss',
    'Where a search or recorded games are learned from: cross-entropy of the network’s policy against their moves, in nats. Else what the policy’s gradient comes from; it may be negative.',
  ],
  valueLoss: [
    'Value loss',
    'Error of the network’s value against the results of games, or the returns: its square (half of it in policy-gradient algorithms), or a cross-entropy in nats where recorded games are learned from.',
  ],
  policyEntropy: ['Policy entropy', 'How undecided the network’s policy is, in nats.'],
  gradientNorm: ['Gradient norm', 'Length of the gradient before it is clipped.'],
  drawRate: ['Draws', 'Share of the self-play games.'],
  firstPlayerScore: ['First player’s score', 'In self-play: a win counts 1, a draw ½.'],
  gameLength: ['Game length', 'Moves, mean of the self-play games.'],
  uniqueGames: [
    'Different games',
    'How many different games there are, as a share of all self-play games: ⅔ where two of three are equal.',
  ],
  visitConcentration: [
    'Visit concentration',
    'Share of the visits that the most visited move gets, mean over moves.',
  ],
  ownershipLoss: [
    'Ownership loss',
    'Mean squared error of whose each cell will be, from −1 to +1; 0 where nothing is learned of it.',
  ],
  scoreLoss: [
    'Lead loss',
    'Squared error of the lead in points divided by the number of cells (where recorded games are learned from, large errors count less); 0 where nothing is learned of it.',
  ],
  resignRate: ['Resignations', 'Share of the self-play games.'],
  falseResigns: [
    'False resignations',
    'Share of the resignations that would have been no loss, of the latest 200 where games were played on to see.',
  ],
  resignsChecked: ['Resignations checked', 'Over how many of them that share is: 200 at most.'],
  visits: ['Simulations a move', 'Of self-play.'],
  window: ['Window', 'Positions that are learned from.'],
  evaluationsPerSecond: ['Evaluations a second', 'Positions that the network judged in self-play.'],
  idleShare: [
    'Idle workers',
    'Share of the time in which workers of self-play had nothing to play and waited for the others or the learner; 0 without workers.',
  ],
  heldAccuracy: [
    'Moves foretold',
    'Share of the moves in held-out games that the policy holds the likeliest.',
  ],
  heldPolicyLoss: ['Policy loss, held out', 'Cross-entropy against the moves of held-out games, in nats.'],
  valueError: [
    'Error of the value',
    'On held-out games, against what the search thought of their positions: mean square, on a scale on which a win is +½ and a loss −½.',
  ],
  valueSpread: [
    'Spread of the search’s value',
    'Its variance on held-out games: the error of a value that is always the mean.',
  ],
  resultError: [
    'Error against results',
    'Of the value on held-out games: mean square, on a scale on which a win is +½ and a loss −½.',
  ],
  resultSpread: [
    'Spread of results',
    'Their variance on held-out games: the error of a value that is always the mean.',
  ],
  completedGames: ['Completed games', 'Unfinished games that the network has played to their end.'],
  learningRate: ['Step size', 'Of the optimiser.'],
  ...alphagoMetrics,
};
