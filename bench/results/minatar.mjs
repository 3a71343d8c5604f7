/** The rows of tables of scores on MinAtar, beside what others report. */
import { duration } from './cells.mjs';

export const digits = (value) => value.toFixed(1);

/**
 * @param title says whose numbers `published` has for each game
 * @returns the row of a job that trains by its command `train`
 */
export const minatarRow =
  (title, published) =>
  ({ numbers: { algorithm, game, seed, mean, iqm, ci95 }, commands: { train } }) => ({
    game,
    algorithm,
    frames: /--steps (\S+)/.exec(train.command)[1],
    seed,
    'mean return': `${digits(mean)} [${ci95.map(digits).join(', ')}]`,
    IQM: digits(iqm),
    [title]: published[game].join(', '),
    'training: wall': duration(train.wallSeconds),
    'training: CPU': duration(train.cpuSeconds),
  });
