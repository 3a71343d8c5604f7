/**
 * A Go board: stones in chains with their liberties, captures, undo, and the set of positions that have been. It knows nothing of
 * turns, passes, komi or the end of the game (`go.ts` does).
 *
 * Chains are circular lists of points named by one of their points. Liberties are counted once for each stone that touches
 * them ("pseudo-liberties"): the count is 0 exactly where a chain has no liberty, and a move changes it by 1 a neighbour.
 * Everything is undone by reversing what was done, from a log of integers.
 */
import { AgonError } from '@agon/core';
import type { GoPoints, Point } from './goPoints.js';
import { PositionSet } from './positionSet.js';

/** Colours of points; stones are 0 (black) and 1 (white). */
export const BLACK = 0;
export const WHITE = 1;
export const EMPTY = 2;
export const BORDER = 3;

/** Numbers that one move can add to the log, but for captures and merges. */
const LOG_RECORD = 6;
const LOG_MERGE = 4;
/** At most four captures and four merges a move, and a suicide. */
const LOG_MOST = LOG_RECORD + 4 * LOG_MERGE + 5;

/** What a stone at an empty point does, besides connecting: nothing, takes stones of the other colour, dies with its chain. */
export const STAYS = 0;
export const TAKES = 1;
export const DIES = 2;

/** P = points.numPoints. */
export class GoBoard {
  readonly points: GoPoints;
  /** [P] BLACK, WHITE, EMPTY or BORDER. */
  readonly colours: Uint8Array;
  /** The empty points, in no order: the first `numEmpty` of [P]. */
  readonly empties: Uint16Array;
  numEmpty = 0;
  /** [P] Empty points among the four neighbours. */
  readonly room: Uint8Array;
  /** [2, P] How often a stone of each colour has been put on each point. Where never, no earlier position can come back by it. */
  readonly placed: Uint16Array;
  /** Two words of the position's hash. */
  hashLow = 0;
  hashHigh = 0;
  /** Positions that have been on the board, this one included; passes add none. */
  readonly seen: PositionSet;
  /** [2] Stones of each colour that have been taken off, by either side. */
  readonly captured: Int32Array;

  private readonly stride: number;
  /** [P] For a stone, the name of its chain. */
  private readonly chains: Uint16Array;
  /** [P] For a stone, the next one of its chain. */
  private readonly next: Uint16Array;
  /** [P] By chain name: pseudo-liberties, number of stones. */
  private readonly liberties: Uint16Array;
  private readonly sizes: Uint16Array;
  /** [P] For an empty point, its place among `empties`. */
  private readonly places: Uint16Array;
  /** What `undo` needs, a record a move, the newest at the end. */
  private log = new Int32Array(512);
  private logLength = 0;
  /** Scratch of `countLiberties`. */
  private readonly found = new Int32Array(8);
  /** The hash that `computeResult` found. */
  private resultLow = 0;
  private resultHigh = 0;
  /** All fixed-size arrays, so that a copy is one copy. */
  private readonly memory: ArrayBuffer;

  constructor(points: GoPoints, source?: GoBoard) {
    this.points = points;
    this.stride = points.stride;
    const P = points.numPoints;
    this.memory = source ? source.memory.slice(0) : new ArrayBuffer(8 + 16 * P + 2 * P);
    this.captured = new Int32Array(this.memory, 0, 2);
    this.chains = new Uint16Array(this.memory, 8, P);
    this.next = new Uint16Array(this.memory, 8 + 2 * P, P);
    this.liberties = new Uint16Array(this.memory, 8 + 4 * P, P);
    this.sizes = new Uint16Array(this.memory, 8 + 6 * P, P);
    this.placed = new Uint16Array(this.memory, 8 + 8 * P, 2 * P);
    this.empties = new Uint16Array(this.memory, 8 + 12 * P, P);
    this.places = new Uint16Array(this.memory, 8 + 14 * P, P);
    this.colours = new Uint8Array(this.memory, 8 + 16 * P, P);
    this.room = new Uint8Array(this.memory, 8 + 17 * P, P);
    if (source) {
      this.numEmpty = source.numEmpty;
      this.hashLow = source.hashLow;
      this.hashHigh = source.hashHigh;
      this.seen = source.seen.clone();
      this.logLength = source.logLength;
      this.log = source.log.slice(0, Math.max(512, source.logLength + LOG_MOST));
    } else {
      this.colours.fill(BORDER);
      for (const point of points.ofCell) {
        this.colours[point] = EMPTY;
        this.addEmpty(point);
        this.room[point - points.stride]++;
        this.room[point - 1]++;
        this.room[point + 1]++;
        this.room[point + points.stride]++;
      }
      this.seen = new PositionSet();
      this.seen.add(0, 0);
    }
  }

