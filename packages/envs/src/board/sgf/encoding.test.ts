import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodingNamed } from './encodingNames.js';
import { parseSgf } from './index.js';

/** Random games of each encoding that are read. */
const RUNS = process.env.AGON_SLOW === '1' ? 20_000 : 60;

/** Text where each character is the byte of its code: "\xe9". */
const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const hex = (text: string): string => text.replace(/../g, (pair) => String.fromCharCode(parseInt(pair, 16)));
const game = (name: string, more = ''): Uint8Array =>
  bytes(`(;GM[1]${more}SZ[9]PB[${name}]PW[Bob];B[ee];W[cc])`);
const namesAndMoves = (contents: Uint8Array) => {
  const { games, faults } = parseSgf(contents);
  expect(faults).toEqual([]);
  return games.map(({ players, nodes }) => [players[0], players[1], nodes.filter(({ move }) => move).length]);
};

/** Names in encodings, as Python's codecs write them, in hexadecimal digits. */
const NAMES: readonly (readonly [encoding: string, name: string, written: string])[] = [
  ['iso-8859-1', 'René', '52656ee9'],
  ['iso-8859-1', 'Zoë', '5a6feb'],
  ['iso-8859-1', 'Hélène Müller', '48e96ce86e65204dfc6c6c6572'],
  ['iso-8859-1', 'José Núñez', '4a6f73e9204efaf1657a'],
  ['iso-8859-1', 'Åse Ødegård', 'c5736520d8646567e57264'],
  ['iso-8859-1', 'Größe', '4772f6df65'],
  ['gb18030', '古力', 'b9c5c1a6'],
  ['gb18030', '柯洁 九段', 'bfc2bde020bec5b6ce'],
  ['gb18030', '聂卫平', 'c4f4cec0c6bd'],
  ['gb18030', '芈昱廷 vs 連笑', 'd8c2eac5cda220767320df42d0a6'],
  ['big5', '張栩', 'b169aedd'],
  ['big5', '周俊勳 九段', 'a950ab54beb120a445ac71'],
  ['big5', '許功蓋', 'b35ca55cbb5c'],
  ['big5', '林海峰 九段', 'aa4caefcae7020a445ac71'],
  ['shift_jis', '井山裕太', '88e48e52975491be'],
  ['shift_jis', '趙治勲 十段', 'e6e28ea18c4d208f5c9269'],
  ['shift_jis', '小林光一 名人', '8fac97d18cf588ea2096bc906c'],
  ['shift_jis', 'ソニー', '835c836a815b'],
  ['shift_jis', 'ゾウ 九段', '835d8345208be39269'],
  ['euc-jp', '山下敬吾 九段', 'bbb3b2bcb7c9b8e320b6e5c3ca'],
  ['euc-jp', 'たけみや まさき', 'a4bfa4b1a4dfa4e420a4dea4b5a4ad'],
  ['euc-kr', '이세돌', 'c0ccbcbcb5b9'],
  ['euc-kr', '박정환 9단', 'b9dac1a4c8af2039b4dc'],
  ['euc-kr', '조훈현', 'c1b6c8c6c7f6'],
  ['iso-2022-jp', '本因坊', '1b24424b5c30784b371b2842'],
  ['utf-8', 'Zoë', '5a6fc3ab'],
  ['utf-8', 'Иванов', 'd098d0b2d0b0d0bdd0bed0b2'],
  ['gb18030', '禄然英', 'c2bbc8bbd3a2'], // UTF-8 by chance
  ['utf-8', '黑棋 René', 'e9bb91e6a38b2052656ec3a9'],
];

describe('a game that names no encoding', () => {
  it.each(NAMES)('is read in %s where its text looks like that: %s', (_encoding, name, written) => {
    expect(namesAndMoves(game(hex(written)))).toEqual([[name, 'Bob', 2]]);
  });
});

