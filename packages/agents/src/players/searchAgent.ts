/** An agent that searches before each move, with any evaluator: the plain `mcts` agent and AlphaZero's players. */
import {
  AgonError,
  availableMemory,
  count,
  described,
  number,
  RandomStream,
  requireMemory,
  type Rng,
} from '@agon/core';
import type { Action, Game, State } from '@agon/envs';
import {
  Microscope,
  runSearch,
  Search,
  searchSchema,
  treeBytes,
  type Evaluator,
  type SearchBudget,
  type SearchSettings,
} from '@agon/mcts';
import * as v from 'valibot';
import { gameSituation, type Analysis, type Agent, type Situation, type Territory } from '../agent.js';
import { movesInOrder } from './moveOrder.js';

/** The settings that every searching player has, but for `visits`, whose default differs. */
export const searchAgentEntries = {
  temperature: v.optional(
    described(number(0), '0: the best move; otherwise drawn in proportion to visits^(1/temperature)'),
    0,
  ),
  leaves: v.optional(
    described(
      count(1, 4096),
      'positions evaluated at a time; more is faster with a large network, but weaker',
    ),
    1,
  ),
  reuse: v.optional(
    described(v.boolean(), 'keep what the search already knows about the next position'),
    true,
  ),
  seconds: v.optional(
    described(number(0, 86_400), 'seconds per move, instead of a number of visits; 0: visits decide'),
    0,
  ),
  ...searchSchema.entries,
};

/** Of agents whose network is asked about several views of a position. @param byDefault how many, if not given */
export const symmetriesEntry = (byDefault: number) => ({
  symmetries: v.optional(
    described(
      count(1, 8),
      'views of the board, turned and mirrored, that the network’s answers are averaged over',
    ),
    byDefault,
  ),
});

/** Edges of the largest tree that thinking by the clock grows (about 300 MB), and the lines of play that it tells. */
const MOST_EDGES = 10_000_000;
const MOST_VARIATIONS = 10;

/** What a `SearchAgent` is made of. */
interface SearchAgentParts {
  name: string;
  game: Game;
  /** Makes the evaluator; its random numbers, if it needs any, come from the stream that `act` was given last. */
  evaluator: (rng: Rng) => Evaluator;
  search: Partial<SearchSettings>;
  /** Simulations for each move, those of a kept subtree included. */
  visits: number;
  /** Time for each move instead of `visits`; 0: visits count. */
  seconds: number;
  /** 0: the best move; else moves are drawn in proportion to visits^(1/temperature). */
  temperature: number;
  /** Whether the subtree is kept where a game goes on; else a move depends on position, settings and stream only. */
  reuse: boolean;
  /** Where the evaluator also knows territory. */
  territory?: (state: State) => Promise<Territory>;
  /** Releases the evaluator. */
  dispose?: () => Promise<void>;
}

/**
 * Searches each position, and keeps the tree below the moves that were played where the next position continues the last
 * one. One game at a time: `act` must be answered before it is called again.
 */
export class SearchAgent implements Agent {
  readonly name: string;
  readonly territory: Agent['territory'];
  private readonly parts: SearchAgentParts;
  private readonly search: Search;
  private readonly evaluator: Evaluator;
  private readonly stream = new BorrowedStream();
  /** Where the search's root stands: the moves that led there; undefined where it is not to be trusted. */
  private moves: readonly Action[] | undefined;
  private thought: Analysis | undefined;
  private interrupted = false;
  /** Whether a tree of `visits` is known to fit into memory: it is asked before there is any. */
  private fits = false;

  /** @throws bad-option where Gumbel search is given a time: sequential halving plans its visits */
  constructor(parts: SearchAgentParts) {
    if (parts.seconds > 0 && parts.search.selection === 'gumbel') {
      throw new AgonError(
        'bad-option',
        `agent "${parts.name}": seconds and selection=gumbel do not go together, since sequential halving plans its visits; give visits instead.`,
      );
    }
    this.name = parts.name;
    this.territory = parts.territory;
    this.parts = parts;
    this.search = new Search(parts.game, parts.search, this.stream);
    this.evaluator = parts.evaluator(this.stream);
  }

  reset(): void {
    this.thought = undefined;
    this.moves = undefined;
  }

  /** @throws illegal-action where the game is over; bad-option where a tree of `visits` does not fit into memory, and no clock ends it */
  async act(situation: Situation, rng: Rng): Promise<Action> {
    const { search, parts } = this;
    const { state, milliseconds } = this.begin(situation, rng);
    await runSearch(search, this.evaluator, this.budget(milliseconds));
    if (this.interrupted) throw new AgonError('interrupted', `${this.name} was stopped while it thought.`);
    this.moves = [...state.history];
    this.thought = { ...search.analysis() };
    return search.chooseAction(parts.temperature, rng);
  }

