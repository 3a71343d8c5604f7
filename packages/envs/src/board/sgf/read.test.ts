import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sabaki from '@sabaki/sgf';
import { describe, expect, it } from 'vitest';
import { parseSgf, readSgf, sgfState, type SgfGame } from './index.js';

const one = (text: string): SgfGame => {
  const { games, faults } = parseSgf(text);
  expect(faults).toEqual([]);
  expect(games).toHaveLength(1);
  return games[0];
};
const actions = ({ nodes }: SgfGame) => nodes.map(({ move }) => move?.action);

describe('reading SGF', () => {
  it('gives size, komi, players, result and moves', () => {
    const game = one('(;FF[4]GM[1]SZ[9]KM[6.5]PB[Ann]PW[Bob]RE[B+R]RU[Chinese];B[ee]C[good];W[];B[tt])');
    expect(game).toMatchObject({
      size: 9,
      komi: 6.5,
      players: ['Ann', 'Bob'],
      result: 'B+R',
      rules: { superko: false, suicide: false },
      toMove: 0,
    });
    expect(actions(game)).toEqual([undefined, 40, 81, 81]);
    expect(game.nodes[1].properties.C).toEqual(['good']);
  });

  it('takes the first variation of each node', () => {
    const game = one('(;SZ[9];B[aa](;W[bb];B[cc](;W[hh])(;W[ii]))(;W[dd])(;W[ee](;B[ff])(;B[gg])))');
    expect(actions(game)).toEqual([undefined, 0, 10, 20, 70]);
    expect(actions(one('(;SZ[9]();B[aa](  )(;W[bb]))'))).toEqual([undefined, 0, 10]);
  });

  it('does not mind what is wrong beside the main line', () => {
    expect(actions(one('(;SZ[9];B[aa](;W[bb])(;W[zz])(;B[cc]W[dd]))'))).toEqual([undefined, 0, 10]);
  });

  it('sets handicap and set-up stones, rectangles of them too, and lets white begin', () => {
    const handicap = one('(;SZ[9]HA[2]KM[0.5]AB[gc][cg];W[ee])');
    expect(handicap).toMatchObject({ handicap: 2, toMove: 1 });
    const state = sgfState(handicap);
    expect([state.at(24), state.at(56), state.at(40)]).toEqual([0, 0, 1]);
    expect(one('(;SZ[5]AB[aa:bb]AW[ea]AB[]PL[W])')).toMatchObject({
      setUp: [
        [0, 0],
        [5, 0],
        [1, 0],
        [6, 0],
        [4, 1],
      ],
      toMove: 1,
    });
    const cells = (text: string) => one(text).setUp.map(([cell]) => cell);
    expect(cells('(;SZ[5]AB[bb:aa])')).toEqual(cells('(;SZ[5]AB[aa:bb])'));
    expect(cells('(;SZ[5]AB[aa][aa:ba]AE[ba])')).toEqual([0]);
    expect(one('(;SZ[5]AB[aa]AW[aa])').setUp).toEqual([[0, 1]]);
  });

  it('reads the names of FF[1] to FF[3], names in small letters, private ones, and blanks anywhere', () => {
    expect(one('(;GaMe[1]SiZe[9]PlayerBlack[Ann]KoMi[5];Black[bb];White[cc])')).toMatchObject({
      size: 9,
      komi: 5,
      players: ['Ann', ''],
      nodes: [{}, { move: { player: 0, action: 10 } }, { move: { player: 1, action: 20 } }],
    });
    expect(actions(one('( ;\n sz [9] XX_1[?]\t;b [bb] ;\r\n W\n[ cc ] ) '))).toEqual([undefined, 10, 20]);
    expect(actions(one('(SZ[9];B[aa])'.replace('(', '(;') + '\n'))).toEqual([undefined, 0]);
  });

  it('takes escapes, and line ends of every kind, from text', () => {
    const comment = (text: string) => one(`(;SZ[9]C[${text}])`).nodes[0].properties.C;
    expect(comment('a \\] b \\\\ c \\: d')).toEqual(['a ] b \\ c : d']);
    expect(comment('one\\\ntwo\r\nthree\rfour')).toEqual(['onetwo\nthree\nfour']);
    expect(comment('see (;B[aa\\];W[bb\\])')).toEqual(['see (;B[aa];W[bb])']);
    expect(comment('[not closed')).toEqual(['[not closed']);
    expect(one('(;SZ[9]C[a]C[b][c])').nodes[0].properties.C).toEqual(['a', 'b', 'c']);
  });

  it('gives the games of a collection, and passes over what stands around them', () => {
    const { games, faults } = parseSgf(
      'Dear Bob,\nsee B[aa] here:\n(;SZ[9])\n\n-- and --(;SZ[13])\nAnn ) )\n(;SZ[5])',
    );
    expect(faults).toEqual([]);
    expect(games.map(({ size, nodes: [{ line, column }] }) => [size, line, column])).toEqual([
      [9, 3, 2],
      [13, 5, 11],
      [5, 7, 2],
    ]);
  });

  it('takes game information from any node', () => {
    expect(one('(;FF[4]SZ[9];KM[5.5]RU[NZ]PB[Ann];B[aa]RE[B+R])')).toMatchObject({
      komi: 5.5,
      rules: { suicide: true },
      players: ['Ann', ''],
      result: 'B+R',
    });
  });

  it('counts lines by every kind of line end', () => {
    const { faults } = parseSgf('(;SZ[9]\r\n;B[aa]\r;W[bb]\n;B[zz])');
    expect(faults).toMatchObject([{ line: 4, column: 1 }]);
  });

  it('reads games one by one, as they are asked for', () => {
    const items = readSgf(`(;SZ[9];B[aa])${'(;SZ[9];B[zz])'.repeat(1000)}`);
    expect(items.next().value).toMatchObject({ game: { size: 9 } });
    expect(items.next().value).toMatchObject({ fault: { column: 22 } });
  });

  it('finds what @sabaki/sgf finds in its own files', () => {
    const folder = join(
      dirname(createRequire(import.meta.url).resolve('@sabaki/sgf/package.json')),
      'tests/sgf',
    );
    for (const name of ['utf8bom', 'complex', 'no-ca']) {
      const contents = readFileSync(join(folder, `${name}.sgf`));
      const [root] = sabaki.parse(contents.toString('latin1').replace(/^\xef\xbb\xbf/, ''));
      const moves: (string | undefined)[] = [];
      for (let node: typeof root | undefined = root; node; node = node.children.at(0))
        moves.push((node.data.B ?? node.data.W)?.[0]);
      const [game] = parseSgf(contents).games;
      expect(game.nodes.map(({ properties: { B, W } }) => (B ?? W)?.[0])).toEqual(moves);
    }
  });
});