  /** A board of its own, positions seen and log included; only the points are shared. */
  clone(): GoBoard {
    return new GoBoard(this.points, this);
  }

  /**
   * Puts stones on an empty board before the game: none may end up without liberties. They cannot be undone; the position counts
   * as the first one.
   */
  setUp(stones: Iterable<readonly [point: Point, colour: number]>): void {
    for (const [point, colour] of stones) this.play(point, colour);
    this.logLength = 0;
    this.captured.fill(0);
    this.seen.clear();
    this.seen.add(this.hashLow, this.hashHigh);
  }

  /** Whether no rule can forbid a move at an empty point: it has a liberty, and no such stone has been there before. */
  isPlain(point: Point, colour: number): boolean {
    return this.room[point] !== 0 && this.placed[colour * this.points.numPoints + point] === 0;
  }

  /** STAYS, TAKES or DIES: what a stone at an empty point would do. */
  kindOfMove(point: Point, colour: number): number {
    const { colours, chains, liberties, room, stride } = this;
    const up = point - stride;
    const left = point - 1;
    const right = point + 1;
    const down = point + stride;
    // No branches, since nothing could predict them. The border and empty points have chains too, which nobody reads.
    const a = chains[up];
    const b = chains[left];
    const c = chains[right];
    const d = chains[down];
    const ab = is(a, b);
    const ac = is(a, c);
    const ad = is(a, d);
    const bc = is(b, c);
    const bd = is(b, d);
    const cd = is(c, d);
    // 1 where the chain still breathes.
    const aLives = (ab + ac + ad + 1 - liberties[a]) >>> 31;
    const bLives = (ab + bc + bd + 1 - liberties[b]) >>> 31;
    const cLives = (ac + bc + cd + 1 - liberties[c]) >>> 31;
    const dLives = (ad + bd + cd + 1 - liberties[d]) >>> 31;
    const other = 1 - colour;
    const takes =
      (is(colours[up], other) & (aLives ^ 1)) |
      (is(colours[left], other) & (bLives ^ 1)) |
      (is(colours[right], other) & (cLives ^ 1)) |
      (is(colours[down], other) & (dLives ^ 1));
    const lives =
      ((0 - room[point]) >>> 31) |
      (is(colours[up], colour) & aLives) |
      (is(colours[left], colour) & bLives) |
      (is(colours[right], colour) & cLives) |
      (is(colours[down], colour) & dLives);
    return takes | (((takes | lives) ^ 1) << 1);
  }

  /** Whether a move at an empty point would bring back a position that has been. `kind` is `kindOfMove` of it. */
  wouldRepeat(point: Point, colour: number, kind: number): boolean {
    if (kind !== DIES && this.placed[colour * this.points.numPoints + point] === 0) return false;
    this.computeResult(point, colour, kind);
    return this.seen.has(this.resultLow, this.resultHigh);
  }

  /** Whether a move at an empty point would bring back the position before the last move (the simple ko rule). */
  wouldRetakeKo(point: Point, colour: number, kind: number): boolean {
    if (kind !== DIES && this.placed[colour * this.points.numPoints + point] === 0) return false;
    this.computeResult(point, colour, kind);
    return this.seen.isLastButOne(this.resultLow, this.resultHigh);
  }

