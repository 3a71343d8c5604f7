/** What every language model can do, learned or counted. V = tokens that there are. */
import type { Tokeniser } from '@agon/data';

export interface LanguageModel {
  readonly tokeniser: Tokeniser;
  /** Tokens of one text that it can read; undefined: any number. */
  readonly mostTokens?: number;
  /** How surprised it is by a text. @returns the sum of −log probability of all tokens but the first, in nats */
  surprise(tokens: Int32Array): Promise<number>;
  /** Reads and writes so many texts at a time. */
  writer(rows: number): Promise<TextWriter>;
  dispose(): Promise<void>;
}

/** Texts that go on token by token, a row each. */
export interface TextWriter {
  /**
   * Reads the next token of each text.
   * @param tokens [rows]
   * @returns the scores of what comes next, [rows, V]: logits, overwritten by the next call
   */
  read(tokens: ArrayLike<number>): Promise<Float32Array>;
  /** Every text becomes a copy of another. @param from [rows] which */
  copy(from: readonly number[]): void;
  /** Every text begins anew. */
  restart(): void;
  dispose(): Promise<void>;
}
