import { describe, expect, it } from 'vitest';
import { drawState } from '../drawings.js';
import { playMoves } from '../game.js';
import { makeGame } from '../registry.js';
import { describeGame } from '../testing/describeGame.js';
import { Go, type GoState, type SetUpStone } from './go.js';
import { areaInto } from './goArea.js';
import { COLUMN_LETTERS } from './goPoints.js';

describeGame('go 5×5', () => makeGame('go:size=5'), { games: 5 });
describeGame('go 3×3 with suicide', () => makeGame('go:size=3,suicide=true'), { games: 15 });
describeGame('go 7×7 with a handicap and simple ko', () => makeGame('go:size=7,handicap=3,superko=false'), {
  games: 2,
});
describeGame('go 19×19', () => makeGame('go19:limit=300'), { games: 1, plies: 60 });

const go = (spec: string): Go => makeGame(spec) as Go;

/** A position from a picture: X black, O white, `+` empty, rows from the top. */
function position(picture: string, toMove: 'X' | 'O', options = ''): GoState {
  const rows = picture
    .trim()
    .split('\n')
    .map((row) => row.trim());
  const stones: SetUpStone[] = [];
  rows.forEach((row, y) => {
    [...row].forEach((character, x) => {
      const colour = 'XO'.indexOf(character);
      if (colour >= 0) stones.push([y * rows.length + x, colour]);
    });
  });
  return go(`go:size=${rows.length}${options}`).newStateFrom(stones, 'XO'.indexOf(toMove));
}

/** The board's rows without header and coordinates. */
function picture(state: GoState): string {
  return state
    .toString()
    .split('\n')
    .slice(2, -1)
    .map((row) => row.slice(3))
    .join('\n');
}

describe('captures', () => {
  it('take a chain that has lost its last liberty off', () => {
    const state = position(
      `+XX++
       XOOX+
       +XOX+
       +++++
       +++++`,
      'X',
    );
    playMoves(state, 'C2');
    expect(picture(state)).toBe('+XX++\nX++X+\n+X+X+\n++X++\n+++++');
    expect([...state.board.captured]).toEqual([0, 3]);
    state.undo();
    expect([...state.board.captured]).toEqual([0, 0]);
    state.board.checkConsistency();
  });

  it('take several chains at once', () => {
    const start = `++X++
                   +XOX+
                   XO+OX
                   +XOX+
                   ++X++`;
    const state = position(start, 'X');
    playMoves(state, 'C3');
    expect(picture(state)).toBe('++X++\n+X+X+\nX+X+X\n+X+X+\n++X++');
    state.undo();
    expect(picture(state)).toBe(start.replaceAll(' ', ''));
    state.board.checkConsistency();
  });

  it('come before suicide: a move into no liberties is legal where it takes', () => {
    const state = position(
      `+OX+
       OXX+
       XX++
       ++++`,
      'X',
    );
    playMoves(state, 'A4');
    expect(picture(state)).toBe('X+X+\n+XX+\nXX++\n++++');
  });
});

describe('suicide', () => {
  it('is illegal by default, with the reason', () => {
    const state = position(
      `+XO+
       XXO+
       OO++
       ++++`,
      'X',
    );
    expect(() => state.apply(0)).toThrow(/A4 \(action 0\) is illegal: it is suicide/);
  });

  it('takes the own chain off where it is allowed', () => {
    const state = position(
      `+XO+
       XXO+
       OO++
       ++++`,
      'X',
      ',suicide=true',
    );
    playMoves(state, 'A4');
    expect(picture(state)).toBe('++O+\n++O+\nOO++\n++++');
    expect([...state.board.captured]).toEqual([4, 0]);
    state.undo();
    expect(picture(state)).toBe('+XO+\nXXO+\nOO++\n++++');
    state.board.checkConsistency();
  });

  it('of a single stone is never allowed: it would change nothing', () => {
    for (const options of [',suicide=true', ',suicide=true,superko=false']) {
      const state = position(
        `+O++
         O+++
         ++++
         ++++`,
        'X',
        options,
      );
      expect(state.isLegal(0)).toBe(false);
    }
  });
});

describe('ko', () => {
  const shape = `+XO+
                 XO+O
                 +XO+
                 ++++`;

  it('may not be taken back at once, but after two other moves', () => {
    for (const options of ['', ',superko=false']) {
      const state = position(shape, 'X', options);
      playMoves(state, 'C3');
      expect(picture(state)).toBe('+XO+\nX+XO\n+XO+\n++++');
      const word = options ? 'takes the ko back' : 'superko';
      expect(() => playMoves(state, 'B3')).toThrow(new RegExp(word));
      playMoves(state, 'A1 D1 B3');
      expect(picture(state)).toContain('XO+O');
    }
  });

  it('in a cycle of three is stopped by superko, and not by simple ko', () => {
    // Sending two, returning one: white adds A5, black takes both with C5, white takes that one back.
    const start = `+O+O+
                   XXOO+
                   +++++
                   +++++
                   +++++`;
    const strict = position(start, 'O');
    playMoves(strict, 'A5 C5');
    expect(picture(strict)).toContain('++XO+');
    expect(() => playMoves(strict, 'B5')).toThrow(/earlier position \(superko\)/);
    const simple = position(start, 'O', ',superko=false');
    playMoves(simple, 'A5 C5 B5');
    expect(picture(simple)).toBe(start.replaceAll(' ', ''));
  });
});

