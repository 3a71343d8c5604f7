/** Language models on Tiny Shakespeare: what networks of each kind reach in ten minutes of one core, beside counts. */
import { duration, fixed } from '../cells.mjs';

const SEEDS = [1, 2, 3];
const DATA = 'shakespeare';

/** What is trained, by the name of its runs; `reference`: what others report for such networks and such a text. */
const CASES = {
  ngram: { network: 'ngram:order=7', steps: 1, sets: '', reference: '1.558 (Kneser–Ney, 6-gram)' },
  window: {
    network: 'window',
    steps: 9000,
    sets: 'learningRate=0.002',
    reference: '1.76 (16 characters, 512 units, no dropout)',
  },
  rnn: { network: 'rnn:units=512,dropout=0.2', steps: 7000, sets: '', reference: '1.583 (256 units, 100 s)' },
  gru: { network: 'gru:dropout=0.3', steps: 4500, sets: '', reference: 'none' },
  lstm: { network: 'lstm', steps: 6000, sets: '', reference: '1.485 (400 units, 400 s)' },
  transformer: {
    network: 'transformer',
    steps: 6000,
    sets: 'learningRate=0.002',
    reference: '1.525 (learned positions, 400 s); 1.470 (nanoGPT, 10.7 M parameters, a GPU)',
  },
};

const runOf = (name, seed) => `language-${name}-${seed}`;

// The first seed of every network comes first; counting has no seed.
const networks = SEEDS.flatMap((seed) =>
  Object.entries(CASES)
    .filter(([name]) => name !== 'ngram' || seed === 1)
    .map(([name, { network, steps, sets, reference }]) => {
      const settings = ['network=' + network, ...sets.split(' ').filter(Boolean)];
      const run = runOf(name, seed);
      return {
        id: run,
        about: `${network} on ${DATA}, seed ${seed}`,
        table: 'language',
        commands: {
          train: `agon train language-model --data ${DATA} --steps ${steps} --seed ${seed} ${settings.map((each) => `--set ${each}`).join(' ')} --run ${run}`,
          eval: `agon eval --model runs/${run} --data ${DATA}`,
        },
        numbers: ({ eval: { n, loss, perplexity } }) => ({
          network,
          reference,
          steps,
          seed,
          n,
          loss,
          perplexity,
        }),
      };
    }),
);

/** What a Transformer is without: each of its parts left out in turn, with all else as it is. */
const PARTS = {
  whole: '',
  'one-head': 'heads=1',
  'no-positions': 'positions=none',
  'learned-positions': 'positions=learned',
  'no-residual': 'residual=false',
  'no-norm': 'norm=false',
  'no-scaling': 'scaling=false',
};
const PART_STEPS = 1500;

const parts = Object.entries(PARTS).map(([name, options]) => {
  const run = runOf(`part-${name}`, 1);
  const network = options === '' ? 'transformer' : `transformer:${options}`;
  return {
    id: run,
    about: `${network} on ${DATA}, ${PART_STEPS} updates, seed 1`,
    table: 'parts',
    commands: {
      train: `agon train language-model --data ${DATA} --steps ${PART_STEPS} --seed 1 --set network=${network} --run ${run}`,
      eval: `agon eval --model runs/${run} --data ${DATA}`,
      gradients: `node bench/results/measure/gradientNorms.mjs runs/${run}`,
    },
    numbers: ({ eval: { loss }, gradients }) => ({ network, loss, ...gradients }),
  };
});

export const jobs = [...networks, ...parts];

export const tables = [
  {
    name: 'language',
    row: ({ numbers, commands }) => ({
      network: numbers.network,
      seed: numbers.seed,
      updates: numbers.steps.toLocaleString('en'),
      'nats a character': numbers.loss.toFixed(3),
      'bits a character': (numbers.loss / Math.LN2).toFixed(3),
      perplexity: fixed(numbers.perplexity),
      'training: CPU': duration(commands.train.cpuSeconds),
      reference: numbers.reference,
    }),
  },
  {
    name: 'parts',
    row: ({ numbers, commands }) => ({
      network: numbers.network,
      'nats a character': numbers.loss.toFixed(3),
      'gradient norm, first': numbers.first.toPrecision(2),
      median: numbers.median.toPrecision(2),
      largest: numbers.largest.toPrecision(2),
      'training: CPU': duration(commands.train.cpuSeconds),
    }),
  },
];
