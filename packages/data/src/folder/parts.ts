/** Splits that folders do not say, by what is in the files: the same files get the same splits, wherever they lie. */
import type { SplitName } from '../pictures.js';

/** A picture or text that may have its split by its folder. */
export interface Placeable {
  readonly label: number;
  readonly split?: SplitName;
  /** Of its content. */
  readonly hash: number;
}

/** Of the files of a class so many are for the test, and so many for validation, where no folder is. */
const PART = 0.1;

/**
 * The split of each. A split that no folder has is taken out of train: a tenth of each class, at least one of two, the
 * ones with the smallest hashes.
 */
export function splitsOf(files: readonly Placeable[], numClasses: number): SplitName[] {
  const has = (name: SplitName): boolean => files.some(({ split }) => split === name);
  const wanted = (['test', 'validation'] as const).filter((name) => !has(name));
  const splits = files.map(({ split }): SplitName => split ?? 'train');
  for (let label = 0; label < numClasses; label++) {
    const own = [...files.keys()].filter((i) => files[i].label === label && splits[i] === 'train');
    own.sort((a, b) => files[a].hash - files[b].hash || a - b);
    const count = Math.max(1, Math.round(PART * own.length));
    // Where there are too few for all, one stays in train and the test comes first.
    for (const name of wanted.slice(0, Math.max(0, own.length - 1))) {
      for (const index of own.splice(0, count)) splits[index] = name;
    }
  }
  return splits;
}
