/** Reads a run's metrics.jsonl. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Its lines, parsed, in order. @param run the run's folder */
export const readMetrics = (run) =>
  readFileSync(join(run, 'metrics.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
