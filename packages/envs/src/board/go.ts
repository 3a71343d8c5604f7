/**
 * Go: area scoring, positional superko (Tromp–Taylor; their suicide is an option), komi, handicap. The game ends by two passes in a
 * row, or at the length limit, and is then scored as it stands: all stones count as alive.
 *
 * How these rules differ from others: a move may bring back no earlier position of the whole board, whoever is to move
 * (OpenSpiel and Pgx forbid it only for the same player to move, and end the game at other repetitions).
 */
import { AgonError, count, described, number } from '@agon/core';
import * as v from 'valibot';
import type { Action, ObservationSpace } from '../env.js';
import type { BoardSymmetry, Game, PlayerId } from '../game.js';
import { mixHash } from '../hash.js';
import { BoardState, NOBODY, notAMove } from './boardState.js';
import { areaInto } from './goArea.js';
import { BLACK, DIES, EMPTY, GoBoard, WHITE } from './goBoard.js';
import { COLUMN_LETTERS, goPoints, MAX_SIZE, type GoPoints } from './goPoints.js';
import { handicapCells, maxHandicap } from './handicap.js';
import { squareSymmetries } from './symmetry.js';

/** The options that a spec may give: go:size=9,komi=7. */
export const goSchema = v.strictObject({
  size: v.optional(described(count(2, MAX_SIZE), 'points per side, 2..19'), 19),
  komi: v.optional(described(number(-400, 400), 'points added to white'), 7.5),
  handicap: v.optional(
    described(count(0, 9), 'black stones on the board before White’s first move, 0 or 2..9'),
    0,
  ),
  suicide: v.optional(
    described(v.boolean(), 'a move may capture its own stones, two or more (Tromp–Taylor)'),
    false,
  ),
  superko: v.optional(
    described(v.boolean(), 'no position may repeat; false = simple ko: only the previous one may not'),
    true,
  ),
  limit: v.optional(described(count(0, 100_000), 'moves after which the game ends; 0 = 4·size² + 100'), 0),
});
/** The options once parsed: every one has a value. */
export type GoOptions = v.InferOutput<typeof goSchema>;

/** What each plane of an observation shows; "own" is the player to move. */
export const GO_PLANES: readonly string[] = [
  'own stones',
  "opponent's stones",
  'stones of chains with 1 liberty',
  'stones of chains with 2 liberties',
  'stones of chains with 3 liberties',
  'last move',
  'move before the last',
  'third last move',
  'fourth last move',
  'fifth last move',
  'empty points where the player may not move',
  'all: white is to move',
  'all: the last move was a pass',
  'all: on the board',
];
const NUM_PLANES = GO_PLANES.length;
const LIBERTY_PLANE = 2;
const NUM_LIBERTY_PLANES = 3;
const LAST_MOVE_PLANE = 5;
const NUM_LAST_MOVES = 5;
const FORBIDDEN_PLANE = 10;
const WHITE_PLANE = 11;
const PASSED_PLANE = 12;
const ONES_PLANE = 13;

/** A stone on the board before the game: its cell and colour. */
export type SetUpStone = readonly [cell: number, colour: PlayerId];

/** Shows positions to networks otherwise than by the game's own planes. */
export interface GoView {
  /** [size, size, planes], float32 */
  readonly observation: ObservationSpace;
  /** Writes what the player to move sees, [size, size, planes]; the state is as before afterwards. */
  write(state: GoState, out: Float32Array): void;
}

/** Actions are the points, row-major from the top left, then the pass. */
export class Go implements Game {
  readonly id = 'go';
  readonly version = 1;
  readonly options: Readonly<GoOptions>;
  readonly title: string;
  readonly playerNames: readonly string[] = ['black', 'white'];
  readonly numPlayers = 2;
  readonly numActions: number;
  readonly observation: ObservationSpace;
  readonly maxGameLength: number;
  readonly symmetries: readonly BoardSymmetry[];
  readonly size: number;
  readonly pass: Action;
  readonly points: GoPoints;
  /** What observations show instead of the game's own planes, if anything. */
  readonly view: GoView | undefined;

