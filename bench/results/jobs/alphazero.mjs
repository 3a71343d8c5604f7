/** AlphaZero from zero, game by game. */
import { duration, score } from '../cells.mjs';
import { readOutcome } from '../job.mjs';

/** Area scoring; it takes all dead stones from the board before it passes, since the referee counts what stands. */
const gnugo = (level, more = '') =>
  `gtp:"gnugo --mode gtp --level ${level} --chinese-rules --capture-all-dead --never-resign${more}"`;

/** What a tournament says of its first agent against its second. */
const against = ({ pairs: [{ wins, draws, losses }] }) => ({ wins, draws, games: wins + draws + losses });
const percent = ({ mistakes, positions }) => `${((100 * mistakes) / positions).toFixed(1)} %`;
const costs = ({ train }) => ({
  'training: wall': duration(train.wallSeconds),
  'training: CPU': duration(train.cpuSeconds),
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

/** About an hour on two cores. */
const connectFour = [1, 2].map((seed) => ({
  id: `connect-four-${seed}`,
  about: `AlphaZero's preset for Connect Four, seed ${seed}: mistakes, and 200 games against UCT`,
  table: 'connect-four',
  commands: {
    train: `agon train alphazero --env connect_four --steps 600k --seed ${seed} --workers 1 --run connect-four-${seed}`,
    ...(seed === 1 && { zoo: keep('connect-four-1', 'connect-four') }),
    policy: `node bench/results/measure/connectFour.mjs runs/connect-four-${seed}:visits=1`,
    search: `node bench/results/measure/connectFour.mjs runs/connect-four-${seed}:visits=100`,
    uct: `agon tournament --env connect_four --agents runs/connect-four-${seed}:visits=100 mcts:visits=1000 --games 200 --opening-plies 2 --seed ${seed} --name connect-four-${seed}-uct`,
  },
  numbers: ({ policy, search, uct }) => ({ seed, policy, search, uct: against(uct) }),
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

/** Within four core-hours. */
const go7 = [1, 2].map((seed) => ({
  id: `go7-${seed}`,
  about: `7×7 Go from zero, seed ${seed}: 400 games against GNU Go, level 10`,
  table: 'go7',
  commands: {
    train: `agon train alphazero --env go:size=7,komi=9 --preset go7 --steps 1m --seed ${seed} --workers 1 --run go7-${seed}`,
    ...(seed === 1 && { zoo: keep('go7-1', 'go7') }),
    gnugo: `agon tournament --env go:size=7,komi=9 --agents runs/go7-${seed}:visits=400 ${gnugo(10)} --games 400 --opening-plies 2 --seed ${seed} --name go7-${seed}-gnugo`,
  },
  numbers: ({ gnugo }) => ({ seed, gnugo: against(gnugo) }),
}));

const othello6 = {
  id: 'othello6-1',
  about: '6×6 Othello from zero: 200 games against UCT',
  table: 'othello6',
  commands: {
    train: 'agon train alphazero --env othello:size=6 --steps 500k --seed 1 --workers 1 --run othello6-1',
    zoo: keep('othello6-1', 'othello6'),
    uct: 'agon tournament --env othello:size=6 --agents runs/othello6-1:visits=100 mcts:visits=1000 --games 200 --opening-plies 2 --seed 1 --name othello6-1-uct',
  },
  numbers: ({ uct }) => ({ seed: 1, uct: against(uct) }),
};

/**
 * 9×9 in stages of some core-hours, each from what the one before left in the zoo, so that any machine can go on with the next one.
 * The first begins with the network of 7×7 (also from zero), whose weights fit boards of every size; the tower grows twice.
 */
const go9Zero = [
  { start: 'zoo/go7', blocks: 4, channels: 32, settings: 'visitsStart=24 visits=48', steps: '400k' },
  { start: 'zoo/go9-zero', blocks: 4, channels: 32, settings: 'visitsStart=0 visits=48', steps: '800k' },
  { start: 'zoo/go9-zero', blocks: 6, channels: 48, settings: 'visitsStart=0 visits=64', steps: '800k' },
  { start: 'zoo/go9-zero', blocks: 6, channels: 48, settings: 'visitsStart=0 visits=64', steps: '800k' },
  { start: 'zoo/go9-zero', blocks: 6, channels: 64, settings: 'visitsStart=0 visits=96', steps: '800k' },
].map(({ start, blocks, channels, settings, steps }, index) => {
  const stage = index + 1;
  const run = `go9-zero-${stage}`;
  const network = `residual-tower:blocks=${blocks},channels=${channels},pooling=8,policyHead=points,territory=true`;
  const sets = [`network=${network}`, `start=${start}`, ...settings.split(' ')];
  const match = (level) =>
    `agon tournament --env go9:komi=7 --agents runs/${run}:visits=400 ${gnugo(level)} --games 100 --opening-plies 2 --seed ${stage} --name ${run}-level-${level}`;
  return {
    id: run,
    about: `9×9 Go from zero, stage ${stage}: against GNU Go, levels 1 and 10`,
    table: 'go9-zero',
    commands: {
      train: `agon train alphazero --env go9:komi=7 --steps ${steps} --seed ${stage} --workers 1 ${sets.map((set) => `--set ${set}`).join(' ')} --run ${run}`,
      zoo: keep(run, 'go9-zero'),
      level1: match(1),
      level10: match(10),
    },
    numbers: ({ level1, level10 }) => ({
      stage,
      network: `${blocks} × ${channels}`,
      level1: against(level1),
      level10: against(level10),
    }),
  };
});

/** Stages before this one, in hours of CPU time, 7×7 included. */
function hoursBefore(stage) {
  const ids = ['go7-1', ...go9Zero.slice(0, stage - 1).map(({ id }) => id)];
  const seconds = ids.map((id) => readOutcome({ id })?.commands.train.cpuSeconds ?? 0);
  return seconds.reduce((sum, each) => sum + each, 0) / 3600;
}

export const jobs = [...ticTacToe, ...connectFour, ...go5, othello6, ...go7, ...go9Zero];

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
    row: ({ numbers: { seed, policy, search, uct }, commands }) => ({
      seed,
      'mistakes, policy alone: L3, L2, L1': Object.values(policy).map(percent).join(', '),
      'with 100 visits': Object.values(search).map(percent).join(', '),
      '100 visits against UCT with 1,000 rollouts': score(uct),
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
    row: ({ numbers: { seed, gnugo: games }, commands }) => ({
      seed,
      '400 visits against GNU Go, level 10': score(games),
      ...costs(commands),
    }),
  },
  {
    name: 'go9-zero',
    row: ({ numbers: { stage, network, level1, level10 }, commands: { train } }) => ({
      stage,
      'blocks × channels': network,
      'CPU hours, 7×7 included': (hoursBefore(stage) + train.cpuSeconds / 3600).toFixed(1),
      '400 visits against GNU Go, level 1': score(level1),
      'level 10': score(level10),
    }),
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
