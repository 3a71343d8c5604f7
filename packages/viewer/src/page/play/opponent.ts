/** The other player of a game on the page, as a session sees it, and the one that lives in a Web Worker. */
import type { Analysis, Territory } from '@agon/agents';
import { serverPlace, type ServerPlace } from '../server/server.js';
import { WorkerCalls, type GiveUp } from './workerCalls.js';

/** A move with what the agent thought of it. */
export interface Answer {
  /** What it plays; meaningless where it resigns. */
  action: number;
  resigns: boolean;
  account: Analysis | undefined;
  /** How long it thought, in milliseconds. */
  milliseconds: number;
}

/** What is known of an agent as soon as it is loaded. */
export interface OpponentFacts {
  /** Whether it can say whose each cell will be. */
  knowsTerritory: boolean;
}

/** Who answers a session, to one question after the other. Histories are all moves from the start, as actions. */
export interface Opponent {
  /**
   * What the agent would play after these moves.
   * @param signal aborted where the answer is not wanted any more: what is under way is ended, and the call fails
   */
  think(history: readonly number[], signal?: AbortSignal): Promise<Answer>;
  /** Whose each cell will be, as the agent expects it after these moves; for agents that know. */
  territory(history: readonly number[], signal?: AbortSignal): Promise<Territory>;
}

/** What the worker offers (`opponentService.ts`). */
export interface OpponentService {
  /** Loads the agent of a spec string ("runs/az@400:visits=100") for an environment. */
  load(place: ServerPlace, env: string, agent: string, seed: string): Promise<OpponentFacts>;
  think(history: readonly number[]): Promise<Answer>;
  territory(history: readonly number[]): Promise<Territory>;
  /** Ends the `think` under way, which then fails, where the agent searches. */
  interrupt(): void;
}

/** An agent with its network and search in a worker of its own: the page stays quick while it thinks. */
export class WorkerOpponent implements Opponent {
  private readonly calls = new WorkerCalls<OpponentService>(
    new Worker(new URL('./opponentWorker.ts', import.meta.url), { type: 'module' }),
  );

  /** @throws Error with the words of what went wrong: no such run, a checkpoint that does not fit, … */
  load(env: string, agent: string, seed: string): Promise<OpponentFacts> {
    return this.calls.inOrder((service) => service.load(serverPlace(), env, agent, seed));
  }

  think(history: readonly number[], signal?: AbortSignal): Promise<Answer> {
    const moves = [...history];
    return this.calls.inOrder((service) => service.think(moves), signal && stoppedBy(signal));
  }

  territory(history: readonly number[], signal?: AbortSignal): Promise<Territory> {
    const moves = [...history];
    return this.calls.inOrder((service) => service.territory(moves), signal && stoppedBy(signal));
  }

  dispose(): void {
    this.calls.dispose();
  }
}

/** Gives a question to the agent up where `signal` is aborted. */
export const stoppedBy = (signal: AbortSignal): GiveUp<OpponentService> => ({
  signal,
  stop: (service) => void service.interrupt(),
});
