/** Who stands where in a tournament, with the interval of each rating or score drawn beside it. */
import { crosstable, type GameStandings, type ScoreStandings } from '@agon/arena';
import { SortTable, type Column } from './sortTable.js';
import { formatElo, formatNumber, formatPercent, words } from './words.js';

const { columns } = words.tournament;

/** The range that holds all intervals, never empty. */
function rangeOf(intervals: readonly (readonly [number, number])[]): [low: number, high: number] {
  const ends = intervals.flat().filter(Number.isFinite);
  if (ends.length === 0) return [0, 1];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  return low === high ? [low - 1, high + 1] : [low, high];
}

interface IntervalProps {
  value: number;
  ci95: readonly [number, number];
  range: [low: number, high: number];
  format: (value: number) => string;
}

/** An interval in numbers, and drawn. */
function Interval(props: IntervalProps) {
  return (
    <span class="interval-row">
      <Whisker {...props} />
      <span class="muted small">{words.tournament.interval(...props.ci95, props.format)}</span>
    </span>
  );
}

/** An interval with its middle, drawn to scale. */
function Whisker(props: IntervalProps) {
  const [low, high] = props.range;
  const at = (value: number): number => 3 + (94 * (value - low)) / (high - low);
  const [from, to] = props.ci95.map(at);
  if (![from, to, at(props.value)].every(Number.isFinite)) return null;
  return (
    <span class="whisker" aria-hidden="true">
      <span class="whisker-line" style={{ left: `${from}%`, width: `${to - from}%` }} />
      <span class="whisker-dot" style={{ left: `${at(props.value)}%` }} />
    </span>
  );
}

type GameRow = ReturnType<typeof crosstable>[number];

const scoreOf = ({ wins, draws, games }: GameRow): number => (wins + draws / 2) / games;

/** Board games: a row for each player, the best rating first. */
export function GameStandingsTable({ standings }: { standings: GameStandings }) {
  const rows = crosstable(standings);
  const range = rangeOf(rows.map(({ ci95 }) => ci95));
  const table: Column<GameRow>[] = [
    { id: 'place', title: columns.place, key: ({ place }) => place, cell: ({ place }) => place },
    { id: 'agent', title: columns.agent, key: ({ agent }) => agent, cell: ({ agent }) => agent },
    {
      id: 'main',
      title: columns.elo,
      isNumber: true,
      key: ({ elo }) => elo,
      cell: ({ elo }) => formatElo(elo),
    },
    {
      id: 'interval',
      title: columns.interval,
      cell: ({ elo, ci95 }) => <Interval value={elo} ci95={ci95} range={range} format={formatElo} />,
    },
    {
      id: 'points',
      title: columns.score,
      isNumber: true,
      key: scoreOf,
      cell: (row) => (row.games > 0 ? formatPercent(scoreOf(row)) : words.runs.noValue),
    },
    {
      id: 'count',
      title: columns.games,
      isNumber: true,
      key: ({ games }) => games,
      cell: ({ games }) => formatNumber(games),
    },
    {
      id: 'results',
      title: columns.results,
      isNumber: true,
      cell: ({ wins, draws, losses }) => words.tournament.results(wins, draws, losses),
    },
  ];
  if (rows.some(({ forfeits }) => forfeits > 0)) {
    const forfeits = (row: GameRow): number => row.forfeits;
    table.push({ id: 'forfeits', title: columns.forfeits, isNumber: true, key: forfeits, cell: forfeits });
  }
  return (
    <section class="panel">
      <h2>{words.tournament.standings}</h2>
      <SortTable class="standings" columns={table} rows={rows} rowKey={({ agent }) => agent} />
      <p class="muted small">{words.tournament.eloHint}</p>
    </section>
  );
}

type ScoreRow = ScoreStandings['players'][number] & { place: number };

/** Single-player environments: a row for each agent, the best mean return first. */
export function ScoreStandingsTable({ standings }: { standings: ScoreStandings }) {
  const best = standings.players.toSorted((a, b) => b.mean - a.mean);
  const rows = best.map((row, index): ScoreRow => ({ ...row, place: index + 1 }));
  const range = rangeOf(rows.map(({ ci95 }) => ci95));
  const table: Column<ScoreRow>[] = [
    { id: 'place', title: columns.place, key: ({ place }) => place, cell: ({ place }) => place },
    { id: 'agent', title: columns.agent, key: ({ agent }) => agent, cell: ({ agent }) => agent },
    {
      id: 'main',
      title: columns.mean,
      isNumber: true,
      key: ({ mean }) => mean,
      cell: ({ mean }) => shown(mean),
    },
    {
      id: 'interval',
      title: columns.interval,
      cell: ({ mean, ci95 }) => <Interval value={mean} ci95={ci95} range={range} format={shown} />,
    },
    {
      id: 'points',
      title: columns.iqm,
      isNumber: true,
      key: ({ iqm }) => iqm,
      cell: ({ iqm }) => shown(iqm),
    },
    {
      id: 'count',
      title: columns.episodes,
      isNumber: true,
      key: ({ episodes }) => episodes,
      cell: ({ episodes }) => formatNumber(episodes),
    },
  ];
  return (
    <section class="panel">
      <h2>{words.tournament.standings}</h2>
      <SortTable class="standings" columns={table} rows={rows} rowKey={({ agent }) => agent} />
      <ul class="plain small">
        {standings.pairs
          .filter(({ difference }) => Number.isFinite(difference))
          .map(betterFirst)
          .map(({ a, b, probabilityOfImprovement, difference, ci95 }) => (
            <li key={`${a} ${b}`}>
              {words.tournament.improvement(
                a,
                b,
                formatPercent(probabilityOfImprovement),
                shown(difference),
                words.tournament.interval(...ci95, shown),
              )}
            </li>
          ))}
      </ul>
      <p class="muted small">{words.tournament.scoreHint}</p>
    </section>
  );
}

/** A pair with the agent of the larger mean first. */
function betterFirst(pair: ScoreStandings['pairs'][number]): ScoreStandings['pairs'][number] {
  if (pair.difference >= 0) return pair;
  const { a, b, probabilityOfImprovement, difference, ci95 } = pair;
  return {
    ...pair,
    ...{ a: b, b: a, probabilityOfImprovement: 1 - probabilityOfImprovement },
    ...{ difference: -difference, ci95: [-ci95[1], -ci95[0]] },
  };
}

/** A score, or a dash where there is none yet. */
const shown = (value: number): string => (Number.isFinite(value) ? formatNumber(value) : words.runs.noValue);
