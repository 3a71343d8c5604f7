import { RandomStream } from '@agon/core';
import { DIES, makeGame, type Go, type GoState } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import { GoPlanes, NUM_PLANES, PLANES, withGoPlanes } from './planes.js';
import { goPicture, randomGame } from './testing/goPicture.js';

/** The planes of a position, one list of cells each. */
function planesOf(state: GoState): (plane: number) => number[] {
  const planes = new GoPlanes(state.game);
  const out = new Float32Array(state.game.pass * NUM_PLANES);
  planes.write(state, out);
  const lists = Array.from({ length: NUM_PLANES }, (_, plane) =>
    Array.from({ length: state.game.pass }, (__, cell) => out[cell * NUM_PLANES + plane]),
  );
  return (plane) => lists[plane];
}

/** The chain and liberties of a stone, found the slow way on a copy of the board as a picture. */
function chain(
  board: readonly string[],
  size: number,
  cell: number,
): { stones: Set<number>; free: Set<number> } {
  const stones = new Set([cell]);
  const free = new Set<number>();
  for (const stone of stones) {
    for (const near of neighbours(size, stone)) {
      if (board[near] === '.') free.add(near);
      else if (board[near] === board[cell]) stones.add(near);
    }
  }
  return { stones, free };
}

function neighbours(size: number, cell: number): number[] {
  const [row, column] = [Math.floor(cell / size), cell % size];
  const all = [
    [row - 1, column],
    [row + 1, column],
    [row, column - 1],
    [row, column + 1],
  ];
  return all.filter(([y, x]) => y >= 0 && x >= 0 && y < size && x < size).map(([y, x]) => y * size + x);
}

const picture = (state: GoState): string[] =>
  Array.from({ length: state.game.pass }, (_, cell) => 'XO'[state.at(cell)] ?? '.');

describe('feature planes', () => {
  it('are bits and then a number for the whole board, as their observation space says', () => {
    const shown = withGoPlanes(makeGame('go:size=5,komi=6.5') as Go);
    const { bitPlanes, shape } = shown.observation;
    expect([shape, bitPlanes]).toEqual([[5, 5, NUM_PLANES], PLANES.komi]);
    const out = new Float32Array(25 * NUM_PLANES);
    for (let moves = 0; moves < 40; moves++) {
      randomGame(shown, moves, new RandomStream(`bits ${moves}`)).observe(out.fill(7));
      out.forEach((value, index) => {
        const plane = index % NUM_PLANES;
        expect(plane < bitPlanes! ? [0, 1] : [out[plane]], `plane ${plane}`).toContain(value);
      });
      expect(Math.abs(out[PLANES.komi])).toBeCloseTo(6.5 / 20, 6);
    }
  });

  it('agree with a slow reading of random games', () => {
    for (const size of [5, 9]) {
      const game = makeGame(`go:size=${size}`) as Go;
      for (let seed = 0; seed < 4; seed++) {
        const rng = new RandomStream(`planes ${seed}`);
        const state = randomGame(game, 10 + rng.int(size * size), rng);
        const plane = planesOf(state);
        const board = picture(state);
        const own = 'XO'[state.turn];
        const level = (first: number, cell: number): number => {
          for (let i = 0; i < 8; i++) if (plane(first + i)[cell] === 1) return i + 1;
          return 0;
        };
        for (let cell = 0; cell < board.length; cell++) {
          expect(plane(PLANES.own)[cell]).toBe(board[cell] === own ? 1 : 0);
          expect(plane(PLANES.empty)[cell]).toBe(board[cell] === '.' ? 1 : 0);
          const stone = board[cell] !== '.';
          expect(level(PLANES.liberties, cell)).toBe(
            stone ? Math.min(8, chain(board, size, cell).free.size) : 0,
          );
          if (stone || !state.isLegal(cell)) {
            expect(level(PLANES.libertiesAfter, cell)).toBe(0);
            continue;
          }
          const next = state.clone();
          next.apply(cell);
          const after = picture(next);
          const taken = board.filter((sign, i) => sign !== '.' && sign !== own && after[i] === '.').length;
          const { stones, free } = chain(after, size, cell);
          expect(level(PLANES.captures, cell)).toBe(Math.min(8, taken));
          expect(level(PLANES.libertiesAfter, cell)).toBe(Math.min(8, free.size));
          expect(level(PLANES.selfAtari, cell)).toBe(free.size === 1 ? Math.min(8, stones.size) : 0);
        }
      }
    }
  });

  it('leave the position as it was', () => {
    const state = randomGame(makeGame('go:size=9') as Go, 60, new RandomStream('kept'));
    const before = [state.hash(), state.toString(), state.board.captured.join()];
    planesOf(state);
    state.board.checkConsistency();
    expect([state.hash(), state.toString(), state.board.captured.join()]).toEqual(before);
  });

  it('tell how many moves ago a stone was played, 8 at the most', () => {
    const state = (makeGame('go:size=9') as Go).newInitialState();
    for (let move = 0; move < 10; move++) state.apply(3 * move);
    const plane = planesOf(state);
    expect(plane(PLANES.turnsSince)[27]).toBe(1);
    expect(plane(PLANES.turnsSince + 2)[21]).toBe(1);
    expect(plane(PLANES.turnsSince + 7)[0]).toBe(1);
    expect(plane(PLANES.turnsSince + 7)[3]).toBe(1);
  });

  it('tell komi and a pass from the view of the player to move', () => {
    const state = (makeGame('go:size=5,komi=7') as Go).newInitialState();
    expect(planesOf(state)(PLANES.komi)[0]).toBeCloseTo(-0.35);
    state.apply(state.game.pass);
    const plane = planesOf(state);
    expect(plane(PLANES.komi)[0]).toBeCloseTo(0.35);
    expect([plane(PLANES.black)[0], plane(PLANES.passed)[0]]).toEqual([0, 1]);
  });
});

