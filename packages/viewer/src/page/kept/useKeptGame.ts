/** The kept game that an address names, once it is there. */
import { useEffect, useState } from 'preact/hooks';
import { keptGame } from './games.js';
import type { KeptGame } from './keptGame.js';

/** `id`: whose it is. `game`: undefined where the browser has none of that id. `failure`: why the browser gives none. */
interface Found {
  id: string;
  game?: KeptGame;
  failure?: string;
}

/** Undefined while it is looked for. @param id undefined: none is asked for, and the answer is there at once */
export function useKeptGame(id: string | undefined): Omit<Found, 'id'> | undefined {
  const [found, setFound] = useState<Found>();
  useEffect(() => {
    if (id === undefined) return undefined;
    let isWanted = true;
    const take = (answer: Omit<Found, 'id'>): void => {
      if (isWanted) setFound({ id, ...answer });
    };
    keptGame(id).then(
      (game) => take(game ? { game } : {}),
      (error: Error) => take({ failure: error.message }),
    );
    return () => void (isWanted = false);
  }, [id]);
  if (id === undefined) return {};
  return found?.id === id ? found : undefined;
}