  /** @throws bad-option where the board has no place for the handicap */
  constructor(options: GoOptions, view?: GoView) {
    const { size, handicap, limit } = options;
    if (handicap === 1 || handicap > maxHandicap(size)) {
      const most = maxHandicap(size);
      const allowed = most ? `0 or 2..${most}` : '0';
      throw new AgonError(
        'bad-option',
        `environment "go": "handicap" on ${size}×${size} must be ${allowed}, got ${handicap}.`,
      );
    }
    this.options = options;
    this.title = `Go ${size}×${size}`;
    this.size = size;
    this.pass = size * size;
    this.numActions = size * size + 1;
    this.view = view;
    this.observation = view?.observation ?? { shape: [size, size, NUM_PLANES], dtype: 'uint8', high: 1 };
    this.maxGameLength = limit || 4 * size * size + 100;
    // The usual places of two and three stones are not symmetrical.
    const symmetries = squareSymmetries(size, 1);
    const stones = new Set(handicapCells(size, handicap));
    this.symmetries = symmetries.filter(({ cells }) => [...stones].every((cell) => stones.has(cells[cell])));
    this.points = goPoints(size);
  }

  newInitialState(): GoState {
    const { size, handicap } = this.options;
    const stones = handicapCells(size, handicap).map((cell): SetUpStone => [cell, BLACK]);
    return new GoState(this, stones, handicap ? WHITE : BLACK);
  }

  /**
   * A position to begin from, as problems and files give them.
   * @throws illegal-action where a place is named twice or a chain would have no liberty
   */
  newStateFrom(stones: readonly SetUpStone[], toMove: PlayerId): GoState {
    const cells = new Set(stones.map(([cell]) => cell));
    if (cells.size !== stones.length)
      throw new AgonError('illegal-action', 'go: a set-up names a point twice.');
    const state = new GoState(this, stones, toMove);
    const missing = stones.find(([cell, colour]) => state.at(cell) !== colour);
    if (missing) {
      const text = this.points.textOfCell(missing[0]);
      throw new AgonError(
        'illegal-action',
        `go: the set-up leaves stones without liberties, one of them at ${text}.`,
      );
    }
    return state;
  }
}

/** A position with its history; the board, `board`, also knows the positions that have been. */
export class GoState extends BoardState {
  readonly game: Go;
  readonly board: GoBoard;
  /** Stones that were on the board before the game, and who began. */
  readonly setUp: readonly SetUpStone[];
  readonly firstToMove: PlayerId;
  /** Passes in a row up to now. */
  private passes = 0;

  constructor(game: Go, stones: readonly SetUpStone[], toMove: PlayerId, board?: GoBoard) {
    super();
    this.game = game;
    this.board = board ?? new GoBoard(game.points);
    this.setUp = stones;
    this.firstToMove = toMove;
    this.turn = toMove;
    if (!board && stones.length)
      this.board.setUp(stones.map(([cell, colour]) => [game.points.ofCell[cell], colour]));
  }

  /** What stands on a cell: a player or NOBODY. */
  at(cell: number): number {
    const colour = this.board.colours[this.game.points.ofCell[cell]];
    return colour === EMPTY ? NOBODY : colour;
  }

  isLegal(action: Action): boolean {
    if (this.finished) return false;
    if (action === this.game.pass) return true;
    const point = this.game.points.ofCell[action];
    return point !== undefined && this.isLegalPoint(point);
  }

  override legalMaskInto(out: Uint8Array): number {
    if (this.finished) {
      out.fill(0);
      return 0;
    }
    const { game, board, turn } = this;
    const { empties, numEmpty, room, placed } = board;
    const { cellOf, numPoints } = game.points;
    const ownPlaced = turn * numPoints;
    out.fill(0);
    let count = (out[game.pass] = 1);
    for (let i = 0; i < numEmpty; i++) {
      const point = empties[i];
      const isPlain = room[point] !== 0 && placed[ownPlaced + point] === 0;
      count += out[cellOf[point]] = isPlain || this.isAllowed(point) ? 1 : 0;
    }
    return count;
  }

  applyAssumeLegal(action: Action): void {
    const { game, turn, board } = this;
    if (action === game.pass) this.passes++;
    else {
      this.passes = 0;
      board.play(game.points.ofCell[action], turn);
    }
    this.history.push(action);
    this.turn = 1 - turn;
    if (this.passes === 2 || this.history.length === game.maxGameLength) {
      this.finished = true;
      const score = this.score();
      this.winner = score > 0 ? BLACK : score < 0 ? WHITE : NOBODY;
    }
  }

  protected undoAction(action: Action): void {
    this.turn = 1 - this.turn;
    this.finished = false;
    this.winner = NOBODY;
    if (action === this.game.pass) this.passes--;
    else {
      this.board.undo(this.turn);
      const { history } = this;
      this.passes = history.length > 0 && history[history.length - 1] === this.game.pass ? 1 : 0;
    }
  }

  /** Black's area less white's and the komi, as the board stands. */
  score(): number {
    return areaInto(new Uint8Array(this.game.pass), this.board) - this.game.options.komi;
  }

