/** PPO and PQN on cart-pole and on the five MinAtar games, and how soon; self-play PPO on tic-tac-toe. */
import { duration, fixed, mistakeRates, score, withInterval } from '../cells.mjs';
import { against } from '../matches.mjs';
import { GAMES, minatarRow } from '../minatar.mjs';

const SEEDS = [1, 2, 3];

/** Mean returns of random and scripted play (docs/environments.md), and how training differs from play. */
const PIXEL_GAMES = {
  'pixel-pong': { random: -19.8, scripted: 20.5, sittings: ['6m', '12m', '24m'] },
  'pixel-breakout': {
    ...{ random: 1.1, scripted: 644.4, sittings: ['6m', '12m'] },
    training: ':episodicLife,clipRewards',
  },
};

/**
 * In sittings: the learning rate falls to 0 in the first 6 million decisions, and once more, from half of it, in each of the next
 * sittings, which double them.
 */
const pixels = Object.entries(PIXEL_GAMES).map(([game, { training = '', sittings }]) => {
  const name = `pqn-${game}-1`;
  const trainings = sittings.map((steps, index) => [
    `to${steps}`,
    `agon train pqn --env ${game}${training} --steps ${steps} ${index === 0 ? `--seed 1 --run ${name}` : `--resume ${name}`}`,
  ]);
  return {
    id: name,
    about: `PQN on ${game}, ${sittings.at(-1)} decisions of 4 frames, seed 1`,
    table: 'pixels',
    commands: {
      ...Object.fromEntries(trainings),
      zoo: `agon export runs/${name} --zoo ${game} --episodes 100 --seed 1`,
      eval: `agon eval --env ${game} --agent runs/${name} --episodes 100 --seed 1`,
    },
    numbers: (printed) => {
      const { step } = printed[`to${sittings.at(-1)}`];
      const { mean, ci95 } = printed.eval;
      return { game, step, mean, ci95 };
    },
  };
});

/** Seconds of all sittings of a job of `pixels`. */
const ofTrainings = (commands, kind) =>
  Object.entries(commands).reduce(
    (sum, [name, { [kind]: seconds }]) => sum + (name.startsWith('to') ? seconds : 0),
    0,
  );

/** The name says the frames where they are not 5 million. */
function onMinatar(id, game, seed, frames = '5M') {
  const name = [id, game, ...(frames === '5M' ? [] : [frames]), seed].join('-');
  return {
    id: name,
    about: `${id} on minatar-${game}, ${frames} frames, seed ${seed}`,
    table: 'minatar-policy',
    commands: {
      train: `agon train ${id} --env minatar-${game} --steps ${frames} --seed ${seed} --run ${name}`,
      eval: `agon eval --env minatar-${game} --agent runs/${name} --episodes 100 --seed 1`,
    },
    numbers: ({ eval: { mean, iqm, ci95 } }) => ({ algorithm: id, game, seed, mean, iqm, ci95 }),
  };
}

/** The first seed of every game comes first; last the best algorithm with 20 million frames. */
const minatar = [
  ...['pqn', 'ppo'].flatMap((id) => SEEDS.flatMap((seed) => GAMES.map((game) => onMinatar(id, game, seed)))),
  ...SEEDS.flatMap((seed) => GAMES.map((game) => onMinatar('pqn', game, seed, '20M'))),
];

const selfplay = SEEDS.map((seed) => ({
  id: `ppo-selfplay-tic-tac-toe-${seed}`,
  about: `self-play PPO at tic-tac-toe, 300,000 moves, seed ${seed}: every game against its bare network`,
  table: 'ppo-selfplay-tic-tac-toe',
  commands: {
    train: `agon train ppo-selfplay --env tic_tac_toe --steps 300k --seed ${seed} --run ppo-selfplay-tic-tac-toe-${seed}`,
    check: `node bench/results/measure/ticTacToe.mjs runs/ppo-selfplay-tic-tac-toe-${seed}:visits=1`,
  },
  numbers: ({ check }) => ({ seed, ...check }),
}));

