/** An agent that searches before each move, with any evaluator: the plain `mcts` agent and AlphaZero's players. */
import type { Rng } from '@agon/core';
import type { Action, Game } from '@agon/envs';
import { runSearch, Search, type Evaluator, type SearchSettings } from '@agon/mcts';
import type { Account, Agent, Situation } from './agent.js';

/** What a `SearchAgent` is made of. */
export interface SearchAgentParts {
  name: string;
  game: Game;
  evaluator: Evaluator;
  search: Partial<SearchSettings>;
  /** Simulations for each move. */
  visits: number;
  /** 0: the best move; else moves are drawn in proportion to visits^(1/temperature). */
  temperature: number;
  /** Releases the evaluator. */
  dispose?: () => Promise<void>;
}

/** Searches each position anew, so that a move depends on the position, the settings and the stream only. */
export class SearchAgent implements Agent {
  readonly name: string;
  private readonly parts: SearchAgentParts;
  private thought: Account | undefined;

  constructor(parts: SearchAgentParts) {
    this.name = parts.name;
    this.parts = parts;
  }

  reset(): void {
    this.thought = undefined;
  }

  async act(situation: Situation, rng: Rng): Promise<Action> {
    if (situation.kind !== 'game') throw new TypeError('a searching player was given an environment');
    const { game, evaluator, search: settings, visits, temperature } = this.parts;
    const search = new Search(game, settings, rng);
    search.setRoot(situation.state);
    await runSearch(search, evaluator, visits);
    this.thought = { ...search.account() };
    return search.chooseAction(temperature, rng);
  }

  account(): Account | undefined {
    return this.thought;
  }

  async dispose(): Promise<void> {
    await this.parts.dispose?.();
  }
}
