/**
 * A search under the microscope: what each move of a position is chosen by, the walk that comes next, and the same search again at any
 * number of simulations without asking the evaluator anew.
 */
import type { Action, Game, State } from '@agon/envs';
import { AgonError, type Rng } from '@agon/core';
import { runSearch } from './driver.js';
import type { Evaluator } from './evaluator.js';
import { isExact } from './proof.js';
import { Search } from './search.js';
import type { SearchSettings } from './settings.js';
import { EXPANDED, PROVEN, ROOT, UNEXPANDED } from './tree.js';

/** One move of a position in the tree, with what its choice is made of. Values are for the player who moves there. */
export interface EdgeView {
  readonly action: Action;
  /** N */
  readonly visits: number;
  /** P: the evaluator's probability, with the root's noise. */
  readonly prior: number;
  /** Q: the mean (or exact) return; null where the move was not visited. */
  readonly q: number | null;
  /**
   * The two numbers whose sum is compared. PUCT and UCT: Q, or what stands for it, and U. Gumbel below the root: the share of the
   * improved policy, and minus that of the visits; at the root the logits of the improved policy, and the noise.
   */
  readonly exploit: number;
  readonly explore: number;
  /** Gumbel's root: false where sequential halving has left the move out for now. */
  readonly isConsidered: boolean;
  /** Whether the value is proved. */
  readonly isExact: boolean;
  /** Whether the move leads to a position in the tree. */
  readonly isExpanded: boolean;
}

/** A position in the tree. */
export interface NodeView {
  /** The player to move; −1 where the game is over. */
  readonly player: number;
  readonly visits: number;
  /** Mean (or exact) value for the player to move; the evaluator's own beside it. */
  readonly value: number;
  readonly rawValue: number;
  /** By action. */
  readonly edges: readonly EdgeView[];
  /** The move that the next simulation would take from here; undefined where a walk ends here. */
  readonly next: Action | undefined;
}

/** The position that moves lead to from the root, as the tree knows it; undefined where it does not. Between batches only. */
export function viewNode(search: Search, path: readonly Action[]): NodeView | undefined {
  const { tree } = search;
  let node = ROOT;
  for (const action of path) {
    const edge = tree.findEdge(node, action);
    if (edge === UNEXPANDED || tree.child[edge] === UNEXPANDED) return undefined;
    node = tree.child[edge];
  }
  const first = tree.firstEdge[node];
  const isOpen = tree.status[node] === EXPANDED;
  const parts = isOpen ? search.parts(node) : undefined;
  return {
    player: tree.player[node],
    visits: tree.visits[node],
    value: tree.value(node),
    rawValue: tree.rawValue[node],
    edges: Array.from({ length: tree.edgeCount[node] }, (_, i) => ({
      action: tree.action[first + i],
      visits: tree.edgeVisits[first + i],
      prior: tree.prior[first + i],
      q: tree.edgeVisits[first + i] > 0 ? tree.q[first + i] : null,
      exploit: parts?.exploit[i] ?? 0,
      explore: parts?.explore[i] ?? 0,
      isConsidered: parts?.isConsidered?.[i] ?? true,
      isExact: isExact(tree, first + i),
      isExpanded: tree.child[first + i] !== UNEXPANDED,
    })),
    next: parts && tree.action[parts.chosen],
  };
}

/** The moves that the next simulation would walk, from the root to a new position or a known value. */
export function nextWalk(search: Search): Action[] {
  const { tree } = search;
  const walk: Action[] = [];
  for (let node = ROOT; tree.status[node] === EXPANDED;) {
    const { chosen } = search.parts(node);
    walk.push(tree.action[chosen]);
    if (tree.child[chosen] === UNEXPANDED || tree.status[tree.child[chosen]] === PROVEN) break;
    node = tree.child[chosen];
  }
  return walk;
}

/** Answers in the order in which they were first given: a search that is run again by its seed asks the same. */
class Remembered implements Evaluator {
  readonly capacity = 1;
  readonly logits: Float32Array;
  readonly values = new Float32Array(1);
  private readonly evaluator: Evaluator;
  private readonly answers: { readonly logits: Float32Array; readonly value: number }[] = [];
  private asked = 0;

  constructor(evaluator: Evaluator, numActions: number) {
    this.evaluator = evaluator;
    this.logits = new Float32Array(numActions);
  }

  /** From here on the questions are those from the beginning. */
  rewind(): void {
    this.asked = 0;
  }

  add(state: State): void {
    if (this.asked === this.answers.length) this.evaluator.add(state, 0);
  }

  evaluate(): void | Promise<void> {
    const known = this.answers[this.asked++];
    if (known) return this.give(known);
    const answer = this.evaluator.evaluate(1);
    return answer ? answer.then(() => this.keep()) : this.keep();
  }

  private keep(): void {
    const { evaluator, logits } = this;
    const answer = { logits: evaluator.logits.slice(0, logits.length), value: evaluator.values[0] };
    this.answers.push(answer);
    this.give(answer);
  }

  private give({ logits, value }: { logits: Float32Array; value: number }): void {
    this.logits.set(logits);
    this.values[0] = value;
  }
}

/** One position's search, to be looked at after any number of simulations. One leaf at a time: what a step adds is one simulation. */
export class Microscope {
  private readonly game: Game;
  private readonly state: State;
  private readonly settings: Partial<SearchSettings>;
  private readonly newRng: () => Rng;
  private readonly evaluator: Remembered;

  /**
   * @param state is copied
   * @param newRng gives the same numbers each time
   * @throws bad-option where the game is over
   */
  constructor(
    game: Game,
    state: State,
    evaluator: Evaluator,
    settings: Partial<SearchSettings>,
    newRng: () => Rng,
  ) {
    if (state.isTerminal) throw new AgonError('bad-option', 'the game is over: there is nothing to search.');
    this.game = game;
    this.state = state.clone();
    this.settings = settings;
    this.newRng = newRng;
    this.evaluator = new Remembered(evaluator, game.numActions);
  }

  /**
   * The search after so many simulations, or after fewer where the root is decided. Simulations that were run before cost no evaluation.
   * @param budget of the whole search, which Gumbel's halving is planned for; at least `simulations`
   */
  async at(simulations: number, budget: number): Promise<Search> {
    const search = new Search(this.game, this.settings, this.newRng());
    this.evaluator.rewind();
    search.setRoot(this.state);
    await runSearch(search, this.evaluator, { visits: simulations, planned: budget });
    return search;
  }
}
