/** What the seeds of MinAtar's tables come to together, game by game and over all games. It has no jobs of its own. */
import { interquartileMean, mean } from '@agon/arena';
import { RandomStream } from '@agon/core';
import { fixed, withInterval } from '../cells.mjs';
import { framesOf, GAMES, REPORTED } from '../minatar.mjs';

const RESAMPLES = 10_000;

const titleOf = (outcome) => `${outcome.numbers.algorithm}, ${framesOf(outcome)}`;

/**
 * A game's seeds: the mean of their means, with its lowest and highest (up to three seeds: the 95 % interval of the bootstrap that
 * draws seeds anew), and the mean of their interquartile means.
 */
function seedsCell(runs) {
  if (runs.length === 0) return '–';
  const means = runs.map((run) => run.mean);
  const iqm = fixed(mean(runs.map((run) => run.iqm)));
  if (runs.length === 1) return `${fixed(means[0])}; ${iqm}`;
  return `${withInterval(mean(means), [Math.min(...means), Math.max(...means)])}; ${iqm}`;
}

/** A mean return, 0 where random play is and 1 where the best one reported is. */
function normalised({ game, mean: score }) {
  const { published, random } = REPORTED[game];
  return (score - random) / (Math.max(...published) - random);
}

/**
 * The interquartile mean over all games and seeds with the 95 % interval of the bootstrap that draws each game's seeds anew
 * (stratified; Agarwal et al. 2021, section 4), which one seed a game does not have.
 */
function iqmCell(scoresByGame) {
  const iqm = interquartileMean(scoresByGame.flat());
  if (scoresByGame.every(({ length }) => length === 1)) return fixed(iqm, 2);
  const rng = new RandomStream('seeds of MinAtar');
  const iqms = Array.from({ length: RESAMPLES }, () =>
    interquartileMean(scoresByGame.flatMap((scores) => scores.map(() => scores[rng.int(scores.length)]))),
  ).sort((a, b) => a - b);
  const [low, high] = [iqms[0.025 * RESAMPLES], iqms[0.975 * RESAMPLES]];
  return withInterval(iqm, [low, high], 2);
}

function summaryRow(title, outcomes) {
  const numbers = outcomes.map((outcome) => outcome.numbers);
  const ofGames = GAMES.map((game) => numbers.filter((each) => each.game === game));
  const whole = ofGames.every((runs) => runs.length > 0);
  const scores = ofGames.map((runs) => runs.map(normalised));
  return {
    'algorithm, frames': title,
    ...Object.fromEntries(GAMES.map((game, i) => [game, seedsCell(ofGames[i])])),
    'all games: mean': whole ? fixed(mean(scores.flat()), 2) : '–',
    'all games: IQM': whole ? iqmCell(scores) : '–',
  };
}

export const jobs = [];

export const tables = [
  {
    name: 'minatar-seeds',
    of: ['minatar-value', 'minatar-policy'],
    rows: (outcomes) =>
      [...new Set(outcomes.map(titleOf))].map((title) =>
        summaryRow(
          title,
          outcomes.filter((outcome) => titleOf(outcome) === title),
        ),
      ),
  },
];
