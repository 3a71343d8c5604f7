/** AlphaZero from zero: tic-tac-toe and Connect Four. */
import { duration } from '../cells.mjs';

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

export const jobs = [...ticTacToe];

export const tables = [
  {
    name: 'tic-tac-toe',
    row: ({ numbers: { seed, games, lost, positions, thrownAway }, commands: { train } }) => ({
      seed,
      'games lost': `${lost} of ${games.toLocaleString('en')}`,
      'positions thrown away': `${thrownAway} of ${positions.toLocaleString('en')}`,
      'training: wall': duration(train.wallSeconds),
      'training: CPU': duration(train.cpuSeconds),
    }),
  },
];
