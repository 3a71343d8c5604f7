import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeGame } from '@agon/envs';
import { Keeper, type GameStore } from './keeper.js';
import { boardReplay, type GameContent, type KeptGame } from './keptGame.js';

/** Games in memory; each write takes a turn of the event loop, as a database does. */
class MemoryStore implements GameStore {
  readonly games = new Map<string, KeptGame>();
  failure: Error | undefined;

  async put(game: KeptGame): Promise<boolean> {
    await new Promise((resolve) => setImmediate(resolve));
    if (this.failure) throw this.failure;
    const before = this.games.get(game.id);
    if (before && before.revision !== game.revision - 1) return false;
    this.games.set(game.id, game);
    return true;
  }
}

/** Connect Four with these columns played. */
function content(actions: number[], against = 'random'): GameContent {
  const game = makeGame('connect_four');
  const played = { game, seed: 's', actions, accounts: [], resigned: undefined, isOver: false };
  return {
    env: 'connect_four',
    against,
    side: 0,
    isOver: false,
    replay: boardReplay({ ...played, players: ['you', against] }),
  };
}

function keeperOn(store: GameStore, kept?: KeptGame) {
  const ids: string[] = [];
  const failures: string[] = [];
  const keeper = new Keeper(store, kept, {
    onId: (id) => void ids.push(id),
    onFailure: ({ message }) => void failures.push(message),
    freshId: () => `game-${nextId++}`,
    now: () => 7,
  });
  return { keeper, ids, failures };
}
let nextId = 0;

describe('Keeper', () => {
  it('keeps the last state of every page, however many play the same game at once', async () => {
    const moves = fc.array(fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 6 }), fc.boolean()), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(moves, async (played) => {
        const store = new MemoryStore();
        await keeperOn(store).keeper.keep(content([3]));
        const [start] = store.games.values();
        const pages = [0, 1, 2].map(() => ({ ...keeperOn(store, start), actions: [3] }));
        for (const [who, column, isAwaited] of played) {
          const page = pages[who];
          if (page.actions.filter((action) => action === column).length >= 6) continue;
          page.actions = [...page.actions, column];
          const kept = page.keeper.keep(content(page.actions));
          if (isAwaited) await kept;
        }
        for (const page of pages) await page.keeper.keep(content(page.actions));
        const moved = pages.filter(({ actions }) => actions.length > 1);
        for (const { keeper, actions } of moved) {
          expect(store.games.get(keeper.gameId!)!.replay.actions).toEqual(actions);
        }
        expect(new Set(moved.map(({ keeper }) => keeper.gameId)).size).toBe(moved.length);
      }),
      { numRuns: 60 },
    );
  });

  it('writes nothing where nothing has changed, and a change of the opponent', async () => {
    const store = new MemoryStore();
    const { keeper, ids } = keeperOn(store);
    await keeper.keep(content([3]));
    await keeper.keep(content([3]));
    expect(store.games.get(ids[0])!.revision).toBe(1);
    await keeper.keep(content([3], 'mcts'));
    expect(store.games.get(ids[0])).toMatchObject({ revision: 2, against: 'mcts' });
    expect(ids).toHaveLength(1);
  });

  it('says what is wrong with the store, and keeps the game once that is over', async () => {
    const store = new MemoryStore();
    store.failure = new Error('no room');
    const { keeper, failures } = keeperOn(store);
    await keeper.keep(content([3]));
    expect(failures).toEqual(['no room']);
    store.failure = undefined;
    await keeper.keep(content([3]));
    expect(store.games.get(keeper.gameId!)!.replay.actions).toEqual([3]);
  });

  it('still keeps what is on its way when the page goes elsewhere, and tells nothing', async () => {
    const store = new MemoryStore();
    const { keeper, ids } = keeperOn(store);
    const kept = keeper.keep(content([3, 3]));
    keeper.leave();
    await kept;
    expect([...store.games.values()].map(({ replay }) => replay.actions)).toEqual([[3, 3]]);
    expect(ids).toHaveLength(1);
  });
});
