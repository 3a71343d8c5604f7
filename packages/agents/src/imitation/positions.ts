/** The positions of recorded games, ready to be learned from: planes, packed, and targets for each head. */
import { BLACK, type BoardSymmetry, type Go } from '@agon/envs';
import { ObservationRows } from '../board/observationRows.js';
import { turnBoardInto } from '../board/turnedBoard.js';
import { GoPlanes, NUM_PLANES } from '../go/planes.js';
import { imitatedMoves, type GameRecord } from './records.js';

/** Where minibatches are written. N = batch size, C = cells, A = actions. All targets for the player to move. */
export interface GoBatch {
  /** [N, C, planes] */
  observation: Float32Array;
  /** [N, A] one at the move played; all 0 where it is not to be imitated */
  policy: Float32Array;
  /** [N] in [−1, 1], and [N] 1 where it is known */
  value: Float32Array;
  valueKnown: Float32Array;
  /** [N] the lead in points divided by C */
  score: Float32Array;
  scoreKnown: Float32Array;
  /** [N, C] 1 own, −1 the opponent's, 0 nobody's */
  ownership: Float32Array;
  ownershipKnown: Float32Array;
}

/** In place of a move that is not to be imitated. */
export const NOT_IMITATED = -1;

/** R = rows, G = games, C = cells. */
export class Positions {
  /** R */
  readonly size: number;
  /** A */
  readonly numActions: number;
  /** [G] */
  readonly games: readonly GameRecord[];
  /** [R] What each row holds. */
  readonly gameOf: Int32Array;
  readonly plyOf: Int32Array;
  private readonly cells: number;
  private readonly symmetries: readonly BoardSymmetry[];
  private readonly observations: ObservationRows;
  /** [C, planes] Scratch. */
  private readonly unturned: Float32Array;
  /** [R] */
  private readonly black: Uint8Array;
  private readonly actions: Int32Array;
  private readonly values: Float32Array;
  private readonly scores: Float32Array;
  /** [G, C] Black's view; and [G] 1 where known. */
  readonly ownership: Int8Array;
  readonly ownershipKnown: Uint8Array;

  /**
   * @param decay how much later search values count: target at a move = (1 − decay) · its search value + decay · the next target;
   *   the game's outcome is the last one
   */
  constructor(game: Go, games: readonly GameRecord[], decay: number) {
    this.games = games;
    this.cells = game.size * game.size;
    this.numActions = game.numActions;
    this.symmetries = game.symmetries;
    const size = games.reduce((sum, each) => sum + each.end - each.first, 0);
    this.size = size;
    this.gameOf = new Int32Array(size);
    this.plyOf = new Int32Array(size);
    this.black = new Uint8Array(size);
    this.actions = new Int32Array(size);
    this.values = new Float32Array(size);
    this.scores = new Float32Array(size);
    this.ownership = new Int8Array(games.length * this.cells);
    this.ownershipKnown = new Uint8Array(games.length);
    const planes = new GoPlanes(game);
    this.observations = new ObservationRows(planes.observation, size);
    this.unturned = new Float32Array(this.cells * NUM_PLANES);
    let row = 0;
    games.forEach((each, index) => (row = this.addGame(each, index, row, planes, decay)));
  }

  private addGame(game: GameRecord, index: number, row: number, planes: GoPlanes, decay: number): number {
    const { state: end, moves } = game;
    const values = targets(game.values, game.outcome, decay);
    const leads = targets(game.leads, game.lead, decay);
    const imitated = imitatedMoves(game);
    const state = end.game.newStateFrom(end.setUp, end.firstToMove);
    moves.forEach((action, ply) => {
      if (ply >= game.first && ply < game.end) {
        const sign = state.turn === BLACK ? 1 : -1;
        planes.write(state, this.unturned);
        this.observations.write(row, this.unturned);
        this.gameOf[row] = index;
        this.plyOf[row] = ply;
        this.black[row] = state.turn === BLACK ? 1 : 0;
        this.actions[row] = imitated[ply] ? action : NOT_IMITATED;
        this.values[row] = sign * values[ply];
        this.scores[row] = (sign * leads[ply]) / this.cells;
        row++;
      }
      state.applyAssumeLegal(action);
    });
    if (end.isTerminal) this.setOwnership(index);
    return row;
  }