  /** Plays a stone at an empty point, takes chains without liberties off (the other colour's first), remembers the position. */
  play(point: Point, colour: number): void {
    const { colours, chains, next, liberties, sizes, stride } = this;
    if (this.logLength + LOG_MOST > this.log.length) this.growLog();
    const oldChain = chains[point];
    const oldNext = next[point];
    const up = point - stride;
    const left = point - 1;
    const right = point + 1;
    const down = point + stride;

    const key = colour * this.points.numPoints + point;
    this.placed[key]++;
    this.hashLow ^= this.points.keysLow[key];
    this.hashHigh ^= this.points.keysHigh[key];
    colours[point] = colour;
    this.removeEmpty(point);
    chains[point] = point;
    next[point] = point;
    sizes[point] = 1;
    liberties[point] = this.room[point];
    this.touch(point, -1);

    const other = 1 - colour;
    let numTaken = 0;
    if (colours[up] === other && liberties[chains[up]] === 0) numTaken += this.take(chains[up]);
    if (colours[left] === other && liberties[chains[left]] === 0) numTaken += this.take(chains[left]);
    if (colours[right] === other && liberties[chains[right]] === 0) numTaken += this.take(chains[right]);
    if (colours[down] === other && liberties[chains[down]] === 0) numTaken += this.take(chains[down]);

    let numMerged = 0;
    if (colours[up] === colour) numMerged += this.merge(chains[point], chains[up]);
    if (colours[left] === colour) numMerged += this.merge(chains[point], chains[left]);
    if (colours[right] === colour) numMerged += this.merge(chains[point], chains[right]);
    if (colours[down] === colour) numMerged += this.merge(chains[point], chains[down]);

    const suicide = liberties[chains[point]] === 0 ? this.take(chains[point]) : 0;
    this.seen.add(this.hashLow, this.hashHigh);

    const log = this.log;
    let top = this.logLength;
    log[top++] = oldChain;
    log[top++] = oldNext;
    log[top++] = numTaken;
    log[top++] = numMerged;
    log[top++] = suicide;
    log[top++] = point;
    this.logLength = top;
  }

  /** Takes the last stone played by `colour` back. */
  undo(colour: number): void {
    const { log, colours, points } = this;
    this.seen.removeLast();
    const point = log[--this.logLength];
    const suicide = log[--this.logLength];
    const numMerged = log[--this.logLength];
    const numTaken = log[--this.logLength];
    const oldNext = log[--this.logLength];
    const oldChain = log[--this.logLength];

    if (suicide) this.putBack(log[--this.logLength], colour);
    for (let i = 0; i < numMerged; i++) this.split();
    for (let i = 0; i < numTaken; i++) this.putBack(log[--this.logLength], 1 - colour);
    this.touch(point, 1);
    colours[point] = EMPTY;
    this.addEmpty(point);
    this.chains[point] = oldChain;
    this.next[point] = oldNext;
    const key = colour * points.numPoints + point;
    this.placed[key]--;
    this.hashLow ^= points.keysLow[key];
    this.hashHigh ^= points.keysHigh[key];
  }

  /**
   * Whether an empty point is an eye of `colour` that a playout should not fill: own stones on all sides, and on the diagonals at
   * most one of the other colour (none at the edge).
   */
  isEye(point: Point, colour: number): boolean {
    const { colours, stride } = this;
    const other = 1 - colour;
    let edge = 0;
    for (let i = 0; i < 4; i++) {
      const neighbour = colours[point + (i === 0 ? -stride : i === 1 ? -1 : i === 2 ? 1 : stride)];
      if (neighbour === EMPTY || neighbour === other) return false;
      if (neighbour === BORDER) edge = 1;
    }
    const bad =
      (colours[point - stride - 1] === other ? 1 : 0) +
      (colours[point - stride + 1] === other ? 1 : 0) +
      (colours[point + stride - 1] === other ? 1 : 0) +
      (colours[point + stride + 1] === other ? 1 : 0);
    return bad + edge < 2;
  }

  /** The number of stones in the chain of a stone. */
  chainSize(point: Point): number {
    return this.sizes[this.chains[point]];
  }

  /** The next stone of a stone's chain; going on from it comes round to where one began. */
  nextStone(point: Point): Point {
    return this.next[point];
  }

  /** Whether no stone of a colour is next to a point. */
  isAlone(point: Point, colour: number): boolean {
    const { colours, stride } = this;
    return (
      colours[point - stride] !== colour &&
      colours[point - 1] !== colour &&
      colours[point + 1] !== colour &&
      colours[point + stride] !== colour
    );
  }

  /** The number of liberties of the chain of a stone, each counted once, but at most `most` (up to 8). No allocation. */
  countLiberties(point: Point, most: number): number {
    const { colours, next, stride, found } = this;
    let count = 0;
    let stone = point;
    do {
      for (let side = 0; side < 4; side++) {
        const neighbour = stone + (side === 0 ? -stride : side === 1 ? -1 : side === 2 ? 1 : stride);
        if (colours[neighbour] !== EMPTY) continue;
        let index = 0;
        while (index < count && found[index] !== neighbour) index++;
        if (index < count) continue;
        found[count++] = neighbour;
        if (count === most) return count;
      }
      stone = next[stone];
    } while (stone !== point);
    return count;
  }

