/** The person's games in the browser's database (IndexedDB), a database of their own: lists of agents stay small. */
import { clear, createStore, del, get, set, update, values, type UseStore } from 'idb-keyval';
import type { Replay } from '@agon/runs';
import { signal } from '@preact/signals';
import type { GameStore } from './keeper.js';
import type { KeptGame } from './keptGame.js';
import { keptWords } from './words.js';

let opened: UseStore | undefined;
const games = (): UseStore => (opened ??= createStore('agon games', 'games'));

/** Undefined where there is none of that id. @throws Error where the browser keeps nothing */
export const keptGame = (id: string): Promise<KeptGame | undefined> => get(id, games());

/** Its moves. @throws Error where the browser keeps no such game */
export async function ownReplay(id: string): Promise<Replay> {
  const game = await keptGame(id);
  if (!game) throw new Error(keptWords.isGone);
  return game.replay;
}

/** All of them, the one that was played last first. @throws Error where the browser keeps nothing */
export async function keptGames(): Promise<KeptGame[]> {
  const all = await values<KeptGame>(games());
  return all.sort((a, b) => b.changed - a.changed);
}

/** Rises when games come or go by the functions below: lists are read again. */
export const listChanges = signal(0);

const changing = async (change: Promise<void>): Promise<void> => {
  await change;
  listChanges.value++;
};

/** Puts a game there as it is: one that was deleted, or comes from elsewhere. */
export const putGame = (game: KeptGame): Promise<void> => changing(set(game.id, game, games()));

export const deleteGame = (id: string): Promise<void> => changing(del(id, games()));

export const deleteAllGames = (): Promise<void> => changing(clear(games()));

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