describe('a game that names its encoding', () => {
  it.each(NAMES.filter(([encoding]) => encoding !== 'utf-8'))(
    'is read in %s: %s',
    (encoding, name, written) => {
      expect(namesAndMoves(game(hex(written), `CA[${encoding}]`))).toEqual([[name, 'Bob', 2]]);
    },
  );

  it.each(NAMES)(
    'is read as what it is where CA says UTF-8, and it is %s: %s',
    (_encoding, name, written) => {
      expect(namesAndMoves(game(hex(written), 'CA[UTF-8]'))).toEqual([[name, 'Bob', 2]]);
    },
  );

  it.each([
    [
      'GBK GB2312 gb_2312-80 GB-2312 gb2312-80 CP936 cp-936 936 MS936 windows-936 EUC-CN x-euc-cn GB18030 gb18030-2000',
      'gb18030',
    ],
    ['Big5 BIG-5 big5-hkscs CP950 950 windows-950 x-x-big5 cn-big5', 'big5'],
    [
      'Shift_JIS shift-jis ShiftJIS SJIS x-sjis S-JIS CP932 932 windows-31J MS_Kanji ms932 sjis-win',
      'shift_jis',
    ],
    ['EUC-JP eucJP x-euc-jp EUC_JP cp51932 ujis', 'euc-jp'],
    [
      'EUC-KR EUCKR ks_c_5601 ks_c_5601-1987 KSC5601 KSC_5601 CP949 949 windows-949 UHC x-euc-kr korean',
      'euc-kr',
    ],
    ['ISO-2022-JP iso2022jp JIS', 'iso-2022-jp'],
    [
      'ISO-8859-1 ISO8859-1 iso_8859-1 8859-1 Latin1 latin-1 windows-1252 CP1252 1252 ANSI US-ASCII',
      'windows-1252',
    ],
    ['ISO-8859-2 latin2', 'iso-8859-2'],
    ['windows-1251 cp1251 CP-1251 1251 win-1251', 'windows-1251'],
    ['KOI8-R koi8r', 'koi8-r'],
    ['UTF-8 utf8 UTF_8 Utf-8 cp65001', 'utf-8'],
  ])('knows %s as %s', (names, encoding) => {
    for (const name of names.split(' ')) expect([name, encodingNamed(name)]).toEqual([name, encoding]);
  });

  it('is in ISO-8859-1, as the standard says, where its text looks like no words', () => {
    expect(namesAndMoves(game('\xc8\xe2\xe0\xed\xee\xe2'))).toEqual([['Èâàíîâ', 'Bob', 2]]); // Иванов, in windows-1251
    expect(namesAndMoves(game('\xc8\xe2\xe0\xed\xee\xe2', 'CA[CP1251]'))).toEqual([['Иванов', 'Bob', 2]]);
  });

  it('has a fault with its place where there is no such encoding, and is read all the same', () => {
    const { games, faults } = parseSgf(bytes('(;GM[1]\n  CA[klingon]SZ[9]PB[Ren\xe9];B[ee];W[cc])'));
    expect(faults).toEqual([
      { line: 2, column: 3, lost: false, what: 'CA[klingon] is no encoding that is known' },
    ]);
    expect(games).toMatchObject([{ players: ['René', ''], nodes: [{}, { move: {} }, { move: {} }] }]);
    expect(parseSgf(bytes('(;CA[UTF-16]SZ[9];B[ee])')).faults).toHaveLength(1);
    expect(parseSgf(bytes('(;CA[]SZ[9];B[ee])')).faults).toEqual([]);
  });

  it('keeps its brackets where a character of the encoding would take one with it', () => {
    for (const encoding of ['GBK', 'Big5', 'Shift_JIS']) {
      const [[, white, moves]] = namesAndMoves(game('Ren\xe9', `CA[${encoding}]`));
      expect([white, moves]).toEqual(['Bob', 2]);
    }
  });

  it('is believed where a few characters are broken', () => {
    const text = new TextEncoder().encode('(;GM[1]CA[UTF-8]SZ[9]C[围棋很好玩');
    const rest = bytes('\xe5\x9b]PB[Bob];B[ee])');
    const [read] = parseSgf(Uint8Array.from([...text, ...rest])).games;
    expect(read.nodes[0].properties.C[0]).toMatch(/^围棋很好玩\ufffd+$/);
  });
});

