/** The way back to games that are not finished, at the top of Play. */
import { formatTime } from '../format.js';
import { formatRoute } from '../route.js';
import { summaryOf } from './gameSummary.js';
import { useKeptGames } from './useKeptGames.js';
import { keptWords } from './words.js';

/** Unfinished games that are offered. */
const MOST = 3;

/** The newest unfinished games and the way to all; nothing where none was ever played. */
export function GoOn() {
  const { games } = useKeptGames();
  if (!games || games.length === 0) return null;
  const unfinished = games.filter(({ isOver, source }) => !isOver && source === undefined).slice(0, MOST);
  return (
    <section class="go-on">
      <div class="row apart">
        <h2>{keptWords.title}</h2>
        <a class="small" href={formatRoute({ page: 'own-games' })}>
          {keptWords.all(games.length)}
        </a>
      </div>
      <div class="cards">
        {unfinished.map((game) => {
          const { title, against, moves, place } = summaryOf(game);
          return (
            <a key={game.id} class="panel card" href={formatRoute(place)}>
              <strong>
                {keptWords.goOn}: {title}
              </strong>
              <span>{against}</span>
              <span class="muted">
                {keptWords.moves(moves)}, {formatTime(new Date(game.changed).toISOString())}
              </span>
            </a>
          );
        })}
      </div>
    </section>
  );
}
