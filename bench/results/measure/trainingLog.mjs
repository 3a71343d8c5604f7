/** `node trainingLog.mjs runs/NAME ROWS`: prints so many lines of a run's metrics.jsonl of alphazero, evenly spaced, the last among them. */
import { readMetrics } from './readMetrics.mjs';

const KEPT = [
  ...['step', 'seconds', 'visits', 'loss', 'policyLoss', 'valueLoss', 'ownershipLoss', 'scoreLoss'],
  ...['policyEntropy', 'gameLength', 'uniqueGames', 'visitConcentration', 'drawRate', 'firstPlayerScore'],
  ...['resignRate', 'falseResigns'],
];

const [run, count] = process.argv.slice(2);
const learned = readMetrics(run).filter(({ policyLoss }) => policyLoss !== undefined);
const rows = Array.from({ length: Number(count) }, (_, i) =>
  learned.at(Math.ceil(((i + 1) * learned.length) / count) - 1),
);
const short = (value) => Number(value.toPrecision(4));
const kept = rows.map((row) =>
  Object.fromEntries(
    KEPT.filter((key) => row[key] !== undefined).map((key) => [
      key,
      key === 'step' ? row[key] : short(row[key]),
    ]),
  ),
);
console.log(JSON.stringify(kept));
