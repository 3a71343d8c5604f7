/** Patterns or dependencies: networks on strings of symbols, at the lengths that they have learned from and beyond; and what a search chooses. */
import { duration, percent } from '../cells.mjs';

const SEEDS = [1, 2, 3];
const LENGTH = 16;
const LONGER = [32, 60];
const UPDATES = 3000;
/** By the task what guessing comes to. */
const TASKS = { motif: 1 / 2, parity: 1 / 2, dyck: 1 / 4 };
const NETWORKS = {
  convnet: { network: 'convnet:width=16,filters=32,dropout=0', rate: 0.005 },
  tcn: { network: 'tcn:width=16,filters=16/16/16/16,dropout=0', rate: 0.005 },
  lstm: { network: 'lstm:width=16,units=32,answer=last,dropout=0', rate: 0.01 },
  transformer: { network: 'transformer:width=16,layers=2,dropout=0', rate: 0.005 },
};

const learned = (task) => `symbols:task=${task},length=${LENGTH}`;
const longer = (task) => `symbols:task=${task},shortest=${LONGER[0]},length=${LONGER[1]},count=2000`;

const networks = SEEDS.flatMap((seed) =>
  Object.keys(TASKS).flatMap((task) =>
    Object.entries(NETWORKS).map(([name, { network, rate }]) => {
      const run = `symbols-${task}-${name}-${seed}`;
      return {
        id: run,
        about: `${name} on ${task}, seed ${seed}`,
        table: 'symbols',
        commands: {
          train: `agon train text-classifier --data ${learned(task)} --steps ${UPDATES} --seed ${seed} --set network=${network} --set learningRate=${rate} --run ${run}`,
          eval: `agon eval --model runs/${run} --data ${learned(task)}`,
          longer: `agon eval --model runs/${run} --data ${longer(task)}`,
        },
        numbers: ({ eval: { accuracy }, longer: beyond }) => ({
          ...{ task, name, network, seed, accuracy },
          longer: beyond.accuracy,
        }),
      };
    }),
  ),
);

const SEARCH_SEEDS = [1, 2];
const BUDGET = 1500;
const TRIALS = 16;

const searches = SEARCH_SEEDS.flatMap((seed) =>
  Object.keys(TASKS).map((task) => {
    const run = `symbols-search-${task}-${seed}`;
    return {
      id: run,
      about: `a random search for networks on ${task}, seed ${seed}`,
      table: 'symbols-search',
      commands: {
        search: `agon search text-classifier --data ${learned(task)} --steps ${TRIALS * BUDGET} --seed ${seed} --set method=random --set budget=${BUDGET} --set learningRate=0.01 --run ${run}`,
        trials: `node bench/results/measure/trialsOf.mjs ${run}`,
      },
      numbers: ({ trials: { trials } }) => ({ task, seed, trials }),
    };
  }),
);

export const jobs = [...networks, ...searches];

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const shares = (values) => values.map((value) => (100 * value).toFixed(1)).join(', ');

/** The block that makes one row of values of all places, and whether convolutions stand before it. */
const GATHERING = ['largest', 'mean', 'lstm32'];
const gatheringOf = ({ network }) => GATHERING.find((each) => network.includes(each));
const textOf = (network) => network.replace('blocks:layers=', '');

export const tables = [
  {
    name: 'symbols',
    rows: (outcomes) =>
      Object.entries(TASKS).flatMap(([task, guessing]) =>
        Object.keys(NETWORKS).flatMap((name) => {
          const own = outcomes.filter(({ numbers }) => numbers.task === task && numbers.name === name);
          if (own.length === 0) return [];
          return [
            {
              task: `${task} (guessing: ${percent(guessing)})`,
              network: `\`${own[0].numbers.network}\``,
              [`right, 8 to ${LENGTH} symbols, %`]: shares(own.map(({ numbers }) => numbers.accuracy)),
              [`right, ${LONGER.join(' to ')} symbols, %`]: shares(own.map(({ numbers }) => numbers.longer)),
              'training: CPU': duration(mean(own.map(({ commands }) => commands.train.cpuSeconds))),
            },
          ];
        }),
      ),
  },
  {
    name: 'symbols-search',
    rows: (outcomes) =>
      Object.keys(TASKS).flatMap((task) =>
        outcomes
          .filter(({ numbers }) => numbers.task === task)
          .map(({ numbers: { seed, trials } }) => {
            const best = Math.max(...trials.map(({ score }) => score ?? 0));
            const winners = trials.filter(({ score }) => score === best);
            const byGathering = GATHERING.map((each) => {
              const own = trials.filter((trial) => gatheringOf(trial) === each);
              const top = own.map(({ score }) => score ?? 0);
              return [
                `best and mean with \`${each}\` (trials)`,
                own.length === 0
                  ? '–'
                  : `${percent(Math.max(...top))}, ${percent(mean(top))} (${own.length})`,
              ];
            });
            return {
              task,
              seed,
              best: percent(best),
              'networks that reach it': winners.map(({ network }) => `\`${textOf(network)}\``).join(', '),
              ...Object.fromEntries(byGathering),
            };
          }),
      ),
  },
];
