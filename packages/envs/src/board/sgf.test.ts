import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { AgonError } from '@agon/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { playMoves } from '../game.js';
import { makeGame } from '../registry.js';
import type { Go } from './go.js';
import { formatSgf, mainLine, parseSgf, sgfState } from './sgf.js';

const one = (text: string) => parseSgf(text)[0];

/** How many broken files are read. */
const FUZZED = process.env.AGON_SLOW === '1' ? 100_000 : 2000;

describe('reading SGF', () => {
  it('gives size, komi, players, result and moves', () => {
    const game = one('(;FF[4]GM[1]SZ[9]KM[6.5]PB[Ann]PW[Bob]RE[B+R]RU[Chinese];B[ee]C[good];W[];B[tt])');
    expect(game).toMatchObject({
      size: 9,
      komi: 6.5,
      players: ['Ann', 'Bob'],
      result: 'B+R',
      rules: 'Chinese',
      toMove: 0,
    });
    expect(mainLine(game).map((node) => node.move?.action)).toEqual([undefined, 40, 81, 81]);
    expect(mainLine(game)[1].properties.C).toEqual(['good']);
  });

  it('keeps variations, the first one being the main line', () => {
    const game = one('(;SZ[9];B[aa](;W[bb];B[cc])(;W[dd])(;W[ee](;B[ff])(;B[gg])))');
    const fork = game.root.children[0];
    expect(fork.children).toHaveLength(3);
    expect(fork.children[2].children).toHaveLength(2);
    expect(mainLine(game).map((node) => node.move?.action)).toEqual([undefined, 0, 10, 20]);
    expect(fork.children[2].children[1].move).toEqual({ player: 0, action: 60 });
  });

  it('sets handicap and set-up stones, rectangles of them too, and lets white begin', () => {
    const handicap = one('(;SZ[9]HA[2]KM[0.5]AB[gc][cg];W[ee])');
    expect(handicap).toMatchObject({ handicap: 2, toMove: 1 });
    const state = sgfState(handicap);
    expect([state.at(24), state.at(56), state.at(40)]).toEqual([0, 0, 1]);
    expect(one('(;SZ[5]AB[aa:bb]AW[ea]PL[W])')).toMatchObject({
      setUp: [
        [0, 0],
        [5, 0],
        [1, 0],
        [6, 0],
        [4, 1],
      ],
      toMove: 1,
    });
  });

  it.each([
    ['6.5', 6.5],
    ['6,5', 6.5],
    ['375', 7.5],
    ['3.75', 7.5],
    ['650', 6.5],
    ['750', 7.5],
    ['-5.5', -5.5],
    ['', undefined],
    ['?', undefined],
  ])('understands the komi %s', (text, komi) => {
    expect(one(`(;SZ[9]KM[${text}])`).komi).toBe(komi);
  });

  it('lets the other player pass where one moves twice in a row, and leaves passes after the end out', () => {
    const state = sgfState(one('(;SZ[9];B[aa];B[bb];W[cc];B[];W[];B[])'));
    expect(state.history).toEqual([0, 81, 10, 20, 81, 81]);
    expect(state.isTerminal).toBe(true);
  });

  it('reads several games, old short names, and text before the first one', () => {
    expect(parseSgf('(;SZ[9])(;SZ[13])').map((game) => game.size)).toEqual([9, 13]);
    expect(one('(;GaMe[1]SiZe[9];Black[bb])')).toMatchObject({
      size: 9,
      root: { children: [{ move: { action: 10 } }] },
    });
    expect(one('Dear Bob,\nsee B[aa] here:\n(;SZ[9];B[aa])').root).toMatchObject({ line: 3, column: 2 });
  });

  it('takes the rules from the file, and the caller’s before them', () => {
    expect(sgfState(one('(;SZ[9]RU[koSIMPLEscoreAREAtaxNONEsui1])')).game.options).toMatchObject({
      superko: false,
      suicide: true,
    });
    expect(
      sgfState(one('(;SZ[9]RU[Tromp-Taylor]KM[7])'), { komi: 5, suicide: false }).game.options,
    ).toMatchObject({
      superko: true,
      suicide: false,
      komi: 5,
    });
  });
});

