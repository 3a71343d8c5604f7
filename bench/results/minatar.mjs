/** MinAtar's games, what others report of them, and the rows of tables of scores. */
import { duration, fixed, withInterval } from './cells.mjs';

/**
 * Mean returns that others report: DQN and AC(λ) after 5 million frames (Young & Tian 2019, read off their figures), Pgx's PPO after
 * 20 million; and of random play.
 */
export const REPORTED = {
  asterix: { published: [17, 19, 22], random: 0.5 },
  breakout: { published: [10, 17.5, 50], random: 0.5 },
  freeway: { published: [50, 47.5, 63.5], random: 0.1 },
  seaquest: { published: [20, 15.5, 54], random: 0.1 },
  'space-invaders': { published: [43, 185, 145], random: 2.8 },
};
export const GAMES = Object.keys(REPORTED);

/** For how many frames an outcome's command `train` trained, as its command says it. */
export const framesOf = ({ commands: { train } }) => /--steps (\S+)/.exec(train.command)[1];

/** "5M" as a number. */
const numberOf = (frames) => Number(frames.replace('M', 'e6'));

/** The row of a job that trains by its command `train`. */
export function minatarRow(outcome) {
  const { algorithm, game, seed, mean, iqm, ci95 } = outcome.numbers;
  const { train } = outcome.commands;
  return {
    game,
    algorithm,
    frames: framesOf(outcome),
    seed,
    'mean return': withInterval(mean, ci95),
    IQM: fixed(iqm),
    'DQN, AC(λ), Pgx PPO': REPORTED[game].published.join(', '),
    'training: wall': duration(train.wallSeconds),
    'training: CPU': duration(train.cpuSeconds),
    'frames a CPU second': Math.round(numberOf(framesOf(outcome)) / train.cpuSeconds).toLocaleString('en'),
  };
}
