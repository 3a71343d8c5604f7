/** The tokens of a text to learn from. */
import { BytePairs, Characters, Words, type TextDataset, type Tokeniser } from '@agon/data';
import type { LanguageSettings } from './settings.js';

/** A text, as tokens. */
export interface TokenisedText {
  readonly data: TextDataset;
  readonly tokeniser: Tokeniser;
  readonly train: Int32Array;
  readonly validation: Int32Array;
}

/** A tokeniser for a text. */
export function tokeniserFor(
  text: string,
  { tokens, vocabulary }: Pick<LanguageSettings, 'tokens' | 'vocabulary'>,
): Tokeniser {
  if (tokens === 'characters') return Characters.of(text);
  return tokens === 'words' ? Words.of(text, { most: vocabulary }) : BytePairs.learn(text, vocabulary);
}
