/** What a search has tried, as text. */
import { trainer, unitWord } from '@agon/runs';
import type { TrialLine } from '@agon/runs';
import { formatNumber } from './format.js';
import { paint } from './paint.js';
import { table } from './tableText.js';

/** Trials of a table, and of the lines while a search is under way. */
const TABLE_ROWS = 10;
const LIVE_ROWS = 3;
/** Columns of the chart. */
const CHART_WIDTH = 48;
const BARS = '▁▂▃▄▅▆▇█';

const scoreText = (search: string, { score }: TrialLine): string => {
  if (score === null) return 'diverged';
  const { unit = 'none' } = trainer(search).metrics.trialScore ?? {};
  return unit === 'share'
    ? `${(100 * score).toFixed(2)} %`
    : `${score.toFixed(2)} ${unitWord(unit, 'en')}`.trim();
};

/** The best first: those that were trained for longer, then by their scores. */
function ranked(trials: readonly TrialLine[]): TrialLine[] {
  const score = (trial: TrialLine): number => trial.score ?? -Infinity;
  return [...trials].sort((a, b) => b.updates - a.updates || score(b) - score(a));
}

/** The best trials of a search as a table. */
export function trialsTable({ id }: { id: string }, trials: readonly TrialLine[]): string {
  const rows = ranked(trials)
    .slice(0, TABLE_ROWS)
    .map((trial) => [
      ...[scoreText(id, trial), formatNumber(trial.updates), formatNumber(trial.parameters), trial.network],
    ]);
  return table(
    [
      { head: 'score', align: 'right' },
      { head: 'updates', align: 'right' },
      { head: 'parameters', align: 'right' },
      { head: 'network' },
    ],
    rows,
  );
}

/** A chart of all scores in their order, and the best trials, while a search is under way. */
export function liveTrials(id: string, trials: readonly TrialLine[]): string[] {
  if (trials.length === 0) return [];
  const best = ranked(trials)
    .slice(0, LIVE_ROWS)
    .map((trial) => `  ${scoreText(id, trial)}  after ${formatNumber(trial.updates)}  ${trial.network}`);
  return [`  ${paint('green', chart(trials.map(({ score }) => score)))}`, ...best];
}

/** A bar for each score, lowest to highest; of many, the highest of each part. Those that diverged are left out. */
export function chart(scores: readonly (number | null)[]): string {
  const known = scores.filter((score) => score !== null);
  if (known.length === 0) return '';
  const width = Math.min(CHART_WIDTH, known.length);
  const parts = Array.from({ length: width }, (_, i) =>
    known.slice(Math.floor((i * known.length) / width), Math.floor(((i + 1) * known.length) / width)),
  );
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const height = (value: number): number =>
    most === least ? 0 : Math.round(((value - least) / (most - least)) * (BARS.length - 1));
  return parts.map((part) => BARS[height(Math.max(...part))]).join('');
}
