/** The person's games in the browser's database (IndexedDB), a database of their own: lists of agents stay small. */
import { createStore, get, update, type UseStore } from 'idb-keyval';
import type { GameStore } from './keeper.js';
import type { KeptGame } from './keptGame.js';

let opened: UseStore | undefined;
const games = (): UseStore => (opened ??= createStore('agon games', 'games'));

/** Undefined where there is none of that id. @throws Error where the browser keeps nothing */
export const keptGame = (id: string): Promise<KeptGame | undefined> => get(id, games());

/** The browser's games, for a `Keeper`. A game that was deleted while it is played is kept again. */
export const browserGames: GameStore = {
  async put(game) {
    let isWritten = false;
    await update<KeptGame>(
      game.id,
      (before) => {
        isWritten = before === undefined || before.revision === game.revision - 1;
        return isWritten ? game : before!;
      },
      games(),
    );
    return isWritten;
  },
};

/** A name for a game that no other has. */
export function freshGameId(): string {
  const words = crypto.getRandomValues(new Uint32Array(2));
  return [...words].map((word) => word.toString(36)).join('');
}