  /** Takes the owners of a finished game's cells, unless its result says that it was scored otherwise (dead stones). */
  private setOwnership(index: number): void {
    const { state, lead } = this.games[index];
    const owners = this.ownership.subarray(index * this.cells, (index + 1) * this.cells);
    const found = state.ownershipInto(owners);
    this.ownershipKnown[index] = Number.isNaN(lead) || Math.abs(found - lead) < 0.25 ? 1 : 0;
  }

  /** The value that a search gave the position, for the player to move in [−1, 1]; NaN where unknown. */
  searchValue(row: number): number {
    const value = this.games[this.gameOf[row]].values[this.plyOf[row]];
    return this.black[row] ? value : -value;
  }

  /** The outcome for the player to move; NaN where unknown. */
  outcome(row: number): number {
    const { outcome } = this.games[this.gameOf[row]];
    return this.black[row] ? outcome : -outcome;
  }

  /** The move to imitate, or `NOT_IMITATED`. */
  action(row: number): number {
    return this.actions[row];
  }

  /** Writes which moves the rules allow. @param out [A] */
  legalInto(out: Uint8Array, row: number): void {
    const { state: end, moves } = this.games[this.gameOf[row]];
    const state = end.game.newStateFrom(end.setUp, end.firstToMove);
    for (let ply = 0; ply < this.plyOf[row]; ply++) state.applyAssumeLegal(moves[ply]);
    state.legalMaskInto(out);
  }

  /** Writes row `row`, seen through symmetry number `symmetry` (0: as it was), into place `index` of a batch. */
  readInto(batch: GoBatch, index: number, row: number, symmetry: number): void {
    const { cells, numActions, unturned } = this;
    const turned = this.symmetries[symmetry];
    this.observations.readInto(unturned, row);
    const size = unturned.length;
    turnBoardInto(batch.observation.subarray(index * size, (index + 1) * size), unturned, turned);
    const game = this.gameOf[row];
    const sign = this.black[row] ? 1 : -1;
    const known = this.ownershipKnown[game];
    for (let cell = 0; cell < cells; cell++) {
      const owner = known ? sign * this.ownership[game * cells + cell] : 0;
      batch.ownership[index * cells + turned.cells[cell]] = owner;
    }
    batch.policy.fill(0, index * numActions, (index + 1) * numActions);
    const action = this.actions[row];
    if (action !== NOT_IMITATED) batch.policy[index * numActions + turned.actions[action]] = 1;
    const value = this.values[row];
    const score = this.scores[row];
    batch.value[index] = Number.isNaN(value) ? 0 : value;
    batch.valueKnown[index] = Number.isNaN(value) ? 0 : 1;
    batch.score[index] = Number.isNaN(score) ? 0 : score;
    batch.scoreKnown[index] = Number.isNaN(score) ? 0 : 1;
    batch.ownershipKnown[index] = known;
  }

  /** How many symmetries `readInto` can be asked for. */
  get numSymmetries(): number {
    return this.symmetries.length;
  }
}

/** [n] Mixtures of each position's own number with those of later ones and the end's; NaN where nothing is known from there on. */
function targets(own: Float32Array, end: number, decay: number): Float32Array {
  const mixed = new Float32Array(own.length);
  let later = end;
  for (let ply = own.length - 1; ply >= 0; ply--) {
    if (Number.isNaN(later)) later = own[ply];
    else if (!Number.isNaN(own[ply])) later = (1 - decay) * own[ply] + decay * later;
    mixed[ply] = later;
  }
  return mixed;
}
