/** Moves of Go as a language, beside networks that see the board: the same games, about five minutes of one core each. */
import { duration, percent } from '../cells.mjs';
import { against } from '../matches.mjs';

const GAMES = 'data/katago-9x9';
const MEASURES = 'heldAccuracy heldPolicyLoss heldIllegal heldIllegalMass';

/** What is trained on the games, by the name of its runs. */
const CASES = {
  transformer: {
    trainer: 'move-model',
    steps: 800,
    sets: ['network=transformer', 'length=112'],
    sees: 'moves',
  },
  lstm: { trainer: 'move-model', steps: 1400, sets: ['network=lstm', 'length=112'], sees: 'moves' },
  convolutional: {
    trainer: 'imitation',
    steps: 2700,
    sets: ['batchSize=64', 'completeAt=0', 'testPositions=100000'],
    sees: 'the board',
  },
};

const jobOf = ([name, { trainer, steps, sets, sees }]) => {
  const run = `moves-${name}`;
  const options = [`--steps ${steps}`, '--seed 1', ...sets.map((each) => `--set ${each}`)].join(' ');
  const player = trainer === 'imitation' ? `runs/${run}:visits=1` : `runs/${run}`;
  return {
    id: run,
    about: `${name} network on ${GAMES}, by ${trainer}`,
    table: 'moves',
    commands: {
      train: `agon train ${trainer} --sgf ${GAMES} ${options} --run ${run}`,
      held: `node bench/results/measure/lastMetrics.mjs runs/${run} ${MEASURES}`,
      match: `agon tournament --env go:size=9,komi=7 --agents ${player} random --games 100 --opening-plies 4 --seed 1 --name ${run}`,
    },
    numbers: ({ held, match }) => ({ network: name, sees, steps, seed: 1, ...held, match: against(match) }),
  };
};

export const jobs = Object.entries(CASES).map(jobOf);

export const tables = [
  {
    name: 'moves',
    row: ({ numbers, commands }) => ({
      network: numbers.network,
      sees: numbers.sees,
      updates: numbers.steps.toLocaleString('en'),
      'top-1, held-out games': percent(numbers.heldAccuracy),
      'nats a move': numbers.heldPolicyLoss.toFixed(3),
      'first choice illegal': percent(numbers.heldIllegal),
      'probability of illegal moves': percent(numbers.heldIllegalMass),
      'won against random': `${numbers.match.wins} of ${numbers.match.games}`,
      'training: CPU': duration(commands.train.cpuSeconds),
    }),
  },
];
