/** `node lastMetrics.mjs runs/NAME METRIC…`: prints {METRIC: value, …}, the last that the run's metrics.jsonl has of each. */
import { readMetrics } from './readMetrics.mjs';

const [run, ...names] = process.argv.slice(2);
const last = Object.assign({}, ...readMetrics(run));
const missing = names.filter((name) => last[name] === undefined);
if (missing.length)
  throw new Error(`${run} has no ${missing.join(', ')}; it has ${Object.keys(last).join(', ')}`);
console.log(JSON.stringify(Object.fromEntries(names.map((name) => [name, last[name]]))));
