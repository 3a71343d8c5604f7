/** Every word that the page shows, in one place, to be translated. Functions where a word depends on a number or a name. */
import { shareText } from '@agon/arena';
import { formatDecimals } from '@agon/core';

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const time = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

/** A number for people: 12,000 or 3.14; very small and very large ones with an exponent. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.01 || size >= 1e9)) return value.toExponential(2);
  return number.format(value || 0);
}

/** A fixed number of digits after the point, with a sign: "+0.42". */
export function formatSigned(value: number): string {
  const text = formatDecimals(value, 2);
  return text.startsWith('-') ? `−${text.slice(1)}` : `+${text}`;
}

/** "+120", "−35": whole points. */
export function formatElo(elo: number): string {
  if (!Number.isFinite(elo)) return '–';
  const points = Math.round(elo);
  return `${points < 0 ? '−' : '+'}${formatNumber(Math.abs(points))}`;
}

/** 1,600 as "1.6k": where there is little room. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6) return `${formatNumber(Math.round(value / 1e5) / 10)}M`;
  if (size >= 1e3) return `${formatNumber(Math.round(value / 1e2) / 10)}k`;
  return formatNumber(value);
}

/** 0.456 as "46 %"; 0 and 100 only where it is none and all: 0.999 is "> 99 %". */
export function formatPercent(share: number): string {
  if (share > 0 && share < 0.005) return '< 1 %';
  if (share < 1 && share >= 0.995) return '> 99 %';
  return `${Math.round(share * 100)} %`;
}

