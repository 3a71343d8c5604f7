/** AlphaZero from zero, game by game. */
import { duration, elo, mistakeRates, score } from '../cells.mjs';
import { readOutcome } from '../job.mjs';
import { against, gnugo } from '../matches.mjs';

/** UCT with √2 for results from −1 to 1 (Kocsis & Szepesvári 2006), with proofs. */
const UCT = 'mcts:visits=1000,selection=uct,cInit=1.414';

const costs = ({ train }) => ({
  'training: wall': train ? duration(train.wallSeconds) : '–',
  'training: CPU': train ? duration(train.cpuSeconds) : '–',
});

/** Keeps an agent in the zoo; what it scores stands in this document. */
const keep = (run, name) => `agon export runs/${run} --zoo ${name} --episodes 0`;

const ticTacToe = [1, 2, 3, 4, 5].map((seed) => ({
  id: `tic-tac-toe-${seed}`,
  about: `AlphaZero's preset for tic-tac-toe, seed ${seed}: every game against it`,
  table: 'tic-tac-toe',
  commands: {
    train: `agon train alphazero --env tic_tac_toe --steps 100k --seed ${seed} --workers 1 --run tic-tac-toe-${seed}`,
    ...(seed === 1 && { zoo: keep('tic-tac-toe-1', 'tic-tac-toe') }),
    check: `node bench/results/measure/ticTacToe.mjs runs/tic-tac-toe-${seed}:visits=100`,
  },
  numbers: ({ check }) => ({ seed, ...check }),
}));

/**
 * An hour on two cores each, or less. The first seed had the settings that the preset had then, and its matches were played with one
 * view of each position; the second has the mirror image too.
 */
const CONNECT_FOUR = {
  1: {
    steps: '600k',
    sets: ' --set visits=64 --set searchValueShare=0',
    about: '64 visits, the outcome',
    views: 1,
  },
  2: { steps: '1.2m', sets: '', about: "32 visits, half the search's value, discount 0.98", views: 2 },
};

const connectFourMatch = (seed, plies) =>
  `agon tournament --env connect_four --agents runs/connect-four-${seed}:visits=100,symmetries=${CONNECT_FOUR[seed].views} ${UCT} --games 200 --opening-plies ${plies} --seed ${seed} --name connect-four-${seed}-after-${plies}`;

const connectFour = Object.entries(CONNECT_FOUR).map(([seed, { steps, sets }]) => ({
  id: `connect-four-${seed}`,
  about: `AlphaZero at Connect Four, seed ${seed}: mistakes, and 400 games against UCT`,
  table: 'connect-four',
  commands: {
    train: `agon train alphazero --env connect_four --steps ${steps} --seed ${seed} --workers 1${sets} --run connect-four-${seed}`,
    ...(seed === '2' && { zoo: keep('connect-four-2', 'connect-four') }),
    policy: `node bench/results/measure/connectFour.mjs runs/connect-four-${seed}:visits=1,symmetries=1`,
    search: `node bench/results/measure/connectFour.mjs runs/connect-four-${seed}:visits=100,symmetries=1`,
    empty: connectFourMatch(seed, 0),
    opened: connectFourMatch(seed, 2),
  },
  numbers: ({ policy, search, empty, opened }) => ({
    ...{ seed: Number(seed), policy, search },
    ...{ empty: against(empty), opened: against(opened) },
  }),
}));

const go5 = [1, 2].map((seed) => ({
  id: `go5-${seed}`,
  about: `5×5 Go from zero, seed ${seed}: 20 games as Black against GNU Go`,
  table: 'go5',
  commands: {
    train: `agon train alphazero --env go:size=5,komi=24 --preset go5 --steps 200k --seed ${seed} --workers 1 --run go5-${seed}`,
    gnugo: `node bench/results/measure/wins.mjs go:size=5,komi=24 runs/go5-${seed}:visits=400 ${gnugo(10, ' --seed %SEED%')} 20 25`,
  },
  numbers: ({ gnugo: { margins: _, ...rest } }) => ({ seed, ...rest }),
}));

/** The agent of the zoo, whose card says how 16 cores made it. */
const go7 = {
  id: 'go7-zoo',
  about: 'zoo/go7: 400 games against GNU Go, level 10',
  table: 'go7',
  commands: {
    gnugo: `agon tournament --env go:size=7,komi=9 --agents zoo/go7:visits=400 ${gnugo(10)} --games 400 --opening-plies 2 --seed 1 --name go7-zoo-gnugo`,
  },
  numbers: ({ gnugo }) => ({ agent: 'zoo/go7', gnugo: against(gnugo) }),
};

const othello6 = {
  id: 'othello6-1',
  about: '6×6 Othello from zero: 200 games against UCT',
  table: 'othello6',
  commands: {
    train: 'agon train alphazero --env othello:size=6 --steps 500k --seed 1 --workers 1 --run othello6-1',
    zoo: keep('othello6-1', 'othello6'),
    uct: `agon tournament --env othello:size=6 --agents runs/othello6-1:visits=100 ${UCT} --games 200 --opening-plies 2 --seed 1 --name othello6-1-after-2`,
  },
  numbers: ({ uct }) => ({ seed: 1, uct: against(uct) }),
};

/**
 * 9×9 in stages of some core-hours, each from what the one before left in the zoo, so that any machine can go on with the next one;
 * the tower grows. The first, from a network of 5×5 (also from zero, and weights fit boards of every size), was trained on 16
 * cores beside zoo/go7: the card of zoo/go9-zero has its commands; its hours are those of 5×5 and its share of that machine.
 */
