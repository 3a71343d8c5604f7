/** AlphaZero from zero, game by game. */
import { duration, score } from '../cells.mjs';

/** Area scoring; it takes all dead stones from the board before it passes, since the referee counts what stands. */
const gnugo = (level, more = '') =>
  `gtp:"gnugo --mode gtp --level ${level} --chinese-rules --capture-all-dead${more}"`;

/** What a tournament says of its first agent against its second. */
const against = ({ pairs: [{ wins, draws, losses }] }) => ({ wins, draws, games: wins + draws + losses });
const percent = ({ mistakes, positions }) => `${((100 * mistakes) / positions).toFixed(1)} %`;
const costs = ({ train }) => ({
  'training: wall': duration(train.wallSeconds),
  'training: CPU': duration(train.cpuSeconds),
});

const ticTacToe = [1, 2, 3, 4, 5].map((seed) => ({
  id: `tic-tac-toe-${seed}`,
  about: `AlphaZero's preset for tic-tac-toe, seed ${seed}: every game against it`,
  table: 'tic-tac-toe',
  commands: {
    train: `agon train alphazero --env tic_tac_toe --steps 100k --seed ${seed} --workers 1 --run tic-tac-toe-${seed}`,
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
    train: `agon train alphazero --env connect_four --steps 1m --seed ${seed} --workers 1 --run connect-four-${seed}`,
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
    uct: 'agon tournament --env othello:size=6 --agents runs/othello6-1:visits=100 mcts:visits=1000 --games 200 --opening-plies 2 --seed 1 --name othello6-1-uct',
  },
  numbers: ({ uct }) => ({ seed: 1, uct: against(uct) }),
};

export const jobs = [...ticTacToe, ...connectFour, ...go5, othello6, ...go7];

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
    name: 'othello6',
    row: ({ numbers: { seed, uct }, commands }) => ({
      seed,
      '100 visits against UCT with 1,000 rollouts': score(uct),
      ...costs(commands),
    }),
  },
];
