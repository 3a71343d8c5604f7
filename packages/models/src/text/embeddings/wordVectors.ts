/** Words as vectors, once learned: which are near, and what is to one as others are to each other. */
import { AgonError, parseJson, wholeNumber } from '@agon/core';
import { decodeWeights, encodeSafetensors } from '@agon/engine';
import * as v from 'valibot';
import { partRows, rowsOf } from './subwords.js';

/** A word beside another one. */
export interface Neighbour {
  readonly word: string;
  /** Cosine of the angle between the two. */
  readonly similarity: number;
}

const schema = v.object({ words: v.pipe(v.array(v.string()), v.minLength(1)), subwords: wholeNumber });
const KEY = 'vocabulary';
const TENSOR = 'vectors';

/** A file of weights. @param vectors [words + subwords, D] */
export function vectorsToWeights(
  words: readonly string[],
  subwords: number,
  vectors: Float32Array,
  about: Readonly<Record<string, string>>,
): Uint8Array {
  const rows = words.length + subwords;
  const shape = [rows, vectors.length / rows];
  return encodeSafetensors(
    { [TENSOR]: { shape, data: vectors } },
    { ...about, [KEY]: JSON.stringify({ words, subwords }) },
  );
}

export class WordVectors {
  readonly words: readonly string[];
  readonly dimensions: number;
  /** [words, D] Of length 1. */
  readonly unit: Float32Array;
  private readonly rows: Float32Array;
  private readonly buckets: number;
  private readonly numbers: ReadonlyMap<string, number>;

  /** @param rows [words + buckets, D] */
  constructor(words: readonly string[], buckets: number, rows: Float32Array) {
    this.words = words;
    this.buckets = buckets;
    this.rows = rows;
    this.dimensions = rows.length / (words.length + buckets);
    this.numbers = new Map(words.map((word, number) => [word, number]));
    const { rows: all, starts } = rowsOf(words, buckets);
    this.unit = new Float32Array(words.length * this.dimensions);
    for (let word = 0; word < words.length; word++) {
      const vector = this.sum(all.subarray(starts[word], starts[word + 1]));
      this.unit.set(scaled(vector), word * this.dimensions);
    }
  }

  /** @throws bad-checkpoint where the weights are no words */
  static load(weights: Uint8Array): WordVectors {
    const { metadata, tensors } = decodeWeights(weights);
    const text = metadata[KEY];
    if (text === undefined) throw new AgonError('bad-checkpoint', 'the weights do not say of which words they are.'); // prettier-ignore
    const { words, subwords } = parseJson(schema, text, 'the words of the weights');
    const { shape, data } = tensors[TENSOR] ?? { shape: [0, 0] };
    if (!(data instanceof Float32Array) || shape.length !== 2 || shape[0] !== words.length + subwords)
      throw new AgonError('bad-checkpoint', `the weights should hold ${words.length + subwords} vectors; they hold ${shape[0]}.`); // prettier-ignore
    return new WordVectors(words, subwords, data);
  }

  /** The number of a word that was learned; undefined for others. */
  numberOf(word: string): number | undefined {
    return this.numbers.get(word);
  }

  /** [D] A word's vector, of length 1: from its parts alone where it was never learned. @throws bad-option where there are no parts either */
  vectorOf(word: string): Float32Array {
    const number = this.numbers.get(word);
    if (number !== undefined)
      return this.unit.subarray(number * this.dimensions, (number + 1) * this.dimensions);
    const parts = partRows(word, this.words.length, this.buckets);
    if (parts.length > 0) return scaled(this.sum(parts));
    throw new AgonError(
      'bad-option',
      `the model has no word "${word}": it knows ${this.words.length}, in small letters. Only one with subwords has vectors of others.`,
    );
  }

  /** The words nearest to a vector, the nearest first. @param except words that are left out */
  nearest(vector: Float32Array, count: number, except: readonly string[] = []): Neighbour[] {
    const { words, unit, dimensions } = this;
    const left = new Set(except);
    const length = Math.hypot(...vector) || 1;
    const all: Neighbour[] = [];
    for (let word = 0; word < words.length; word++) {
      if (left.has(words[word])) continue;
      let similarity = 0;
      for (let d = 0; d < dimensions; d++) similarity += unit[word * dimensions + d] * vector[d];
      all.push({ word: words[word], similarity: similarity / length });
    }
    return all.sort((a, b) => b.similarity - a.similarity).slice(0, count);
  }

  /** What is to `c` as `b` is to `a`, by 3CosAdd; none of the three is an answer. @throws bad-option for a word without a vector */
  analogy(a: string, b: string, c: string, count: number): Neighbour[] {
    const [from, to, at] = [a, b, c].map((word) => this.vectorOf(word));
    return this.nearest(
      at.map((value, d) => value + to[d] - from[d]),
      count,
      [a, b, c],
    );
  }

  private sum(rows: ArrayLike<number>): Float32Array {
    const { dimensions } = this;
    const sum = new Float32Array(dimensions);
    for (let i = 0; i < rows.length; i++)
      for (let d = 0; d < dimensions; d++) sum[d] += this.rows[rows[i] * dimensions + d];
    return sum;
  }
}

function scaled(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}
