/** Networks that answer sequences: SCAN inside and outside what was learned, pronunciations, translation, counting. */
import { duration, percent } from '../cells.mjs';

/** By the name of the runs; `sets`: what a network needs besides. */
const NETWORKS = {
  'lstm-none': {
    network: 'lstm:attention=none,bidirectional=false,units=200,layers=2,dropout=0.2',
    sets: '',
  },
  'lstm-additive': { network: 'lstm:attention=additive', sets: 'learningRate=0.004' },
  'lstm-dot': { network: 'lstm:attention=dot', sets: 'learningRate=0.004' },
  'gru-additive': { network: 'gru:attention=additive', sets: 'learningRate=0.004' },
  convolutional: { network: 'convolutional:layers=4,dropout=0.2', sets: 'learningRate=0.001' },
  'transformer-sinusoidal': { network: 'transformer:positions=sinusoidal', sets: 'learningRate=0.001' },
  'transformer-relative': { network: 'transformer:positions=relative', sets: 'learningRate=0.001' },
};

/** Published shares of right answers (Lake & Baroni 2018; Bastings et al. 2018; Dessì & Baroni 2019; Csordás et al. 2021). */
const PUBLISHED = {
  simple: { 'lstm-none': '99.8 %', 'lstm-additive': '100 % (GRU)', 'gru-additive': '100 %', convolutional: '100 %', 'transformer-sinusoidal': '≥ 99.9 %', 'transformer-relative': '100 %' }, // prettier-ignore
  length: { 'lstm-none': '13.8 %', 'gru-additive': '18.1 to 20.8 %', convolutional: '0 %', 'transformer-sinusoidal': '0 %', 'transformer-relative': '0 to 20 %' }, // prettier-ignore
  'add-jump': { 'lstm-none': '0.1 %', 'gru-additive': '12.5 ± 6.6 %', convolutional: '69.2 ± 9.2 %', 'transformer-sinusoidal': '0.7 to 3 %' }, // prettier-ignore
  'length,cutOff=26': { 'transformer-relative': '100 %' },
};

/** Networks of the other datasets. */
const FEW = ['lstm-none', 'lstm-additive', 'transformer-relative'];

/** What is answered, by the name of the runs. */
const TASKS = {
  'scan-simple': { data: 'scan:split=simple', steps: 5000, sets: 'batchSize=128', networks: Object.keys(NETWORKS) }, // prettier-ignore
  'scan-length': { data: 'scan:split=length', steps: 5000, sets: 'batchSize=128', networks: Object.keys(NETWORKS) }, // prettier-ignore
  'scan-add-jump': { data: 'scan:split=add-jump', steps: 5000, sets: 'batchSize=128', networks: Object.keys(NETWORKS) }, // prettier-ignore
  'scan-length-26': { data: 'scan:split=length,cutOff=26', steps: 12_000, sets: 'batchSize=256', networks: ['transformer-relative'] }, // prettier-ignore
  pronunciations: { data: 'pronunciations', steps: 8000, sets: 'batchSize=128', networks: FEW },
  'czech-english': { data: 'czech-english', steps: 2000, sets: 'batchSize=32 leastCount=2', networks: FEW },
  counting: { data: 'counting', steps: 1500, sets: 'batchSize=16', networks: FEW },
};

const splitOf = (data) => data.split('split=')[1];

export const jobs = Object.entries(TASKS).flatMap(([task, { data, steps, sets, networks }]) =>
  networks.map((name) => {
    const { network, sets: own } = NETWORKS[name];
    const run = `${task}-${name}`;
    const settings = [`network=${network}`, ...`${sets} ${own}`.split(' ').filter(Boolean)];
    return {
      id: run,
      about: `${network} answers ${data}`,
      table: 'sequences',
      commands: {
        train: `agon train seq2seq --data ${data} --steps ${steps} --seed 1 ${settings.map((each) => `--set ${each}`).join(' ')} --run ${run}`,
        eval: `agon eval --model runs/${run} --data ${data}`,
      },
      numbers: ({ eval: { n, answers, byLength } }) => ({
        ...{ task, data, name, network, steps, n, answers, byLength },
        published: PUBLISHED[splitOf(data)]?.[name] ?? '–',
      }),
    };
  }),
);

const scores = ({ exact, errorRate, bleu }) => ({
  right: percent(exact),
  'wrong words': percent(errorRate),
  BLEU: (100 * bleu).toFixed(1),
});

/** Of some sources together. */
const sum = (rows, valueOf) => rows.reduce((total, row) => total + valueOf(row), 0);
/** Right words of a translation; right answers of the others. */
const rightOf = (rows, task) =>
  task === 'czech-english'
    ? 1 - sum(rows, ({ words, errorRate }) => words * errorRate) / sum(rows, ({ words }) => words)
    : sum(rows, ({ n, exact }) => n * exact) / sum(rows, ({ n }) => n);

/** Sources of so many words, in the table by length. */
const BANDS = [[1, 4], [5, 8], [9, 12], [13, 16], [17, 100]]; // prettier-ignore

export const tables = [
  {
    name: 'sequences',
    rows(outcomes) {
      return Object.keys(TASKS).flatMap((task) => {
        const own = outcomes.filter(({ numbers }) => numbers.task === task);
        if (own.length === 0) return [];
        const [{ numbers }] = own;
        const without = ['copy', 'dictionary'].map((by) => ({
          data: numbers.data,
          'answered by': by === 'copy' ? 'the source itself' : 'a dictionary, word by word',
          ...scores(numbers.answers[by]),
          published: '–',
          'training: CPU': '–',
        }));
        const networks = own.map(({ numbers, commands }) => ({
          data: numbers.data,
          'answered by': `\`${numbers.network}\``,
          ...scores(numbers.answers.network),
          published: numbers.published,
          'training: CPU': duration(commands.train.cpuSeconds),
        }));
        return [...without, ...networks];
      });
    },
  },
  {
    name: 'sequences-length',
    of: ['sequences'],
    rows(outcomes) {
      return outcomes
        .filter(({ numbers }) => ['pronunciations', 'czech-english', 'counting'].includes(numbers.task))
        .map(({ numbers }) => ({
          data: numbers.data,
          'answered by': `\`${numbers.network}\``,
          ...Object.fromEntries(
            BANDS.map(([from, to]) => {
              const rows = numbers.byLength.filter(({ length }) => length >= from && length <= to);
              return [
                `${from} to ${to} read`,
                rows.length === 0 ? '–' : percent(rightOf(rows, numbers.task)),
              ];
            }),
          ),
        }));
    },
  },
];
