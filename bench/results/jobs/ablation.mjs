/**
 * What each accelerator is worth on 7×7 Go: without it, everything else alike, for about as many evaluations (they are counted). Two
 * seeds; each network plays the whole of both, 48 visits a move each.
 */
import { duration, score } from '../cells.mjs';
import { against } from '../matches.mjs';

const ENV = 'go:size=7,komi=9';
const STEPS = 40_000;
/** Games in which the visits rise from 16 to 48: most of so short a run. */
const RISE = 800;
const SEEDS = [1, 2];
const TOWER = 'residual-tower:blocks=4,channels=32,pooling=8,policyHead=points,territory=true';

/** Changes to the preset go7 without its averaging; `steps` where a move costs more or fewer evaluations than in the preset. */
const VARIANTS = {
  whole: { about: 'the preset go7, without averaged weights' },
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
  averaging: {
    about: 'with a moving average of the weights, over the last tenth of the updates',
    averaging: 0.995,
  },
  'cheap-moves': {
    about: 'with playout cap randomisation: 3 of 4 moves searched with 16 visits',
    set: 'cheapShare=0.75 cheapVisits=16',
    steps: STEPS * 2,
  },
};

const run = (variant, seed) => `ablation-${variant}-${seed}`;

/** The whole of the first seed has none to play; that of the second shows how much runs differ by chance. */
const opponents = (variant, seed) => (variant === 'whole' ? SEEDS.filter((each) => each < seed) : SEEDS);

const variants = Object.entries(VARIANTS).flatMap(([variant, options]) =>
  SEEDS.map((seed) => ({ variant, seed, ...options })),
);

// The wholes come first: all others play them.
export const jobs = variants.map(({ variant, seed, about, set = '', averaging = 0, steps = STEPS }) => {
  const sets = set
    .split(' ')
    .filter(Boolean)
    .map((each) => ` --set ${each}`)
    .join('');
  const name = run(variant, seed);
  const match = (other) => [
    `against${other}`,
    `agon tournament --env ${ENV} --agents runs/${name}:visits=48 runs/${run('whole', other)}:visits=48 --games 100 --opening-plies 4 --seed ${other} --name ${other === seed ? name : `${name}-${other}`}`,
  ];
  const rivals = opponents(variant, seed);
  return {
    id: name,
    about: `7×7 Go, ${about}, seed ${seed}`,
    table: 'ablation',
    commands: {
      train: `agon train alphazero --env ${ENV} --preset go7 --steps ${steps} --seed ${seed} --workers 1 --set visitsRiseGames=${RISE} --set averaging=${averaging}${sets} --run ${name}`,
      work: `node bench/results/measure/selfPlayWork.mjs runs/${name}`,
      ...Object.fromEntries(rivals.map(match)),
    },
    numbers: ({ work, ...matches }) => ({
      ...{ about, seed, ...work },
      against: Object.fromEntries(rivals.map((other) => [other, against(matches[`against${other}`])])),
    }),
  };
});

export const tables = [
  {
    name: 'ablation',
    row: ({ numbers: { about, seed, evaluations, updates, against: scores }, commands: { train } }) => ({
      variant: about,
      seed,
      ...Object.fromEntries(
        SEEDS.map((other) => [
          `against the whole, seed ${other}`,
          scores[other] ? score(scores[other]) : '–',
        ]),
      ),
      evaluations: `${Math.round(evaluations / 1000)}k`,
      updates,
      'training: CPU': duration(train.cpuSeconds),
    }),
  },
];
