/** Tic-tac-toe: three in a row on a 3×3 board. Ids, numbering and texts are OpenSpiel's. */
import * as v from 'valibot';
import type { Action, ObservationSpace } from '../env.js';
import type { BoardSymmetry, Game } from '../game.js';
import { HASH_START, mixHash } from '../hash.js';
import { BoardState, NOBODY, notAMove } from './boardState.js';
import { squareSymmetries } from './symmetry.js';

const SIZE = 3;
const NUM_CELLS = SIZE * SIZE;
const FULL = (1 << NUM_CELLS) - 1;
/** The eight lines as sets of cells, bit c = cell c. */
export const TIC_TAC_TOE_LINES: readonly number[] = [0o7, 0o70, 0o700, 0o111, 0o222, 0o444, 0o421, 0o124];

/** Whether a set of cells holds a whole line, for each of the 512 sets. */
const HAS_LINE = Uint8Array.from({ length: FULL + 1 }, (_, set) =>
  TIC_TAC_TOE_LINES.some((line) => (set & line) === line) ? 1 : 0,
);

/** The game has no options. */
export const ticTacToeSchema = v.strictObject({});

/** The game; actions 0..8 are the cells, row-major from the top left. */
export class TicTacToe implements Game {
  readonly id = 'tic_tac_toe';
  readonly version = 1;
  readonly options = {};
  readonly title = 'Tic-tac-toe';
  readonly playerNames: readonly string[] = ['x', 'o'];
  readonly numPlayers = 2;
  readonly numActions = NUM_CELLS;
  /** Planes: own, opponent's. */
  readonly observation: ObservationSpace = { shape: [SIZE, SIZE, 2], dtype: 'uint8', high: 1 };
  readonly maxGameLength = NUM_CELLS;
  readonly symmetries: readonly BoardSymmetry[] = squareSymmetries(SIZE, 0);

  newInitialState(): TicTacToeState {
    return new TicTacToeState(this);
  }
}

/** A position as two sets of cells. */
export class TicTacToeState extends BoardState {
  readonly game: TicTacToe;
  /** The cells of x and of o as sets, bit c = cell c. */
  private readonly sets = new Int32Array(2);

  constructor(game: TicTacToe) {
    super();
    this.game = game;
  }

  /** What stands in a cell: a player or NOBODY. */
  at(cell: number): number {
    return (this.sets[0] >> cell) & 1 ? 0 : (this.sets[1] >> cell) & 1 ? 1 : NOBODY;
  }

  isLegal(action: Action): boolean {
    return !this.finished && action >= 0 && action < NUM_CELLS && this.at(action) === NOBODY;
  }

  applyAssumeLegal(action: Action): void {
    const { sets, turn } = this;
    sets[turn] |= 1 << action;
    if (HAS_LINE[sets[turn]]) {
      this.winner = turn;
      this.finished = true;
    } else if ((sets[0] | sets[1]) === FULL) {
      this.finished = true;
    }
    this.turn = 1 - turn;
    this.history.push(action);
  }

  protected undoAction(action: Action): void {
    this.turn = 1 - this.turn;
    this.sets[this.turn] &= ~(1 << action);
    this.finished = false;
    this.winner = NOBODY;
  }

  clone(): TicTacToeState {
    const copy = this.copyInto(new TicTacToeState(this.game));
    copy.sets.set(this.sets);
    return copy;
  }

  observe(out: Uint8Array | Float32Array): void {
    const own = this.sets[this.turn];
    const other = this.sets[1 - this.turn];
    for (let cell = 0; cell < NUM_CELLS; cell++) {
      out[2 * cell] = (own >> cell) & 1;
      out[2 * cell + 1] = (other >> cell) & 1;
    }
  }

  hash(): number {
    return mixHash(HASH_START, this.sets[0] | (this.sets[1] << NUM_CELLS)) >>> 0;
  }

  toString(): string {
    const characters = Array.from({ length: NUM_CELLS }, (_, cell) => 'xo'[this.at(cell)] ?? '.');
    return [0, 3, 6].map((start) => characters.slice(start, start + SIZE).join('')).join('\n');
  }

  /** "x(0,1)": the player to move, row, column. */
  actionToString(action: Action): string {
    return `${'xo'[this.turn]}(${Math.floor(action / SIZE)},${action % SIZE})`;
  }

  /** Reads "x(0,1)", "(0,1)", or the cell's number 0..8. */
  parseAction(text: string): Action {
    if (/^[0-8]$/.test(text)) return Number(text);
    const match = /^([xo]?)\(([0-2]),([0-2])\)$/i.exec(text);
    if (!match || (match[1] && match[1].toLowerCase() !== 'xo'[this.turn])) {
      throw notAMove(this.game, text, `like ${this.actionToString(4)} (row, column) or a cell's number 0..8`);
    }
    return Number(match[2]) * SIZE + Number(match[3]);
  }
}
