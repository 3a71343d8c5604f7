/**
 * What each accelerator is worth on 7×7 Go: without it, everything else alike, against the whole at equal numbers of evaluations,
 * 48 visits a move each. Two seeds.
 */
import { duration, score } from '../cells.mjs';

const ENV = 'go:size=7,komi=9';
const STEPS = 40_000;
/** Games in which the visits rise from 16 to 48: most of so short a run. */
const RISE = 800;
const SEEDS = [1, 2];
const TOWER = 'residual-tower:blocks=4,channels=32,pooling=8,policyHead=points,territory=true';

/** Changes to the preset go7; `steps` where a move costs more or fewer evaluations than in the preset. */
const VARIANTS = {
  whole: { about: 'the preset go7' },
  'no-ownership': { about: 'ownership left out of the loss, its head kept', set: 'ownershipWeight=0' },
  'no-score': { about: 'score left out of the loss, its head kept', set: 'scoreWeight=0' },
  'no-symmetry': { about: 'positions learned as they were, not turned or mirrored', set: 'augment=false' },
  'no-pooling': {
    about: 'no pooling in the blocks (the heads still pool)',
    set: `network=${TOWER.replace('pooling=8', 'pooling=0')}`,
  },
  'no-rise': { about: '48 visits from the first game on', set: 'visitsStart=0', steps: STEPS * 0.6 },
  'no-growth': { about: 'the whole window from the start', set: 'windowStart=0' },
  'search-value': {
    about: "half of what the value learns is the search's value",
    set: 'searchValueShare=0.5',
  },
  'no-resign': { about: 'every game played to its end', set: 'resignBelow=1' },
  puct: { about: 'PUCT and its visits instead of Gumbel', set: 'selection=puct temperatureMoves=15' },
  'puct-forced': {
    about: 'PUCT with forced playouts',
    set: 'selection=puct temperatureMoves=15 forcedPlayouts=2',
  },
  'cheap-moves': {
    about: 'with playout cap randomisation: 3 of 4 moves searched with 16 visits',
    set: 'cheapShare=0.75 cheapVisits=16',
    steps: STEPS * 2,
  },
};

const run = (variant, seed) => `ablation-${variant}-${seed}`;

export const jobs = SEEDS.flatMap((seed) =>
  Object.entries(VARIANTS).map(([variant, { about, set = '', steps = STEPS }]) => {
    const sets = set
      .split(' ')
      .filter(Boolean)
      .map((each) => ` --set ${each}`)
      .join('');
    const name = run(variant, seed);
    const train = `agon train alphazero --env ${ENV} --preset go7 --steps ${steps} --seed ${seed} --workers 1 --set visitsRiseGames=${RISE}${sets} --run ${name}`;
    const whole = run('whole', variant === 'whole' ? SEEDS[0] : seed);
    const match = `agon tournament --env ${ENV} --agents runs/${name}:visits=48 runs/${whole}:visits=48 --games 100 --opening-plies 4 --seed ${seed} --name ${name}`;
    return {
      id: name,
      about: `7×7 Go, ${about}, seed ${seed}`,
      table: 'ablation',
      // The whole's other seeds play the first one, which shows how much runs differ by chance.
      commands: name === whole ? { train } : { train, match },
      numbers: ({ match: result }) => ({
        about,
        seed,
        match: result ? { ...result.pairs[0], games: 100 } : null,
      }),
    };
  }),
);

export const tables = [
  {
    name: 'ablation',
    row: ({ numbers: { about, seed, match }, commands: { train } }) => ({
      variant: about,
      seed,
      'against the whole': match ? score(match) : '–',
      'training: CPU': duration(train.cpuSeconds),
    }),
  },
];
