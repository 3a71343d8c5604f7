/** Folders of pictures or texts: which of them are splits, and which are classes. */
import { AgonError } from '@agon/core';
import type { SplitName } from '../pictures.js';

/** Names of folders that are splits, in small letters. */
const SPLIT_FOLDERS: Readonly<Record<string, SplitName>> = {
  train: 'train',
  training: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  test: 'test',
  testing: 'test',
};

/** The split that a folder is by its name, "Train" as well as "train". */
function splitOf(folder: string): SplitName | undefined {
  const name = folder.toLowerCase();
  return Object.hasOwn(SPLIT_FOLDERS, name) ? SPLIT_FOLDERS[name] : undefined;
}

/** A file of a class. */
export interface Found {
  readonly path: string;
  readonly label: number;
  /** Absent where the folders do not say. */
  readonly split?: SplitName;
}

export interface Layout {
  /** The names of the folders, in order. */
  readonly classes: readonly string[];
  readonly found: readonly Found[];
  /** Files and folders that were not looked at, as sentences. */
  readonly faults: readonly string[];
}

/** What is looked for. */
export interface Wanted {
  /** "pictures" */
  readonly name: string;
  /** How the names of such files end, in small letters. */
  readonly endings: readonly string[];
}

/**
 * Sorts the files of a folder: PATH/train/CLASS/…, PATH/val/CLASS/…, PATH/test/CLASS/… as ImageNet has them, or PATH/CLASS/….
 * Names that begin with a dot are hidden.
 * @param paths of all files, with "/"; an empty folder's ends with it
 * @param root as a person named it
 * @throws not-found where nothing that is wanted lies in folders
 */
export function layoutOf(paths: readonly string[], root: string, { name, endings }: Wanted): Layout {
  const isWanted = (path: string): boolean => endings.some((ending) => path.toLowerCase().endsWith(ending));
  const parts = paths
    .map((path) => path.split('/'))
    .filter((names) => !names.some((name) => name.startsWith('.')));
  const isSplit = parts.some(([top, , ...more]) => more.length > 0 && splitOf(top) === 'train');
  const depth = isSplit ? 1 : 0;
  const isInClass = (names: readonly string[]): boolean =>
    names.length > depth + 1 && (!isSplit || splitOf(names[0]) !== undefined);
  const inClasses = parts.filter(isInClass);
  const classes = [...new Set(inClasses.map((names) => names[depth]))].sort();
  const indices = new Map(classes.map((name, index) => [name, index]));
  const found = inClasses
    .filter((names) => isWanted(names.at(-1)!))
    .map((names) => ({
      path: names.join('/'),
      label: indices.get(names[depth])!,
      ...(isSplit ? { split: splitOf(names[0]) } : {}),
    }));
  const others = parts.filter(
    (names) => names.at(-1) !== '' && !(isInClass(names) && isWanted(names.at(-1)!)),
  );
  if (found.length === 0) {
    const loose = parts.filter((names) => names.length === 1 && isWanted(names[0])).length;
    throw new AgonError(
      'not-found',
      `"${root}" has no ${name} in folders of their class${loose > 0 ? ` (${loose} lie in none)` : ''}. Put them into ${root}/CLASS/, or ${root}/train/CLASS/ and ${root}/test/CLASS/, as ${endings.join(', ')}.`,
    );
  }
  const faults =
    others.length > 0
      ? [
          describeOthers(
            others.map((names) => names.join('/')),
            endings,
          ),
        ]
      : [];
  return { classes, found, faults };
}

function describeOthers(paths: readonly string[], endings: readonly string[]): string {
  const more = paths.length > 3 ? `, and ${paths.length - 3} more` : '';
  return `${paths.slice(0, 3).join(', ')}${more}: left out, for they are no ${endings.join(', ')} in a class's folder.`;
}
