/** `node lastMetrics.mjs runs/NAME METRIC…`: prints {METRIC: value, …}, the last that the run's metrics.jsonl has of each. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const [run, ...names] = process.argv.slice(2);
const lines = readFileSync(join(run, 'metrics.jsonl'), 'utf8').trimEnd().split('\n');
const last = Object.assign({}, ...lines.map((line) => JSON.parse(line)));
const missing = names.filter((name) => last[name] === undefined);
if (missing.length)
  throw new Error(`${run} has no ${missing.join(', ')}; it has ${Object.keys(last).join(', ')}`);
console.log(JSON.stringify(Object.fromEntries(names.map((name) => [name, last[name]]))));