  /**
   * Each account also has `move`, what would be played now (with a temperature: the most probable move), and `variations`,
   * the expected lines of the first `MOST_VARIATIONS` moves.
   */
  async *think(situation: Situation, rng: Rng, milliseconds: number): AsyncGenerator<Analysis> {
    const { search } = this;
    const { state } = this.begin(situation, rng);
    const visits = mostVisits(search.game);
    for (;;) {
      const began = performance.now();
      await runSearch(search, this.evaluator, { visits, milliseconds });
      const account = { ...search.analysis(), move: this.likeliestMove() };
      this.thought = { ...account, variations: this.variations(account) };
      this.moves = [...state.history]; // a caller who stops reading leaves a tree to go on from
      yield this.thought;
      this.moves = undefined;
      // Where the search has ended the time is waited out; else others get a turn.
      const rest = Math.max(0, milliseconds - (performance.now() - began));
      await new Promise((resolve) => setTimeout(resolve, rest));
    }
  }

  analysis(): Analysis | undefined {
    return this.thought;
  }

  /** With noise at the root only where settings ask for it. */
  microscope(state: State, rng: Rng, changes: Partial<SearchSettings> = {}): Microscope {
    const { game, search } = this.parts;
    this.moves = undefined; // the evaluator may be between two questions
    this.stream.lender = rng;
    const seed = rng.int(2 ** 31);
    return new Microscope(game, state, this.evaluator, { ...search, ...changes }, () => new RandomStream(seed)); // prettier-ignore
  }

  interrupt(): void {
    this.interrupted = true;
    this.search.stop();
  }

  async dispose(): Promise<void> {
    await this.parts.dispose?.();
  }

  /** @param milliseconds what a clock grants, if one runs @throws bad-option */
  private budget(milliseconds = Infinity): SearchBudget {
    const { name, game, visits, seconds } = this.parts;
    if (seconds === 0) {
      if (this.fits) return { visits, milliseconds };
      const bytes = treeBytes(game, visits);
      // Where a clock runs, many visits mean all the time that there is.
      if (milliseconds < Infinity && bytes > availableMemory())
        return { visits: mostVisits(game), milliseconds };
      requireMemory(`agent "${name}"`, [{ what: 'a tree of all visits', bytes, lower: '"visits"' }]);
      this.fits = true;
      return { visits, milliseconds };
    }
    return {
      visits: mostVisits(game),
      milliseconds: Math.min(milliseconds, 1000 * seconds),
    };
  }

  /** Puts the search's root on the position. */
  private begin(situation: Situation, rng: Rng): Situation & { kind: 'game' } {
    const asked = gameSituation(situation, this.name);
    const { state } = asked;
    if (state.isTerminal) {
      throw new AgonError('illegal-action', `${this.name} was asked for a move, and the game is over.`);
    }
    this.interrupted = false;
    this.stream.lender = rng;
    const known = this.moves;
    this.moves = undefined; // an interrupted search is not continued
    if (!this.parts.reuse || !known || !this.follow(known, state)) this.search.setRoot(state);
    return asked;
  }

  /** The move that is played with the largest probability. */
  private likeliestMove(): Action {
    const policy = new Float32Array(this.search.game.numActions);
    this.search.policyInto(policy, this.parts.temperature);
    return policy.reduce((best, share, action) => (share > policy[best] ? action : best), 0);
  }

  private variations(account: Analysis): Record<string, Action[]> {
    const visited = account.visits?.flatMap((count, action) => (count > 0 ? [action] : [])) ?? [];
    const shown = movesInOrder(account, visited).slice(0, MOST_VARIATIONS);
    return Object.fromEntries(shown.map((action) => [action, this.search.principalVariation(action)]));
  }

  /** Walks the root along the moves played since; false where the position is not reached so. */
  private follow(known: readonly Action[], state: State): boolean {
    const { history } = state;
    if (history.length < known.length || known.some((action, ply) => history[ply] !== action)) return false;
    try {
      for (let ply = known.length; ply < history.length; ply++) this.search.advance(history[ply]);
    } catch (error) {
      if (error instanceof AgonError && error.code === 'illegal-action') return false; // another set-up, the same moves
      throw error;
    }
    return this.search.isAt(state);
  }
}

const mostVisits = (game: Game): number => Math.floor(MOST_EDGES / game.numActions);

/** The stream of whoever asks: a search lives longer than the stream that one call of `act` lends. */
class BorrowedStream implements Rng {
  lender: Rng | undefined;

  uniform(): number {
    return this.lent().uniform();
  }

  int(n: number): number {
    return this.lent().int(n);
  }

  private lent(): Rng {
    if (!this.lender)
      throw new TypeError('a searching player drew random numbers before it was asked to act');
    return this.lender;
  }
}
