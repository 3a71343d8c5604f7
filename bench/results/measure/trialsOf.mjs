/** `node bench/results/measure/trialsOf.mjs RUN`: prints what the trials of the search runs/RUN have come to, as JSON. */
import { readTrials } from '@agon/runs/node';

const [name] = process.argv.slice(2);
const trials = readTrials('runs', name).map(({ network, updates, score, parameters }) => ({
  network,
  updates,
  score,
  parameters,
}));
console.log(JSON.stringify({ trials }));
