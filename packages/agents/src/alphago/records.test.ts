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

  it("takes the values of our own tournaments' players, which stand after the move before and are their own", () => {
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

  it('counts games on other boards', () => {
    expect(readGames([file('(;SZ[9];B[cc])(;SZ[5];B[cc])')], 5)).toMatchObject({ otherSizes: 1, faults: [] });
  });
});