  /** The points of the chain of a stone, that stone first. Allocates. */
  chainOf(point: Point): Point[] {
    const chain = [point];
    for (let stone = this.next[point]; stone !== point; stone = this.next[stone]) chain.push(stone);
    return chain;
  }

  /** The liberties of the chain of a stone, each once. Allocates. */
  libertiesOf(point: Point): Set<Point> {
    const free = new Set<Point>();
    for (const stone of this.chainOf(point)) {
      for (const neighbour of this.neighbours(stone))
        if (this.colours[neighbour] === EMPTY) free.add(neighbour);
    }
    return free;
  }

  /** The four neighbours of a point, the border's among them. Allocates. */
  neighbours(point: Point): Point[] {
    return [point - this.stride, point - 1, point + 1, point + this.stride];
  }

  /** Recomputes everything from the stones. For tests. @throws internal naming what is wrong and where */
  checkConsistency(): void {
    const { colours, points, chains, liberties, sizes } = this;
    const wrong = (what: string, point: Point): never => {
      throw new AgonError(
        'internal',
        `the Go board's ${what} is wrong at ${points.textOfCell(points.cellOf[point])}.`,
      );
    };
    let low = 0;
    let high = 0;
    for (const point of points.ofCell) {
      const colour = colours[point];
      const empty = this.neighbours(point).filter((neighbour) => colours[neighbour] === EMPTY).length;
      if (this.room[point] !== empty) wrong('count of empty neighbours', point);
      if (this.empties.subarray(0, this.numEmpty).includes(point) !== (colour === EMPTY))
        wrong('list of empty points', point);
      if (colour === EMPTY) continue;
      low ^= points.keysLow[colour * points.numPoints + point];
      high ^= points.keysHigh[colour * points.numPoints + point];
      if (this.placed[colour * points.numPoints + point] === 0) wrong('count of placed stones', point);
      const found = new Set([point]);
      let free = 0;
      for (const stone of found) {
        for (const neighbour of this.neighbours(stone)) {
          if (colours[neighbour] === colour) found.add(neighbour);
          else if (colours[neighbour] === EMPTY) free++;
        }
      }
      const chain = this.chainOf(point);
      if (chain.length !== found.size || chain.some((stone) => !found.has(stone))) wrong('chain', point);
      if (chain.some((stone) => chains[stone] !== chains[point])) wrong('chain name', point);
      if (!found.has(chains[point])) wrong('chain name', point);
      if (sizes[chains[point]] !== found.size) wrong('chain size', point);
      if (liberties[chains[point]] !== free || free === 0) wrong('count of liberties', point);
    }
    if (low !== this.hashLow || high !== this.hashHigh)
      throw new AgonError('internal', "the Go board's hash is wrong.");
    if (!this.seen.has(low, high))
      throw new AgonError('internal', 'the Go board has forgotten its own position.');
  }

  private growLog(): void {
    const larger = new Int32Array(2 * this.log.length);
    larger.set(this.log);
    this.log = larger;
  }

  private addEmpty(point: Point): void {
    this.places[point] = this.numEmpty;
    this.empties[this.numEmpty++] = point;
  }

  private removeEmpty(point: Point): void {
    const last = this.empties[--this.numEmpty];
    const place = this.places[point];
    this.empties[place] = last;
    this.places[last] = place;
  }

  /** Adds `change` to the room of the points around a point, and to the liberties of their chains, once for each stone. */
  private touch(point: Point, change: number): void {
    const { colours, chains, liberties, room, stride } = this;
    const up = point - stride;
    const left = point - 1;
    const right = point + 1;
    const down = point + stride;
    room[up] += change;
    room[left] += change;
    room[right] += change;
    room[down] += change;
    if (colours[up] < EMPTY) liberties[chains[up]] += change;
    if (colours[left] < EMPTY) liberties[chains[left]] += change;
    if (colours[right] < EMPTY) liberties[chains[right]] += change;
    if (colours[down] < EMPTY) liberties[chains[down]] += change;
  }

