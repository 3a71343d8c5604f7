/** Keeps one game while it is played, so that no page overwrites what another one has played. */
import type { GameContent, KeptGame } from './keptGame.js';

/** Where games are kept. */
export interface GameStore {
  /**
   * Writes a game in one step, unless one of its id is there that is not the one before it (`revision`): then nothing is changed.
   * @returns whether it was written
   */
  put(game: KeptGame): Promise<boolean>;
}

interface KeeperOptions {
  /** Called with the id as soon as there is one, and where it changes. */
  onId: (id: string) => void;
  /** Called where the store fails. */
  onFailure: (error: Error) => void;
  freshId: () => string;
  /** Milliseconds since 1970. */
  now: () => number;
}

/**
 * One game's way into the store. The game gets its id when it is first kept. Where another page has gone on with the same game
 * meanwhile, this one goes on under a new id: both stay.
 */
export class Keeper {
  private readonly store: GameStore;
  private readonly options: KeeperOptions;
  private id: string | undefined;
  private revision = 0;
  private begun: number;
  /** What is kept, or on its way, as text to compare with. */
  private known = '';
  private waiting: GameContent | undefined;
  private writing: Promise<void> | undefined;
  private isLeft = false;

  /** @param kept the game to go on with; undefined for a new one */
  constructor(store: GameStore, kept: KeptGame | undefined, options: KeeperOptions) {
    this.store = store;
    this.options = options;
    this.id = kept?.id;
    this.revision = kept?.revision ?? 0;
    this.begun = kept?.begun ?? options.now();
    if (kept) this.known = stateOf(kept);
  }

  /** Undefined until it is first kept. */
  get gameId(): string | undefined {
    return this.id;
  }

  /** Keeps the game as it is now, where that is not kept already; resolves when it is. */
  keep(content: GameContent): Promise<void> {
    const state = stateOf(content);
    if (state !== this.known) {
      this.known = state;
      this.waiting = content;
      this.writing ??= this.write().finally(() => (this.writing = undefined));
    }
    return this.writing ?? Promise.resolve();
  }

  /** The page goes elsewhere: what is on its way is still kept, but nothing is told any more. */
  leave(): void {
    this.isLeft = true;
  }

  private async write(): Promise<void> {
    try {
      while (this.waiting) {
        const content = this.waiting;
        this.waiting = undefined;
        if (await this.put(content)) continue;
        this.setId(this.options.freshId());
        this.revision = 0;
        await this.put(content);
      }
    } catch (error) {
      this.known = ''; // tried again at the next move
      if (!this.isLeft) this.options.onFailure(error as Error);
    }
  }

  private async put(content: GameContent): Promise<boolean> {
    const { now, freshId } = this.options;
    if (this.id === undefined) this.setId(freshId());
    const { id, begun, revision } = this;
    const next = revision + 1;
    const isWritten = await this.store.put({
      format: 1,
      id: id!,
      revision: next,
      begun,
      changed: now(),
      ...content,
    });
    if (isWritten) this.revision = next;
    return isWritten;
  }

  private setId(id: string): void {
    this.id = id;
    if (!this.isLeft) this.options.onId(id);
  }
}

/** What makes a game another one than before: all but what was thought. */
function stateOf({ against, side, isOver, replay: { seed, actions, ended } }: GameContent): string {
  return JSON.stringify([against, side, isOver, seed, actions, ended]);
}