describe('the end', () => {
  it('comes by two passes in a row, and area decides', () => {
    const state = position(
      `+X+O+
       +X+O+
       +X+O+
       +X+O+
       +X+O+`,
      'X',
      ',komi=0.5',
    );
    expect(state.score()).toBe(-0.5);
    playMoves(state, 'C3 pass');
    expect(state.isTerminal).toBe(false);
    playMoves(state, 'pass');
    expect(state.isTerminal).toBe(true);
    expect(state.score()).toBe(0.5);
    expect(state.returns()).toEqual([1, -1]);
    expect(drawState(state).text).toContain('B+0.5');
  });

  it('is a draw where the komi is met exactly', () => {
    const state = go('go:size=3,komi=9').newInitialState();
    playMoves(state, 'B2 pass pass');
    expect(state.returns()).toEqual([0, 0]);
  });

  it('gives an empty board to nobody, and a region that touches both colours neither', () => {
    expect(go('go:size=5,komi=0').newInitialState().score()).toBe(0);
    const owners = new Uint8Array(16);
    const state = position(
      `+X++
       XX++
       ++OO
       ++O+`,
      'X',
    );
    expect(areaInto(owners, state.board)).toBe(4 - 4);
    expect([...owners].map((owner) => 'XO+'[owner]).join('')).toBe('XX++XX++++OO++OO');
  });

  it('comes at the limit of moves', () => {
    const state = go('go:size=9,limit=3').newInitialState();
    playMoves(state, 'A1 B1 C1');
    expect(state.isTerminal).toBe(true);
    state.undo();
    expect(state.isTerminal).toBe(false);
  });
});

describe('options', () => {
  it('place handicap stones where GTP says, and let white begin', () => {
    const state = go('go19:handicap=9').newInitialState();
    expect(state.currentPlayer).toBe(1);
    const places = 'D4 Q16 D16 Q4 D10 Q10 K4 K16 K10'.split(' ').map((text) => state.parseAction(text));
    expect(places.every((cell) => state.at(cell) === 0)).toBe(true);
    expect(go('go9:handicap=2').newInitialState().at(go('go9').newInitialState().parseAction('G7'))).toBe(0);
  });

  it('refuse handicaps and sizes that there are not', () => {
    expect(() => go('go:size=5,handicap=2')).toThrow(/"handicap" on 5×5 must be 0, got 2/);
    expect(() => go('go:size=8,handicap=5')).toThrow(/must be 0 or 2..4, got 5/);
    expect(() => go('go19:handicap=1')).toThrow(expect.objectContaining({ code: 'bad-option' }));
    for (const size of [1, 20, 9.5]) {
      expect(() => go(`go:size=${size}`)).toThrow(expect.objectContaining({ code: 'bad-option' }));
    }
  });

  it('have short names for the usual sizes', () => {
    expect([go('go9').size, go('go13').size, go('go19').size, go('go').size]).toEqual([9, 13, 19, 19]);
    expect(go('go9:komi=7').options).toMatchObject({ size: 9, komi: 7 });
  });
});

describe('texts', () => {
  it('have no column I, and rows from the bottom', () => {
    const state = go('go19').newInitialState();
    expect(state.actionToString(0)).toBe('A19');
    expect(state.actionToString(360)).toBe('T1');
    expect(COLUMN_LETTERS).not.toContain('I');
    expect(state.parseAction('j10')).toBe(9 * 19 + 8);
    expect(state.parseAction('PASS')).toBe(361);
    for (const text of ['I5', 'U1', 'A0', 'A20', 'A01', '5A', 'AA']) {
      expect(() => state.parseAction(text)).toThrow(/a point from A1 to T19/);
    }
  });
});

describe('the number of legal positions', () => {
  /** Colourings of a board whose every chain has a liberty. */
  const count = (size: number): number => {
    const game = go(`go:size=${size}`);
    let legal = 0;
    for (let code = 0; code < 3 ** (size * size); code++) {
      const stones: SetUpStone[] = [];
      for (let cell = 0, rest = code; cell < size * size; cell++, rest = Math.floor(rest / 3)) {
        if (rest % 3) stones.push([cell, (rest % 3) - 1]);
      }
      try {
        game.newStateFrom(stones, 0);
        legal++;
      } catch {
        continue;
      }
    }
    return legal;
  };

  it('is 57 on 2×2 and 12,675 on 3×3 (OEIS A094777)', () => {
    expect(count(2)).toBe(57);
    expect(count(3)).toBe(12_675);
  });
});
