/** The person's own games: continued, watched, deleted, taken along, forgotten. */
import { useSignal } from '@preact/signals';
import { SortTable, type Column } from '../elements/sortTable.js';
import { formatNumber, formatTime } from '../format.js';
import { OpenButton } from '../open/opener.js';
import { formatRoute } from '../route.js';
import { deleteGame, putGame } from '../kept/games.js';
import { summaryOf, type GameSummary } from '../kept/gameSummary.js';
import { KeptDrawer } from '../kept/keptDrawer.js';
import type { KeptGame } from '../kept/keptGame.js';
import { useKeptGames } from '../kept/useKeptGames.js';
import { keptWords } from '../kept/words.js';

interface Row extends GameSummary {
  game: KeptGame;
}

const whenOf = ({ changed }: KeptGame): string => formatTime(new Date(changed).toISOString());

/** What every list of games shows; the last column is made by the page. */
const COLUMNS: readonly Column<Row>[] = [
  {
    id: 'name',
    title: keptWords.columns.game,
    key: ({ title }) => title,
    cell: ({ title, rules, place }) => (
      <>
        <a href={formatRoute(place)}>{title}</a> {rules !== '' && <span class="muted small">{rules}</span>}
      </>
    ),
  },
  {
    id: 'against',
    title: keptWords.columns.against,
    key: ({ against }) => against,
    cell: ({ against }) => against,
  },
  {
    id: 'when',
    title: keptWords.columns.when,
    key: ({ game }) => game.changed,
    cell: ({ game }) => <time dateTime={new Date(game.changed).toISOString()}>{whenOf(game)}</time>,
  },
  {
    id: 'moves',
    title: keptWords.columns.moves,
    isNumber: true,
    key: ({ moves }) => moves,
    cell: ({ moves }) => formatNumber(moves),
  },
  {
    id: 'outcome',
    title: keptWords.columns.result,
    key: ({ result }) => result,
    cell: ({ result }) => result,
  },
];

/** A table of all games, the one that was played last first. */
export function OwnGamesPage() {
  const { games, failure } = useKeptGames();
  /** The games that were deleted here, the last one last: they can be had back until the page is left. */
  const deleted = useSignal<readonly KeptGame[]>([]);
  const remove = async (game: KeptGame): Promise<void> => {
    await deleteGame(game.id);
    deleted.value = [...deleted.value, game];
  };
  const bringBack = async (): Promise<void> => {
    const last = deleted.value.at(-1);
    if (!last) return;
    await putGame(last);
    deleted.value = deleted.value.slice(0, -1);
  };
  const rows = (games ?? []).map((game) => ({ ...summaryOf(game), game }));
  const what: Column<Row> = {
    id: 'what',
    title: keptWords.columns.what,
    cell: ({ game, title, place }) => (
      <span class="buttons">
        <a class="button" href={formatRoute(place)}>
          {place.page === 'play' ? keptWords.goOn : keptWords.watch}
        </a>
        {place.page === 'play' && (
          <a class="button" href={formatRoute({ page: 'own-game', id: game.id, step: 0 })}>
            {keptWords.watch}
          </a>
        )}
        <button
          class="quiet"
          aria-label={keptWords.deleteGame(title, whenOf(game))}
          onClick={() => void remove(game)}
        >
          {keptWords.delete}
        </button>
      </span>
    ),
  };
  const last = deleted.value.at(-1);
  return (
    <>
      <h1>{keptWords.title}</h1>
      {failure !== undefined && <p class="notice bad">{keptWords.notKept(failure)}</p>}
      {last && (
        <p class="notice" role="status">
          {keptWords.deleted(summaryOf(last).title)}{' '}
          <button class="quiet" onClick={() => void bringBack()}>
            {keptWords.undo}
          </button>
        </p>
      )}
      {games && (
        <p class="muted">
          {games.length === 0 ? keptWords.none : keptWords.about}{' '}
          <a href={formatRoute({ page: 'play', env: undefined, against: undefined })}>{keptWords.play}</a>
        </p>
      )}
      {rows.length > 0 && (
        <SortTable
          class="list own-games"
          columns={[...COLUMNS, what]}
          rows={rows}
          rowKey={({ game }) => game.id}
        />
      )}
      <OpenButton />
      {games && <KeptDrawer />}
    </>
  );
}
