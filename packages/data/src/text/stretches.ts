/** A text cut into splits. */
import { AgonError } from '@agon/core';
import type { SplitName } from '../pictures.js';

/** Where validation and test begin. What others call the validation of Shakespeare, its last tenth, is the test here. */
const VALIDATION_FROM = 0.89;
const TEST_FROM = 0.9;
/** Characters that a text needs. */
const LEAST = 1000;

/** Stretches of a text, one after another. @throws bad-file where it is empty or short */
export function stretchesOf(text: string, name: string): Record<SplitName, string> {
  if (text.trim().length < LEAST) {
    const is = text.trim() === '' ? 'is empty' : `has ${text.trim().length} characters`;
    throw new AgonError('bad-file', `"${name}" ${is}; a text to learn from has ${LEAST} or more.`);
  }
  const [validation, test] = [VALIDATION_FROM, TEST_FROM].map((share) =>
    wholeCharacter(text, Math.floor(share * text.length)),
  );
  return {
    train: text.slice(0, validation),
    validation: text.slice(validation, test),
    test: text.slice(test),
  };
}

/** The place, or the one after it where it would cut a surrogate pair. */
const wholeCharacter = (text: string, place: number): number =>
  /[\uDC00-\uDFFF]/.test(text[place]) ? place + 1 : place;
