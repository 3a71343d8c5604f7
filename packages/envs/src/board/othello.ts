/**
 * Othello, usually on 8×8. Black (x) moves first; a move must turn stones; a player without a move passes; the game ends when neither has
 * one; more stones win. Numbering and texts are OpenSpiel's: a1 is top left, the pass comes last.
 */
import { count, described } from '@agon/core';
import * as v from 'valibot';
import type { Action, ObservationSpace } from '../env.js';
import type { BoardSymmetry, Game } from '../game.js';
import { HASH_START, mixHash } from '../hash.js';
import { BoardState, NOBODY, notAMove } from './boardState.js';
import { squareSymmetries } from './symmetry.js';

/** Eight directions on a board whose rows are `stride` apart. */
const directionsOf = (stride: number): Int8Array =>
  Int8Array.of(-stride - 1, -stride, -stride + 1, -1, 1, stride - 1, stride, stride + 1);
/** Column letters. */
export const LETTERS = 'abcdefghij';
const EMPTY = 2;
const BORDER = 3;

/** The options that a spec may give: othello:size=8. */
export const othelloSchema = v.strictObject({
  size: v.optional(described(v.pipe(count(4, 10), v.multipleOf(2)), 'cells per side: 4, 6, 8 or 10'), 8),
});

/** Actions are the cells, row-major from the top left, then the pass. */
export class Othello implements Game {
  readonly id = 'othello';
  readonly version = 1;
  readonly options: { readonly size: number };
  readonly title = 'Othello';
  readonly playerNames: readonly string[] = ['black', 'white'];
  readonly numPlayers = 2;
  readonly numActions: number;
  /** Planes: own, opponent's. */
  readonly observation: ObservationSpace;
  readonly maxGameLength: number;
  readonly symmetries: readonly BoardSymmetry[];
  readonly size: number;
  /** Legal only where there is no other move. */
  readonly pass: Action;
  /** [size²] The point of each cell. The board has a border, so that walks need no bounds. */
  readonly pointOf: Int32Array;
  readonly numPoints: number;
  readonly directions: Int8Array;
  /** Cells of the four stones at the start: white, black, black, white. */
  readonly middle: readonly [number, number, number, number];

  constructor({ size }: { size: number }) {
    this.options = { size };
    this.size = size;
    this.pass = size * size;
    this.numActions = size * size + 1;
    this.observation = { shape: [size, size, 2], dtype: 'uint8', high: 1 };
    this.maxGameLength = 2 * size * size;
    const stride = size + 2;
    this.numPoints = stride * stride;
    this.directions = directionsOf(stride);
    this.pointOf = Int32Array.from(
      { length: size * size },
      (_, cell) => (Math.floor(cell / size) + 1) * stride + (cell % size) + 1,
    );
    const first = (size / 2 - 1) * size + size / 2 - 1;
    this.middle = [first, first + 1, first + size, first + size + 1];
    // The four that keep the start: the others would swap its colours.
    this.symmetries = squareSymmetries(size, 1).filter(
      ({ cells }) => cells[first] === this.middle[0] || cells[first] === this.middle[3],
    );
  }

  newInitialState(): OthelloState {
    return new OthelloState(this);
  }
}

/** A position, on points with a border; moves remember which stones they turned. */
export class OthelloState extends BoardState {
  readonly game: Othello;
  /** [numPoints] 0, 1, EMPTY or BORDER. */
  private readonly points: Uint8Array;
  /** The player to move has no stone to place. */
  private mustPass = false;
  /** Turned points of all moves, oldest first, and how many each move turned. */
  private readonly turned: number[] = [];
  private readonly numTurned: number[] = [];

  constructor(game: Othello) {
    super();
    this.game = game;
    this.points = new Uint8Array(game.numPoints).fill(BORDER);
    for (const point of game.pointOf) this.points[point] = EMPTY;
    const [a, b, c, d] = game.middle;
    this.points[game.pointOf[a]] = this.points[game.pointOf[d]] = 1;
    this.points[game.pointOf[b]] = this.points[game.pointOf[c]] = 0;
  }

  /** What stands in a cell: a player or NOBODY. */
  at(cell: number): number {
    const stone = this.points[this.game.pointOf[cell]];
    return stone === EMPTY ? NOBODY : stone;
  }

  /** The number of a player's stones. */
  count(player: number): number {
    let count = 0;
    for (let cell = 0; cell < this.game.pass; cell++)
      if (this.points[this.game.pointOf[cell]] === player) count++;
    return count;
  }

  isLegal(action: Action): boolean {
    if (this.finished) return false;
    if (action === this.game.pass) return this.mustPass;
    return action >= 0 && action < this.game.pass && this.turnsSome(this.game.pointOf[action], this.turn);
  }

  override legalMaskInto(out: Uint8Array): number {
    out.fill(0);
    if (this.finished) return 0;
    if (this.mustPass) return (out[this.game.pass] = 1);
    let count = 0;
    for (let cell = 0; cell < this.game.pass; cell++)
      count += out[cell] = this.turnsSome(this.game.pointOf[cell], this.turn) ? 1 : 0;
    return count;
  }

