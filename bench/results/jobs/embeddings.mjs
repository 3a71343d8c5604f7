/** Words as vectors: what they know of words, and what they are worth to classifiers of texts. */
import { duration, percent } from '../cells.mjs';

const SEEDS = [1, 2, 3];
const TEXT = 'joined:of=brown/wordnet';
/** The publisher's questions. */
const QUESTIONS = 'questions-words';

/** What is set, by the name of the runs. */
const CASES = {
  'skip-gram': ['negatives=10', 'subsampling=0.001'],
  cbow: ['model=cbow', 'learningRate=0.05', 'negatives=10', 'epochs=20'],
  subwords: ['subwords=100000', 'learningRate=0.05', 'subsampling=0.001'],
};

const train = (data, run, seed, settings) =>
  `agon train word2vec --data ${data} --seed ${seed} ${settings.map((each) => `--set ${each}`).join(' ')} --run ${run}`;

const shareOf = ({ shares }, name) => shares.find((share) => share.name.startsWith(name))?.share;

const vectors = SEEDS.flatMap((seed) =>
  Object.entries(CASES).map(([name, settings]) => {
    const run = `embeddings-${name}-${seed}`;
    return {
      id: run,
      about: `word2vec (${name}) on Brown and WordNet, seed ${seed}`,
      table: 'embeddings',
      commands: {
        train: train(TEXT, run, seed, settings),
        analogies: `agon eval --model runs/${run} --data ${QUESTIONS}`,
        neighbours: `agon eval --model runs/${run} --data ${TEXT}`,
      },
      numbers: ({ analogies, neighbours }) => ({
        ...{ name, seed, answerable: analogies.n, total: analogies.accuracy },
        family: shareOf(analogies, 'family'),
        plural: shareOf(analogies, 'gram8'),
        grammar: shareOf(analogies, 'grammar'),
        field: shareOf(neighbours, 'neighbours of one noun field'),
        tag: shareOf(neighbours, 'neighbours of one part of speech'),
      }),
    };
  }),
);

/** Vectors that have read no text of the tests: Brown's training split. */
const PRETRAINED = 'embeddings-brown-train-1';
const NETWORKS = ['bag', 'convnet', 'lstm', 'transformer'];
const STEPS = { spam: 600, 'brown-genres': 800 };

const classifiers = SEEDS.flatMap((seed) =>
  Object.entries(STEPS).flatMap(([data, steps]) =>
    NETWORKS.flatMap((network) =>
      ['random', 'word2vec'].map((start) => {
        const run = `text-${data}-${network}-${start}-${seed}`;
        const isPretrained = start === 'word2vec';
        return {
          id: run,
          about: `${network} on ${data}, vectors at the beginning: ${start}, seed ${seed}`,
          table: 'textClassifiers',
          commands: {
            ...(isPretrained && { vectors: train('brown', PRETRAINED, 1, ['reads=train']) }),
            train: `agon train text-classifier --data ${data} --steps ${steps} --seed ${seed} --set network=${network}${isPretrained ? ` --set vectors=runs/${PRETRAINED}` : ''} --run ${run}`,
            eval: `agon eval --model runs/${run} --data ${data}`,
          },
          numbers: ({ eval: { n, loss, accuracy } }) => ({ data, network, start, seed, n, loss, accuracy }),
        };
      }),
    ),
  ),
);

/** Whether one thing is a kind of another: words that no question to learn from had, or only new pairs. */
const TAXONOMY_VECTORS = 'embeddings-skip-gram-1';
const taxonomy = ['words', 'pairs'].flatMap((test) =>
  ['random', 'word2vec'].map((start) => {
    const data = `taxonomy:test=${test}`;
    const run = `taxonomy-${test}-${start}-1`;
    const vectors = start === 'word2vec' ? ` --set vectors=runs/${TAXONOMY_VECTORS}` : '';
    return {
      id: run,
      about: `an LSTM answers what is a kind of what, other ${test}, vectors at the beginning: ${start}`,
      table: 'taxonomy',
      commands: {
        train: `agon train text-classifier --data ${data} --steps 3000 --seed 1 --set network=lstm:units=64,width=100 --set length=20 --set batchSize=64${vectors} --run ${run}`,
        eval: `agon eval --model runs/${run} --data ${data}`,
      },
      numbers: ({ eval: { n, accuracy } }) => ({ test, start, n, accuracy }),
    };
  }),
);

export const jobs = [...vectors, ...classifiers, ...taxonomy];

export const tables = [
  {
    name: 'taxonomy',
    row: ({ numbers, commands }) => ({
      'new are': numbers.test === 'words' ? 'the words' : 'the pairs of known words',
      'words begin': numbers.start,
      right: `${percent(numbers.accuracy)} of ${numbers.n.toLocaleString('en')}`,
      'WordNet’s tree, followed': '100 %',
      'training: CPU': duration(commands.train.cpuSeconds),
    }),
  },
  {
    name: 'embeddings',
    row: ({ numbers, commands }) => ({
      model: numbers.name,
      seed: numbers.seed,
      'analogies answered': `${percent(numbers.total)} of ${numbers.answerable}`,
      family: percent(numbers.family),
      plural: percent(numbers.plural),
      grammar: percent(numbers.grammar),
      'neighbours of one noun field': percent(numbers.field),
      'of one part of speech': percent(numbers.tag),
      'training: CPU': duration(commands.train.cpuSeconds),
    }),
  },
  {
    name: 'textClassifiers',
    row: ({ numbers, commands }) => ({
      data: numbers.data,
      network: numbers.network,
      'words begin': numbers.start,
      seed: numbers.seed,
      'top 1': `${(100 * numbers.accuracy).toFixed(2)} %`,
      loss: numbers.loss.toFixed(3),
      'training: CPU': duration(commands.train.cpuSeconds),
    }),
  },
];
