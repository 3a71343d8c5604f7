/** Analogies between words: a is to b as c is to d. */
import type { SplitName } from './pictures.js';

/** Questions of one kind. */
export interface AnalogySection {
  readonly name: string;
  /** Four words each, in small letters. */
  readonly questions: readonly (readonly [a: string, b: string, c: string, d: string])[];
}

/** A dataset of analogies, opened. */
export interface AnalogyDataset {
  /** Its spec with all options: what `openAnalogies` opens the same again from. */
  readonly spec: string;
  readonly title: string;
  readonly licence: string;
  readonly source: string;
  /** All questions are for the test: nothing is learned from them. */
  readonly splits: Readonly<Record<SplitName, readonly AnalogySection[]>>;
  readonly faults: readonly string[];
}