  applyAssumeLegal(action: Action): void {
    const { points, turn, turned } = this;
    const before = turned.length;
    if (action !== this.game.pass) {
      const start = this.game.pointOf[action];
      const other = 1 - turn;
      for (let i = 0; i < this.game.directions.length; i++) {
        const step = this.game.directions[i];
        let point = start + step;
        while (points[point] === other) point += step;
        if (points[point] !== turn) continue;
        for (point -= step; point !== start; point -= step) {
          points[point] = turn;
          turned.push(point);
        }
      }
      points[start] = turn;
    }
    this.numTurned.push(turned.length - before);
    this.history.push(action);
    this.turn = 1 - turn;
    this.mustPass = !this.canMove(this.turn);
    if (this.mustPass && !this.canMove(turn)) {
      this.finished = true;
      const lead = this.count(0) - this.count(1);
      this.winner = lead > 0 ? 0 : lead < 0 ? 1 : NOBODY;
    }
  }

  protected undoAction(action: Action): void {
    const { points, turned } = this;
    this.finished = false;
    this.winner = NOBODY;
    this.mustPass = action === this.game.pass;
    for (let left = this.numTurned.pop()!; left > 0; left--) points[turned.pop()!] = this.turn;
    this.turn = 1 - this.turn;
    if (action !== this.game.pass) points[this.game.pointOf[action]] = EMPTY;
  }

  /** A stone owns its cell. */
  ownershipInto(out: Int8Array): number {
    let lead = 0;
    for (let cell = 0; cell < this.game.pass; cell++) {
      const stone = this.points[this.game.pointOf[cell]];
      lead += out[cell] = stone === EMPTY ? 0 : stone === 0 ? 1 : -1;
    }
    return lead;
  }

  clone(): OthelloState {
    const copy = this.copyInto(new OthelloState(this.game));
    copy.points.set(this.points);
    copy.mustPass = this.mustPass;
    for (const point of this.turned) copy.turned.push(point);
    for (const count of this.numTurned) copy.numTurned.push(count);
    return copy;
  }

  observe(out: Uint8Array | Float32Array): void {
    for (let cell = 0; cell < this.game.pass; cell++) {
      const stone = this.points[this.game.pointOf[cell]];
      out[2 * cell] = stone === this.turn ? 1 : 0;
      out[2 * cell + 1] = stone === 1 - this.turn ? 1 : 0;
    }
  }

  hash(): number {
    let hash = mixHash(HASH_START, this.turn);
    for (let row = 0; row < this.game.size; row++) {
      let word = 0;
      for (let column = 0; column < this.game.size; column++)
        word = (word << 2) | this.points[this.game.pointOf[row * this.game.size + column]];
      hash = mixHash(hash, word);
    }
    return hash >>> 0;
  }

  toString(): string {
    const { size } = this.game;
    const letters = `  ${[...LETTERS.slice(0, size)].join(' ')}  `;
    const rows = Array.from({ length: size }, (_, row) => {
      const cells = Array.from({ length: size }, (_, column) => 'xo'[this.at(row * size + column)] ?? '-');
      return `${row + 1} ${cells.join(' ')} ${row + 1}`;
    });
    const header = this.finished
      ? 'Terminal State:'
      : this.turn === 0
        ? 'Black (x) to play:'
        : 'White (o) to play:';
    return [header, letters, ...rows, letters].join('\n');
  }

  /** "d3" (a1 is top left) or "pass". */
  actionToString(action: Action): string {
    const { pass, size } = this.game;
    return action === pass ? 'pass' : `${LETTERS[action % size]}${Math.floor(action / size) + 1}`;
  }

  parseAction(text: string): Action {
    const lower = text.toLowerCase();
    const { pass, size } = this.game;
    if (lower === 'pass') return pass;
    const match = /^([a-j])([1-9]|10)$/.exec(lower);
    const column = LETTERS.indexOf(match?.[1] ?? ' ');
    const row = Number(match?.[2]) - 1;
    if (!match || column >= size || row >= size)
      throw notAMove(this.game, text, 'like d3 (a1 is top left) or pass');
    return row * size + column;
  }

  protected override refusal(action: Action): string {
    if (this.finished || action < 0 || action > this.game.pass) return super.refusal(action);
    if (action === this.game.pass) return 'there is a move to make';
    return this.at(action) === NOBODY ? 'it turns no stone' : 'that place is not free';
  }

  private canMove(player: number): boolean {
    for (let cell = 0; cell < this.game.pass; cell++)
      if (this.turnsSome(this.game.pointOf[cell], player)) return true;
    return false;
  }

  /** Whether a stone of `player` at a point would turn at least one stone; false where the point is not empty. */
  private turnsSome(start: number, player: number): boolean {
    const { points } = this;
    if (points[start] !== EMPTY) return false;
    const other = 1 - player;
    for (let i = 0; i < this.game.directions.length; i++) {
      const step = this.game.directions[i];
      let point = start + step;
      if (points[point] !== other) continue;
      do point += step;
      while (points[point] === other);
      if (points[point] === player) return true;
    }
    return false;
  }
}
