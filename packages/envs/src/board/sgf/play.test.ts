import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { makeGame } from '../../registry.js';
import type { Go } from '../go.js';
import { goOf, parseSgf, playSgf, sgfState, type SgfGame } from './index.js';

const one = (text: string): SgfGame => parseSgf(text).games[0];
/** The rows of a board, from the top. */
const board = (text: string): string[] =>
  sgfState(one(text))
    .toString()
    .split('\n')
    .slice(2, -1)
    .map((row) => row.slice(3));

describe('playing a game of SGF', () => {
  it('lets the other player pass where one moves twice in a row, and leaves passes after the end out', () => {
    const state = sgfState(one('(;SZ[9];B[aa];B[bb];W[cc];B[];W[];B[])'));
    expect(state.history).toEqual([0, 81, 10, 20, 81, 81]);
    expect(state.isTerminal).toBe(true);
  });

  it('keeps the colours of moves, however they follow each other', () => {
    expect(board('(;SZ[5];B[aa];B[ba];B[ca];W[da];W[ea];B[ab])')).toEqual([
      'XXXOO',
      'X++++',
      ...Array<string>(3).fill('+++++'),
    ]);
    expect(board('(;SZ[5];B[aa];W[];W[ba];B[];B[ca])')[0]).toBe('XOX++');
    expect(board('(;SZ[5];B[];B[];B[aa];W[ba])')[0]).toBe('XO+++');
    expect(board('(;SZ[5]PL[W];B[aa];W[ba])')[0]).toBe('XO+++');
  });

  it('sets stones up and takes them off anywhere, and goes on from there', () => {
    expect(board('(;SZ[5];B[aa];W[ba];AE[aa]AB[ca:da]AW[eb][ba];B[ea];W[ab])')).toEqual([
      '+OXXX',
      'O+++O',
      ...Array<string>(3).fill('+++++'),
    ]);
    expect(board('(;SZ[5];B[aa];AW[aa]W[ba])')[0]).toBe('OO+++'); // replaced; the move comes after the stones
    const state = sgfState(one('(;SZ[5];B[aa];W[bb];AB[cc];AW[dd];W[ee])'));
    expect(state.history).toEqual([24]);
    expect(state.setUp).toHaveLength(4);
    expect(state.firstToMove).toBe(1);
  });

  it('knows whose turn it is after stones are set up: by PL, by the next move, else as before', () => {
    const turn = (text: string) => sgfState(one(text)).turn;
    expect(turn('(;SZ[5];B[aa];AB[cc])')).toBe(1);
    expect(turn('(;SZ[5];B[aa];AB[cc]PL[B])')).toBe(0);
    expect(turn('(;SZ[5];B[aa];AB[cc];B[dd])')).toBe(1);
    expect(turn('(;SZ[5];B[aa];AB[cc]PL[W];B[dd])')).toBe(1);
    expect(turn('(;SZ[5];B[aa];PL[B])')).toBe(0);
    expect(turn('(;SZ[5];B[aa]PL[B];C[x])')).toBe(0);
    // PL beside a move is the turn after it; where moves follow, they tell.
    expect(sgfState(one('(;SZ[5];B[aa]PL[W];W[bb]PL[B];B[cc])')).history).toEqual([0, 6, 12]);
    expect(sgfState(one('(;SZ[5];B[aa]PL[B];W[bb])')).history).toEqual([0, 6]);
  });

  it('forbids to retake a ko, but not after stones were set up', () => {
    const ko = '(;SZ[5]AB[ba][ab][bc]AW[ca][db][cc][bb];B[cb]';
    expect(() => sgfState(one(`${ko};W[bb])`))).toThrow(/superko/);
    expect(sgfState(one(`${ko};AB[ee];W[bb])`)).at(6)).toBe(1);
  });

  it('goes on where a game goes on after two passes', () => {
    const steps = [...playSgf(one('(;SZ[5];B[aa];W[];B[];W[bb];B[cc];W[];B[];W[])'))];
    expect(steps.map(({ isPlayed }) => isPlayed)).toEqual([
      false,
      true,
      true,
      true,
      true,
      true,
      true,
      true,
      false,
    ]);
    const { state } = steps[8];
    expect([state.at(0), state.at(6), state.at(12)]).toEqual([0, 1, 0]);
    expect(state.isTerminal).toBe(true);
  });

  it('tells each step, and another state where the game began anew', () => {
    const seen = [...playSgf(one('(;SZ[5];B[aa];W[bb];AB[cc];B[dd])'))].map(({ state }) => state);
    expect(seen[1]).toBe(seen[0]);
    expect(seen[3]).not.toBe(seen[2]);
    expect(seen[4]).toBe(seen[3]);
    expect(seen[2].history).toEqual([0, 6]); // the earlier stretch stays as it was
  });

  it('takes the rules and the komi from the file where it has them, else the caller’s', () => {
    const options = (text: string) => sgfState(one(text)).game.options;
    expect(options('(;SZ[9]RU[koSIMPLEscoreAREAtaxNONEsui1])')).toMatchObject({
      superko: false,
      suicide: true,
    });
    expect(options('(;SZ[9]RU[Tromp-Taylor]KM[7])')).toMatchObject({ superko: true, suicide: true, komi: 7 });
    expect(options('(;SZ[9])')).toMatchObject({ superko: true, suicide: false, komi: 7.5 });
    const otherwise = { superko: false, suicide: true, komi: 3, limit: 50 };
    expect(goOf(one('(;SZ[9])'), otherwise).options).toMatchObject(otherwise);
    expect(goOf(one('(;SZ[9]RU[AGA]KM[5])'), otherwise).options).toMatchObject({
      superko: true,
      suicide: false,
      komi: 5,
    });
    const strict = makeGame('go:size=9,superko=true') as Go;
    expect(sgfState(one('(;SZ[9]RU[Japanese])'), strict).game).toBe(strict);
  });

  it('lets stones die by their own move where the rules do', () => {
    const suicide = (rules: string) => `(;SZ[5]RU[${rules}]AW[ba][bb][ac]AB[aa];B[ab])`;
    for (const rules of ['NZ', 'New Zealand', 'GOE', 'ing', 'Tromp-Taylor'])
      expect(board(suicide(rules))[0]).toBe('+O+++');
    for (const rules of ['Japanese', 'chinese', 'AGA', 'Korean', ''])
      expect(() => sgfState(one(suicide(rules)))).toThrow(/suicide/);
  });

  it('names line, column and reason of what is illegal', () => {
    expect(() => sgfState(one('(;SZ[9]\n;B[aa]\n ;W[aa])'))).toThrow(
      'SGF 3:2: go: A9 (action 0) is illegal: that point is not free.',
    );
    expect(() => sgfState(one('(;SZ[9]AB[aa]AW[ba][ab])'))).toThrow(
      /SGF 1:2: go: the set-up leaves stones without liberties/,
    );
    expect(() => sgfState(one('(;SZ[9];B[aa]\n;AW[ba][ab])'))).toThrow(
      /SGF 2:1: go: the set-up leaves stones without liberties/,
    );
  });
});

describe("other programs' games", () => {
  it('are played to the end', () => {
    const folder = join(
      dirname(createRequire(import.meta.url).resolve('@sabaki/sgf/package.json')),
      'tests/sgf',
    );
    for (const name of ['utf8bom', 'complex']) {
      const [game] = parseSgf(readFileSync(join(folder, `${name}.sgf`))).games;
      expect(sgfState(game).history.length).toBeGreaterThan(150);
    }
  });

  it('by KataGo are legal from the first move to the last', () => {
    const file = join(import.meta.dirname, '../../../../../data/katago-9x9/games.sgf.gz');
    const { games, faults } = parseSgf(gunzipSync(readFileSync(file)));
    expect(faults).toEqual([]);
    expect(games).toHaveLength(2755);
    let moves = 0;
    for (const game of games.slice(0, 100)) moves += sgfState(game).history.length;
    expect(moves).toBeGreaterThan(5000);
  });
});
