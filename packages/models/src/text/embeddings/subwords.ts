/** Parts of words (Bojanowski, Grave, Joulin & Mikolov 2017): a word's vector is the mean of its own and those of its parts. */

/** Shortest and longest part, in characters; "<" and ">" stand for the ends of a word. */
const SHORTEST = 3;
const LONGEST = 6;

const encoder = new TextEncoder();

/** 32 bits of FNV-1a, as the paper hashes its parts. */
function hashOf(part: string): number {
  let hash = 0x811c9dc5;
  for (const byte of encoder.encode(part)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** The parts of a word: "where" has <wh, whe, her, ere, re>, … The whole word is none of them. */
export function partsOf(word: string): string[] {
  const characters = [...`<${word}>`];
  const parts: string[] = [];
  for (let length = SHORTEST; length <= Math.min(LONGEST, characters.length - 1); length++)
    for (let first = 0; first + length <= characters.length; first++)
      parts.push(characters.slice(first, first + length).join(''));
  return parts;
}

/** The rows of vectors that the parts of a word share with those of others. @param buckets 0: words have no parts */
export const partRows = (word: string, numWords: number, buckets: number): number[] =>
  buckets === 0 ? [] : partsOf(word).map((part) => numWords + (hashOf(part) % buckets));

/** The rows of each word, one after another: its own, then those of its parts. */
export interface WordRows {
  readonly rows: Int32Array;
  /** [words + 1] */
  readonly starts: Int32Array;
}

export function rowsOf(words: readonly string[], buckets: number): WordRows {
  const each = words.map((word, number) => [number, ...partRows(word, words.length, buckets)]);
  const starts = new Int32Array(words.length + 1);
  each.forEach((rows, number) => {
    starts[number + 1] = starts[number] + rows.length;
  });
  return { rows: Int32Array.from(each.flat()), starts };
}