  ownershipInto(out: Int8Array): number {
    const owners = new Uint8Array(this.game.pass);
    const lead = areaInto(owners, this.board);
    for (let cell = 0; cell < owners.length; cell++)
      out[cell] = owners[cell] === EMPTY ? 0 : owners[cell] === BLACK ? 1 : -1;
    return lead - this.game.options.komi;
  }

  captures(): readonly number[] {
    const [blackLost, whiteLost] = this.board.captured;
    return [whiteLost, blackLost];
  }

  clone(): GoState {
    const copy = this.copyInto(new GoState(this.game, this.setUp, this.firstToMove, this.board.clone()));
    copy.passes = this.passes;
    return copy;
  }

  observe(out: Uint8Array | Float32Array): void {
    const { game, board, turn, history } = this;
    if (game.view) {
      game.view.write(this, out as Float32Array); // as its observation space says
      return;
    }
    const { ofCell } = game.points;
    out.fill(0);
    const white = turn === WHITE ? 1 : 0;
    const passed = this.passes > 0 ? 1 : 0;
    for (let cell = 0; cell < ofCell.length; cell++) {
      const base = cell * NUM_PLANES;
      const colour = board.colours[ofCell[cell]];
      if (colour === EMPTY) {
        if (!this.isLegalPoint(ofCell[cell])) out[base + FORBIDDEN_PLANE] = 1;
      } else {
        out[base + (colour === turn ? 0 : 1)] = 1;
        const free = board.countLiberties(ofCell[cell], NUM_LIBERTY_PLANES + 1);
        if (free <= NUM_LIBERTY_PLANES) out[base + LIBERTY_PLANE + free - 1] = 1;
      }
      out[base + WHITE_PLANE] = white;
      out[base + PASSED_PLANE] = passed;
      out[base + ONES_PLANE] = 1;
    }
    const most = Math.min(NUM_LAST_MOVES, history.length);
    for (let ago = 0; ago < most; ago++) {
      const action = history[history.length - 1 - ago];
      if (action !== game.pass) out[action * NUM_PLANES + LAST_MOVE_PLANE + ago] = 1;
    }
  }

  hash(): number {
    return mixHash(mixHash(this.board.hashLow, this.board.hashHigh), this.turn | (this.passes << 1)) >>> 0;
  }

  toString(): string {
    const { game, history, turn } = this;
    const { size } = game;
    const rows = Array.from({ length: size }, (_, row) => {
      const cells = Array.from({ length: size }, (_, column) => 'XO'[this.at(row * size + column)] ?? '+');
      return `${String(size - row).padStart(2)} ${cells.join('')}`;
    });
    const komi = game.options.komi;
    const header = `GoState(komi=${komi}, to_play=${'BW'[turn]}, history.size()=${history.length})`;
    return [header, '', ...rows, `   ${COLUMN_LETTERS.slice(0, size)}`].join('\n');
  }

  /** "D4" (no I; rows from the bottom) or "pass". */
  actionToString(action: Action): string {
    return action === this.game.pass ? 'pass' : this.game.points.textOfCell(action);
  }

  parseAction(text: string): Action {
    if (/^pass$/i.test(text)) return this.game.pass;
    const cell = this.game.points.cellOfText(text);
    if (cell === undefined) {
      const last = this.game.points.textOfCell(this.game.size - 1);
      throw notAMove(this.game, text, `a point from A1 to ${last} (there is no column I) or pass`);
    }
    return cell;
  }

  protected override refusal(action: Action): string {
    if (this.finished || !(action >= 0 && action < this.game.numActions)) return super.refusal(action);
    if (this.at(action) !== NOBODY) return 'that point is not free';
    const kind = this.board.kindOfMove(this.game.points.ofCell[action], this.turn);
    if (kind === DIES && !this.game.options.suicide) return 'it is suicide: the stones would have no liberty';
    return this.game.options.superko
      ? 'it brings back an earlier position (superko)'
      : 'it takes the ko back at once';
  }

  private isLegalPoint(point: number): boolean {
    const { board, turn } = this;
    return board.colours[point] === EMPTY && (board.isPlain(point, turn) || this.isAllowed(point));
  }

  /** Whether the rules on suicide and repetition allow a move at an empty point. */
  private isAllowed(point: number): boolean {
    const { board, turn } = this;
    const { suicide, superko } = this.game.options;
    const kind = board.kindOfMove(point, turn);
    if (kind === DIES && (!suicide || board.isAlone(point, turn))) return false;
    return !(superko ? board.wouldRepeat(point, turn, kind) : board.wouldRetakeKo(point, turn, kind));
  }
}
