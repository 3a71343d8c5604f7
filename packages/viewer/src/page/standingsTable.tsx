/** Who stands where in a tournament, with the interval of each rating or score drawn beside it. */
import { crosstable, type GameStandings, type ScoreStandings } from '@agon/arena';
import { formatElo, formatNumber, formatPercent, words } from './words.js';

const { columns } = words.tournament;

/** The range that holds all intervals, never empty. */
function rangeOf(intervals: readonly (readonly [number, number])[]): [low: number, high: number] {
  const ends = intervals.flat().filter(Number.isFinite);
  if (ends.length === 0) return [0, 1];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  return low === high ? [low - 1, high + 1] : [low, high];
}

/** An interval with its middle, drawn to scale. */
function Whisker(props: { value: number; ci95: readonly [number, number]; range: [number, number] }) {
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

export function GameStandingsTable({ standings }: { standings: GameStandings }) {
  const rows = crosstable(standings);
  const range = rangeOf(rows.map(({ ci95 }) => ci95));
  const hasForfeits = rows.some(({ forfeits }) => forfeits > 0);
  return (
    <section class="panel">
      <h2>{words.tournament.standings}</h2>
      <div class="scroll">
        <table class="standings">
          <thead>
            <tr>
              <th />
              <th scope="col">{columns.agent}</th>
              <th scope="col" class="number">
                {columns.elo}
              </th>
              <th scope="col">{columns.interval}</th>
              <th scope="col" class="number">
                {columns.score}
              </th>
              <th scope="col" class="number">
                {columns.games}
              </th>
              <th scope="col" class="number">
                {columns.results}
              </th>
              {hasForfeits && (
                <th scope="col" class="number">
                  {columns.forfeits}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.agent}>
                <td class="number muted">{row.place}</td>
                <th scope="row">{row.agent}</th>
                <td class="number strong">{formatElo(row.elo)}</td>
                <td class="interval">
                  <Whisker value={row.elo} ci95={row.ci95} range={range} />
                  <span class="muted small">{words.tournament.interval(...row.ci95, formatElo)}</span>
                </td>
                <td class="number">
                  {row.games ? formatPercent((row.wins + row.draws / 2) / row.games) : words.runs.noValue}
                </td>
                <td class="number">{formatNumber(row.games)}</td>
                <td class="number">{words.tournament.results(row.wins, row.draws, row.losses)}</td>
                {hasForfeits && <td class="number">{row.forfeits}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="muted small">{words.tournament.eloHint}</p>
    </section>
  );
}

export function ScoreStandingsTable({ standings }: { standings: ScoreStandings }) {
  const rows = standings.players.toSorted((a, b) => b.mean - a.mean);
  const range = rangeOf(rows.map(({ ci95 }) => ci95));
  return (
    <section class="panel">
      <h2>{words.tournament.standings}</h2>
      <div class="scroll">
        <table class="standings">
          <thead>
            <tr>
              <th />
              <th scope="col">{columns.agent}</th>
              <th scope="col" class="number">
                {columns.mean}
              </th>
              <th scope="col">{columns.interval}</th>
              <th scope="col" class="number">
                {columns.iqm}
              </th>
              <th scope="col" class="number">
                {columns.episodes}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={row.agent}>
                <td class="number muted">{i + 1}</td>
                <th scope="row">{row.agent}</th>
                <td class="number strong">{shown(row.mean)}</td>
                <td class="interval">
                  <Whisker value={row.mean} ci95={row.ci95} range={range} />
                  <span class="muted small">{words.tournament.interval(...row.ci95, shown)}</span>
                </td>
                <td class="number">{shown(row.iqm)}</td>
                <td class="number">{formatNumber(row.episodes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ul class="plain small">
        {standings.pairs
          .filter(({ difference }) => Number.isFinite(difference))
          .map((pair) => (
            <li key={`${pair.a} ${pair.b}`}>
              {words.tournament.improvement(
                pair.a,
                pair.b,
                formatPercent(pair.probabilityOfImprovement),
                shown(pair.difference),
                words.tournament.interval(...pair.ci95, shown),
              )}
            </li>
          ))}
      </ul>
      <p class="muted small">{words.tournament.scoreHint}</p>
    </section>
  );
}

/** A score, or a dash where there is none yet. */
const shown = (value: number): string => (Number.isFinite(value) ? formatNumber(value) : words.runs.noValue);
