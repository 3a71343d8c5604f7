/**
 * Gomoku: five in a row (or more) wins; black moves first, no move is forbidden. Numbering is OpenSpiel's (row-major from the top
 * left); texts are the usual ones, column letter and row from the bottom ("h8").
 */
import { AgonError, count, described } from '@agon/core';
import * as v from 'valibot';
import type { Action, ObservationSpace } from '../env.js';
import type { BoardSymmetry, Game } from '../game.js';
import { HASH_START, mixHash } from '../hash.js';
import { BoardState, NOBODY, notAMove } from './boardState.js';
import { squareSymmetries } from './symmetry.js';

const EMPTY = 2;
const BORDER = 3;
/** Column letters; other than in Go there is an i. */
export const GOMOKU_LETTERS = 'abcdefghijklmnopqrs';

/** The options that a spec may give: gomoku:size=15. */
export const gomokuSchema = v.strictObject({
  size: v.optional(described(count(3, GOMOKU_LETTERS.length), 'cells per side, 3..19'), 15),
  connect: v.optional(described(count(3, GOMOKU_LETTERS.length), 'stones in a row that win'), 5),
});
type GomokuOptions = v.InferOutput<typeof gomokuSchema>;

/** The game on one size of board, and the numbering of its cells with a border around them. */
export class Gomoku implements Game {
  readonly id = 'gomoku';
  readonly version = 1;
  readonly options: Readonly<GomokuOptions>;
  readonly title = 'Gomoku';
  readonly playerNames: readonly string[] = ['black', 'white'];
  readonly numPlayers = 2;
  readonly numActions: number;
  /** Planes: own, opponent's, the last move. */
  readonly observation: ObservationSpace;
  readonly maxGameLength: number;
  readonly symmetries: readonly BoardSymmetry[];
  readonly size: number;
  /** From a row to the next in arrays of points; the rows share a border column. */
  readonly stride: number;
  /** [size²] The point of each cell. */
  readonly pointOf: Int32Array;

  /** @throws bad-option where the line is longer than the board */
  constructor(options: GomokuOptions) {
    const { size, connect } = options;
    if (connect > size) {
      throw new AgonError(
        'bad-option',
        `environment "gomoku": "connect" must be at most "size" = ${size}, got ${connect}.`,
      );
    }
    this.options = options;
    this.size = size;
    this.numActions = size * size;
    this.observation = { shape: [size, size, 3], dtype: 'uint8', high: 1 };
    this.maxGameLength = size * size;
    this.symmetries = squareSymmetries(size, 0);
    this.stride = size + 1;
    this.pointOf = Int32Array.from(
      { length: size * size },
      (_, cell) => (Math.floor(cell / size) + 1) * this.stride + (cell % size) + 1,
    );
  }

  newInitialState(): GomokuState {
    return new GomokuState(this);
  }
}

/** A position; a move looks along its four lines only. */
export class GomokuState extends BoardState {
  readonly game: Gomoku;
  /** 0, 1, EMPTY or BORDER. */
  private readonly points: Uint8Array;

  constructor(game: Gomoku) {
    super();
    this.game = game;
    this.points = new Uint8Array((game.size + 2) * game.stride + 1).fill(BORDER);
    for (const point of game.pointOf) this.points[point] = EMPTY;
  }

  /** What stands in a cell: a player or NOBODY. */
  at(cell: number): number {
    const stone = this.points[this.game.pointOf[cell]];
    return stone === EMPTY ? NOBODY : stone;
  }

  isLegal(action: Action): boolean {
    return !this.finished && this.points[this.game.pointOf[action]] === EMPTY;
  }

  applyAssumeLegal(action: Action): void {
    const { turn, game } = this;
    const point = game.pointOf[action];
    this.points[point] = turn;
    this.history.push(action);
    this.turn = 1 - turn;
    if (this.wins(point, turn)) {
      this.winner = turn;
      this.finished = true;
    } else if (this.history.length === game.numActions) {
      this.finished = true;
    }
  }

  protected undoAction(action: Action): void {
    this.turn = 1 - this.turn;
    this.finished = false;
    this.winner = NOBODY;
    this.points[this.game.pointOf[action]] = EMPTY;
  }

  clone(): GomokuState {
    const copy = this.copyInto(new GomokuState(this.game));
    copy.points.set(this.points);
    return copy;
  }

  observe(out: Uint8Array | Float32Array): void {
    const { pointOf } = this.game;
    const last = this.history.length ? this.history[this.history.length - 1] : NOBODY;
    for (let cell = 0; cell < pointOf.length; cell++) {
      const stone = this.points[pointOf[cell]];
      out[3 * cell] = stone === this.turn ? 1 : 0;
      out[3 * cell + 1] = stone === 1 - this.turn ? 1 : 0;
      out[3 * cell + 2] = cell === last ? 1 : 0;
    }
  }

  hash(): number {
    let hash = HASH_START;
    const { pointOf } = this.game;
    for (let cell = 0; cell < pointOf.length; cell++) {
      const stone = this.points[pointOf[cell]];
      if (stone !== EMPTY) hash = mixHash(hash, 2 * cell + stone);
    }
    return hash >>> 0;
  }

  /** The player to move (B or W), then the rows from the top. */
  toString(): string {
    const { size } = this.game;
    const rows = Array.from({ length: size }, (_, row) =>
      Array.from({ length: size }, (_, column) => 'bw'[this.at(row * size + column)] ?? '.').join(''),
    );
    return ['BW'[this.turn], ...rows].join('\n');
  }

  /** "h8": column letter, row from the bottom. */
  actionToString(action: Action): string {
    const { size } = this.game;
    return `${GOMOKU_LETTERS[action % size]}${size - Math.floor(action / size)}`;
  }

  parseAction(text: string): Action {
    const { size } = this.game;
    const match = /^([a-s])([1-9]\d?)$/i.exec(text);
    const column = GOMOKU_LETTERS.indexOf(match?.[1].toLowerCase() ?? ' ');
    const row = size - Number(match?.[2]);
    if (!match || column >= size || row < 0) {
      throw notAMove(this.game, text, `a cell from a1 (bottom left) to ${this.actionToString(size - 1)}`);
    }
    return row * size + column;
  }

  /** Whether the stone at a point stands in a line that wins. */
  private wins(point: number, player: number): boolean {
    const { stride, options } = this.game;
    return (
      this.lineThrough(point, 1, player) >= options.connect ||
      this.lineThrough(point, stride, player) >= options.connect ||
      this.lineThrough(point, stride + 1, player) >= options.connect ||
      this.lineThrough(point, stride - 1, player) >= options.connect
    );
  }

  /** The number of a player's stones in a row through a point, in both directions of a step. */
  private lineThrough(point: number, step: number, player: number): number {
    const { points } = this;
    let count = 1;
    for (let at = point + step; points[at] === player; at += step) count++;
    for (let at = point - step; points[at] === player; at -= step) count++;
    return count;
  }
}