describe('ladders', () => {
  const ladder = (breaker: string): GoState =>
    goPicture(
      `
      .........
      .........
      ......${breaker}..
      .........
      .........
      ...X.....
      ..XO.....
      ...XX....
      .........`,
      1,
    );

  it('drive a stone to the edge, where it cannot run', () => {
    const state = ladder('.');
    expect(planesOf(state)(PLANES.ladderEscape).some((sign) => sign === 1)).toBe(false);
  });

  it('let it go where it meets a friend on its way', () => {
    const state = ladder('O');
    const escapes = planesOf(state)(PLANES.ladderEscape);
    expect(escapes.flatMap((sign, cell) => (sign ? [state.actionToString(cell)] : []))).toEqual(['E3']);
  });

  it('begin on the liberty that leaves the worse way out', () => {
    const state = ladder('.');
    state.apply(state.parseAction('E3'));
    const captures = planesOf(state)(PLANES.ladderCapture);
    expect(captures.flatMap((sign, cell) => (sign ? [state.actionToString(cell)] : []))).toEqual(['F3']);
  });

  it('agree with a slow reading of random positions', () => {
    let found = 0;
    for (let seed = 0; seed < 16; seed++) {
      const rng = new RandomStream(`ladders ${seed}`);
      const state = randomGame(makeGame('go:size=7') as Go, 8 + rng.int(16), rng);
      const captures = planesOf(state)(PLANES.ladderCapture);
      for (let cell = 0; cell < captures.length; cell++) {
        if (state.at(cell) >= 0 || !state.isLegal(cell)) continue;
        const slow = bruteForce(state, state.actionToString(cell));
        found += slow;
        expect([seed, cell, captures[cell]]).toEqual([seed, cell, slow]);
      }
    }
    expect(found).toBeGreaterThan(3);
  });
});

/** 1 where the move at `text` catches a neighbouring chain of two liberties in a ladder, read on copies of the state. */
function bruteForce(state: GoState, text: string): number {
  const { size } = state.game;
  const move = state.parseAction(text);
  const board = picture(state);
  const other = 'OX'[state.turn];
  const targets = neighbours(size, move).filter(
    (cell) => board[cell] === other && chain(board, size, cell).free.size === 2,
  );
  return targets.some((target) => isCaughtAfter(state, move, target, 0)) ? 1 : 0;
}

/** Ladders that go on for longer turn in circles, by ko. */
const LONGEST = 30;

/** Whether the attacker's `move` leaves `target` without escape: every answer of the defender is tried. */
function isCaughtAfter(state: GoState, move: number, target: number, depth: number): boolean {
  if (depth > LONGEST) return false;
  const { size } = state.game;
  const next = tryMove(state, move);
  if (!next) return false;
  const board = picture(next);
  const { stones, free } = chain(board, size, target);
  const answers = new Set(free);
  for (const stone of stones) {
    for (const near of neighbours(size, stone)) {
      if (board[near] === '.' || board[near] === board[target]) continue;
      const attacker = chain(board, size, near);
      if (attacker.free.size === 1) for (const liberty of attacker.free) answers.add(liberty);
    }
  }
  for (const answer of answers) {
    const answered = tryMove(next, answer);
    if (!answered) continue;
    const after = picture(answered);
    const left = chain(after, size, target).free;
    if (left.size > 2) return false;
    if (left.size === 2 && ![...left].some((liberty) => isCaughtAfter(answered, liberty, target, depth + 1)))
      return false;
  }
  return true;
}

/** The position after a move, ko left aside; undefined for suicide. */
function tryMove(state: GoState, cell: number): GoState | undefined {
  const { board, game, turn } = state;
  if (state.at(cell) >= 0 || board.kindOfMove(game.points.ofCell[cell], turn) === DIES) return undefined;
  const next = state.clone();
  next.applyAssumeLegal(cell);
  return next;
}
