/** A `Keeper` for the game that a component shows, which tells the address and the page. */
import { useSignal, type Signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { noteInAddress, type Route } from '../route.js';
import { browserGames, freshGameId } from './games.js';
import { Keeper } from './keeper.js';
import type { GameContent, KeptGame } from './keptGame.js';

/** The game's way into the browser's database. */
export interface Keeping {
  /** The id of the game; undefined until it is first kept. */
  id: Signal<string | undefined>;
  /** Why nothing is kept; undefined while all is well. */
  failure: Signal<string | undefined>;
  keep(content: GameContent): void;
  /** Another game begins here; the one before stays as it is kept. */
  beginAnother(): void;
}

/**
 * @param kept the game to go on with; undefined for a new one
 * @param place where the game is played, without its id
 */
export function useKeeper(kept: KeptGame | undefined, place: Extract<Route, { page: 'play' }>): Keeping {
  const id = useSignal(kept?.id);
  const failure = useSignal<string | undefined>(undefined);
  const keeping = useMemo(() => {
    const made = (from: KeptGame | undefined): Keeper =>
      new Keeper(browserGames, from, {
        onId(chosen) {
          id.value = chosen;
          noteInAddress({ ...place, game: chosen });
        },
        onFailure: ({ message }) => (failure.value = message),
        freshId: freshGameId,
        now: Date.now,
      });
    let keeper = made(kept);
    return {
      id,
      failure,
      keep: (content: GameContent) => void keeper.keep(content),
      beginAnother() {
        keeper.leave();
        keeper = made(undefined);
        id.value = undefined;
        noteInAddress(place);
      },
      leave: () => keeper.leave(),
    };
  }, []);
  useEffect(() => keeping.leave, []);
  return keeping;
}
