/** `agon look` for embeddings: which words are near, and what is to one as others are to each other. */
import { AgonError } from '@agon/core';
import { makeFolder } from '@agon/core/node';
import type { DataCheckpoint } from '@agon/learning';
import { drawFigure, wordMap, WordVectors, type Neighbour } from '@agon/models';
import { writeFile } from '@agon/runs/node';
import { join } from 'node:path';
import { print, printJson } from '../output.js';

/** Words that are told of each. */
const NEAREST = 10;
/** Words of a map that nobody named. */
const MOST_FREQUENT = 100;

export interface WordFlags {
  /** Words, with commas. */
  words?: string;
  /** Three words. */
  analogy?: string;
  /** Draws them and their neighbours on a plane. */
  map?: boolean;
  out: string;
  json?: boolean;
}

const listOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(',')
    .map((word) => word.trim());

/** @throws unsupported for a model that has no words; bad-option for words that it does not know; bad-checkpoint */
export function lookWords(model: string, { algorithm, weights }: DataCheckpoint, flags: WordFlags): void {
  if (algorithm !== 'word2vec')
    throw new AgonError('unsupported', `--words, --analogy and --map are of embeddings; "${model}" is a ${algorithm}.`); // prettier-ignore
  const vectors = WordVectors.load(weights);
  const found: { of: string; nearest: Neighbour[] }[] = [];
  for (const word of flags.words === undefined ? [] : listOf(flags.words))
    found.push({ of: word, nearest: vectors.nearest(vectors.vectorOf(word), NEAREST, [word]) });
  if (flags.analogy !== undefined) {
    const [a, b, c, ...more] = listOf(flags.analogy);
    if (c === undefined || more.length > 0)
      throw new AgonError('bad-option', `--analogy ${flags.analogy}: give three words, man,king,woman.`);
    found.push({ of: `${a} : ${b} = ${c} : ?`, nearest: vectors.analogy(a, b, c, NEAREST) });
  }
  const files = flags.map ? [writeMap(vectors, flags)] : [];
  if (flags.json) return printJson({ model, found, files });
  for (const { of, nearest } of found)
    print(`${of}\n  ${nearest.map(({ word, similarity }) => `${word} ${similarity.toFixed(2)}`).join(', ')}`);
  for (const file of files) print(`map: ${file}`);
}

/** The words of the command and their neighbours; where it names none, the most frequent ones. @returns the file */
function writeMap(vectors: WordVectors, { words, analogy, out }: WordFlags): string {
  const named = [words, analogy].flatMap((text) => (text === undefined ? [] : listOf(text)));
  const plane =
    named.length > 0
      ? wordMap(vectors, [...new Set(named)], NEAREST)
      : wordMap(vectors, vectors.words.slice(0, MOST_FREQUENT), 0);
  makeFolder(out);
  const file = join(out, 'map.svg');
  const svg = drawFigure({ panels: [plane] }, { background: 'white' });
  writeFile(file, new TextEncoder().encode(svg));
  return file;
}