/** "45 s", "12 min", "3 h 5 min". */
export function formatSeconds(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** An ISO time as "Nov 26, 2026, 7:15 AM", in the local time zone; what is none stays as it is. */
export function formatTime(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : time.format(date);
}

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

/** By place on the page. */
export const words = {
  product: 'Agon',
  windowTitle: (place: string) => `${place} – Agon`,
  navigation: {
    runs: 'Runs',
    tournaments: 'Tournaments',
    play: 'Play',
    train: 'Train',
    help: 'Keys and explanations',
    skip: 'Skip to the content',
  },

  connection: {
    lost: 'The server does not answer. Is `agon view` still running? Trying again …',
    failed: (message: string) => `This did not work: ${message}`,
    loading: 'Loading …',
  },

  status: {
    running: 'running',
    finished: 'finished',
    interrupted: 'interrupted',
    failed: 'failed',
    damaged: 'damaged',
  },

  runs: {
    title: 'Runs',
    none: 'There are no runs yet. Train something:',
    noneCommand: 'npx agon train dqn --env minatar-breakout --minutes 2',
    sortBy: 'Sort by',
    columns: {
      name: 'Run',
      status: 'Status',
      algorithm: 'Algorithm',
      env: 'Game',
      step: 'Step',
      last: 'Last result',
      created: 'Begun',
    },
    noValue: '–',
  },

  run: {
    unknown: (name: string) => `There is no run “${name}”.`,
    step: (step: number, of: number | null) =>
      of === null ? `step ${formatNumber(step)}` : `step ${formatNumber(step)} of ${formatNumber(of)}`,
    trained: (seconds: number) => `${formatSeconds(seconds)} of training`,
    resume: 'Continue it:',
    curves: 'Learning curves',
    xAxis: 'Horizontal axis',
    axes: { step: 'steps (the agent’s decisions)', seconds: 'training time, seconds' },
    axisLegends: { step: 'step', seconds: 'second' },
    smoothing: 'Smoothing',
    raw: 'measured',
    smoothed: 'smoothed',
    tooFewToSmooth: (count: number) => `${count} points: too few to smooth`,
    points: (count: number) => `${formatNumber(count)} points, all drawn`,
    zoom: 'Drag over a curve to zoom in, double-click to zoom out. Click a point of a curve to watch the nearest replay.',
    noMetrics: 'There are no measurements.',
    damagedMetrics: (count: number) =>
      count === 1
        ? 'One line of metrics.jsonl is damaged and left out of the curves.'
        : `${formatNumber(count)} lines of metrics.jsonl are damaged and left out of the curves.`,
    fresh: {
      reading: (share: number) =>
        `Reading what was measured: ${formatPercent(share)}. The curves are not complete yet.`,
      live: (age: number) => `Live. The last measurement came ${formatSeconds(age)} ago.`,
      waiting: 'Live. Nothing has been measured yet.',
      complete: 'Complete: this run has ended.',
      stopped: 'All that was measured until the run was stopped.',
      lost: 'Not live: the server does not answer. What you see may be out of date.',
    },
    selfPlay: 'Self-play, now',
    selfPlayGame: (game: number, moves: number, isOver: boolean) =>
      `Game ${formatNumber(game)}, ${isOver ? `over after ${moves}` : `move ${moves}`}`,
    selfPlayHint:
      'Games that the agent plays against itself to learn from, as they are played. Some begin with random moves.',
    watchLast: 'Watch the last replay',
    replays: 'Replays',
    noReplays: 'There are no replays.',
    replay: (name: string) =>
      /^\d+\.json$/.test(name) ? `step ${formatNumber(Number.parseInt(name))}` : name,
    checkpoints: 'Checkpoints',
    noCheckpoints: 'There are no checkpoints.',
    checkpoint: (step: number) => formatNumber(step),
    download: (step: number) => `Download the weights of step ${formatNumber(step)}`,
    play: 'Play against it',
    watch: 'Watch it play',
    showAll: (count: number) => `Show all ${formatNumber(count)}`,
    config: 'Settings',
    failed: (message: string) => `It failed: ${message}`,
    about: {
      algorithm: 'Algorithm',
      env: 'Game',
      seed: 'Seed',
      preset: 'Preset',
      workers: 'Workers',
      checkpointEvery: 'Steps between checkpoints',
      created: 'Begun',
      minutes: 'Time limit',
      noPreset: 'none',
    },
  },

  train: {
    title: 'Train',
    about:
      'An agent learns here, in this page, in a thread of its own: the same code as on the command line, two to three times slower. Leave the tab open; closing it ends the training. What was learned stays in this browser.',
    seed: 'Seed',
    stop: 'Stop',
    another: 'Train another',
    newest: 'Its newest episode',
    score: (score: number) => `score ${formatNumber(score)}`,
  },

  tournaments: {
    title: 'Tournaments',
    none: 'No tournament has been played yet. Play one:',
    noneCommand:
      'npx agon tournament --env connect_four --agents mcts:visits=200 mcts:visits=50 random --games 10 --opening-plies 2 --accounts',
    columns: {
      name: 'Tournament',
      status: 'Status',
      env: 'Game',
      agents: 'Agents',
      games: 'Games',
      created: 'Begun',
    },
    played: (played: number, total: number) =>
      played === total ? formatNumber(total) : `${formatNumber(played)} of ${formatNumber(total)}`,
  },

  tournament: {
    standings: 'Standings',
    crosstable: 'Crosstable',
    episodes: 'Episodes',
    played: (played: number, total: number, kind: 'game' | 'env') => {
      const things = `${kind === 'game' ? 'game' : 'episode'}${total === 1 ? '' : 's'}`;
      return played === total
        ? `${formatNumber(total)} ${things}`
        : `${formatNumber(played)} of ${formatNumber(total)} ${things}`;
    },
    duplicates: (count: number) =>
      count === 1
        ? '1 repeats another and is not counted'
        : `${formatNumber(count)} repeat others and are not counted`,
    firstPlayer: (share: number, games: number) =>
      `who moves first gets ${shareText(share * games, games, (part) => `${formatPercent(part)} of the`)} points`,
    columns: {
      place: '#',
      agent: 'Agent',
      elo: 'Elo',
      interval: '95 % interval',
      score: 'Score',
      games: 'Games',
      results: 'W-D-L',
      forfeits: 'Forfeits',
      mean: 'Mean return',
      iqm: 'IQM',
      episodes: 'Episodes',
      episode: 'Episode',
      result: 'Result',
      moves: 'Moves',
      watch: 'Watch',
    },
    interval: (low: number, high: number, format: (value: number) => string) =>
      `${format(low)} to ${format(high)}`,
    /** Instead of an interval: of an anchor's rating, of equal returns, and where nothing is known. */
    given: 'given',
    equal: 'all returns equal',
    noInterval: 'none',
    /** Where a rating would stand that has no finite value. */
    unrated: { above: 'above', between: '–', below: 'below', apart: '–' },
    results: (wins: number, draws: number, losses: number) => `${wins}-${draws}-${losses}`,
    eloHint:
      'Elo is relative to the average of these players. Where the intervals of two overlap widely, the order may be chance. W-D-L: wins, draws, losses.',
    scoreHint:
      'All agents played the same seeds. IQM: the mean of the middle half of the returns. Intervals are of the mean, by bootstrap; there is none of one episode.',
    improvement: (a: string, b: string, chance: string, difference: string, interval: string | null) =>
      `${a} does better than ${b} in ${chance} pairs of episodes; the difference of the means is ${difference}${interval === null ? '' : ` (${interval})`}.`,
    crosstableHint: 'Wins-draws-losses of the row against the column. A cell opens its games below.',
    openGames: (a: string, b: string) => `Show the games of ${a} against ${b}`,
    gamesOf: (a: string, b: string) => `Games of ${a} against ${b}`,
    allGames: 'Games',
    showAllGames: 'Show the games of all',
    noGames: 'No game has been played yet.',
    watch: 'from the start',
    watchAt: (position: number) => `at move ${position + 1}`,
    turningHint:
      'A game opens before the move at which a player’s own value changed most, from one of its turns to the next.',
    noAccounts:
      'These games open at their start. With --accounts a tournament also keeps what the agents thought, and games open where the value swung most.',
    isDuplicate: 'The same game as another: not counted.',
    endedByLimit: 'Cut at the limit of moves.',
    endedAgreed: 'Given as a draw.',
    episodesHint: 'Each row is one seed, the same for every agent. A return opens the episode.',
    sprt: (elo0: number, elo1: number) => `Sequential test of ${elo0} against ${elo1} Elo:`,
    sprtDecision: { continue: 'not decided yet.', H0: 'H0 accepted.', H1: 'H1 accepted.' } as Record<
      string,
      string
    >,
    llr: (llr: string, lower: string, upper: string) =>
      `log-likelihood ratio ${llr}, bounds ${lower} and ${upper}`,
    game: (id: string) => `Game ${id}`,
    episode: (id: string) => `Episode ${Number(id.split('-')[1]) + 1}`,
  },

  /** Titles of metrics, and what they mean; a metric that is not here shows its own name. */
  metrics: {
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
  } as MetricWords,

  replay: {
    title: (step: string) => `Replay of ${step}`,
    position: (position: number, length: number) => `${formatNumber(position)} of ${formatNumber(length)}`,
    players: (names: string) => `Played by ${names}.`,
    seat: (agent: string, player: string) => `${agent} (${player})`,
    against: (first: string, second: string) => `${first} against ${second}`,
    episodeOf: (episode: string, agent: string) => `${episode} of ${agent}`,
    won: (player: string) => `${player} has won.`,
    drawn: 'A draw.',
    score: 'Return so far',
    finalScore: 'Return at the end',
    start: 'Start',
    end: 'End',
    back10: 'Ten steps back',
    back1: 'One step back',
    forward1: 'One step on',
    forward10: 'Ten steps on',
    play: 'Play',
    pause: 'Pause',
    speed: 'Speed',
    stepsPerSecond: (speed: number) => (speed === 1 ? '1 step/s' : `${formatNumber(speed)} steps/s`),
    scrub: 'Position',
    diverged: (message: string) => `This replay cannot be trusted from here on: ${message}`,
    verified: 'Played again with the rules in this page: every recorded hash and the result agree.',
    overLimit: 'The recording was cut at its limit of steps.',
    overResigned: (player: string) => `${player} resigned.`,
    overForfeit: (player: string, text: string) => `${player} forfeited the game. ${text}`,
    graph: {
      score: 'Return so far',
      q: 'Largest Q-value',
      winRate: (player: string) => `Win rate of ${player}, %`,
    },
    hintsOnBoard: 'Show on the board (H)',
    graphHint: 'Click to go there.',
    unsureHint: (visits: number) => `Faint points: fewer than ${visits} visits.`,
    captures: (count: number) => (count === 1 ? '1 captured' : `${formatNumber(count)} captured`),
    wonBy: (player: string, points: number) =>
      `${player} has won by ${formatNumber(points)} ${points === 1 ? 'point' : 'points'}.`,
    lastMove: (number: number, player: string, text: string) => `Move ${number}: ${player} ${text}`,
    lastAction: (text: string) => `Last action: ${text}`,
    start0: 'Nothing has been played yet.',
  },

  analysis: {
    title: 'Analyse the game',
    agent: 'With',
    visits: 'Simulations a position',
    start: 'Analyse',
    stop: 'Stop',
    progress: (done: number, of: number) => `${formatNumber(done)} of ${formatNumber(of)} positions.`,
  },

  thoughts: {
    title: 'What the player thinks',
    nothing: 'The player does not tell what it thinks.',
    over: 'It is over: there is nothing left to think about.',
    q: 'Q-values',
    qHint:
      'The sum of discounted rewards that the network expects after each action. The marked one was chosen.',
    action: 'Action',
    move: 'Move',
    prior: 'Policy',
    visits: 'Visits',
    winRate: (player: string) => `${player} wins`,
    value: (player: string) => `Value for ${player}`,
    legendTitle: 'What the numbers mean',
    valueHint: (player: string) =>
      `All values and win rates are seen by ${player}, whoever is to move: value +1 is a win for ${player}, −1 a loss; the win rate is the same from 0 to 100 %, a draw counting half.`,
    boardHint:
      'On the board: the win rate in percent, below it the visits; blue is the move that the player plays, a white ring the one that was played in the game.',
    movesHint:
      'Policy: what the network would play before it searches. Visits: how often the search tried the move. The first move is the one that the player plays: the most visited one, or one that is proved to win; while it learns, it also plays others.',
    line: (moves: string) => `Expected: ${moves}`,
    chosenHint: 'The marked move was chosen.',
    pointOfView: 'Seen by',
    turn: (player: string) => `${player} is to move.`,
    more: (count: number) => `and ${count} more`,
    chosen: 'chosen',
  },

  play: {
    title: 'Play',
    againstTitle: 'Against an agent',
    noAgents: 'No agent has been trained for a board game yet. Train one:',
    noAgentsCommand: 'npx agon train alphazero --env tic_tac_toe --minutes 2',
    watchTitle: 'Watch an agent',
    byHandTitle: 'By hand, with the keyboard',
    player: 'Player',
    byHand: 'you, by hand',
    noCheckpoint: (run: string) => `Run “${run}” has no checkpoint yet.`,
    noSuchAgent: (agent: string) =>
      `There is no agent “${agent}”; write runs/NAME, runs/NAME@STEP, zoo/NAME or page/NAME.`,
    notTrainedHere: (name: string) => `No agent “${name}” was trained in this browser.`,
    opponent: 'Opponent',
    untrained: {
      mcts: 'search without a network',
      solver: 'perfect player',
      scripted: 'player written by hand',
      random: 'random player',
    },
    trainedFor: (run: string, step: number) => `${run} (${formatNumber(step)} steps)`,
    visits: 'Simulations a move',
    visitsCount: (count: string) => `${count} simulations a move`,
    checkpointSteps: (step: number) => `${formatNumber(step)} steps`,
    defaultVisits: 'its own default',
    otherGames: 'Other games and agents',
    loading: 'Loading the agent …',
    thinking: 'The agent is thinking …',
    yourTurn: (player: string) => `Your turn: you play ${player}.`,
    won: 'You have won.',
    lost: 'The agent has won.',
    drawn: 'A draw.',
    failed: (message: string) => `The agent failed: ${message}`,
    newGame: 'New game',
    undo: 'Take back',
    resign: 'Resign',
    you: 'you',
    ownership: 'Territory',
    expectedLead: (player: string, points: number) =>
      `The agent expects ${player} to lead by ${formatDecimals(points, 1)} points.`,
    noTerritory: 'This agent does not say whose each point will be.',
    territoryThinking: 'The agent is working out whose each point will be …',
    rules: 'Rules',
    ruleNames: {
      size: 'Board size',
      komi: 'Komi',
      handicap: 'Handicap stones',
      connect: 'Stones in a row',
    } as Record<string, string>,
    hints: 'Hints',
    side: 'You play',
    agentThought: (milliseconds: number) =>
      `The agent took ${formatNumber(Math.round(milliseconds))} ms for its last move.`,
    hintsTitle: 'What the agent would think in your place',
    hintsOff: 'Hints are off. Press H to see what the agent would play in your place.',
    hintsWait: 'Hints come when it is your turn.',
    hintsThinking: 'The agent is thinking about what it would play in your place …',
    movesPlayed: (moves: string) => `Moves: ${moves}`,
    score: 'Return so far',
    steps: 'Steps',
    over: 'The game is over.',
    paused: 'Paused. Space goes on.',
    ready: 'Press space or an action to begin.',
    running: 'Playing.',
    waiting: 'Time stands still until you press an action.',
    start: 'Begin',
    pause: 'Pause',
    goOn: 'Go on',
    speed: 'Speed',
    save: 'Save as a replay file',
    person: 'a person',
    actions: {
      'no-op': 'nothing',
      left: 'left',
      up: 'up',
      right: 'right',
      down: 'down',
      fire: 'fire',
    } as Record<string, string>,
  },

  watch: {
    status: (status: string, agent: string) =>
      ({
        paused: `${agent} rests. Space goes on.`,
        over: 'The game is over; the next one begins.',
      })[status] ?? `${agent} plays.`,
  },

  help: {
    title: 'Keys',
    close: 'Close',
    everywhere: 'Everywhere',
    replay: 'Replay',
    play: 'Board game',
    byHand: 'Playing by hand',
    keys: {
      help: 'this sheet',
      playPause: 'play or pause',
      step1: 'one step back or on',
      step10: 'ten steps back or on',
      ends: 'start or end',
      speed: 'slower or faster',
      hints: 'show or hide the hints',
      ownership: 'show or hide the territory',
      cursor: 'choose a place on the board',
      playThere: 'play there',
      undo: 'take a move back',
      newGame: 'new game',
      byHandActions: 'move',
      byHandFire: 'fire',
    },
    meaningTitle: 'What the words mean',
    meaning: [
      ['Step', 'One decision of the agent. Some games show several frames for each step.'],
      ['Return', 'The sum of all rewards of one episode or game, not discounted.'],
      [
        'Value',
        'The result that a player expects, from −1 (lost) to +1 (won), always seen by the player named beside it.',
      ],
      ['Q-value', 'The sum of discounted rewards that the network expects after an action.'],
    ],
  },

  notFound: 'There is no such page.',
  noWebGL: 'This browser cannot draw the game (no WebGL). Its text form:',
} as const;
