/** The crosstable of a tournament of board games: each cell says how the row did against the column, and opens their games. */
import { crosstable, type GameStandings } from '@agon/arena';
import { formatRoute } from '../route.js';
import { tournamentWords } from './words.js';

interface CrosstableProps {
  standings: GameStandings;
  /** In the tournament's own order, by which pairs are named in addresses. */
  agents: readonly string[];
  tournament: string;
  chosen: readonly [number, number] | undefined;
}

/** From the colour of losing to that of winning: the share of points as a background. */
const shade = (score: number): string =>
  score >= 0.5
    ? `color-mix(in srgb, var(--good) ${Math.round((score - 0.5) * 60)}%, transparent)`
    : `color-mix(in srgb, var(--bad) ${Math.round((0.5 - score) * 60)}%, transparent)`;

/** Rows and columns by rating; `chosen` is the pair whose games are listed. */
export function Crosstable({ standings, agents, tournament, chosen }: CrosstableProps) {
  const rows = crosstable(standings);
  return (
    <section class="panel">
      <h2>{tournamentWords.crosstable}</h2>
      <div class="scroll">
        <table class="crosstable">
          <thead>
            <tr>
              <th />
              <th scope="col">{tournamentWords.columns.agent}</th>
              {rows.map(({ place, agent }) => (
                <th key={agent} scope="col" title={agent}>
                  {place}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.agent}>
                <td class="number muted">{row.place}</td>
                <th scope="row">{row.agent}</th>
                {row.cells.map((cell, i) => {
                  const other = rows[i].agent;
                  if (!cell) return <td key={other} class="empty" />;
                  const { wins, draws, losses } = cell;
                  const pair = [agents.indexOf(row.agent), agents.indexOf(other)] as const;
                  const isChosen = chosen?.[0] === pair[0] && chosen[1] === pair[1];
                  return (
                    <td key={other}>
                      <a
                        href={formatRoute({ page: 'tournament', name: tournament, pair })}
                        aria-current={isChosen ? 'true' : undefined}
                        title={tournamentWords.openGames(row.agent, other)}
                        style={{ background: shade((wins + draws / 2) / (wins + draws + losses)) }}
                      >
                        {tournamentWords.results(wins, draws, losses)}
                      </a>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="muted small">{tournamentWords.crosstableHint}</p>
    </section>
  );
}
