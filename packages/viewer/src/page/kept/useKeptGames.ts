/** The list of kept games, read again whenever the tab is looked at. */
import { useEffect, useState } from 'preact/hooks';
import { keptGames } from './games.js';
import type { KeptGame } from './keptGame.js';

interface KeptGames {
  /** The one that was played last first; undefined until they are read. */
  games: readonly KeptGame[] | undefined;
  /** Why the browser keeps none. */
  failure: string | undefined;
  /** Reads them again. */
  read: () => Promise<void>;
}

/** All games of this browser. */
export function useKeptGames(): KeptGames {
  const [games, setGames] = useState<readonly KeptGame[]>();
  const [failure, setFailure] = useState<string>();
  const read = (): Promise<void> => keptGames().then(setGames, (error: Error) => setFailure(error.message));
  useEffect(() => {
    void read();
    const readAgain = (): void => void read();
    window.addEventListener('focus', readAgain);
    return () => window.removeEventListener('focus', readAgain);
  }, []);
  return { games, failure, read };
}
