/** Curves as a table for other programs. */
import type { MetricsLine, RunSummary } from '@agon/runs';

/** A field as RFC 4180 wants it. */
const field = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** One row for each measurement of each run; what a run has not measured is empty. */
export function curvesCsv(
  runs: readonly { run: RunSummary; lines: readonly MetricsLine[] }[],
  metric: string,
): string {
  const rows = runs.flatMap(({ run: { name, config }, lines }) =>
    lines
      .filter((line) => metric in line)
      .map((line) => [
        ...[name, config.algorithm, config.seed, line.step, line.seconds],
        ...[line.episodes, line.updates, line[metric]],
      ]),
  );
  const head = ['run', 'algorithm', 'seed', 'step', 'seconds', 'episodes', 'updates', metric];
  const text = (value: unknown): string => field(value === undefined ? '' : String(value));
  return [head, ...rows].map((row) => `${row.map(text).join(',')}\n`).join('');
}
