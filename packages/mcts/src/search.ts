/**
 * Monte-Carlo tree search in two synchronous halves: `collect` walks to leaves and hands their positions to an evaluator,
 * `apply` reads its answers and carries the values up. A driver (`runSearch`, `runSearches`) awaits the evaluator between.
 * Values are from the view of the player to move, with a reward and a signed discount on every edge.
 */
import { AgonError, categorical, type Rng } from '@agon/core';
import type { Action, Game, State } from '@agon/envs';
import { lineFrom, searchAnalysis, type SearchAnalysis } from './analysis.js';
import { checkTree } from './consistency.js';
import type { Evaluator } from './evaluator.js';
import { Growth } from './growth.js';
import { GumbelSelector } from './gumbel.js';
import { addRootNoise, readAnswer, rootPriorInto } from './priors.js';
import { proveParent } from './proof.js';
import { Puct } from './puct.js';
import { bestEdge, rootPolicyInto } from './rootPolicy.js';
import type { ChoiceParts, Selector } from './selector.js';
import { completeSettings, type SearchSettings } from './settings.js';
import { EXPANDED, NO_PARENT, PENDING, PROVEN, ROOT, Tree, UNEXPANDED } from './tree.js';
import { Uct } from './uct.js';

/** How a walk from the root ended. */
const LEAF = 0;
const BACKED_UP = 1;
const COLLISION = 2;

/** Walks within one `collect` after which the clock is read again. */
const WALKS_BETWEEN_CLOCKS = 64;

/**
 * One game's search.
 * @example
 * const search = new Search(game, { dirichletFraction: 0.25 }, new RandomStream('search'));
 * search.setRoot(state);
 * await runSearch(search, new UniformEvaluator(game), 800);
 * const action = search.chooseAction(0, rng);
 * search.advance(action); // keeps the subtree
 */
export class Search {
  readonly game: Game;
  readonly settings: SearchSettings;
  readonly tree = new Tree();
  /**
   * Whether roots are given noise and forced playouts; false for a search that only looks for a good move. Counts from the next
   * `setRoot` or `advance` on.
   */
  exploring = true;
  private readonly rng: Rng;
  private readonly selector: Selector;
  private readonly growth: Growth | undefined;
  /** The position that every walk starts from and is taken back to. */
  private state: State | undefined;
  private readonly mask: Uint8Array;
  private readonly rewards: Float64Array;
  /** [A] The root's probabilities before noise. */
  private readonly cleanPrior: Float32Array;
  /** [A] */
  private readonly policy: Float32Array;
  /** Visits of the root's moves at which the search is done. */
  private target = 0;
  /** Those that the search is planned for. */
  private planned = 0;
  /** When the search is done at the latest, as `performance.now()` counts. */
  private deadline = Infinity;
  /** The leaves that wait for `apply`, in the order of their slots. */
  private leaves = new Int32Array(16);
  private numLeaves = 0;
  /** Leaves whose paths are marked in `tree.inFlight`: all that wait but the last one of a batch. */
  private numMarked = 0;
  /** Leaves that were reached again while they waited; their paths are marked until the end of `collect`. */
  private collisions = new Int32Array(16);
  private numCollisions = 0;

  /**
   * @param rng exploration noise at the root, and nothing else
   * @throws bad-option; unsupported for games of more than two players
   */
  constructor(game: Game, settings: Partial<SearchSettings>, rng: Rng) {
    if (game.numPlayers > 2) throw tooManyPlayers(game);
    this.game = game;
    this.settings = completeSettings(settings);
    this.rng = rng;
    this.selector = makeSelector(this.settings, game);
    this.growth = this.settings.recordGrowth ? new Growth() : undefined;
    this.mask = new Uint8Array(game.numActions);
    this.rewards = new Float64Array(game.numPlayers);
    this.cleanPrior = new Float32Array(game.numActions);
    this.policy = new Float32Array(game.numActions);
  }

  /** Forgets the tree and stands at a copy of `state`. A finished game is allowed: the search is then done at once. */
  setRoot(state: State): void {
    this.state = state.clone();
    this.plantRoot();
  }

  /**
   * Plays `action` at the root and keeps the tree below it. Returns the number of visits that the new root's moves keep.
   * The budget is used up: call `start` before the next `collect`.
   * @throws illegal-action
   */
  advance(action: Action): number {
    const state = this.rootState();
    if (this.numLeaves > 0) throw misuse('advance', `${this.numLeaves} leaves wait for apply()`);
    state.apply(action);
    this.target = 0;
    this.deadline = Infinity;
    const { tree } = this;
    const edge = tree.status[ROOT] === PENDING ? UNEXPANDED : tree.findEdge(ROOT, action);
    const child = edge === UNEXPANDED ? UNEXPANDED : tree.child[edge];
    if (child === UNEXPANDED) {
      this.plantRoot();
      return 0;
    }
    tree.reroot(child);
    this.growth?.clear();
    this.prepareRoot();
    return this.visits;
  }

