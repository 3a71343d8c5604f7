/**
 * Othello on 8×8. Black (x) moves first; a move must turn stones; a player without a move passes; the game ends when neither has
 * one; more stones win. Numbering and texts are OpenSpiel's: a1 is top left, the pass is action 64.
 */
import * as v from 'valibot';
import type { Drawing } from '../drawing.js';
import type { Action, ObservationSpace } from '../env.js';
import type { BoardSymmetry, Game } from '../game.js';
import { HASH_START, mixHash } from '../hash.js';
import { BoardState, NOBODY, notAMove } from './boardState.js';
import { drawOthello } from './othello.draw.js';
import { squareSymmetries } from './symmetry.js';

export const OTHELLO_SIZE = 8;
const NUM_CELLS = OTHELLO_SIZE * OTHELLO_SIZE;
/** The pass, legal only where there is no other move. */
export const OTHELLO_PASS = NUM_CELLS;

/** The board has a border, so that walks need no bounds: point = (row + 1) * STRIDE + column + 1. */
const STRIDE = OTHELLO_SIZE + 2;
const NUM_POINTS = STRIDE * STRIDE;
const DIRECTIONS = Int8Array.of(-STRIDE - 1, -STRIDE, -STRIDE + 1, -1, 1, STRIDE - 1, STRIDE, STRIDE + 1);
const EMPTY = 2;
const BORDER = 3;
/** [NUM_CELLS] The point of each cell. */
const POINT = Int32Array.from(
  { length: NUM_CELLS },
  (_, cell) => (Math.floor(cell / OTHELLO_SIZE) + 1) * STRIDE + (cell % OTHELLO_SIZE) + 1,
);

export const othelloSchema = v.strictObject({});

export class Othello implements Game {
  readonly id = 'othello';
  readonly version = 1;
  readonly options = {};
  readonly title = 'Othello';
  readonly playerNames: readonly string[] = ['black', 'white'];
  readonly numPlayers = 2;
  readonly numActions = NUM_CELLS + 1;
  /** Planes: own, opponent's. */
  readonly observation: ObservationSpace = {
    shape: [OTHELLO_SIZE, OTHELLO_SIZE, 2],
    dtype: 'uint8',
    high: 1,
  };
  /** 60 stones, and passes between them. */
  readonly maxGameLength = 128;
  /** The four that keep the start: the others would swap its colours. */
  readonly symmetries: readonly BoardSymmetry[] = squareSymmetries(OTHELLO_SIZE, 1).filter(
    ({ cells }) => cells[27] === 27 || cells[27] === 36,
  );

  newInitialState(): OthelloState {
    return new OthelloState(this);
  }
}

export class OthelloState extends BoardState {
  readonly game: Othello;
  /** [NUM_POINTS] 0, 1, EMPTY or BORDER. */
  private readonly points = new Uint8Array(NUM_POINTS).fill(BORDER);
  /** The player to move has no stone to place. */
  private mustPass = false;
  /** Turned points of all moves, oldest first, and how many each move turned. */
  private readonly turned: number[] = [];
  private readonly numTurned: number[] = [];

  constructor(game: Othello) {
    super();
    this.game = game;
    for (let cell = 0; cell < NUM_CELLS; cell++) this.points[POINT[cell]] = EMPTY;
    this.points[POINT[27]] = this.points[POINT[36]] = 1;
    this.points[POINT[28]] = this.points[POINT[35]] = 0;
  }

  /** What stands in a cell: a player or NOBODY. */
  at(cell: number): number {
    const stone = this.points[POINT[cell]];
    return stone === EMPTY ? NOBODY : stone;
  }

  /** The number of a player's stones. */
  count(player: number): number {
    let count = 0;
    for (let cell = 0; cell < NUM_CELLS; cell++) if (this.points[POINT[cell]] === player) count++;
    return count;
  }

