/** The other player of a game on the page, as a session sees it, and the one that lives in a Web Worker. */
import type { Account, Territory } from '@agon/agents';
import { releaseProxy, wrap, type Remote } from 'comlink';
import { serverPlace, type ServerPlace } from './server.js';

/** A move with what the agent thought of it. */
export interface Answer {
  /** What it plays; meaningless where it resigns. */
  action: number;
  resigns: boolean;
  account: Account | undefined;
  /** How long it thought, in milliseconds. */
  milliseconds: number;
}

/** Who answers a session. Histories are all moves from the start, as actions. */
export interface Opponent {
  /** What the agent would play after these moves. One call at a time. */
  think(history: readonly number[]): Promise<Answer>;
  /** Whose each cell will be, as the agent expects it after these moves; undefined where it does not know. */
  territory(history: readonly number[]): Promise<Territory | undefined>;
}

/** What the worker offers (`opponentWorker.ts`). */
export interface OpponentService extends Opponent {
  /** Loads the agent of a spec string ("runs/az@400:visits=100") for an environment. */
  load(place: ServerPlace, env: string, agent: string, seed: string): Promise<void>;
}

/** An agent with its network and search in a worker of its own: the page stays quick while it thinks. */
export class WorkerOpponent implements Opponent {
  private readonly worker: Worker;
  private readonly service: Remote<OpponentService>;
  /** Calls in order: the agent thinks about one position at a time. */
  private last: Promise<unknown> = Promise.resolve();
  private readonly failed: Promise<never>;

  constructor() {
    this.worker = new Worker(new URL('./opponentWorker.ts', import.meta.url), { type: 'module' });
    this.service = wrap<OpponentService>(this.worker);
    this.failed = new Promise((_resolve, reject) => {
      this.worker.onerror = (event) => reject(new Error(event.message || 'the worker could not be started'));
    });
    this.failed.catch(() => undefined); // reported by whichever call is under way
  }

  /** @throws Error with the words of what went wrong: no such run, a checkpoint that does not fit, … */
  load(env: string, agent: string, seed: string): Promise<void> {
    return this.inOrder(() => this.service.load(serverPlace(), env, agent, seed));
  }

  think(history: readonly number[]): Promise<Answer> {
    return this.inOrder(() => this.service.think([...history]));
  }

  territory(history: readonly number[]): Promise<Territory | undefined> {
    return this.inOrder(() => this.service.territory([...history]));
  }

  private inOrder<T>(call: () => Promise<T>): Promise<T> {
    const result = this.last.then(() => Promise.race([call(), this.failed]));
    this.last = result.catch(() => undefined);
    return result;
  }

  dispose(): void {
    this.service[releaseProxy]();
    this.worker.terminate();
  }
}
