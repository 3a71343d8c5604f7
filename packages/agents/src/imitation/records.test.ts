import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readGames } from './records.js';

const file = (text: string, path = 'x.sgf') => ({ path, bytes: new TextEncoder().encode(text) });

describe('reading games to learn from', () => {
  it('takes moves, result and the thoughts of a search, which stand before the move', () => {
    const text =
      '(;SZ[5]KM[2.5]RE[W+3.5]C[opening=1];B[cc];W[bb]C[0.60 0.40 0.00 1.5 v=40];B[]C[0.30 0.70 0.00 -2.0 v=40])';
    const { records, faults } = readGames([file(text)], 5);
    expect(faults).toEqual([]);
    const [game] = records;
    expect(game).toMatchObject({
      source: 'x.sgf:1',
      moves: [12, 6, 25],
      first: 1,
      end: 3,
      outcome: -1,
      lead: -3.5,
    });
    expect(game.state.game.options.komi).toBe(2.5);
    // For black: its chance less white's, and its lead.
    expect([...game.values].map((value) => value.toFixed(2))).toEqual(['NaN', '-0.20', '0.40']);
    expect([...game.leads]).toEqual([NaN, -1.5, 2]);
  });

  it("takes the values of our own tournaments' players, which stand at their moves and are their own", () => {
    const text =
      '(;SZ[5];B[cc]C[black (mcts:a(b\\)): value 0.100, visits 8];W[bb]C[white (x): value 0.250];B[dd]C[black: 1])';
    const { records } = readGames([file(text)], 5);
    expect([...records[0].values].map((value) => value.toFixed(2))).toEqual(['0.10', '-0.25', 'NaN']);
  });

  it('takes the values of our former files, which stand after the move before', () => {
    const text =
      '(;SZ[5]C[value 0.100, visits 8];B[cc]C[value 0.250, visits 8];W[bb];B[dd]C[value -0.500, visits 8])';
    const { records } = readGames([file(text)], 5);
    expect([...records[0].values].map((value) => value.toFixed(2))).toEqual(['0.10', '-0.25', 'NaN']);
  });

  it('keeps comments on their moves where a pass was left out', () => {
    const { records } = readGames([file('(;SZ[5];B[cc];B[bb]C[0.10 0.90 0.00 -9.0 v=1])')], 5);
    expect(records[0].moves).toEqual([12, 25, 6]);
    expect(records[0].values[2]).toBeCloseTo(0.8);
  });

  it('knows resignations and draws, and unknown results', () => {
    const results = ['B+R', '0', '', 'W+'].map(
      (result) => readGames([file(`(;SZ[5]RE[${result}];B[cc])`)], 5).records[0],
    );
    expect(results.map(({ outcome }) => outcome)).toEqual([1, 0, NaN, -1]);
    expect(results.map(({ lead }) => lead)).toEqual([NaN, 0, NaN, NaN]);
  });

  it('leaves broken games out and names file, line and column', () => {
    const lines = ['(;SZ[5];B[cc])', '(;SZ[5];B[cc];W[cc])', '(;SZ[5];B[zz])', '(;SZ[5;B', '(;SZ[5];B[aa])'];
    const { records, faults } = readGames([file(lines.join('\n'), 'd/all.sgf')], 5);
    expect(records.map(({ source }) => source)).toEqual(['d/all.sgf:1', 'd/all.sgf:5']);
    const places = faults.map((text) => text.split(' ')[0]).sort();
    expect(places).toEqual(['d/all.sgf:2:14:', 'd/all.sgf:3:8:', 'd/all.sgf:4:5:']);
  });

  it('names games that it reads all the same, files that cannot be read, and games without moves', () => {
    const { records, faults, notes } = readGames(
      [
        file('(;SZ[5];B[cc]', 'open.sgf'),
        { path: 'bad.sgf.gz', fault: '"bad.sgf.gz" cannot be unpacked.' },
        file('', 'empty.sgf'),
        file('(;SZ[5]AB[cc])', 'none.sgf'),
      ],
      5,
    );
    expect(records).toHaveLength(1);
    expect(notes).toEqual(['open.sgf:1:14: the game that begins at 1:2 is not closed by ")".']);
    expect(faults).toEqual([
      'bad.sgf.gz: "bad.sgf.gz" cannot be unpacked.',
      'empty.sgf:1:1: there is no game; a game begins with "(;".',
      'none.sgf:1:2: the game has no moves.',
    ]);
  });

  it('begins anew where stones are set up in the middle, with the values on their moves', () => {
    const text =
      '(;SZ[5]RE[B+R]C[opening=3];B[cc];W[bb]C[value 0.5, visits 8];AE[bb]AB[dd];W[ee];B[aa]C[0.10 0.90 0.00 -9.0 v=1])';
    const { records, faults } = readGames([file(text)], 5);
    expect(faults).toEqual([]);
    expect(records).toMatchObject([
      { source: 'x.sgf:1', moves: [12, 6], first: 2, end: 2, outcome: 1 },
      { source: 'x.sgf:1', moves: [24, 0], first: 1, end: 2, outcome: 1 },
    ]);
    const { state, values } = records[1];
    expect(new Set(state.setUp.map(([cell]) => cell))).toEqual(new Set([12, 18]));
    expect(state.firstToMove).toBe(1);
    expect([...values].map((value) => value.toFixed(1))).toEqual(['NaN', '0.8']);
  });

  it('reads the files of the field: right ones in full, broken ones named, none at the cost of another', () => {
    const folder = join(import.meta.dirname, '../../../envs/src/board/sgf/testdata/field');
    const names = readdirSync(folder).filter((name) => name.endsWith('.sgf'));
    const files = names.map((path) => ({ path, bytes: new Uint8Array(readFileSync(join(folder, path))) }));
    const { records, faults, notes, otherSizes } = readGames(files, 9);
    expect(notes).toEqual([]);
    expect(otherSizes).toBe(1); // komi50.sgf, on 19×19
    expect(faults.map((text) => text.split(' ')[0])).toEqual([
      'collection_gbk_onebad.sgf:2:50:',
      'collection_oneline.sgf:1:90:',
      'empty.sgf:1:1:',
      'emptytree.sgf:1:1:',
      'ha_noab.sgf:1:36:',
      'mid_aw.sgf:1:49:',
      'tripleko_none.sgf:1:156:',
    ]);
    const moves = records.map(({ source, moves, state }) => [
      source.split(':')[0],
      moves.length,
      state.game.options.komi,
    ]);
    expect(moves).toEqual([
      ['collection_gbk_onebad.sgf', 3, 5],
      ['collection_gbk_onebad.sgf', 3, 5],
      ['collection_gbk_onebad.sgf', 3, 5],
      ['collection_oneline.sgf', 5, 7],
      ['collection_oneline.sgf', 5, 7],
      ['cp936.sgf', 2, 6.5],
      ['komi575.sgf', 2, 5.75],
      ['latin1.sgf', 2, 5.5],
      ['latin1_ca.sgf', 3, 5.5],
      ['latin1_movelost.sgf', 3, 5.5],
      ['mid_ae.sgf', 2, 7],
      ['mid_ae.sgf', 2, 7],
      ['midsetup.sgf', 2, 0.5],
      ['tripleko_Japanese.sgf', 6, 6.5],
      ['tripleko_Korean.sgf', 6, 6.5],
      ['tripleko_koSIMPLE.sgf', 6, 6.5],
      ['whitefirst_opening.sgf', 2, 7.5],
      ['win1252_result.sgf', 3, 5.5],
    ]);
  });

  it('counts games on other boards', () => {
    expect(readGames([file('(;SZ[9];B[cc])(;SZ[5];B[cc])')], 5)).toMatchObject({ otherSizes: 1, faults: [] });
  });
});
