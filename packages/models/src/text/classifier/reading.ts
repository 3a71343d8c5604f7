/** How a classifier reads a text: which words or characters it knows, and how many it reads. It stands in the file of its weights. */
import { AgonError, parseJson } from '@agon/core';
import { decodeSafetensors } from '@agon/engine';
import { makeNetwork, type Network } from '@agon/nets';
import * as v from 'valibot';
import { lettersOf } from '../embeddings/corpus.js';

/** What a text is cut into: words in small letters, or all characters as they are. */
export const TOKENS = ['words', 'characters'] as const;
export type TokenKind = (typeof TOKENS)[number];

const schema = v.object({
  tokens: v.picklist(TOKENS),
  words: v.pipe(v.array(v.string()), v.minLength(1)),
  length: v.pipe(v.number(), v.integer(), v.minValue(1)),
  classes: v.pipe(v.array(v.string()), v.minLength(1)),
});
const KEY = 'reading';

/** Token 0 says that the text has ended, 1 is every word that is not known. */
const UNKNOWN = 1;
export const FIRST_WORD = 2;
/** Also short texts have so many, where a reading is as long. */
const FEWEST_PLACES = 20;

const tokensOf = (text: string, kind: TokenKind): string[] =>
  kind === 'words' ? lettersOf(text) : [...text];

export class Reading {
  readonly tokens: TokenKind;
  readonly words: readonly string[];
  readonly length: number;
  readonly classes: readonly string[];
  private readonly numbers: ReadonlyMap<string, number>;

  constructor({ tokens, words, length, classes }: v.InferOutput<typeof schema>) {
    this.tokens = tokens;
    this.words = words;
    this.length = length;
    this.classes = classes;
    this.numbers = new Map(words.map((word, i) => [word, i + FIRST_WORD]));
  }

  /** Knows the most frequent words (or characters) of some texts. @throws bad-option where they have none */
  static of(
    texts: readonly string[],
    {
      tokens = 'words',
      vocabulary,
      length,
      classes,
    }: { tokens?: TokenKind; vocabulary: number; length: number; classes: readonly string[] },
  ): Reading {
    const counts = new Map<string, number>();
    for (const text of texts)
      for (const word of tokensOf(text, tokens)) counts.set(word, (counts.get(word) ?? 0) + 1);
    const kept = [...counts].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
    if (kept.length === 0) throw new AgonError('bad-option', 'the texts to learn from have no words.');
    const words = kept.slice(0, vocabulary).map(([word]) => word);
    return new Reading({ tokens, words, length, classes: [...classes] });
  }

  /** @throws bad-checkpoint where the weights do not say */
  static load(weights: Uint8Array): Reading {
    const text = decodeSafetensors(weights).metadata[KEY];
    if (text === undefined)
      throw new AgonError('bad-checkpoint', 'the weights do not say which words they are for.');
    return new Reading(parseJson(schema, text, 'the words of the weights'));
  }

  /** As a file of weights holds it. */
  save(): Record<string, string> {
    const { tokens, words, length, classes } = this;
    return { [KEY]: JSON.stringify({ tokens, words, length, classes }) };
  }

  /** Places that texts need: those of the longest, `length` at most. The longest filters of networks have room in them. */
  placesFor(texts: readonly string[]): number {
    const longest = texts.reduce(
      (most, text) => Math.max(most, tokensOf(text, this.tokens).length),
      FEWEST_PLACES,
    );
    return Math.min(this.length, longest);
  }

  /** [texts, places] */
  encode(texts: readonly string[], places: number): Int32Array {
    const { numbers, tokens } = this;
    const all = new Int32Array(texts.length * places);
    texts.forEach((text, row) => {
      tokensOf(text, tokens)
        .slice(0, places)
        .forEach((word, i) => (all[row * places + i] = numbers.get(word) ?? UNKNOWN));
    });
    return all;
  }

  /** The network over texts of so many places. @throws unknown-net, bad-option, unsupported */
  network(spec: string, places: number): Network {
    const { words, classes } = this;
    const vocabulary = words.length + FIRST_WORD;
    return makeNetwork(spec, 'text-classifier', { length: places, vocabulary, classes: classes.length });
  }
}