  /** Whether the root is this position, by player and hash. */
  isAt(state: State): boolean {
    const root = this.state;
    return root !== undefined && root.currentPlayer === state.currentPlayer && root.hash() === state.hash();
  }

  /**
   * Sets the budget: the search is done when its root's moves have `visits` visits, those already there included, or when
   * `milliseconds` have passed; the root itself is evaluated in any case.
   * @param planned visits that Gumbel's halving is planned for, where the search is to be left before its end
   */
  start(visits: number, milliseconds = Infinity, planned = visits): void {
    this.rootState();
    this.target = visits;
    this.planned = planned;
    this.deadline = milliseconds === Infinity ? Infinity : performance.now() + milliseconds;
    if (this.tree.status[ROOT] === EXPANDED) this.selector.plan?.(this.tree, planned - this.visits);
  }

  /** Ends the search at the next `collect`, as if its budget were used up. The root itself is evaluated in any case. */
  stop(): void {
    this.target = 0;
  }

  /** The visits of the root's moves: simulations, those of a reused tree included. */
  get visits(): number {
    return Math.max(0, this.tree.visits[ROOT] - 1);
  }

  /** Whether the budget is used up, the game over, or the root's exact value known. */
  get done(): boolean {
    return (
      this.tree.status[ROOT] === PROVEN || (this.visits >= this.target && this.tree.status[ROOT] !== PENDING)
    );
  }

  /** The root's exact value where it is proved, else undefined. */
  get provenValue(): number | undefined {
    return this.tree.status[ROOT] === PROVEN ? this.tree.exact[ROOT] : undefined;
  }

  /** The root's value after search, from the view of the player to move: the mean over all visits, or exact. */
  get value(): number {
    return this.tree.value(ROOT);
  }

  /**
   * Walks until `maxLeaves` positions lie in the evaluator's slots `firstSlot`, `firstSlot + 1`, …; returns how many do: fewer
   * where the budget ends or the walks keep meeting leaves that wait, and 0 where the search is done. Walks that end in known
   * values are carried up at once. Before the next `collect` the evaluator must answer and `apply` must be called.
   */
  collect(evaluator: Evaluator, firstSlot: number, maxLeaves: number): number {
    const state = this.rootState();
    if (this.numLeaves > 0) throw misuse('collect', `${this.numLeaves} leaves wait for apply()`);
    if (maxLeaves > this.leaves.length) this.leaves = new Int32Array(maxLeaves);
    if (maxLeaves > this.collisions.length) this.collisions = new Int32Array(maxLeaves);
    this.checkTime();
    if (this.done || maxLeaves < 1) return 0;
    if (this.tree.status[ROOT] === PENDING) {
      evaluator.add(state, firstSlot);
      this.leaves[this.numLeaves++] = ROOT;
      return 1;
    }
    for (
      let walks = 1;
      this.numLeaves < maxLeaves &&
      this.numCollisions < maxLeaves &&
      this.visits + this.numLeaves < this.target &&
      this.tree.status[ROOT] !== PROVEN;
      walks++
    ) {
      // A leaf that stays alone in its batch needs no marks: nobody walks before it is answered.
      if (this.numMarked < this.numLeaves) this.mark(this.leaves[this.numMarked++], 1);
      const outcome = this.walk(state, evaluator, firstSlot + this.numLeaves);
      if (outcome === COLLISION) {
        if (this.numLeaves === 0) throw misuse('collect', 'a leaf was never answered: call setRoot(state)');
        this.mark(this.collisions[this.numCollisions++], 1);
      }
      if (walks % WALKS_BETWEEN_CLOCKS === 0) this.checkTime();
    }
    while (this.numCollisions > 0) this.mark(this.collisions[--this.numCollisions], -1);
    return this.numLeaves;
  }

  /** Reads the evaluator's answers to the leaves that the last `collect` put at `firstSlot`, and carries them up. */
  apply(evaluator: Evaluator, firstSlot: number): void {
    const { leaves, tree } = this;
    while (this.numMarked > 0) this.mark(leaves[--this.numMarked], -1);
    const count = this.numLeaves;
    this.numLeaves = 0;
    for (let i = 0; i < count; i++) {
      const leaf = leaves[i];
      readAnswer(tree, leaf, evaluator, firstSlot + i, this.game.numActions);
      this.backUp(leaf, tree.rawValue[leaf], false);
      if (leaf !== ROOT) continue;
      this.prepareRoot();
      this.selector.plan?.(tree, this.planned);
    }
  }