describe('faults of SGF files', () => {
  it.each([
    ['', /SGF: there is no game/],
    ['hello', /SGF: there is no game/],
    ['(;SZ[9]\n;B[aa]\n;B=bb)', /SGF 3:3: this is not SGF/],
    ['(;SZ[9]\n  ;B[zz])', /SGF 2:3: "zz" is no point of a 9×9 board/],
    ['(;SZ[9];B[aa:bb])', /SGF 1:8: "aa:bb" is no single point/],
    ['(;SZ[25])', /SGF 1:2: SZ\[25\] is not a square board of 2 to 19/],
    ['(;SZ[9:13])', /SZ\[9:13\] is not a square board/],
    ['(;GM[2])', /GM\[2\] is not Go/],
    ['(;SZ[9];B[aa]W[bb])', /moves of both colours/],
    ['(;SZ[9];B[aa][bb])', /2 moves of one colour/],
  ])('%j is refused with its place', (text, message) => {
    expect(() => parseSgf(text)).toThrow(message);
    expect(() => parseSgf(text)).toThrow(expect.objectContaining({ code: 'bad-file' }));
  });

  it('name line, column and reason of an illegal move', () => {
    const text = '(;SZ[9]\n;B[aa]\n ;W[aa])';
    expect(() => sgfState(one(text))).toThrow(
      'SGF 3:2: go: A9 (action 0) is illegal: that point is not free.',
    );
    expect(() => sgfState(one('(;SZ[9]AB[aa]AW[ba][ab])'))).toThrow(
      /SGF 1:2: go: the set-up leaves stones without liberties/,
    );
    expect(() => sgfState(one('(;SZ[9];B[];W[];B[aa])'))).toThrow(/SGF 1:16: .*the game is over/);
  });

  it('do not crash the reader, however broken and deep a file is', () => {
    expect(() => parseSgf('(;'.repeat(200_000))).toThrow(/nested too deeply/);
    const pieces = fc.constantFrom(
      '(',
      ')',
      ';',
      'B',
      'W',
      'SZ',
      'AB',
      'C',
      '[',
      ']',
      '\\',
      'aa',
      'zz',
      '9',
      ':',
      '\n',
      'é',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        try {
          for (const game of parseSgf(parts.join(''))) sgfState(game);
        } catch (error) {
          if (!(error instanceof AgonError) || error.code !== 'bad-file') throw error;
        }
      }),
      { seed: 20261123, numRuns: FUZZED },
    );
  }, 3_600_000);

  it('do not crash the reader where bytes of a good file were changed', () => {
    const good = new TextEncoder().encode(
      '(;GM[1]FF[4]CA[UTF-8]SZ[9]KM[6.5]HA[2]AB[gc][cg]PL[W]PB[A é]RE[W+R];W[ee]C[a \\] b];B[dd](;W[];B[])(;W[tt]))',
    );
    const changes = fc.array(
      fc.record({
        at: fc.nat(good.length - 1),
        cut: fc.nat(4),
        add: fc.uint8Array({ maxLength: 4 }),
      }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(changes, (all) => {
        const bytes = [...good];
        for (const { at, cut, add } of all) bytes.splice(at, cut, ...add);
        try {
          for (const game of parseSgf(Uint8Array.from(bytes))) sgfState(game);
        } catch (error) {
          if (!(error instanceof AgonError) || error.code !== 'bad-file') throw error;
          expect(error.message).toMatch(/^SGF( \d+:\d+)?: /);
        }
      }),
      { seed: 20261125, numRuns: FUZZED },
    );
  }, 3_600_000);
});

describe('writing SGF', () => {
  it('gives a file that reads back as the same game', () => {
    const state = (makeGame('go:size=9,handicap=3,komi=0.5,suicide=true') as Go).newInitialState();
    playMoves(state, 'E5 pass D4 F6');
    state.undo();
    const text = formatSgf(state, {
      black: 'a]b\\c',
      white: 'Wü',
      comments: ['start', undefined, 'after a pass'],
    });
    const game = one(text);
    expect(game).toMatchObject({ players: ['a]b\\c', 'Wü'], handicap: 3, result: '' });
    const again = sgfState(game);
    expect(again.toString()).toBe(state.toString());
    expect(again.game.options).toMatchObject({ suicide: true, superko: true, komi: 0.5 });
    expect(again.history).toEqual(state.history);
    expect(mainLine(game).map((node) => node.properties.C?.[0])).toEqual([
      'start',
      undefined,
      'after a pass',
      undefined,
    ]);
  });

  it('names the result of a finished game', () => {
    const state = (makeGame('go:size=5,komi=0.5') as Go).newInitialState();
    playMoves(state, 'C3 pass pass');
    expect(one(formatSgf(state)).result).toBe('B+24.5');
  });
});

describe('real files', () => {
  const folder = join(
    dirname(createRequire(import.meta.url).resolve('@sabaki/sgf/package.json')),
    'tests/sgf',
  );
  const read = (name: string) => parseSgf(readFileSync(join(folder, `${name}.sgf`)));

  it.each([
    ['chinese', ['古力', '柯洁']],
    ['japanese', ['井山 裕太', '山下 敬吾']],
    ['korean', ['이세돌', '박정환']],
    ['utf16le', ['Kitani Minoru', 'Go Seigen']],
    ['utf8bom', ['Kitani Minoru', 'Go Seigen']],
  ])('in the encoding of %s.sgf are decoded', (name, players) => {
    expect(read(name)[0].players).toEqual(players);
  });

  it('without an encoding are guessed', () => {
    expect(JSON.stringify(read('no-ca')[0].root)).toContain('压长星定式');
  });

  it('are played to the end', () => {
    expect(sgfState(read('utf8bom')[0]).history.length).toBeGreaterThan(150);
    expect(sgfState(read('complex')[0]).history.length).toBeGreaterThan(150);
  });
});

describe("KataGo's games", () => {
  it('are legal from the first move to the last', () => {
    const lines = gunzipSync(
      readFileSync(join(import.meta.dirname, '../../../../data/katago-9x9/games.sgf.gz')),
    )
      .toString()
      .trim()
      .split('\n');
    let moves = 0;
    for (const line of lines.slice(0, 600)) moves += sgfState(one(line)).history.length;
    expect(moves).toBeGreaterThan(30_000);
  });
});