  isLegal(action: Action): boolean {
    if (this.finished) return false;
    if (action === OTHELLO_PASS) return this.mustPass;
    return action >= 0 && action < NUM_CELLS && this.turnsSome(POINT[action], this.turn);
  }

  override legalMaskInto(out: Uint8Array): number {
    out.fill(0);
    if (this.finished) return 0;
    if (this.mustPass) return (out[OTHELLO_PASS] = 1);
    let count = 0;
    for (let cell = 0; cell < NUM_CELLS; cell++)
      count += out[cell] = this.turnsSome(POINT[cell], this.turn) ? 1 : 0;
    return count;
  }

  applyAssumeLegal(action: Action): void {
    const { points, turn, turned } = this;
    const before = turned.length;
    if (action !== OTHELLO_PASS) {
      const start = POINT[action];
      const other = 1 - turn;
      for (let i = 0; i < DIRECTIONS.length; i++) {
        const step = DIRECTIONS[i];
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
    this.mustPass = action === OTHELLO_PASS;
    for (let left = this.numTurned.pop()!; left > 0; left--) points[turned.pop()!] = this.turn;
    this.turn = 1 - this.turn;
    if (action !== OTHELLO_PASS) points[POINT[action]] = EMPTY;
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
    for (let cell = 0; cell < NUM_CELLS; cell++) {
      const stone = this.points[POINT[cell]];
      out[2 * cell] = stone === this.turn ? 1 : 0;
      out[2 * cell + 1] = stone === 1 - this.turn ? 1 : 0;
    }
  }

  hash(): number {
    let hash = mixHash(HASH_START, this.turn);
    for (let row = 0; row < OTHELLO_SIZE; row++) {
      let word = 0;
      for (let column = 0; column < OTHELLO_SIZE; column++)
        word = (word << 2) | this.points[POINT[row * OTHELLO_SIZE + column]];
      hash = mixHash(hash, word);
    }
    return hash >>> 0;
  }

  toString(): string {
    const letters = '  a b c d e f g h  ';
    const rows = Array.from({ length: OTHELLO_SIZE }, (_, row) => {
      const cells = Array.from(
        { length: OTHELLO_SIZE },
        (_, column) => 'xo'[this.at(row * OTHELLO_SIZE + column)] ?? '-',
      );
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
    if (action === OTHELLO_PASS) return 'pass';
    return `${'abcdefgh'[action % OTHELLO_SIZE]}${Math.floor(action / OTHELLO_SIZE) + 1}`;
  }

  parseAction(text: string): Action {
    const lower = text.toLowerCase();
    if (lower === 'pass') return OTHELLO_PASS;
    if (!/^[a-h][1-8]$/.test(lower)) throw notAMove(this.game, text, 'like d3 (a1 is top left) or pass');
    return (Number(lower[1]) - 1) * OTHELLO_SIZE + lower.charCodeAt(0) - 97;
  }

  draw(): Drawing {
    return drawOthello(this);
  }

  protected override refusal(action: Action): string {
    if (this.finished || action < 0 || action > OTHELLO_PASS) return super.refusal(action);
    if (action === OTHELLO_PASS) return 'there is a move to make';
    return this.at(action) === NOBODY ? 'it turns no stone' : 'that place is not free';
  }

  private canMove(player: number): boolean {
    for (let cell = 0; cell < NUM_CELLS; cell++) if (this.turnsSome(POINT[cell], player)) return true;
    return false;
  }

  /** Whether a stone of `player` at a point would turn at least one stone; false where the point is not empty. */
  private turnsSome(start: number, player: number): boolean {
    const { points } = this;
    if (points[start] !== EMPTY) return false;
    const other = 1 - player;
    for (let i = 0; i < DIRECTIONS.length; i++) {
      const step = DIRECTIONS[i];
      let point = start + step;
      if (points[point] !== other) continue;
      do point += step;
      while (points[point] === other);
      if (points[point] === player) return true;
    }
    return false;
  }
}