const GO9_ZERO = [
  { blocks: 4, channels: 32, hours: 1.5 },
  { blocks: 4, channels: 32, visits: 48, steps: '300k' },
  { blocks: 4, channels: 32, visits: 64, steps: '300k' },
  { blocks: 6, channels: 48, visits: 64, steps: '105k' },
  { blocks: 6, channels: 48, visits: 64, steps: '180k', averaging: 0.998 },
  { blocks: 6, channels: 48, visits: 96, steps: '116k', averaging: 0.998, games: 400 },
];

function go9ZeroTraining({ blocks, channels, visits, steps, averaging = 0, hours }, index) {
  const stage = index + 1;
  const run = `go9-zero-${stage}`;
  const network = `residual-tower:blocks=${blocks},channels=${channels},pooling=8,policyHead=points,territory=true`;
  const train = `agon train alphazero --env go9:komi=7 --steps ${steps} --seed ${stage} --workers 1 --set network=${network} --set start=zoo/go9-zero --set visitsStart=0 --set visits=${visits} --set averaging=${averaging} --run ${run}`;
  const log = `node bench/results/measure/trainingLog.mjs runs/${run} 20`;
  return {
    id: run,
    about: `9×9 Go from zero, stage ${stage}`,
    table: 'go9-zero',
    commands: hours ? {} : { train, zoo: keep(run, 'go9-zero'), log },
    numbers: ({ log }) => ({ stage, network: `${blocks} × ${channels}`, ...(hours ? { hours } : { log }) }),
  };
}

const go9ZeroMatchId = (stage, level) => `go9-zero-${stage}-level-${level}`;

/** Played before the next stage takes the place in the zoo. */
function go9ZeroMatch({ games = 100 }, index, level) {
  const stage = index + 1;
  const id = go9ZeroMatchId(stage, level);
  return {
    id,
    about: `zoo/go9-zero after stage ${stage}: ${games} games against GNU Go, level ${level}`,
    commands: {
      match: `agon tournament --env go9:komi=7 --agents zoo/go9-zero:visits=400 ${gnugo(level)} --games ${games} --opening-plies 2 --seed ${stage} --accounts --workers 2 --name ${id}`,
    },
    numbers: ({ match }) => against(match),
  };
}

const go9ZeroTrainings = GO9_ZERO.map(go9ZeroTraining);
const go9Zero = go9ZeroTrainings.flatMap((training, index) => [
  training,
  ...[10, 1].map((level) => go9ZeroMatch(GO9_ZERO[index], index, level)),
]);

/** Hours of CPU time of these stages. */
function hoursUpTo(stage) {
  const outcomes = go9ZeroTrainings.slice(0, stage).map((job) => readOutcome(job));
  return outcomes.reduce((sum, outcome) => {
    if (!outcome) return sum;
    return sum + (outcome.numbers.hours ?? outcome.commands.train.cpuSeconds / 3600);
  }, 0);
}

export const jobs = [...ticTacToe, ...connectFour, ...go5, othello6, go7, ...go9Zero];

export const tables = [
  {
    name: 'tic-tac-toe',
    row: ({ numbers: { seed, games, lost, positions, thrownAway }, commands }) => ({
      seed,
      'games lost': `${lost} of ${games.toLocaleString('en')}`,
      'positions thrown away': `${thrownAway} of ${positions.toLocaleString('en')}`,
      ...costs(commands),
    }),
  },
  {
    name: 'connect-four',
    row: ({ numbers: { seed, policy, search, empty, opened }, commands }) => ({
      seed,
      moves: CONNECT_FOUR[seed].steps,
      'self-play, what the value learns': CONNECT_FOUR[seed].about,
      'mistakes, policy alone: L3, L2, L1': mistakeRates(policy),
      'with 100 visits': mistakeRates(search),
      'views in matches': CONNECT_FOUR[seed].views,
      '100 visits against UCT with 1,000 rollouts': score(empty),
      'after two random moves': score(opened),
      ...costs(commands),
    }),
  },
  {
    name: 'go5',
    row: ({ numbers: { seed, games, wonBy, firstMoves }, commands }) => ({
      seed,
      'won by 25': `${wonBy} of ${games}`,
      'first moves': Object.entries(firstMoves)
        .map(([move, count]) => `${move} × ${count}`)
        .join(', '),
      ...costs(commands),
    }),
  },
  {
    name: 'go7',
    row: ({ numbers: { agent, gnugo: games } }) => ({
      agent,
      '400 visits against GNU Go, level 10': score(games),
    }),
  },
  {
    name: 'go9-zero',
    row: ({ numbers, commands: { train } }) => {
      const [level1, level10] = [1, 10].map(
        (level) => readOutcome({ id: go9ZeroMatchId(numbers.stage, level) })?.numbers,
      );
      return {
        stage: numbers.stage,
        'blocks × channels': numbers.network,
        'training: wall': train ? duration(train.wallSeconds) : '–',
        'CPU hours up to here, 5×5 included': hoursUpTo(numbers.stage).toFixed(1),
        'games each': level10?.games ?? '–',
        '400 visits against GNU Go, level 1': level1 ? score(level1) : '–',
        'Elo above it': level1 ? elo(level1) : '–',
        'level 10': level10 ? score(level10) : '–',
        'Elo above that': level10 ? elo(level10) : '–',
      };
    },
  },
  {
    name: 'othello6',
    row: ({ numbers: { seed, uct }, commands }) => ({
      seed,
      '100 visits against UCT with 1,000 rollouts': score(uct),
      ...costs(commands),
    }),
  },
];
