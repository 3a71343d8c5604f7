/** `node gradientNorms.mjs runs/NAME`: prints {first, median, largest} of the gradient's norm, as the run's metrics.jsonl has it. */
import { readMetrics } from './readMetrics.mjs';

const [run] = process.argv.slice(2);
const norms = readMetrics(run).flatMap(({ gradientNorm }) =>
  gradientNorm === undefined ? [] : [gradientNorm],
);
if (norms.length === 0) throw new Error(`${run} has no gradientNorm`);
const sorted = norms.toSorted((a, b) => a - b);
console.log(
  JSON.stringify({ first: norms[0], median: sorted[sorted.length >> 1], largest: sorted[sorted.length - 1] }),
);
