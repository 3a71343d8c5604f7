/** The episodes of a tournament in a single-player environment: a row for each seed, a column for each agent. */
import { useSignal } from '@preact/signals';
import type { TournamentGame, TournamentView } from '../../tournamentView.js';
import { formatNumber } from '../format.js';
import { formatRoute } from '../route.js';
import { words } from '../words.js';
import { tournamentWords } from './words.js';

/** Rows that are shown before one asks for all. */
const FIRST_ROWS = 30;

/** The number of an episode: job ids are "agent-episode". */
const episodeOf = ({ id }: TournamentGame): number => Number(id.split('-')[1]);

/** The returns, each of which opens its episode as a replay; long tables are cut until somebody asks for all of it. */
export function EpisodeTable({ view: { name, agents, games } }: { view: TournamentView }) {
  const isOpen = useSignal(false);
  const rows = new Map<number, Map<number, TournamentGame>>();
  for (const game of games) {
    const row = rows.get(episodeOf(game)) ?? new Map<number, TournamentGame>();
    rows.set(episodeOf(game), row.set(game.seats[0], game));
  }
  const ordered = [...rows].sort(([a], [b]) => a - b);
  const shown = isOpen.value ? ordered : ordered.slice(0, FIRST_ROWS);
  return (
    <section class="panel">
      <h2>{tournamentWords.episodes}</h2>
      <div class="scroll">
        <table class="crosstable">
          <thead>
            <tr>
              <th scope="col">{tournamentWords.columns.episode}</th>
              {agents.map((agent) => (
                <th key={agent} scope="col">
                  {agent}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(([episode, row]) => (
              <tr key={episode}>
                <td class="number muted">{episode + 1}</td>
                {agents.map((agent, i) => {
                  const game = row.get(i);
                  return (
                    <td key={agent}>
                      {game && (
                        <a href={formatRoute({ page: 'game', name, id: game.id, step: 0 })}>
                          {formatNumber(game.result[0])}
                        </a>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {ordered.length > shown.length && (
        <button onClick={() => (isOpen.value = true)}>{words.showAll(ordered.length)}</button>
      )}
      <p class="muted small">{tournamentWords.episodesHint}</p>
    </section>
  );
}
