/** Forecasts of series, beside what needs no training, and planted anomalies. */
import { duration } from '../cells.mjs';

const SEEDS = [1, 2, 3];
const NETWORKS = ['mlp:hidden=64/64', 'convnet:filters=16/32,hidden=64', 'tcn', 'lstm'];
/** By the name of the runs; `more`: settings of all networks. */
const SERIES = {
  'cart-pole': { data: 'series', anomalies: 100, steps: 4000, more: '' },
  co2: { data: 'series:of=co2', anomalies: 10, steps: 2000, more: 'level=false context=24 horizon=12' },
  weather: { data: 'series:of=weather', anomalies: 20, steps: 600, more: 'horizon=7' },
  sp500: { data: 'series:of=sp500', anomalies: 50, steps: 600, more: 'level=false horizon=5' },
};

const withAnomalies = (data, count) => `${data}${data.includes(':') ? ',' : ':'}anomalies=${count}`;

export const jobs = SEEDS.flatMap((seed) =>
  Object.entries(SERIES).flatMap(([name, { data, anomalies, steps, more }]) =>
    NETWORKS.map((network) => {
      const run = `series-${name}-${network.split(':')[0]}-${seed}`;
      const settings = [`network=${network}`, ...more.split(' ').filter(Boolean)];
      return {
        id: run,
        about: `${network} forecasts ${data}, seed ${seed}`,
        table: 'series',
        commands: {
          train: `agon train forecaster --data ${data} --steps ${steps} --seed ${seed} ${settings.map((each) => `--set ${each}`).join(' ')} --run ${run}`,
          eval: `agon eval --model runs/${run} --data ${data}`,
          anomalies: `agon eval --model runs/${run} --data ${withAnomalies(data, anomalies)}`,
        },
        numbers: ({ eval: { forecasters }, anomalies: planted }) => ({
          ...{ name, network, seed },
          errors: Object.fromEntries(
            Object.entries(forecasters).map(([by, { relativeError }]) => [by, relativeError]),
          ),
          areas: Object.fromEntries(
            Object.entries(planted.forecasters).map(([by, { anomalyArea }]) => [by, anomalyArea]),
          ),
        }),
      };
    }),
  ),
);

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** What needs no training, in the order of the table. */
const BASELINES = { lastValue: 'last value', seasonal: 'a season ago', autoregression: 'autoregression' };

export const tables = [
  {
    name: 'series',
    rows(outcomes) {
      const rowOf = (name, by, errors, areas, seconds) => ({
        series: name,
        'forecast by': by,
        'error beside the last value': errors.map((error) => error.toFixed(3)).join(', '),
        'anomalies: area under ROC': mean(areas).toFixed(3),
        'training: CPU': seconds === undefined ? '–' : duration(seconds),
      });
      return Object.keys(SERIES).flatMap((name) => {
        const own = outcomes.filter(({ numbers }) => numbers.name === name);
        if (own.length === 0) return [];
        const [{ numbers: first }] = own;
        const baselines = Object.entries(BASELINES)
          .filter(([by]) => by in first.errors)
          .map(([by, title]) => rowOf(name, title, [first.errors[by]], [first.areas[by]]));
        const networks = NETWORKS.flatMap((network) => {
          const runs = own.filter(({ numbers }) => numbers.network === network);
          if (runs.length === 0) return [];
          return [rowOf(name, `\`${network}\``, runs.map(({ numbers }) => numbers.errors.network), runs.map(({ numbers }) => numbers.areas.network), mean(runs.map(({ commands }) => commands.train.cpuSeconds)))]; // prettier-ignore
        });
        return [...baselines, ...networks];
      });
    },
  },
];
