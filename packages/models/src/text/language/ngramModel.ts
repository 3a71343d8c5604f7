/** Counts as a language model: Kneser–Ney n-grams, what networks have to beat. */
import { AgonError, count, described, parseSettings, parseSpec } from '@agon/core';
import type { Tokeniser } from '@agon/data';
import { decodeSafetensors, encodeSafetensors } from '@agon/engine';
import * as v from 'valibot';
import { KneserNey } from '../ngram/kneserNey.js';
import type { LanguageModel, TextWriter } from './languageModel.js';

const schema = v.strictObject({
  order: v.optional(described(count(1, 32), 'tokens that are seen at once, the next one counted'), 6),
});

/** Whether a spec means n-grams instead of a network: "ngram:order=6". */
export const isNgram = (spec: string): boolean => parseSpec(spec).id === 'ngram';

/** @throws bad-option */
export const orderOf = (spec: string): number =>
  parseSettings(schema, parseSpec(spec).options, 'network "ngram"').order;

/** The text itself is kept, and counted again when it is loaded: counts would take more room. */
const TEXT = 'text';

/** Tokens that a byte can name have one each. */
export const ngramWeights = (
  tokens: Int32Array,
  numTokens: number,
  metadata: Record<string, string>,
): Uint8Array => {
  const data = numTokens <= 256 ? Uint8Array.from(tokens) : tokens;
  return encodeSafetensors({ [TEXT]: { shape: [tokens.length], data } }, metadata);
};

/** @throws bad-checkpoint where there is no text, or one of other tokens */
export function readNgramText(weights: Uint8Array, numTokens: number): Int32Array {
  const { tensors } = decodeSafetensors(weights);
  const text = Object.hasOwn(tensors, TEXT) ? Int32Array.from(tensors[TEXT].data) : undefined;
  if (!text?.every((token) => token >= 0 && token < numTokens))
    throw new AgonError('bad-checkpoint', 'the weights hold no text that was counted.');
  return text;
}

export class NgramModel implements LanguageModel {
  readonly tokeniser: Tokeniser;
  private readonly counted: KneserNey;

  constructor(order: number, tokeniser: Tokeniser, text: Int32Array) {
    this.tokeniser = tokeniser;
    this.counted = KneserNey.count(text, tokeniser.size, order);
  }

  async surprise(tokens: Int32Array): Promise<number> {
    return tokens.length < 2 ? 0 : this.counted.crossEntropy(tokens, 1) * (tokens.length - 1);
  }

  async writer(rows: number): Promise<TextWriter> {
    const { counted, tokeniser } = this;
    let texts: number[][] = Array.from({ length: rows }, () => []);
    const logits = new Float32Array(rows * tokeniser.size);
    return {
      async read(tokens) {
        texts.forEach((text, row) => {
          text.push(tokens[row]);
          const own = logits.subarray(row * tokeniser.size, (row + 1) * tokeniser.size);
          counted.distribution(text, text.length, own);
          own.forEach((probability, i) => (own[i] = Math.log(probability)));
        });
        return logits;
      },
      copy(from) {
        texts = from.map((row) => texts[row].slice());
      },
      restart() {
        texts = texts.map(() => []);
      },
      dispose: async () => undefined,
    };
  }

  async dispose(): Promise<void> {}
}
