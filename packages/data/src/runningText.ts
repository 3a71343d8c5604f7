/** Running text in splits. */
import type { SplitName } from './pictures.js';

/** A dataset of running text, opened. */
export interface TextDataset {
  /** Its spec with all options: what `openText` opens the same again from. */
  readonly spec: string;
  readonly title: string;
  /** As the card of what was trained on it names it. */
  readonly licence: string;
  /** Where it comes from: a package with its version, an address. */
  readonly source: string;
  /** Each a stretch of the text; they do not overlap. */
  readonly splits: Readonly<Record<SplitName, string>>;
  /** What was left out or mended, each a sentence. */
  readonly faults: readonly string[];
}