describe('a file', () => {
  it('may be in UTF-16, or in UTF-8 with a mark, whatever CA says', () => {
    const text = '(;GM[1]CA[GB2312]SZ[9]PB[René 黑]PW[Bob];B[ee];W[cc])';
    const little = bytes('\xff\xfe' + [...text].map((each) => hex2(each)).join(''));
    const big = Uint8Array.from(little, (_, i) => little[i ^ 1]);
    const marked = Uint8Array.from([0xef, 0xbb, 0xbf, ...new TextEncoder().encode(text)]);
    for (const contents of [little, big, little.slice(2), big.slice(2), marked, text])
      expect(namesAndMoves(contents as Uint8Array)).toEqual([['René 黑', 'Bob', 2]]);
  });

  it('may have each game in another encoding', () => {
    const games = NAMES.map(([encoding, , written]) =>
      game(hex(written), encoding === 'iso-8859-1' ? '' : `CA[${encoding}]`),
    );
    const names = namesAndMoves(Uint8Array.from(games.flatMap((each) => [...each]))).map(([name]) => name);
    expect(names).toEqual(NAMES.map(([, name]) => name));
  });

  it('helps where a game alone has too little text', () => {
    const korean = 'c1b6c8c6c7f6'; // 조훈현
    const [first] = namesAndMoves(
      Uint8Array.from([...game(hex('c0cc')), ...game(hex(korean)), ...game(hex('c0ccbcbcb5b9'))]),
    );
    expect(first[0]).toBe('이');
  });

  it('counts columns in characters of its encoding', () => {
    const { faults } = parseSgf(bytes(`(;SZ[9]PB[${hex('b9c5c1a6')}];B[zz])`));
    expect(faults).toMatchObject([{ line: 1, column: 14 }]);
  });
});

/** Two bytes of UTF-16, the lower one first. */
const hex2 = (character: string): string =>
  String.fromCharCode(character.charCodeAt(0) & 0xff, character.charCodeAt(0) >> 8);

/** An encoding's characters of two bytes. */
function charactersOf(encoding: string): string[] {
  const decoder = new TextDecoder(encoding);
  const found: string[] = [];
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const text = decoder.decode(Uint8Array.of(lead, trail));
      if ([...text].length === 1 && text !== '\ufffd') found.push(String.fromCharCode(lead, trail));
    }
  }
  return found;
}

describe('no guess', () => {
  it.each(['gbk', 'big5', 'shift_jis', 'euc-kr', 'euc-jp'])(
    'swallows a bracket, a move or a property of a game in %s, whatever its characters are',
    (encoding) => {
      const characters = fc.array(fc.constantFrom(...charactersOf(encoding)), { maxLength: 8 });
      fc.assert(
        fc.property(characters, characters, fc.boolean(), (name, comment, isNamed) => {
          const contents = bytes(
            `(;GM[1]${isNamed ? `CA[${encoding}]` : ''}SZ[9]PB[${name.join('')}]KM[5];B[ee]C[${comment.join('')}];W[cc])`,
          );
          const { games, faults } = parseSgf(contents);
          expect(faults).toEqual([]);
          expect(games).toMatchObject([{ komi: 5, nodes: [{}, { move: {} }, { move: {} }] }]);
        }),
        { seed: 20261201, numRuns: RUNS },
      );
    },
  );

  it('swallows a bracket, a move or a property of a game in ISO-8859-1', () => {
    const letters = fc.constantFrom(...'aeinrsAERé\xe9\xe8\xfc\xdf\xc9\xe0\xf1 \xff\x92');
    const text = fc.array(letters, { maxLength: 12 }).map((all) => all.join('').replaceAll('é', '\xe9'));
    fc.assert(
      fc.property(text, text, (name, comment) => {
        const { games, faults } = parseSgf(bytes(`(;GM[1]SZ[9]PB[${name}]KM[5];B[ee]C[${comment}];W[cc])`));
        expect(faults).toEqual([]);
        expect(games).toMatchObject([{ komi: 5, nodes: [{}, { move: {} }, { move: {} }] }]);
      }),
      { seed: 20261202, numRuns: 5 * RUNS },
    );
  });
});

describe('real files', () => {
  const folder = join(
    dirname(createRequire(import.meta.url).resolve('@sabaki/sgf/package.json')),
    'tests/sgf',
  );
  const read = (name: string) => parseSgf(readFileSync(join(folder, `${name}.sgf`))).games[0];

  it.each([
    ['chinese', ['古力', '柯洁']],
    ['japanese', ['井山 裕太', '山下 敬吾']],
    ['korean', ['이세돌', '박정환']],
    ['utf16le', ['Kitani Minoru', 'Go Seigen']],
    ['utf8bom', ['Kitani Minoru', 'Go Seigen']],
  ])('in the encoding of %s.sgf are decoded', (name, players) => {
    expect(read(name).players).toEqual(players);
  });

  it('without an encoding are guessed', () => {
    expect(read('no-ca').nodes[0].properties.C[0]).toContain('\n');
    expect(JSON.stringify(read('no-ca').nodes)).toContain('压长星定式');
  });
});
