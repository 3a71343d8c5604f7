/** Random games against two other implementations: a slow, obvious Go written here, and @sabaki/go-board. */
import SabakiBoard from '@sabaki/go-board';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeGame } from '../registry.js';
import type { Go, GoState } from './go.js';

const SEED = 20261123;

/** A board as a string of `X`, `O` and `.`; every rule as it is said, with no thought of speed. */
class SlowGo {
  board: string;
  /** Every position that has been. */
  readonly positions: string[];
  turn: 'X' | 'O' = 'X';
  readonly size: number;
  private readonly suicide: boolean;
  private readonly superko: boolean;

  constructor(size: number, suicide: boolean, superko: boolean) {
    this.size = size;
    this.suicide = suicide;
    this.superko = superko;
    this.board = '.'.repeat(size * size);
    this.positions = [this.board];
  }

  neighbours(cell: number): number[] {
    const [row, column] = [Math.floor(cell / this.size), cell % this.size];
    const places = [
      [row - 1, column],
      [row + 1, column],
      [row, column - 1],
      [row, column + 1],
    ];
    return places
      .filter(([r, c]) => r >= 0 && r < this.size && c >= 0 && c < this.size)
      .map(([r, c]) => r * this.size + c);
  }

  /** All cells that reach `cell` through cells of its own kind. */
  region(board: string, cell: number): number[] {
    const found = new Set([cell]);
    for (const one of found) {
      for (const next of this.neighbours(one)) if (board[next] === board[cell]) found.add(next);
    }
    return [...found];
  }

  without(board: string, colour: string): string {
    const cells = [...board];
    for (let cell = 0; cell < board.length; cell++) {
      if (board[cell] !== colour) continue;
      const chain = this.region(board, cell);
      if (!chain.some((one) => this.neighbours(one).some((next) => board[next] === '.'))) cells[cell] = '.';
    }
    return cells.join('');
  }

  /** The board after a move, or undefined where it is illegal. */
  after(cell: number): string | undefined {
    if (this.board[cell] !== '.') return undefined;
    const other = this.turn === 'X' ? 'O' : 'X';
    const placed = this.board.slice(0, cell) + this.turn + this.board.slice(cell + 1);
    const taken = this.without(placed, other);
    const result = this.without(taken, this.turn);
    if (result !== taken && !this.suicide) return undefined;
    if (result === this.board) return undefined;
    if (this.superko && this.positions.includes(result)) return undefined;
    if (!this.superko && result === this.positions.at(-2)) return undefined;
    return result;
  }

  legal(): number[] {
    return [...this.board].map((_, cell) => cell).filter((cell) => this.after(cell) !== undefined);
  }

  play(cell: number): void {
    if (cell < this.board.length) {
      this.board = this.after(cell)!;
      this.positions.push(this.board);
    }
    this.turn = this.turn === 'X' ? 'O' : 'X';
  }

  /** Black's area less white's. */
  score(): number {
    let score = 0;
    for (let cell = 0; cell < this.board.length; cell++) {
      const region = this.region(this.board, cell);
      const seen = new Set(
        region.flatMap((one) => [one, ...this.neighbours(one)]).map((one) => this.board[one]),
      );
      if (this.board[cell] === 'X' || (this.board[cell] === '.' && seen.has('X') && !seen.has('O'))) score++;
      if (this.board[cell] === 'O' || (this.board[cell] === '.' && seen.has('O') && !seen.has('X'))) score--;
    }
    return score;
  }
}

function boardOf(state: GoState): string {
  return Array.from({ length: state.game.pass }, (_, cell) => 'XO'[state.at(cell)] ?? '.').join('');
}

describe('Go', () => {
  it('agrees with a slow, obvious Go about legal moves, positions and scores', () => {
    const options = fc.record({
      size: fc.integer({ min: 2, max: 6 }),
      suicide: fc.boolean(),
      superko: fc.boolean(),
      choices: fc.array(fc.nat(), { minLength: 30, maxLength: 140 }),
    });
    fc.assert(
      fc.property(options, ({ size, suicide, superko, choices }) => {
        const game = makeGame(`go:size=${size},komi=0,suicide=${suicide},superko=${superko}`) as Go;
        const state = game.newInitialState();
        const slow = new SlowGo(size, suicide, superko);
        for (const choice of choices) {
          const legal = slow.legal();
          expect(state.legalActions()).toEqual([...legal, game.pass]);
          // Passes are rare, so that boards fill up and fights happen.
          const move = legal.length === 0 || choice % 23 === 0 ? game.pass : legal[choice % legal.length];
          state.apply(move);
          slow.play(move);
          expect(boardOf(state)).toBe(slow.board);
          expect(state.score()).toBe(slow.score());
          if (state.isTerminal) break;
        }
        state.board.checkConsistency();
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it('stays consistent under random moves, undos and copies', () => {
    const operations = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.nat()), {
      minLength: 100,
      maxLength: 250,
    });
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), fc.boolean(), operations, (size, suicide, list) => {
        let state = (makeGame(`go:size=${size},suicide=${suicide}`) as Go).newInitialState();
        for (const [kind, choice] of list) {
          if (kind === 0) state = state.clone();
          else if (kind <= 2 || state.isTerminal) {
            for (let back = Math.min(1 + (choice % 5), state.history.length); back > 0; back--) state.undo();
          } else {
            const legal = state.legalActions().filter((action) => action !== state.game.pass);
            state.apply(legal.length ? legal[choice % legal.length] : state.game.pass);
          }
          state.board.checkConsistency();
        }
        const again = state.game.newInitialState();
        for (const action of state.history) again.apply(action);
        expect(again.toString()).toBe(state.toString());
        expect(again.hash()).toBe(state.hash());
        expect(again.legalActions()).toEqual(state.legalActions());
      }),
      { seed: SEED, numRuns: 40 },
    );
  });

  it('takes and forbids what @sabaki/go-board does, ko and suicide included', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: 19 }),
        fc.array(fc.nat(), { minLength: 60, maxLength: 120 }),
        (size, choices) => {
          const state = (makeGame(`go:size=${size},superko=false`) as Go).newInitialState();
          let theirs = SabakiBoard.fromDimensions(size);
          for (const choice of choices) {
            const sign = state.turn === 0 ? 1 : -1;
            const legal = state.legalActions().filter((action) => action !== state.game.pass);
            const cell = choice % state.game.pass;
            const { overwrite, suicide, ko } = theirs.analyzeMove(sign, [
              cell % size,
              Math.floor(cell / size),
            ]);
            expect(state.isLegal(cell)).toBe(!overwrite && !suicide && !ko);
            if (legal.length === 0) break;
            const move = state.isLegal(cell) ? cell : legal[choice % legal.length];
            theirs = theirs.makeMove(sign, [move % size, Math.floor(move / size)]);
            state.apply(move);
            expect(boardOf(state)).toBe(
              theirs.signMap
                .flat()
                .map((one) => (one === 1 ? 'X' : one === -1 ? 'O' : '.'))
                .join(''),
            );
            expect([...state.board.captured]).toEqual([theirs.getCaptures(-1), theirs.getCaptures(1)]);
          }
        },
      ),
      { seed: SEED, numRuns: 25 },
    );
  });
});