describe('who begins', () => {
  it.each([
    ['(;SZ[9];B[aa];W[bb])', 0],
    ['(;SZ[9];W[aa];B[bb])', 1],
    ['(;SZ[9];;C[x];W[aa])', 1],
    ['(;SZ[9]PL[W])', 1],
    ['(;SZ[9]PL[white])', 1],
    ['(;SZ[9]PL[1])', 0],
    ['(;SZ[9]PL[W];B[aa])', 0],
    ['(;SZ[9]HA[2]AB[cc][gg])', 1],
    ['(;SZ[9]HA[2]AB[cc][gg];B[aa])', 0],
    ['(;SZ[9]HA[2]PL[B]AB[cc][gg])', 0],
    ['(;SZ[9]HA[2];AB[cc][gg];W[aa])', 1],
    ['(;SZ[9]HA[1])', 0],
  ])('in %s is %i', (text, player) => {
    expect(one(text).toMove).toBe(player);
  });
});

describe('a handicap that names no points', () => {
  const placed = (text: string) => one(text).setUp.map(([cell]) => cell);

  it('has its stones at the usual places', () => {
    expect(placed('(;SZ[9]HA[2];W[ee])')).toEqual([56, 24]);
    expect(placed('(;HA[9];W[cc])')).toHaveLength(9);
    expect(sgfState(one('(;SZ[9]HA[4];W[ee])')).toString()).toContain('to_play=B');
  });

  it('has none where black plays or gets them after the root, or there is no handicap', () => {
    expect(placed('(;SZ[9]HA[3];B[cc];B[gg];B[cg];W[ee])')).toEqual([]);
    expect(placed('(;SZ[9]HA[2];AB[gc][cg];W[ee])')).toEqual([]);
    expect(placed('(;SZ[9]HA[0];B[ee])')).toEqual([]);
    expect(placed('(;SZ[9]HA[1];B[ee])')).toEqual([]);
    expect(placed('(;SZ[9]HA[none];B[ee])')).toEqual([]);
  });

  it('is refused where the board has no such places', () => {
    expect(parseSgf('(;SZ[5]HA[2];W[aa])').faults).toMatchObject([
      {
        column: 2,
        what: expect.stringMatching(/HA\[2\] names no points \(AB\), and 5×5 has usual places for no/),
      },
    ]);
    expect(parseSgf('(;SZ[9]HA[12];W[aa])').faults).toMatchObject([
      { what: expect.stringMatching(/for 2 to 9/) },
    ]);
  });
});

