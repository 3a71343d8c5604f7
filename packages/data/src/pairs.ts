/** Pairs of sequences in splits: what is read, and what is to be written. */
import type { SplitName } from './pictures.js';

/** Words with one space between them. */
export interface Pair {
  readonly source: string;
  readonly target: string;
}

/** A dataset of pairs, opened. */
export interface PairDataset {
  /** Its spec with all options: what `openPairs` opens the same again from. */
  readonly spec: string;
  readonly title: string;
  /** As the card of what was trained on it names it. */
  readonly licence: string;
  /** Where it comes from: a package with its version, "made by agon". */
  readonly source: string;
  /** No pair is in two of them. */
  readonly splits: Readonly<Record<SplitName, readonly Pair[]>>;
  /** What was left out, each a sentence. */
  readonly faults: readonly string[];
}
