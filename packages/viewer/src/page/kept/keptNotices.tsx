/** What a person is told about the keeping of the game that is played. */
import { formatRoute, type Route } from '../route.js';
import type { Keeping } from './useKeeper.js';
import { keptWords } from './words.js';

interface KeptNoticesProps {
  keeping: Keeping;
  /** A place of the game that was left for a new one; undefined where there is none. Offered until the new one is kept, too. */
  before: Extract<Route, { page: 'play' }> | undefined;
  /** What happened to the game that the address names. */
  note: string | undefined;
}

/** Nothing where there is nothing to tell. */
export function KeptNotices({ keeping, before, note }: KeptNoticesProps) {
  const failure = keeping.failure.value;
  return (
    <>
      {note !== undefined && <p class="notice">{note}</p>}
      {failure !== undefined && <p class="notice bad">{keptWords.notKept(failure)}</p>}
      {before && keeping.id.value === undefined && (
        <p class="notice" role="status">
          {keptWords.fresh} <a href={formatRoute(before)}>{keptWords.back}</a>
        </p>
      )}
    </>
  );
}
