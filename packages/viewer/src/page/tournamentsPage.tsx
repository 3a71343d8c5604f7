/** The list of tournaments, live. */
import type { TournamentSummary } from '../tournamentView.js';
import { useLive } from './feeds.js';
import { shortSpec } from './games.js';
import { formatRoute } from './route.js';
import { StatusBadge } from './statusBadge.js';
import { formatTime, words } from './words.js';

const { columns } = words.tournaments;

export function TournamentsPage() {
  const list = useLive<TournamentSummary[]>('api/live/tournaments');
  return (
    <>
      <h1>{words.tournaments.title}</h1>
      {!list && <p class="muted">{words.connection.loading}</p>}
      {list?.length === 0 && (
        <>
          <p>{words.tournaments.none}</p>
          <pre class="command">{words.tournaments.noneCommand}</pre>
        </>
      )}
      {list && list.length > 0 && (
        <table class="list tournaments">
          <thead>
            <tr>
              <th scope="col">{columns.name}</th>
              <th scope="col">{columns.status}</th>
              <th scope="col">{columns.env}</th>
              <th scope="col">{columns.agents}</th>
              <th scope="col" class="number">
                {columns.games}
              </th>
              <th scope="col">{columns.created}</th>
            </tr>
          </thead>
          <tbody>
            {list.map((each) => (
              <Row key={each.name} tournament={each} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function Row({ tournament }: { tournament: TournamentSummary }) {
  const { name, status, env, agents, played, total, created, error } = tournament;
  if (error !== undefined) {
    return (
      <tr>
        <td class="name">{name}</td>
        <td class="bad" colSpan={5}>
          {error}
        </td>
      </tr>
    );
  }
  return (
    <tr>
      <td class="name">
        <a href={formatRoute({ page: 'tournament', name, pair: undefined })}>{name}</a>
      </td>
      <td class="status">
        <StatusBadge status={status} />
      </td>
      <td class="algorithm">{shortSpec(env)}</td>
      <td class="env">{agents.join(', ')}</td>
      <td class="number step" data-label={columns.games}>
        {words.tournaments.played(played, total)}
      </td>
      <td class="created">
        <time dateTime={created}>{formatTime(created)}</time>
      </td>
    </tr>
  );
}
