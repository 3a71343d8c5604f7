/**
 * `node bench/results/measure/searchOnCells.mjs [REPEATS]`: how many updates each method of search spends on the recorded table of small
 * networks until it has trained one of the top 1 % to its end; prints JSON.
 */
import { parseCellTable, topNetworks, updatesToTop } from '@agon/models';
import { readFileSync } from 'node:fs';

const TABLE = new URL('../../../data/cells/fashion-mnist.json', import.meta.url);
const SHARE = 0.01;

const repeats = Number(process.argv[2] ?? 20);
const table = parseCellTable(readFileSync(TABLE, 'utf8'), TABLE.pathname);
const [least] = table.budgets;
const SETTINGS = { reduction: 3, least, population: 10, sample: 5 };

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};

/** Ends of the middle 95 % of the mean's ratios over samples of the repeats, drawn with repeats (bootstrap). */
function ratioInterval(own, random) {
  let state = 1;
  const draw = (values) =>
    values.map(() => values[(state = (state * 48_271) % 2_147_483_647) % values.length]);
  const ratios = Array.from({ length: 2000 }, () => mean(draw(own)) / mean(draw(random)));
  ratios.sort((a, b) => a - b);
  return [ratios[49], ratios[1949]];
}

const spent = (method) =>
  Array.from({ length: repeats }, (_, i) => updatesToTop(table, { ...SETTINGS, method }, i + 1, SHARE));
const all = { random: spent('random'), asha: spent('asha'), evolution: spent('evolution') };
const methods = Object.entries(all).map(([method, updates]) => ({
  method,
  mean: Math.round(mean(updates)),
  median: median(updates),
  ratio: mean(updates) / mean(all.random),
  interval: method === 'random' ? null : ratioInterval(updates, all.random),
}));
console.log(
  JSON.stringify({
    networks: Object.keys(table.networks).length,
    top: topNetworks(table, SHARE).size,
    ...{ repeats, settings: SETTINGS, methods },
  }),
);
