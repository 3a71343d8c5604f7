/** The other player of a game on the page, as a session sees it, and the one that lives in a Web Worker. */
import type { Account, Territory } from '@agon/agents';
import { serverPlace, type ServerPlace } from './server.js';
import { WorkerCalls } from './workerCalls.js';

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
  private readonly calls = new WorkerCalls<OpponentService>(
    new Worker(new URL('./opponentWorker.ts', import.meta.url), { type: 'module' }),
  );

  /** @throws Error with the words of what went wrong: no such run, a checkpoint that does not fit, … */
  load(env: string, agent: string, seed: string): Promise<void> {
    return this.calls.inOrder((service) => service.load(serverPlace(), env, agent, seed));
  }

  think(history: readonly number[]): Promise<Answer> {
    return this.calls.inOrder((service) => service.think([...history]));
  }

  territory(history: readonly number[]): Promise<Territory | undefined> {
    return this.calls.inOrder((service) => service.territory([...history]));
  }

  dispose(): void {
    this.calls.dispose();
  }
}
