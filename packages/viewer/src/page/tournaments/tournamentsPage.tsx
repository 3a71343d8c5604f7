/** The list of tournaments, live. */
import type { TournamentSummary } from '../../tournamentView.js';
import { SortTable, type Column } from '../elements/sortTable.js';
import { StatusBadge } from '../elements/statusBadge.js';
import { formatTime } from '../format.js';
import { shortSpec } from '../games.js';
import { formatRoute } from '../route.js';
import { useLive } from '../server/feeds.js';
import { words } from '../words.js';
import { tournamentsWords } from './words.js';

const { columns } = tournamentsWords;

const TABLE: Column<TournamentSummary>[] = [
  { id: 'name', title: columns.name, key: ({ name }) => name, cell: Name },
  {
    id: 'status',
    title: columns.status,
    key: ({ status }) => status,
    cell: ({ status, error, damage }) => (
      <>
        <StatusBadge status={status} title={damage?.join('\n')} /> {error}
      </>
    ),
  },
  { id: 'algorithm', title: columns.env, key: ({ env }) => env, cell: ({ env }) => env && shortSpec(env) },
  { id: 'env', title: columns.agents, cell: ({ agents }) => agents.join(', ') },
  {
    id: 'step',
    title: columns.games,
    isNumber: true,
    key: ({ total }) => total,
    cell: ({ played, total, error }) => (error === undefined ? tournamentsWords.played(played, total) : ''),
  },
  {
    id: 'created',
    title: columns.created,
    key: ({ created }) => created,
    cell: ({ created }) => created && <time dateTime={created}>{formatTime(created)}</time>,
  },
];

function Name({ name, error }: TournamentSummary) {
  if (error !== undefined) return name;
  return <a href={formatRoute({ page: 'tournament', name, pair: undefined })}>{name}</a>;
}

/** A row for each tournament; without any it says how to begin one. */
export function TournamentsPage() {
  const list = useLive<TournamentSummary[]>('api/live/tournaments');
  return (
    <>
      <h1>{tournamentsWords.title}</h1>
      {!list && <p class="muted">{words.connection.loading}</p>}
      {list?.length === 0 && (
        <>
          <p>{tournamentsWords.none}</p>
          <pre class="command">{tournamentsWords.noneCommand}</pre>
        </>
      )}
      {list && list.length > 0 && (
        <SortTable class="list tournaments" columns={TABLE} rows={list} rowKey={({ name }) => name} />
      )}
    </>
  );
}