  /** [A] The visits of each action at the root; 0 for illegal ones. Allocates. */
  rootVisits(): Int32Array {
    const visits = new Int32Array(this.game.numActions);
    const { tree } = this;
    const end = tree.firstEdge[ROOT] + tree.edgeCount[ROOT];
    for (let edge = tree.firstEdge[ROOT]; edge < end; edge++)
      visits[tree.action[edge]] = tree.edgeVisits[edge];
    return visits;
  }

  /**
   * Writes the policy that the search found into `out` [A]. PUCT and UCT: visits^(1/temperature), normalised, nothing for moves
   * proved lost and without forced playouts; Gumbel: the improved policy, its logits divided by the temperature. Temperature 0 is the best move alone; at a
   * proved root the best moves share all.
   */
  policyInto(out: Float32Array, temperature: number): void {
    this.requireRoot('policyInto');
    if (temperature === 0) {
      out.fill(0);
      out[this.bestAction()] = 1;
    } else {
      const improved =
        this.tree.status[ROOT] !== PROVEN && this.selector.policyInto?.(out, this.tree, temperature);
      if (!improved) rootPolicyInto(out, this.tree, temperature);
    }
  }

  /** Draws an action from `policyInto`'s policy; at temperature 0 nothing is drawn. */
  chooseAction(temperature: number, rng: Rng): Action {
    this.requireRoot('chooseAction');
    if (temperature === 0) return this.bestAction();
    this.policyInto(this.policy, temperature);
    return categorical(rng, this.policy);
  }

  /** What the moves of an expanded node are chosen by, and the edge that the next simulation takes. Between batches only; allocates. */
  parts(node: number): ChoiceParts & { readonly chosen: number } {
    const { selector, tree } = this;
    return { ...selector.parts(tree, node), chosen: selector.select(tree, node, 0) };
  }

  /** The expected line of play that begins with `action`, or with the best move; empty where nothing was visited. Allocates. */
  principalVariation(action?: Action): Action[] {
    const { tree } = this;
    if (tree.numNodes === 0 || tree.status[ROOT] === PENDING || tree.edgeCount[ROOT] === 0) return [];
    const edge = tree.findEdge(ROOT, action ?? this.bestAction());
    return edge === UNEXPANDED ? [] : lineFrom(tree, edge);
  }

  /** What the search found, for replays and the viewer. Allocates. */
  analysis(): SearchAnalysis {
    const line = this.principalVariation();
    return searchAnalysis(this.tree, this.game.numActions, this.cleanPrior, line, this.growth);
  }

  /** Recomputes the whole tree slowly; for tests. @throws Error naming the first node that does not fit */
  checkConsistency(): void {
    checkTree(this.tree, this.settings, this.numLeaves);
  }

  private bestAction(): Action {
    const { selector, tree } = this;
    const proven = tree.status[ROOT] === PROVEN;
    const edge = selector.chosenEdge && !proven ? selector.chosenEdge(tree) : bestEdge(tree, ROOT);
    return tree.action[edge];
  }

  private rootState(): State {
    if (!this.state) throw misuse('search', 'there is no root: call setRoot(state) first');
    return this.state;
  }

  private requireRoot(verb: string): void {
    const { tree } = this;
    if (tree.numNodes > 0 && tree.status[ROOT] !== PENDING && tree.edgeCount[ROOT] > 0) return;
    throw misuse(verb, 'the root has no moves: the game is over, or nothing was searched yet');
  }

  /** Starts a tree of one node, PENDING or, at a finished game, PROVEN. */
  private plantRoot(): void {
    const state = this.rootState();
    this.tree.clear();
    this.growth?.clear();
    this.numLeaves = 0;
    this.numMarked = 0;
    this.cleanPrior.fill(0);
    this.addPosition(state, NO_PARENT, NO_PARENT);
  }

  /** Adds the position that `state` stands at as a node with its edges. */
  private addPosition(state: State, parent: number, parentEdge: number): number {
    const { tree } = this;
    if (state.isTerminal) {
      const node = tree.addNode(parent, parentEdge, -1);
      tree.status[node] = PROVEN;
      return node;
    }
    const node = tree.addNode(parent, parentEdge, state.currentPlayer);
    const count = state.legalMaskInto(this.mask);
    if (count === 0)
      throw misuse('collect', `an unfinished position of "${state.game.id}" has no legal action`);
    tree.addEdges(node, this.mask, count);
    return node;
  }

