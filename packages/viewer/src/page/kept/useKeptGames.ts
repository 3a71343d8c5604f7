/** The list of kept games, read again whenever one comes or goes, and when the tab is looked at. */
import { useEffect, useState } from 'preact/hooks';
import { keptGames, listChanges } from './games.js';
import type { KeptGame } from './keptGame.js';

interface KeptGames {
  /** The one that was played last first; undefined until they are read. */
  games: readonly KeptGame[] | undefined;
  /** Why the browser keeps none. */
  failure: string | undefined;
}

/** All games of this browser. */
export function useKeptGames(): KeptGames {
  const [games, setGames] = useState<readonly KeptGame[]>();
  const [failure, setFailure] = useState<string>();
  const changes = listChanges.value;
  useEffect(() => {
    const read = (): void => void keptGames().then(setGames, (error: Error) => setFailure(error.message));
    read();
    window.addEventListener('focus', read);
    return () => window.removeEventListener('focus', read);
  }, [changes]);
  return { games, failure };
}
