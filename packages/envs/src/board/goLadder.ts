/**
 * Ladders: a chain that is driven along with one liberty at a time until it is caught or gets away. Read out on the board itself,
 * whose moves are taken back; ko is not looked at.
 */
import { DIES, EMPTY, type GoBoard } from './goBoard.js';

/** A place in the board's arrays. */
type Point = number;

/** Moves that one reading may try; a ladder that needs more counts as one that does not work. */
const MOST_MOVES = 300;

/** Reads ladders on boards of one size. No allocation but in its constructor. */
export class LadderReader {
  private readonly sides: readonly number[];
  /** [depth, 2 + most neighbours] Points that the reading at each depth tries. */
  private readonly candidates: Int32Array;
  private readonly width: number;
  private movesLeft = 0;

  constructor(board: GoBoard) {
    const { stride, numPoints } = board.points;
    this.sides = [-stride, -1, 1, stride];
    this.width = numPoints;
    this.candidates = new Int32Array((MOST_MOVES + 2) * this.width);
  }

  /** Whether the side to move, playing `move` beside a chain of the other colour with two liberties, catches it in a ladder. */
  catches(board: GoBoard, chain: Point, move: Point, attacker: number): boolean {
    this.movesLeft = MOST_MOVES;
    return this.catchesBy(board, chain, move, attacker, 0);
  }

  /** Whether the side to move, playing `move`, gets its chain with one liberty out of atari and of any ladder. */
  escapes(board: GoBoard, chain: Point, move: Point, defender: number): boolean {
    this.movesLeft = MOST_MOVES;
    return this.escapesBy(board, chain, move, defender, 0);
  }

  private catchesBy(board: GoBoard, chain: Point, move: Point, attacker: number, depth: number): boolean {
    if (board.kindOfMove(move, attacker) === DIES || this.movesLeft-- <= 0) return false;
    board.play(move, attacker);
    const caught = this.isCaught(board, chain, 1 - attacker, depth + 1);
    board.undo(attacker);
    return caught;
  }

  /** Whether a chain in atari, whose side is to move, cannot get away. */
  private isCaught(board: GoBoard, chain: Point, defender: number, depth: number): boolean {
    const first = depth * this.width;
    const count = this.escapesInto(board, chain, first);
    for (let i = 0; i < count; i++) {
      if (this.escapesBy(board, chain, this.candidates[first + i], defender, depth)) return false;
      if (this.movesLeft <= 0) return false;
    }
    return true;
  }

  private escapesBy(board: GoBoard, chain: Point, move: Point, defender: number, depth: number): boolean {
    if (board.kindOfMove(move, defender) === DIES || this.movesLeft-- <= 0) return false;
    board.play(move, defender);
    const liberties = board.countLiberties(chain, 3);
    const free = liberties > 2 || (liberties === 2 && !this.canCatch(board, chain, 1 - defender, depth + 1));
    board.undo(defender);
    return free;
  }

  /** Whether the attacker, who is to move, catches a chain of two liberties. */
  private canCatch(board: GoBoard, chain: Point, attacker: number, depth: number): boolean {
    const first = depth * this.width;
    this.libertiesInto(board, chain, first);
    const second = this.candidates[first + 1];
    return (
      this.catchesBy(board, chain, this.candidates[first], attacker, depth) ||
      this.catchesBy(board, chain, second, attacker, depth)
    );
  }

  /** Writes the points that may save a chain in atari: its liberty, and those of neighbours in atari. Returns how many. */
  private escapesInto(board: GoBoard, chain: Point, first: number): number {
    const { colours } = board;
    const { candidates, sides } = this;
    const other = 1 - colours[chain];
    let count = this.libertiesInto(board, chain, first);
    let stone = chain;
    do {
      for (const side of sides) {
        const neighbour = stone + side;
        if (colours[neighbour] !== other || board.countLiberties(neighbour, 2) !== 1) continue;
        const capture = this.libertyOf(board, neighbour);
        let i = 0;
        while (i < count && candidates[first + i] !== capture) i++;
        if (i === count) candidates[first + count++] = capture;
      }
      stone = board.nextStone(stone);
    } while (stone !== chain);
    return count;
  }

  private libertiesInto(board: GoBoard, chain: Point, first: number): number {
    const { candidates, sides } = this;
    let count = 0;
    let stone = chain;
    do {
      for (const side of sides) {
        const point = stone + side;
        if (board.colours[point] !== EMPTY) continue;
        let i = 0;
        while (i < count && candidates[first + i] !== point) i++;
        if (i === count) candidates[first + count++] = point;
      }
      stone = board.nextStone(stone);
    } while (stone !== chain);
    return count;
  }

  /** The only liberty of a chain in atari. */
  libertyOf(board: GoBoard, chain: Point): Point {
    for (let stone = chain; ; stone = board.nextStone(stone))
      for (const side of this.sides) if (board.colours[stone + side] === EMPTY) return stone + side;
  }
}
