/** One game of self-play: a search for each move, and a record of what each search found. */
import { RandomStream, type Rng } from '@agon/core';
import { observationArray, type Game, type State } from '@agon/envs';
import { Search, type Evaluator } from '@agon/mcts';
import type { Analysis } from '../agent.js';
import { ObservationRows } from '../board/observationRows.js';
import { RESIGNED, RESIGNED_RIGHTLY, RESIGNED_WRONGLY, NOT_RESIGNED } from './resignation.js';
import { searchSettings, visitsAt, type AlphazeroSettings } from './settings.js';

/** A player resigns when so many of its searches in a row found its position hopeless. */
const HOPELESS_IN_A_ROW = 2;
const NOBODY = -1;

/** A position that was searched in full, for the player to move. */
interface Row {
  /** [W] what the player saw, as `ObservationRows` keeps it */
  observation: Uint8Array | Float32Array;
  /** [A] the policy that the search found */
  policy: Float32Array;
  /** The share of the search's visits that its most visited move got. */
  concentration: number;
  /** The value that the search found, −1..1. */
  value: number;
  /** Who that player is. */
  mover: number;
  /** Moves before it. */
  ply: number;
}

/** Plays one game by search, leaf by leaf, so that many games can share one inference batch. */
export class GameInPlay {
  readonly state: State;
  readonly rows: Row[] = [];
  /** One for each move so far, null for those of the random opening. */
  readonly accounts: (Analysis | null)[] | null;
  private readonly search: Search;
  private readonly settings: AlphazeroSettings;
  private readonly rng: RandomStream;
  private readonly visits: number;
  private readonly cheapVisits: number;
  /** Whether the search under way is a full one, whose result is recorded. */
  private full = true;
  /** Whether the game goes on where a player would resign, to see whether it was right. */
  private readonly playedOut: boolean;
  /** [P] Searches in a row that found the player's position hopeless. */
  private readonly hopeless: Int32Array;
  /** Who has resigned, or would have. */
  private resigner = NOBODY;
  /** [F] Scratch, and a row of it in little memory. */
  private readonly seen: Uint8Array | Float32Array;
  private readonly packed: ObservationRows;

  /**
   * Begins a game; its first moves may be a random opening, after which nothing is decided yet.
   * @param number the game's number in the run
   * @param seed names the game's random stream
   * @param record keeps what the search thought, and plays the game to its end
   */
  constructor(game: Game, settings: AlphazeroSettings, number: number, seed: string, record: boolean) {
    this.settings = settings;
    this.rng = new RandomStream(seed);
    this.visits = visitsAt(settings, number);
    this.cheapVisits = Math.max(2, Math.round((settings.cheapVisits * this.visits) / settings.visits));
    this.state = game.newInitialState();
    playRandomOpening(this.state, this.rng.int(settings.openingMoves + 1), this.rng);
    this.accounts = record ? this.state.history.map(() => null) : null;
    this.playedOut = record || (settings.resignBelow < 1 && this.rng.uniform() < settings.resignPlayOut);
    this.hopeless = new Int32Array(game.numPlayers);
    this.seen = observationArray(game.observation);
    this.packed = new ObservationRows(game.observation, 1);
    this.search = new Search(game, searchSettings(settings), this.rng);
    this.chooseEffort();
    this.search.setRoot(this.state);
    this.startSearch();
  }

  /** True where the game ended by its rules or by resignation. */
  get over(): boolean {
    return this.state.isTerminal || (this.resigner !== NOBODY && !this.playedOut);
  }

  /** What each player gets. */
  returns(): number[] {
    if (this.state.isTerminal) return this.state.returns();
    return Array.from(this.hopeless, (_, player) => (player === this.resigner ? -1 : 1));
  }

  /** Whether somebody resigned, and where the game was played out, whether that would have been right: `GameBatch.resignations`. */
  get resignation(): number {
    if (this.resigner === NOBODY) return NOT_RESIGNED;
    if (!this.playedOut) return RESIGNED;
    return this.returns()[this.resigner] < 0 ? RESIGNED_RIGHTLY : RESIGNED_WRONGLY;
  }

  /**
   * Goes on until a leaf waits for the evaluator, and puts it into `slot`; plays every move whose search is complete.
   * @returns false where the game ended instead
   */
  collect(evaluator: Evaluator, slot: number): boolean {
    while (this.search.collect(evaluator, slot, 1) === 0) {
      this.move();
      if (this.over) return false;
    }
    return true;
  }

  /** Takes the evaluator's answer for the leaf that `collect` put into `slot`. */
  apply(evaluator: Evaluator, slot: number): void {
    this.search.apply(evaluator, slot);
  }

  private move(): void {
    const { state, search, settings } = this;
    if (this.full) this.record();
    this.accounts?.push({ ...search.analysis() });
    this.considerResigning();
    if (this.over) return;
    // Gumbel search has drawn its exploration already: its move is the winner of the halving.
    const isDrawn = settings.selection === 'puct' && state.history.length < settings.temperatureMoves;
    const action = search.chooseAction(isDrawn ? 1 : 0, this.rng);
    state.applyAssumeLegal(action);
    this.chooseEffort();
    search.advance(action);
    this.startSearch();
  }

  private record(): void {
    const { state, search } = this;
    const { game } = state;
    state.observe(this.seen);
    this.packed.write(0, this.seen);
    const observation = this.packed.array.slice();
    const policy = new Float32Array(game.numActions);
    search.policyInto(policy, 1);
    const visits = search.rootVisits();
    const concentration = visits.reduce((most, count) => Math.max(most, count), 0) / search.visits;
    const [mover, ply] = [state.currentPlayer, state.history.length];
    this.rows.push({ observation, policy, concentration, value: search.value, mover, ply });
  }

  /** Playout cap randomisation (Wu 2020, section 3.1): most moves may be searched cheaply, only to go on with the game. */
  private chooseEffort(): void {
    const { cheapShare } = this.settings;
    this.full = cheapShare === 0 || this.rng.uniform() >= cheapShare;
    this.search.exploring = this.full;
  }

  private startSearch(): void {
    const { search } = this;
    const visits = this.full ? this.visits : this.cheapVisits;
    // Sequential halving compares moves by the visits of one budget: it gets a whole one, whatever was kept.
    search.start(this.settings.selection === 'gumbel' ? search.visits + visits : visits);
  }

  private considerResigning(): void {
    const { resignBelow } = this.settings;
    const player = this.state.currentPlayer;
    if (resignBelow >= 1 || this.resigner !== NOBODY || this.hopeless.length !== 2) return;
    this.hopeless[player] = this.search.value < -resignBelow ? this.hopeless[player] + 1 : 0;
    if (this.hopeless[player] === HOPELESS_IN_A_ROW) this.resigner = player;
  }
}

/** Plays random moves, but none that ends the game. */
function playRandomOpening(state: State, moves: number, rng: Rng): void {
  for (let i = 0; i < moves; i++) {
    const legal = state.legalActions();
    state.applyAssumeLegal(legal[rng.int(legal.length)]);
    if (!state.isTerminal) continue;
    state.undo();
    return;
  }
}
