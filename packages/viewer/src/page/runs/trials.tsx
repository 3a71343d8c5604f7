/** What a search has tried, as it grows: a dot for each trial, the best so far, and the trials as a table. */
import { searchedBy } from '@agon/models';
import { subjectFlag, subjectOf, trainer, type RunSummary, type TrialLine } from '@agon/runs';
import { SortTable, type Column } from '../elements/sortTable.js';
import { formatNumber } from '../format.js';
import { shortSpec } from '../games.js';
import { useLive } from '../server/feeds.js';
import { runAddress } from '../server/server.js';
import { bestSoFar, rankedTrials } from './trialOrder.js';
import { trialWords } from './words.js';

/** Rows of the table. */
const ROWS = 20;

/** The trials of a run that is a search. */
export function Trials({ run }: { run: RunSummary }) {
  const told = useLive<TrialLine[] | { error: string }>(runAddress(run.name, 'trials', 'live'));
  if (told && 'error' in told) return <p class="notice bad">{told.error}</p>;
  const trials = told ?? [];
  return (
    <section class="panel trials">
      <h2>{trialWords.title}</h2>
      {trials.length === 0 ? (
        <p class="muted">{trialWords.none}</p>
      ) : (
        <>
          <p class="muted small">{trialWords.about(trials.length)}</p>
          <Chart trials={trials} />
          <div class="scroll">
            <SortTable
              class="tried"
              columns={columnsOf(run)}
              rows={rankedTrials(trials).slice(0, ROWS)}
              rowKey={({ trial }) => `${trial}`}
            />
          </div>
          <Repeat run={run} trials={trials} />
        </>
      )}
    </section>
  );
}

function columnsOf({ config }: RunSummary): Column<TrialLine>[] {
  const { columns } = trialWords;
  const isShare = trainer(config.algorithm).metrics.trialScore?.unit === 'share';
  const text = (score: number): string => (isShare ? `${(100 * score).toFixed(2)} %` : formatNumber(score));
  return [
    {
      id: 'reached',
      title: columns.score,
      isNumber: true,
      key: ({ score }) => score ?? NaN,
      cell: ({ score }) => (score === null ? trialWords.diverged : text(score)),
    },
    ...(['updates', 'parameters', 'trial'] as const).map((id) => ({
      id,
      title: columns[id],
      isNumber: true,
      key: (row: TrialLine) => row[id],
      cell: (row: TrialLine) => formatNumber(row[id]),
    })),
    {
      id: 'network',
      title: columns.network,
      key: ({ network }) => network,
      cell: ({ network }) => <code title={network}>{network.replace(/^blocks:layers=/, '')}</code>,
    },
  ];
}

/** How the best network is trained by itself. */
function Repeat({ run: { config }, trials }: { run: RunSummary; trials: readonly TrialLine[] }) {
  const best = trials.findLast(({ isBest }) => isBest);
  if (!best) return null;
  const subject = `${subjectFlag(config)} ${shortSpec(subjectOf(config))}`;
  return (
    <p>
      {trialWords.repeat}{' '}
      <code class="command">
        {`npx agon train ${searchedBy(config.algorithm)} ${subject} --steps ${best.updates} --seed ${config.seed} --set network=${best.network}`}
      </code>
    </p>
  );
}

/** Of the drawing, and of the part where the dots lie. */
const [WIDTH, HEIGHT, LEFT, BOTTOM, EDGE] = [720, 240, 56, 28, 10];

function Chart({ trials }: { trials: readonly TrialLine[] }) {
  const known = trials.filter((trial): trial is TrialLine & { score: number } => trial.score !== null);
  if (known.length === 0) return null;
  const scores = known.map(({ score }) => score);
  const [least, most] = [Math.min(...scores), Math.max(...scores)];
  const longest = Math.max(...known.map(({ updates }) => updates));
  const last = trials[trials.length - 1].step;
  const x = (step: number): number => LEFT + (step / last) * (WIDTH - LEFT - EDGE);
  const y = (score: number): number =>
    HEIGHT - BOTTOM - (most === least ? 0.5 : (score - least) / (most - least)) * (HEIGHT - BOTTOM - EDGE);
  const line = bestSoFar(trials).map(({ step, score }) => `${x(step)},${y(score)}`);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={trialWords.chart}>
      <line class="axis" x1={LEFT} x2={WIDTH - EDGE} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM} />
      <line class="axis" x1={LEFT} x2={LEFT} y1={EDGE} y2={HEIGHT - BOTTOM} />
      <text x={LEFT - 6} y={y(most) + 4} text-anchor="end">
        {formatNumber(most)}
      </text>
      <text x={LEFT - 6} y={y(least) + 4} text-anchor="end">
        {formatNumber(least)}
      </text>
      <text x={WIDTH - EDGE} y={HEIGHT - 8} text-anchor="end">
        {`${formatNumber(last)} ${trialWords.spent}`}
      </text>
      {line.length > 1 && <polyline points={line.join(' ')} />}
      {known.map(({ trial, step, score, updates, network, isBest }) => (
        <circle
          key={trial}
          class={isBest ? 'best' : undefined}
          cx={x(step)}
          cy={y(score)}
          r={2 + 3 * Math.sqrt(updates / longest)}
        >
          <title>{`${network}: ${formatNumber(score)}`}</title>
        </circle>
      ))}
    </svg>
  );
}
