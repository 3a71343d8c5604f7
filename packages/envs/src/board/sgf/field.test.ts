import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NOBODY } from '../boardState.js';
import type { GoState } from '../go.js';
import { parseSgf, sgfState } from './index.js';

const FOLDER = join(import.meta.dirname, 'testdata/field');
const read = (name: string) => parseSgf(readFileSync(join(FOLDER, `${name}.sgf`)));

/** "X" and "O" with their points, from the top. */
function stones(state: GoState): string {
  const { game } = state;
  const cells = Array.from({ length: game.pass }, (_, cell) => cell).filter(
    (cell) => state.at(cell) !== NOBODY,
  );
  return cells.map((cell) => 'XO'[state.at(cell)] + game.points.textOfCell(cell)).join(' ');
}

describe('files from the field', () => {
  it.each([
    ['latin1', ['André', 'Zoë'], 5.5, 2],
    ['latin1_ca', ['Ann', 'René'], 5.5, 3],
    ['latin1_movelost', ['Ann', 'René'], 5.5, 3],
    ['win1252_result', ['Noé', 'Zoë'], 5.5, 3],
    ['cp936', ['黑棋', '白棋'], 6.5, 2],
  ])('%s.sgf has its names, its komi and all of its moves', (name, players, komi, moves) => {
    const { games, faults } = read(name);
    expect(faults).toEqual([]);
    expect(games).toMatchObject([{ players, komi, size: 9 }]);
    const state = sgfState(games[0]);
    expect(state.history.map((action) => state.actionToString(action))).toEqual(
      ['E5', 'C7', 'G3'].slice(0, moves),
    );
  });

  it('win1252_result.sgf keeps its result', () => {
    expect(read('win1252_result').games[0].result).toBe('W+R');
  });

  it.each(['empty', 'emptytree'])('%s.sgf has no game, and says so', (name) => {
    expect(read(name)).toEqual({
      games: [],
      faults: [{ line: 1, column: 1, lost: true, what: 'there is no game; a game begins with "(;"' }],
    });
  });

  it('midsetup.sgf and mid_ae.sgf have their stones placed and removed in the middle of the game', () => {
    const placed = sgfState(read('midsetup').games[0]);
    expect(stones(placed)).toBe('XC7 XG7 OE5 XC3');
    expect(placed.turn).toBe(1);
    expect(stones(sgfState(read('mid_ae').games[0]))).toBe('OC7 XD6 OE5');
  });

  it('mid_aw.sgf is refused for the move onto the stone that it placed', () => {
    expect(() => sgfState(read('mid_aw').games[0])).toThrow(
      /^SGF 1:49: go: G3 .* is illegal: that point is not free/,
    );
  });

  it('ha_noab.sgf has its three stones at the usual places, where its second move cannot be', () => {
    const [game] = read('ha_noab').games;
    expect(game.setUp.map(([cell]) => cell)).toEqual([56, 24, 20]);
    expect(() => sgfState(game)).toThrow(/^SGF 1:36: go: C7 .* is illegal.*; HA\[3\] names no points \(AB\)/);
    const { nodes } = game;
    expect(stones(sgfState({ ...game, nodes: nodes.slice(0, -1) }))).toBe('XC7 XG7 OE5 XC3');
  });

  it('whitefirst_opening.sgf begins with white', () => {
    const [game] = read('whitefirst_opening').games;
    expect(game.toMove).toBe(1);
    expect(stones(sgfState(game))).toBe('XC7 OE5');
  });

  it('komi50.sgf and komi575.sgf have the komi that was meant', () => {
    expect(read('komi50').games[0].komi).toBe(0.5);
    expect(read('komi575').games[0].komi).toBe(5.75);
  });

  it.each(['Japanese', 'Korean', 'koSIMPLE'])('tripleko_%s.sgf has six moves', (name) => {
    expect(sgfState(read(`tripleko_${name}`).games[0]).history).toHaveLength(6);
  });

  it('tripleko_none.sgf is judged by superko, which is the rule where a file names none', () => {
    expect(() => sgfState(read('tripleko_none').games[0])).toThrow(/^SGF 1:156: .*superko/);
  });

  it.each([
    ['collection_oneline', 2, [1, 90], 7],
    ['collection_gbk_onebad', 3, [2, 50], 5],
  ])('%s.sgf loses its broken game alone', (name, count, [line, column], komi) => {
    const { games, faults } = read(name);
    expect(games.map((game) => game.komi)).toEqual(Array<number>(count).fill(komi));
    expect(faults).toEqual([{ line, column, lost: true, what: '"ez" is no point of a 9×9 board' }]);
    for (const game of games) expect(sgfState(game).history.length).toBeGreaterThan(2);
  });

  it('are all tried here', () => {
    expect(readdirSync(FOLDER).filter((name) => name.endsWith('.sgf'))).toHaveLength(20);
  });
});
