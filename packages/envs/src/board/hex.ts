/**
 * Hex: x joins top and bottom, o joins left and right; exactly one of them succeeds. Numbering and texts are OpenSpiel's: a1 is top left,
 * and each row stands half a cell further to the right.
 */
import { count, described } from '@agon/core';
import * as v from 'valibot';
import type { Action, ObservationSpace } from '../env.js';
import type { BoardSymmetry, Game } from '../game.js';
import { HASH_START, mixHash } from '../hash.js';
import { BoardState, NOBODY, notAMove } from './boardState.js';
import { cellSymmetries } from './symmetry.js';

const EMPTY = 2;
/** Column letters. */
export const HEX_LETTERS = 'abcdefghijklmnopqrs';

/** The options that a spec may give: hex:size=11. */
export const hexSchema = v.strictObject({
  size: v.optional(described(count(2, HEX_LETTERS.length), 'cells per side, 2..19'), 11),
});

/** The game on one size of board, and the neighbours of its cells. */
export class Hex implements Game {
  readonly id = 'hex';
  readonly version = 1;
  readonly options: { readonly size: number };
  readonly title = 'Hex';
  readonly playerNames: readonly string[] = ['x', 'o'];
  readonly numPlayers = 2;
  readonly numActions: number;
  /** Planes: own, opponent's, and ones where the player to move is o (who joins left and right). */
  readonly observation: ObservationSpace;
  readonly maxGameLength: number;
  /** The identity and the half turn. */
  readonly symmetries: readonly BoardSymmetry[];
  readonly size: number;
  /** [size²] Neighbours of each cell; the goals are cells size² … size² + 3: top, bottom, left, right. */
  readonly neighbours: readonly Int32Array[];

  constructor({ size }: { size: number }) {
    this.options = { size };
    this.size = size;
    this.numActions = size * size;
    this.observation = { shape: [size, size, 3], dtype: 'uint8', high: 1 };
    this.maxGameLength = size * size;
    this.symmetries = cellSymmetries(size, size, 0, [
      (row, column) => [row, column],
      (row, column) => [size - 1 - row, size - 1 - column],
    ]);
    this.neighbours = Array.from({ length: size * size }, (_, cell) => {
      const row = Math.floor(cell / size);
      const column = cell % size;
      const places = [
        [row - 1, column],
        [row - 1, column + 1],
        [row, column - 1],
        [row, column + 1],
        [row + 1, column - 1],
        [row + 1, column],
      ];
      const inside = places.filter(([r, c]) => r >= 0 && r < size && c >= 0 && c < size);
      return Int32Array.from(inside, ([r, c]) => r * size + c);
    });
  }

  newInitialState(): HexState {
    return new HexState(this);
  }
}

/**
 * Joined cells are found by a union-find without path compression, smaller under larger, so that every union can be undone. A
 * player's two sides are members of it: the game is over when they are joined.
 */
export class HexState extends BoardState {
  readonly game: Hex;
  /** [size²] 0, 1 or EMPTY. */
  private readonly stones: Uint8Array;
  /** [size² + 4] Parent of each cell and goal, itself at a root; number of members at a root. */
  private readonly parents: Uint16Array;
  private readonly counts: Uint16Array;
  /** Roots that were put under others, oldest first, and how many of them each move made. */
  private readonly unions: number[] = [];
  private readonly numUnions: number[] = [];

  constructor(game: Hex) {
    super();
    this.game = game;
    this.stones = new Uint8Array(game.numActions).fill(EMPTY);
    this.parents = Uint16Array.from({ length: game.numActions + 4 }, (_, cell) => cell);
    this.counts = new Uint16Array(game.numActions + 4).fill(1);
  }

  /** What stands in a cell: a player or NOBODY. */
  at(cell: number): number {
    return this.stones[cell] === EMPTY ? NOBODY : this.stones[cell];
  }

  isLegal(action: Action): boolean {
    return !this.finished && this.stones[action] === EMPTY;
  }

  applyAssumeLegal(action: Action): void {
    const { game, stones, turn } = this;
    const { size, numActions: goals } = game;
    const before = this.unions.length;
    stones[action] = turn;
    const neighbours = game.neighbours[action];
    for (let i = 0; i < neighbours.length; i++)
      if (stones[neighbours[i]] === turn) this.unite(action, neighbours[i]);
    const first = goals + 2 * turn;
    const place = turn === 0 ? Math.floor(action / size) : action % size;
    if (place === 0) this.unite(action, first);
    if (place === size - 1) this.unite(action, first + 1);
    this.numUnions.push(this.unions.length - before);
    this.history.push(action);
    this.turn = 1 - turn;
    if (this.root(first) === this.root(first + 1)) {
      this.finished = true;
      this.winner = turn;
    }
  }

  protected undoAction(action: Action): void {
    const { parents, counts, unions } = this;
    this.turn = 1 - this.turn;
    this.finished = false;
    this.winner = NOBODY;
    for (let left = this.numUnions.pop()!; left > 0; left--) {
      const child = unions.pop()!;
      counts[parents[child]] -= counts[child];
      parents[child] = child;
    }
    this.stones[action] = EMPTY;
  }

  clone(): HexState {
    const copy = this.copyInto(new HexState(this.game));
    copy.stones.set(this.stones);
    copy.parents.set(this.parents);
    copy.counts.set(this.counts);
    for (const child of this.unions) copy.unions.push(child);
    for (const count of this.numUnions) copy.numUnions.push(count);
    return copy;
  }

  observe(out: Uint8Array | Float32Array): void {
    for (let cell = 0; cell < this.stones.length; cell++) {
      out[3 * cell] = this.stones[cell] === this.turn ? 1 : 0;
      out[3 * cell + 1] = this.stones[cell] === 1 - this.turn ? 1 : 0;
      out[3 * cell + 2] = this.turn;
    }
  }

  hash(): number {
    let hash = HASH_START;
    for (let cell = 0; cell < this.stones.length; cell++) {
      if (this.stones[cell] !== EMPTY) hash = mixHash(hash, 2 * cell + this.stones[cell]);
    }
    return hash >>> 0;
  }

  toString(): string {
    const { size } = this.game;
    const rows = Array.from({ length: size }, (_, row) => {
      const cells = Array.from({ length: size }, (_, column) => 'xo'[this.at(row * size + column)] ?? '.');
      return ' '.repeat(row) + cells.join(' ');
    });
    return rows.join('\n');
  }

  /** "b3": column letter, row from the top. */
  actionToString(action: Action): string {
    return `${HEX_LETTERS[action % this.game.size]}${Math.floor(action / this.game.size) + 1}`;
  }

  parseAction(text: string): Action {
    const { size } = this.game;
    const match = /^([a-s])([1-9]\d?)$/i.exec(text);
    const column = HEX_LETTERS.indexOf(match?.[1].toLowerCase() ?? ' ');
    const row = Number(match?.[2]) - 1;
    if (!match || column >= size || row >= size) {
      throw notAMove(this.game, text, `a cell from a1 (top left) to ${this.actionToString(size * size - 1)}`);
    }
    return row * size + column;
  }

  private root(cell: number): number {
    const { parents } = this;
    while (parents[cell] !== cell) cell = parents[cell];
    return cell;
  }

  private unite(a: number, b: number): void {
    const { counts } = this;
    const rootA = this.root(a);
    const rootB = this.root(b);
    if (rootA === rootB) return;
    const [child, parent] = counts[rootA] < counts[rootB] ? [rootA, rootB] : [rootB, rootA];
    this.parents[child] = parent;
    counts[parent] += counts[child];
    this.unions.push(child);
  }
}
