/** Labelled texts in splits. */
import type { SplitName } from './pictures.js';

/** The texts of one split, in an order that never changes. */
export interface LabelledSplit {
  readonly texts: readonly string[];
  /** The class of each text, as an index. */
  readonly labels: Int32Array;
}

/** A dataset of labelled texts, opened. */
export interface LabelledTextDataset {
  /** Its spec with all options: what `openLabelledTexts` opens the same again from. */
  readonly spec: string;
  readonly title: string;
  /** As the card of what was trained on it names it. */
  readonly licence: string;
  /** Where it comes from: a package with its version. */
  readonly source: string;
  readonly classes: readonly string[];
  /** No text is in two of them. */
  readonly splits: Readonly<Record<SplitName, LabelledSplit>>;
  /** What was left out, each a sentence. */
  readonly faults: readonly string[];
}
