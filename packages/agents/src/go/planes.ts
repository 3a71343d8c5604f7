/**
 * Feature planes of Go positions, after Silver et al. 2016 (extended data table 2). Beside theirs there are the colour to move (their
 * value network's), a pass, and komi, since games of many komis are learned from; their plane of zeros is left out.
 */
import {
  BLACK,
  EMPTY,
  Go,
  LadderReader,
  WHITE,
  type GoState,
  type GoView,
  type ObservationSpace,
} from '@agon/envs';

/** Planes that count something: 1, 2, …, 8 and more. */
const COUNTS = 8;

/** The first plane of each kind; "own" is the player to move. */
export const PLANES = {
  own: 0,
  opponent: 1,
  empty: 2,
  ones: 3,
  /** How many moves ago the stone was played, if it is still there: the last one, … 8 or more. */
  turnsSince: 4,
  /** Liberties of the chain of a stone. */
  liberties: 4 + COUNTS,
  /** Of an empty point where the player may move: how many stones a move there takes, … */
  captures: 4 + 2 * COUNTS,
  /** … how many own stones a move there puts, or leaves, in atari, … */
  selfAtari: 4 + 3 * COUNTS,
  /** … and the liberties that its chain has then. */
  libertiesAfter: 4 + 4 * COUNTS,
  /** A move there catches a chain in a ladder, or saves one. */
  ladderCapture: 4 + 5 * COUNTS,
  ladderEscape: 5 + 5 * COUNTS,
  /** Legal and not an own eye. */
  sensible: 6 + 5 * COUNTS,
  /** All: black is to move. */
  black: 7 + 5 * COUNTS,
  /** All: the last move was a pass. */
  passed: 8 + 5 * COUNTS,
  /** All: what komi gives the player to move, `KOMI_UNIT` points being 1. */
  komi: 9 + 5 * COUNTS,
} as const;
/** Of all kinds together. */
export const NUM_PLANES = 10 + 5 * COUNTS;
/** Points of komi that the komi plane has 1 for. */
const KOMI_UNIT = 20;

/** Writes planes for one size of board. Holds scratch memory only; about as costly as 100 moves on the board. */
export class GoPlanes implements GoView {
  /** [size, size, NUM_PLANES], all but the last, komi's, as bits. */
  readonly observation: ObservationSpace;
  private readonly ladders: LadderReader;
  private readonly sides: readonly number[];
  /** [size²] How many moves ago a stone was put on each cell. */
  private readonly ages: Int32Array;

  constructor(game: Go) {
    const shape = [game.size, game.size, NUM_PLANES];
    this.observation = { shape, dtype: 'float32', high: 1, bitPlanes: PLANES.komi };
    const { board } = game.newInitialState();
    this.ladders = new LadderReader(board);
    this.sides = [-game.points.stride, -1, 1, game.points.stride];
    this.ages = new Int32Array(game.size * game.size);
  }

  /** Writes [size, size, NUM_PLANES] as the player to move sees the position. The state is as before afterwards. */
  write(state: GoState, out: Float32Array): void {
    const { game, board, turn, history } = state;
    const { ofCell } = game.points;
    out.fill(0);
    this.ages.fill(0);
    const since = Math.max(0, history.length - COUNTS);
    for (let ply = since; ply < history.length; ply++)
      if (history[ply] !== game.pass) this.ages[history[ply]] = history.length - ply;
    const passed = history.length > 0 && history[history.length - 1] === game.pass ? 1 : 0;
    const komi = (turn === WHITE ? game.options.komi : -game.options.komi) / KOMI_UNIT;
    for (let cell = 0; cell < ofCell.length; cell++) {
      const base = cell * NUM_PLANES;
      const point = ofCell[cell];
      out[base + PLANES.ones] = 1;
      out[base + PLANES.black] = turn === BLACK ? 1 : 0;
      out[base + PLANES.passed] = passed;
      out[base + PLANES.komi] = komi;
      const colour = board.colours[point];
      if (colour === EMPTY) {
        out[base + PLANES.empty] = 1;
        if (state.isLegal(cell)) this.writeMove(state, point, out, base);
        continue;
      }
      out[base + (colour === turn ? PLANES.own : PLANES.opponent)] = 1;
      out[base + PLANES.turnsSince + (this.ages[cell] || COUNTS) - 1] = 1;
      out[base + PLANES.liberties + board.countLiberties(point, COUNTS) - 1] = 1;
    }
  }

  /** What a legal move at an empty point would do. */
  private writeMove(state: GoState, point: number, out: Float32Array, base: number): void {
    const { board, turn } = state;
    const other = 1 - turn;
    if (!board.isEye(point, turn)) out[base + PLANES.sensible] = 1;
    for (const side of this.sides) {
      const neighbour = point + side;
      const colour = board.colours[neighbour];
      if (colour !== BLACK && colour !== WHITE) continue;
      if (colour === other && board.countLiberties(neighbour, 3) === 2) {
        if (this.ladders.catches(board, neighbour, point, turn)) out[base + PLANES.ladderCapture] = 1;
      } else if (board.countLiberties(neighbour, 2) === 1) {
        this.writeEscape(state, neighbour, point, out, base);
      }
    }
    const before = board.captured[other];
    board.play(point, turn);
    const taken = board.captured[other] - before;
    if (taken > 0) out[base + PLANES.captures + Math.min(taken, COUNTS) - 1] = 1;
    if (board.colours[point] === turn) {
      const free = board.countLiberties(point, COUNTS);
      out[base + PLANES.libertiesAfter + free - 1] = 1;
      if (free === 1) out[base + PLANES.selfAtari + Math.min(board.chainSize(point), COUNTS) - 1] = 1;
    }
    board.undo(turn);
  }

  /**
   * Beside `point` lies a chain in atari whose last liberty it is: an own one that the move may save, or one of the opponent's whose
   * capture may save own chains that touch it.
   */
  private writeEscape(state: GoState, chain: number, point: number, out: Float32Array, base: number): void {
    const { board, turn } = state;
    if (out[base + PLANES.ladderEscape] === 1) return;
    if (board.colours[chain] === turn) {
      if (this.ladders.escapes(board, chain, point, turn)) out[base + PLANES.ladderEscape] = 1;
      return;
    }
    let stone = chain;
    do {
      for (const side of this.sides) {
        const own = stone + side;
        if (board.colours[own] !== turn || board.countLiberties(own, 2) !== 1) continue;
        if (!this.ladders.escapes(board, own, point, turn)) continue;
        out[base + PLANES.ladderEscape] = 1;
        return;
      }
      stone = board.nextStone(stone);
    } while (stone !== chain);
  }
}

/** The same game whose observations are these planes. */
export const withGoPlanes = (game: Go): Go => new Go(game.options, new GoPlanes(game));