  /** Computes the hash after a move of a kind into `resultLow` and `resultHigh`. */
  private computeResult(point: Point, colour: number, kind: number): void {
    const { points } = this;
    this.resultLow = this.hashLow;
    this.resultHigh = this.hashHigh;
    if (kind !== DIES) {
      const key = colour * points.numPoints + point;
      this.resultLow ^= points.keysLow[key];
      this.resultHigh ^= points.keysHigh[key];
    }
    if (kind !== STAYS) this.toggleDying(point, kind === TAKES ? 1 - colour : colour);
  }

  /** Takes the chains of a colour that have no liberty but an empty point out of the result's hash. */
  private toggleDying(point: Point, colour: number): void {
    const { stride } = this;
    this.touch(point, -1);
    const a = this.diesAt(point - stride, colour);
    const b = this.diesAt(point - 1, colour);
    const c = this.diesAt(point + 1, colour);
    const d = this.diesAt(point + stride, colour);
    this.touch(point, 1);
    if (a) this.toggleChain(a, colour);
    if (b && b !== a) this.toggleChain(b, colour);
    if (c && c !== a && c !== b) this.toggleChain(c, colour);
    if (d && d !== a && d !== b && d !== c) this.toggleChain(d, colour);
  }

  /** The name of the chain of `colour` at a point that has no liberty, else 0 (which is never a name). */
  private diesAt(point: Point, colour: number): number {
    const chain = this.chains[point];
    return this.colours[point] === colour && this.liberties[chain] === 0 ? chain : 0;
  }

  private toggleChain(chain: Point, colour: number): void {
    const base = colour * this.points.numPoints;
    let stone = chain;
    do {
      this.resultLow ^= this.points.keysLow[base + stone];
      this.resultHigh ^= this.points.keysHigh[base + stone];
      stone = this.next[stone];
    } while (stone !== chain);
  }

  /** Takes a chain off the board and logs it; its list stays as it is, for `putBack`. Returns 1. */
  private take(chain: Point): number {
    const { colours, next, points } = this;
    const colour = colours[chain];
    const base = colour * points.numPoints;
    let stone = chain;
    do {
      colours[stone] = EMPTY;
      this.addEmpty(stone);
      this.touch(stone, 1);
      this.hashLow ^= points.keysLow[base + stone];
      this.hashHigh ^= points.keysHigh[base + stone];
      stone = next[stone];
    } while (stone !== chain);
    this.captured[colour] += this.sizes[chain];
    this.log[this.logLength++] = chain;
    return 1;
  }

  private putBack(chain: Point, colour: number): void {
    const { colours, next, points } = this;
    const base = colour * points.numPoints;
    let stone = chain;
    let count = 0;
    do {
      this.touch(stone, -1);
      colours[stone] = colour;
      this.removeEmpty(stone);
      this.hashLow ^= points.keysLow[base + stone];
      this.hashHigh ^= points.keysHigh[base + stone];
      count++;
      stone = next[stone];
    } while (stone !== chain);
    this.liberties[chain] = 0;
    this.sizes[chain] = count;
    this.captured[colour] -= count;
  }

  /** Makes one chain of two, under the name of the larger, and logs it. Returns 1, or 0 where they are one already. */
  private merge(a: Point, b: Point): number {
    if (a === b) return 0;
    const { chains, next, liberties, sizes, log } = this;
    const into = sizes[a] >= sizes[b] ? a : b;
    const from = into === a ? b : a;
    log[this.logLength++] = into;
    log[this.logLength++] = from;
    log[this.logLength++] = liberties[from];
    log[this.logLength++] = sizes[from];
    liberties[into] += liberties[from];
    sizes[into] += sizes[from];
    let stone = from;
    do {
      chains[stone] = into;
      stone = next[stone];
    } while (stone !== from);
    const rest = next[into];
    next[into] = next[from];
    next[from] = rest;
    return 1;
  }

  /** Undoes the last merge of the log. */
  private split(): void {
    const { chains, next, liberties, sizes, log } = this;
    const size = log[--this.logLength];
    const free = log[--this.logLength];
    const from = log[--this.logLength];
    const into = log[--this.logLength];
    const rest = next[into];
    next[into] = next[from];
    next[from] = rest;
    let stone = from;
    do {
      chains[stone] = from;
      stone = next[stone];
    } while (stone !== from);
    liberties[from] = free;
    sizes[from] = size;
    liberties[into] -= free;
    sizes[into] -= size;
  }
}

/** 1 where two colours are the same, else 0. */
function is(a: number, b: number): number {
  return ((a ^ b) - 1) >>> 31;
}