/** As much CPU time as zoo/connect-four learned with; then the two against each other. */
const selfplayConnectFour = {
  id: 'ppo-selfplay-connect-four-1',
  about:
    'self-play PPO at Connect Four, 4 million moves, seed 1: mistakes, and games against zoo/connect-four',
  table: 'ppo-selfplay-connect-four',
  commands: {
    train: 'agon train ppo-selfplay --env connect_four --steps 4m --seed 1 --run ppo-selfplay-connect-four-1',
    policy: 'node bench/results/measure/connectFour.mjs runs/ppo-selfplay-connect-four-1:visits=1',
    ...Object.fromEntries(
      [1, 100].map((visits) => [
        `visits${visits}`,
        `agon tournament --env connect_four --agents runs/ppo-selfplay-connect-four-1:visits=1 zoo/connect-four:visits=${visits} --games 200 --opening-plies 2 --seed 1 --name ppo-selfplay-connect-four-1-${visits}`,
      ]),
    ),
  },
  numbers: ({ policy, visits1, visits100 }) => ({
    policy,
    visits1: against(visits1),
    visits100: against(visits100),
  }),
};

const cartPole = ['pqn', 'ppo'].flatMap((id) =>
  [1, 2, 3, 4, 5].map((seed) => ({
    id: `${id}-cart-pole-${seed}`,
    about: `${id} on cart-pole, 500,000 steps, seed ${seed}`,
    table: 'cart-pole-policy',
    commands: {
      train: `agon train ${id} --env cart-pole --steps 500k --seed ${seed} --run ${id}-cart-pole-${seed}`,
      eval: `agon eval --env cart-pole --agent runs/${id}-cart-pole-${seed} --episodes 100 --seed 1`,
    },
    numbers: ({ eval: { mean, ci95 } }) => ({ algorithm: id, seed, mean, ci95 }),
  })),
);

const learningSpeed = SEEDS.map((seed) => ({
  id: `speed-breakout-${seed}`,
  about: `how soon PQN reaches a mean return of 10 on minatar-breakout, seed ${seed}`,
  table: 'learning-speed',
  commands: { train: `node bench/results/measure/timeToReturn.mjs pqn minatar-breakout 10 5000000 ${seed}` },
  numbers: ({ train }) => ({ seed, ...train }),
}));

export const jobs = [...selfplay, selfplayConnectFour, ...cartPole, ...learningSpeed, ...pixels, ...minatar];

export const tables = [
  {
    name: 'cart-pole-policy',
    row: ({ numbers: { algorithm, seed, mean, ci95 }, commands: { train } }) => ({
      algorithm,
      seed,
      'mean return': withInterval(mean, ci95),
      'training: wall': duration(train.wallSeconds),
      'training: CPU': duration(train.cpuSeconds),
    }),
  },
  { name: 'minatar-policy', row: minatarRow },
  {
    name: 'pixels',
    row: ({ numbers: { game, step, mean, ci95 }, commands }) => ({
      game,
      decisions: step.toLocaleString('en'),
      'mean return': withInterval(mean, ci95),
      random: fixed(PIXEL_GAMES[game].random),
      scripted: fixed(PIXEL_GAMES[game].scripted),
      'training: wall': duration(ofTrainings(commands, 'wallSeconds')),
      'training: CPU': duration(ofTrainings(commands, 'cpuSeconds')),
    }),
  },
  {
    name: 'learning-speed',
    row: ({ numbers: { seed, step, seconds, cpuSeconds, mean, ci95 } }) => ({
      seed,
      'reaches 10 at': step === null ? 'not within 5 million frames' : `frame ${step.toLocaleString('en')}`,
      wall: seconds === null ? '–' : duration(seconds),
      CPU: cpuSeconds === null ? '–' : duration(cpuSeconds),
      'mean return of 100 episodes then': withInterval(mean, ci95),
    }),
  },
  {
    name: 'ppo-selfplay-tic-tac-toe',
    row: ({ numbers: { seed, games, lost, positions, thrownAway }, commands: { train } }) => ({
      seed,
      'games lost': `${lost} of ${games.toLocaleString('en')}`,
      'positions thrown away': `${thrownAway} of ${positions.toLocaleString('en')}`,
      'training: wall': duration(train.wallSeconds),
      'training: CPU': duration(train.cpuSeconds),
    }),
  },
  {
    name: 'ppo-selfplay-connect-four',
    row: ({ numbers: { policy, visits1, visits100 }, commands: { train } }) => ({
      'mistakes: L3, L2, L1': mistakeRates(policy),
      'against zoo/connect-four, its network alone': score(visits1),
      'with 100 visits': score(visits100),
      'training: wall': duration(train.wallSeconds),
      'training: CPU': duration(train.cpuSeconds),
    }),
  },
];
