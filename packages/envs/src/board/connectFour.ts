/** Connect Four: four in a row on 6 rows and 7 columns, stones fall. Ids and texts are OpenSpiel's; columns are 1..7 in moves. */
import * as v from 'valibot';
import type { Action, ObservationSpace } from '../env.js';
import type { BoardSymmetry, Game } from '../game.js';
import { HASH_START, mixHash } from '../hash.js';
import { BoardState, NOBODY, notAMove } from './boardState.js';

/** The board, in cells. */
export const ROWS = 6;
export const COLUMNS = 7;
const NUM_CELLS = ROWS * COLUMNS;

/** Whether a line of up to seven cells, as bits, holds four in a row. */
const HAS_FOUR = Uint8Array.from({ length: 1 << COLUMNS }, (_, line) =>
  line & (line >> 1) & (line >> 2) & (line >> 3) ? 1 : 0,
);

/**
 * A player's stones are kept once for each direction, as lines of bits, so that a move touches four lines and a win shows in
 * one of them. Offsets of the lines in a player's part; `row` counts from the bottom.
 */
const ROW = 0; // + row, bit column
const COLUMN = ROW + ROWS; // + column, bit row
const RISING = COLUMN + COLUMNS; // + row − column + COLUMNS − 1, bit column
const FALLING = RISING + ROWS + COLUMNS - 1; // + row + column, bit column
const NUM_LINES = FALLING + ROWS + COLUMNS - 1;

/** The game has no options. */
export const connectFourSchema = v.strictObject({});

/** The mirror image of the board, left and right. */
const MIRROR: BoardSymmetry = {
  actions: Int32Array.from({ length: COLUMNS }, (_, column) => COLUMNS - 1 - column),
  cells: Int32Array.from({ length: NUM_CELLS }, (_, cell) => cell - 2 * (cell % COLUMNS) + COLUMNS - 1),
};
const IDENTITY: BoardSymmetry = {
  actions: Int32Array.from({ length: COLUMNS }, (_, column) => column),
  cells: Int32Array.from({ length: NUM_CELLS }, (_, cell) => cell),
};

/** The game; actions 0..6 are the columns from the left. */
export class ConnectFour implements Game {
  readonly id = 'connect_four';
  readonly version = 1;
  readonly options = {};
  readonly title = 'Connect Four';
  readonly playerNames: readonly string[] = ['x', 'o'];
  readonly numPlayers = 2;
  readonly numActions = COLUMNS;
  /** Planes: own, opponent's; row 0 is the top. */
  readonly observation: ObservationSpace = { shape: [ROWS, COLUMNS, 2], dtype: 'uint8', high: 1 };
  readonly maxGameLength = NUM_CELLS;
  readonly symmetries: readonly BoardSymmetry[] = [IDENTITY, MIRROR];

  newInitialState(): ConnectFourState {
    return new ConnectFourState(this);
  }
}

/** A position; a win shows in one look at each of the four lines through the last stone. */
export class ConnectFourState extends BoardState {
  readonly game: ConnectFour;
  /** [2, NUM_LINES] Lines of bits, see ROW, COLUMN, RISING, FALLING. */
  private readonly lines = new Uint8Array(2 * NUM_LINES);
  /** [COLUMNS] Stones in each column. */
  private readonly heights = new Uint8Array(COLUMNS);

  constructor(game: ConnectFour) {
    super();
    this.game = game;
  }

  /** What stands in a cell (row 0 is the top): a player or NOBODY. */
  at(row: number, column: number): number {
    const bit = ROWS - 1 - row;
    if ((this.lines[COLUMN + column] >> bit) & 1) return 0;
    return (this.lines[NUM_LINES + COLUMN + column] >> bit) & 1 ? 1 : NOBODY;
  }

  isLegal(action: Action): boolean {
    return !this.finished && this.heights[action] < ROWS;
  }

  override legalMaskInto(out: Uint8Array): number {
    let count = 0;
    for (let column = 0; column < COLUMNS; column++) {
      count += out[column] = !this.finished && this.heights[column] < ROWS ? 1 : 0;
    }
    return count;
  }

  applyAssumeLegal(action: Action): void {
    const { lines, heights, turn } = this;
    const row = heights[action]++;
    const base = turn * NUM_LINES;
    const bit = 1 << action;
    const won =
      HAS_FOUR[(lines[base + ROW + row] |= bit)] |
      HAS_FOUR[(lines[base + COLUMN + action] |= 1 << row)] |
      HAS_FOUR[(lines[base + RISING + row - action + COLUMNS - 1] |= bit)] |
      HAS_FOUR[(lines[base + FALLING + row + action] |= bit)];
    this.history.push(action);
    this.turn = 1 - turn;
    if (won) {
      this.winner = turn;
      this.finished = true;
    } else if (this.history.length === NUM_CELLS) {
      this.finished = true;
    }
  }

  protected undoAction(action: Action): void {
    const { lines, heights } = this;
    this.turn = 1 - this.turn;
    this.finished = false;
    this.winner = NOBODY;
    const row = --heights[action];
    const base = this.turn * NUM_LINES;
    const bit = 1 << action;
    lines[base + ROW + row] ^= bit;
    lines[base + COLUMN + action] ^= 1 << row;
    lines[base + RISING + row - action + COLUMNS - 1] ^= bit;
    lines[base + FALLING + row + action] ^= bit;
  }

  clone(): ConnectFourState {
    const copy = this.copyInto(new ConnectFourState(this.game));
    copy.lines.set(this.lines);
    copy.heights.set(this.heights);
    return copy;
  }

  observe(out: Uint8Array | Float32Array): void {
    const own = this.turn * NUM_LINES + ROW;
    const other = (1 - this.turn) * NUM_LINES + ROW;
    let index = 0;
    for (let row = ROWS - 1; row >= 0; row--) {
      for (let column = 0; column < COLUMNS; column++) {
        out[index++] = (this.lines[own + row] >> column) & 1;
        out[index++] = (this.lines[other + row] >> column) & 1;
      }
    }
  }

  hash(): number {
    let hash = HASH_START;
    for (let column = 0; column < COLUMNS; column++) {
      hash = mixHash(hash, (this.heights[column] << ROWS) | this.lines[COLUMN + column]);
    }
    return hash >>> 0;
  }

  /** Rows from the top, `x`, `o` and `.`. */
  toString(): string {
    const rows = Array.from({ length: ROWS }, (_, row) =>
      Array.from({ length: COLUMNS }, (_, column) => 'xo'[this.at(row, column)] ?? '.').join(''),
    );
    return rows.join('\n');
  }

  /** The column, "1".."7". */
  actionToString(action: Action): string {
    return String(action + 1);
  }

  parseAction(text: string): Action {
    if (!/^[1-7]$/.test(text)) throw notAMove(this.game, text, 'a column, 1..7 from the left');
    return Number(text) - 1;
  }

  protected override refusal(action: Action): string {
    return !this.finished && action >= 0 && action < COLUMNS ? 'that column is full' : super.refusal(action);
  }
}
