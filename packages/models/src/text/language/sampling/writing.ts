/** Texts that go on token by token, for as long as somebody asks for more. */
import type { Rng } from '@agon/core';
import type { TextWriter } from '../languageModel.js';
import { choose, type Choosing } from './choose.js';

/** One more token of each text. */
export interface Written {
  /** [rows] */
  readonly tokens: readonly number[];
  /** [rows, V] The scores of what comes after it, overwritten by the next one. */
  readonly next: Float32Array;
}

/**
 * @param writer of as many texts as there are generators, which has read nothing
 * @param prompt of all of them, at least one token
 */
export async function* writing(
  writer: TextWriter,
  prompt: ArrayLike<number>,
  choosing: Choosing,
  generators: readonly Rng[],
): AsyncGenerator<Written, never> {
  const rows = generators.length;
  let logits = await readAll(writer, prompt, rows);
  const size = logits.length / rows;
  for (;;) {
    const tokens = generators.map((rng, row) => choose(logits.subarray(row * size, (row + 1) * size), choosing, rng)); // prettier-ignore
    logits = await writer.read(tokens);
    yield { tokens, next: logits };
  }
}

/** What comes after some tokens, at least one, the same in all rows. @returns [rows, V] scores, overwritten by the next reading */
export async function readAll(
  writer: TextWriter,
  tokens: ArrayLike<number>,
  rows = 1,
): Promise<Float32Array> {
  let logits = new Float32Array();
  for (let i = 0; i < tokens.length; i++)
    logits = (await writer.read(new Int32Array(rows).fill(tokens[i]))) as Float32Array<ArrayBuffer>;
  return logits;
}
