/** What a text begins with, as tokens. */
import { AgonError } from '@agon/core';
import type { LanguageModel } from '../languageModel.js';

/** Where nothing is said. */
const BEGINNING = '\n';

/**
 * Tokens of a prompt, at least one.
 * @param tokens to be written after it
 * @throws bad-option for a symbol that the model does not know, and where the text would be longer than it can read
 */
export function promptTokens(
  { tokeniser, mostTokens }: LanguageModel,
  prompt: string | undefined,
  tokens: number,
): Int32Array {
  let read: Int32Array;
  if (prompt !== undefined && prompt !== '') read = tokeniser.encode(prompt);
  else {
    try {
      read = tokeniser.encode(BEGINNING);
    } catch {
      read = new Int32Array(0);
    }
  }
  const begun = read.length > 0 ? read : Int32Array.of(0);
  if (mostTokens !== undefined && begun.length + tokens > mostTokens) {
    throw new AgonError(
      'bad-option',
      `the model has positions for ${mostTokens} tokens; the prompt has ${begun.length}, and ${tokens} more are asked for: set tokens=${Math.max(1, mostTokens - begun.length)} or a shorter prompt.`,
    );
  }
  return begun;
}