  /** Ends the budget where the time is over. */
  private checkTime(): void {
    if (this.deadline === Infinity || performance.now() < this.deadline) return;
    this.deadline = Infinity;
    this.target = Math.min(this.target, this.visits);
  }

  /** One walk from the root: to a new position, a known value, or a leaf in flight. The state ends where it began. */
  private walk(state: State, evaluator: Evaluator, slot: number): number {
    const { tree } = this;
    let node = ROOT;
    let depth = 0;
    let outcome = BACKED_UP;
    for (;;) {
      const edge = this.selector.select(tree, node, this.inFlightAt(node));
      state.applyAssumeLegal(tree.action[edge]);
      depth++;
      const child = tree.child[edge];
      if (child === UNEXPANDED) {
        outcome = this.expand(state, evaluator, slot, node, edge);
        break;
      }
      node = child;
      const status = tree.status[node];
      if (status === EXPANDED) continue;
      if (status === PROVEN) this.backUp(node, tree.exact[node], false);
      else {
        this.collisions[this.numCollisions] = node;
        outcome = COLLISION;
      }
      break;
    }
    for (; depth > 0; depth--) state.undo();
    return outcome;
  }

  /** Adds the node behind `edge`, where `state` stands now; a finished game is carried up at once. */
  private expand(state: State, evaluator: Evaluator, slot: number, parent: number, edge: number): number {
    const { tree, rewards } = this;
    const mover = tree.player[parent];
    state.rewardsInto(rewards);
    const node = this.addPosition(state, parent, edge);
    tree.child[edge] = node;
    tree.reward[edge] = rewards[mover];
    if (tree.status[node] === PROVEN) {
      tree.discount[edge] = 0;
      this.backUp(node, 0, true);
      return BACKED_UP;
    }
    tree.discount[edge] = tree.player[node] === mover ? this.settings.discount : -this.settings.discount;
    evaluator.add(state, slot);
    this.leaves[this.numLeaves++] = node;
    return LEAF;
  }

  /**
   * Carries a value from a node up to the root.
   * @param proof whether the node's exact value became known just now
   */
  private backUp(leaf: number, leafValue: number, proof: boolean): void {
    const { tree } = this;
    const { discount, edgeVisits, exact, parent, parentEdge, q, reward, status, valueSum, visits } = tree;
    let node = leaf;
    let value = leafValue;
    let edge = NO_PARENT;
    visits[node]++;
    valueSum[node] += value;
    while (node !== ROOT) {
      edge = parentEdge[node];
      value = reward[edge] + discount[edge] * value;
      edgeVisits[edge]++;
      const nodeValue = status[node] === PROVEN ? exact[node] : valueSum[node] / visits[node];
      q[edge] = reward[edge] + discount[edge] * nodeValue;
      node = parent[node];
      visits[node]++;
      valueSum[node] += value;
      if (proof) proof = this.settings.prove && proveParent(tree, node, edge, this.settings);
    }
    if (leaf !== ROOT) this.growth?.record(tree.action[edge], value);
  }

  /** Gives a root that has priors its noise. */
  private prepareRoot(): void {
    rootPriorInto(this.cleanPrior, this.tree);
    if (this.tree.edgeCount[ROOT] === 0) return;
    this.selector.prepareRoot?.(this.tree, this.rng, this.exploring);
    const { dirichletAlpha, dirichletFraction } = this.settings;
    if (dirichletFraction > 0 && this.exploring)
      addRootNoise(this.tree, dirichletFraction, dirichletAlpha, this.rng);
  }

  /** Walks through a node whose leaf is still in flight. */
  private inFlightAt(node: number): number {
    if (this.numMarked === 0) return 0;
    return node === ROOT
      ? this.numMarked + this.numCollisions
      : this.tree.inFlight[this.tree.parentEdge[node]];
  }

  /** Adds `by` to the marks on the path from the root to a leaf. */
  private mark(leaf: number, by: number): void {
    const { inFlight, parent, parentEdge } = this.tree;
    for (let node = leaf; node !== ROOT; node = parent[node]) inFlight[parentEdge[node]] += by;
  }
}

function makeSelector(settings: SearchSettings, game: Game): Selector {
  if (settings.selection === 'uct') return new Uct(settings);
  return settings.selection === 'gumbel'
    ? new GumbelSelector(settings, game.numActions)
    : new Puct(settings, game.numActions);
}

function tooManyPlayers(game: Game): AgonError {
  return new AgonError(
    'unsupported',
    `tree search plays games of one or two players; "${game.id}" has ${game.numPlayers}.`,
  );
}

function misuse(verb: string, why: string): AgonError {
  return new AgonError('internal', `Search.${verb}: ${why}.`);
}