describe('faults of SGF files', () => {
  it.each([
    ['', 1, 1, /there is no game/],
    ['hello', 1, 1, /there is no game/],
    ['(;SZ[9]\n;B[aa]\n;B=bb)', 3, 3, /this is not SGF/],
    ['(;SZ[9]\n  ;B[zz])', 2, 3, /"zz" is no point of a 9×9 board/],
    ['(;SZ[9];B[EE])', 1, 8, /"EE" is no point/],
    ['(;SZ[9];B[a])', 1, 8, /"a" is no point/],
    ['(;SZ[9];B[aa:bb])', 1, 8, /"aa:bb" is no single point/],
    ['(;SZ[9]AB[aa:jj])', 1, 2, /"aa:jj" is no point/],
    ['(;SZ[25])', 1, 2, /SZ\[25\] is not a square board of 2 to 19/],
    ['(;SZ[20])', 1, 2, /SZ\[20\] is not a square board of 2 to 19/],
    ['(;SZ[1])', 1, 2, /SZ\[1\] is not a square board/],
    ['(;SZ[9:13])', 1, 2, /SZ\[9:13\] is not a square board/],
    ['(;SZ[nine])', 1, 2, /SZ\[nine\] is not a square board/],
    ['(;GM[2])', 1, 2, /GM\[2\] is not Go/],
    ['(;SZ[9]KM[1e9]RU[x];B[aa])', 1, 2, /is more komi than 400 points/],
    ['(;SZ[9];B[aa]W[bb])', 1, 8, /moves of both colours/],
    ['(;SZ[9];B[aa][bb])', 1, 8, /2 moves of one colour/],
    ['(;SZ[9];B;W[aa])', 1, 8, /0 moves of one colour/],
    ['(;SZ[9](;B[aa]);W[bb])', 1, 16, /a node stands behind a variation/],
    ['(;[9];B[aa])', 1, 3, /a value has no property before it/],
    ['(;SZ[9]C[open;B[aa];W[bb])', 1, 9, /the value of C is not closed by "\]"/],
    ['(;SZ[9]PB[AnnPW[Bob];B[aa])', 1, 10, /the value of PB is not closed by "\]"/],
    ['(;SZ[9];B[aa];C[for ever', 1, 16, /the value of C is not closed by "\]"/],
  ])('%j is refused with its place', (text, line, column, what) => {
    expect(parseSgf(text)).toEqual({
      games: [],
      faults: [{ line, column, lost: true, what: expect.stringMatching(what) as string }],
    });
  });

  it.each([
    ['(;SZ[9];B[aa]', 1, 14],
    ['(;SZ[9];B[aa](;W[bb])', 1, 22],
  ])('%j is read, although it is not closed', (text, line, column) => {
    const { games, faults } = parseSgf(text);
    expect(games).toHaveLength(1);
    expect(faults).toMatchObject([
      { line, column, lost: false, what: 'the game that begins at 1:2 is not closed by ")"' },
    ]);
  });

  it('say that moves stand outside of all games', () => {
    expect(parseSgf('(;SZ[9];B[aa]);W[bb])(;SZ[9])')).toMatchObject({
      games: [{ size: 9 }, { size: 9 }],
      faults: [{ line: 1, column: 15, lost: true, what: 'these moves or properties belong to no game' }],
    });
  });
});

describe('a broken game', () => {
  const good = (size: number): string => `(;FF[4]GM[1]SZ[${size}]PB[é];B[bb];W[cc](;B[dd])(;B[ee]))`;

  it.each([
    ['a move beside the board', '(;SZ[9];B[zz])'],
    ['something that is no SGF', '(;SZ[9];B=bb;W[cc])'],
    ['a stray bracket', '(;SZ[9];B[bb]];W[cc])'],
    ['an open size', '(;SZ[9;B[bb];W[cc])'],
    ['an open comment', '(;SZ[9];B[bb]C[what;W[cc])'],
    ['a parenthesis too few', '(;SZ[9];B[bb];W[zz](;B[ff])'],
    ['a value alone', '(;SZ[9];[bb])'],
    ['two moves in a node', '(;SZ[9];B[bb]W[cc])'],
    ['a board too large', '(;SZ[37];B[bb])'],
    ['another game', '(;GM[3];B[bb])'],
    ['letters outside of values', '(;SZ[9];B[bb]é;W[cc])'],
  ])('with %s costs itself alone, whatever stands between', (_, broken) => {
    for (const between of ['', '\n', '\r\n\r\n', ' ', '\n\t\n']) {
      const text = [good(9), broken, good(13), broken, broken, good(5)].join(between);
      const { games, faults } = parseSgf(text);
      expect(games.map(({ size }) => size)).toEqual([9, 13, 5]);
      for (const game of games) expect(game.nodes).toHaveLength(4);
      expect(faults.filter(({ lost }) => lost)).toHaveLength(3);
    }
  });

  it.each(['(;SZ[9', '(;SZ[9];B[bb];W[cc', '(;SZ[9];B[bb];W', '(;SZ[9];B[bb]C[text\\'])(
    'that ends in the middle (%s) costs itself alone',
    (broken) => {
      for (const between of ['', '\n', '\r\n\r\n']) {
        const { games, faults } = parseSgf([good(9), broken, good(13), good(5), broken].join(between));
        expect(games.map(({ size }) => size)).toEqual([9, 13, 5]);
        expect(faults.filter(({ lost }) => lost)).toHaveLength(2);
      }
    },
  );

  it('that is not closed costs none, even where the games do not say what they are', () => {
    const { games, faults } = parseSgf('(;SZ[9];B[aa]\n(;PB[x]SZ[5];B[bb])\n(;KM[5];B[cc])');
    expect(games.map(({ nodes }) => nodes.length)).toEqual([2, 2, 2]);
    expect(faults).toMatchObject([{ line: 2, column: 1, lost: false }]);
  });
});
