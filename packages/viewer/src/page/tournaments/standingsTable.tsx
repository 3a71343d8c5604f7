/** Who stands where in a tournament, with the interval of each rating or score drawn beside it. */
import { crosstable, shareText, type GameStandings, type ScoreStandings } from '@agon/arena';
import { SortTable, type Column } from '../elements/sortTable.js';
import { formatElo, formatNumber, formatPercent } from '../format.js';
import { words } from '../words.js';
import { tournamentWords } from './words.js';

const { columns } = tournamentWords;

type Ends = readonly [low: number, high: number];

/** The range that holds all intervals, never empty. */
function rangeOf(intervals: readonly (Ends | null)[]): Ends {
  const ends = intervals.flatMap((each) => each ?? []);
  if (ends.length === 0) return [0, 1];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  return low === high ? [low - 1, high + 1] : [low, high];
}

interface IntervalProps {
  value: number | null;
  ci95: Ends | null;
  range: Ends;
  format: (value: number) => string;
  /** What an interval without width says. */
  point: string;
}

/** An interval in numbers, and drawn. */
function Interval({ value, ci95, range, format, point }: IntervalProps) {
  if (!ci95 || value === null) return <span class="muted small">{tournamentWords.noInterval}</span>;
  return (
    <span class="interval-row">
      <Whisker value={value} ci95={ci95} range={range} />
      <span class="muted small">
        {ci95[0] === ci95[1] ? point : tournamentWords.interval(...ci95, format)}
      </span>
    </span>
  );
}

/** An interval with its middle, drawn to scale. */
function Whisker(props: { value: number; ci95: Ends; range: Ends }) {
  const [low, high] = props.range;
  const at = (value: number): number => 3 + (94 * (value - low)) / (high - low);
  const [from, to] = props.ci95.map(at);
  return (
    <span class="whisker" aria-hidden="true">
      <span class="whisker-line" style={{ left: `${from}%`, width: `${to - from}%` }} />
      <span class="whisker-dot" style={{ left: `${at(props.value)}%` }} />
    </span>
  );
}

type GameRow = ReturnType<typeof crosstable>[number];

const pointsOf = ({ wins, draws }: GameRow): number => wins + draws / 2;

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
      key: (row) => -row.place,
      cell: ({ elo, unrated }) =>
        elo === null ? tournamentWords.unrated[unrated ?? 'apart'] : formatElo(elo),
    },
    {
      id: 'interval',
      title: columns.interval,
      cell: ({ elo, ci95 }) => (
        <Interval value={elo} ci95={ci95} range={range} format={formatElo} point={tournamentWords.given} />
      ),
    },
    {
      id: 'points',
      title: columns.score,
      isNumber: true,
      key: (row) => pointsOf(row) / row.games,
      cell: (row) => (row.games > 0 ? shareText(pointsOf(row), row.games, formatPercent) : words.noValue),
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
      cell: ({ wins, draws, losses }) => tournamentWords.results(wins, draws, losses),
    },
  ];
  if (rows.some(({ forfeits }) => forfeits > 0)) {
    const forfeits = (row: GameRow): number => row.forfeits;
    table.push({ id: 'forfeits', title: columns.forfeits, isNumber: true, key: forfeits, cell: forfeits });
  }
  return (
    <section class="panel">
      <h2>{tournamentWords.standings}</h2>
      <SortTable class="standings" columns={table} rows={rows} rowKey={({ agent }) => agent} />
      <p class="muted small">{tournamentWords.eloHint}</p>
    </section>
  );
}

type ScoreRow = ScoreStandings['players'][number] & { place: number };

/** Single-player environments: a row for each agent, the best mean return first. */
export function ScoreStandingsTable({ standings }: { standings: ScoreStandings }) {
  const best = standings.players.toSorted((a, b) => (b.mean ?? -Infinity) - (a.mean ?? -Infinity));
  const rows = best.map((row, index): ScoreRow => ({ ...row, place: index + 1 }));
  const range = rangeOf(rows.map(({ ci95 }) => ci95));
  const table: Column<ScoreRow>[] = [
    { id: 'place', title: columns.place, key: ({ place }) => place, cell: ({ place }) => place },
    { id: 'agent', title: columns.agent, key: ({ agent }) => agent, cell: ({ agent }) => agent },
    {
      id: 'main',
      title: columns.mean,
      isNumber: true,
      key: ({ mean }) => mean ?? NaN,
      cell: ({ mean }) => shown(mean),
    },
    {
      id: 'interval',
      title: columns.interval,
      cell: ({ mean, ci95 }) => (
        <Interval value={mean} ci95={ci95} range={range} format={shown} point={tournamentWords.equal} />
      ),
    },
    {
      id: 'points',
      title: columns.iqm,
      isNumber: true,
      key: ({ iqm }) => iqm ?? NaN,
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
      <h2>{tournamentWords.standings}</h2>
      <SortTable class="standings" columns={table} rows={rows} rowKey={({ agent }) => agent} />
      <ul class="plain small">
        {standings.pairs.map((pair) => {
          const text = improvementText(pair, standings.players);
          return text && <li key={`${pair.a} ${pair.b}`}>{text}</li>;
        })}
      </ul>
      <p class="muted small">{tournamentWords.scoreHint}</p>
    </section>
  );
}

/** Who does better, the agent of the larger mean first; nothing where they have no episode in common. */
function improvementText(
  { a, b, probabilityOfImprovement: chance, difference, ci95 }: ScoreStandings['pairs'][number],
  players: ScoreStandings['players'],
): string | undefined {
  if (difference === null || chance === null) return undefined;
  const compared = players
    .filter(({ agent }) => agent === a || agent === b)
    .reduce((product, { episodes }) => product * episodes, 1);
  const [better, other, share, ends] =
    difference >= 0 ? [a, b, chance, ci95] : [b, a, 1 - chance, ci95 && ([-ci95[1], -ci95[0]] as const)];
  return tournamentWords.improvement(
    better,
    other,
    shareText(share * compared, compared, (part) => `${formatPercent(part)} of all`),
    shown(Math.abs(difference)),
    ends && ends[0] !== ends[1] ? tournamentWords.interval(...ends, shown) : null,
  );
}

/** A score, or a dash where there is none yet. */
const shown = (value: number | null): string => (value === null ? words.noValue : formatNumber(value));
