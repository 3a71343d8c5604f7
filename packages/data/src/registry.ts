/** Every dataset by its id: one line each. */
import {
  AgonError,
  describeSettings,
  formatSpec,
  parseSettings,
  parseSpec,
  unknownName,
  type SettingInfo,
  type Spec,
} from '@agon/core';
import type { FileStore } from '@agon/learning';
import type { DataKind, DatasetEntry, Fetching } from './dataset.js';
import { arcadeScreens } from './arcade/arcade.js';
import { commentary } from './commentary/commentary.js';
import { emoji } from './emoji/emoji.js';
import { folder } from './folder/folder.js';
import { fashionMnist, mnist } from './idx/mnist.js';
import { ownIdx } from './idx/ownIdx.js';
import type { PictureDataset, SplitName } from './pictures.js';
import { formatPathSpec, idOf, parsePathSpec } from './spec.js';
import { ownText } from './text/ownText.js';
import { ownTexts } from './text/ownTexts.js';
import { counting } from './text/pairs/counting.js';
import { czechEnglish } from './text/pairs/czechEnglish.js';
import { pronunciations } from './text/pairs/pronunciations.js';
import { scan } from './text/scan/scan.js';
import { brown } from './text/brown/brown.js';
import { brownGenres } from './text/brown/brownGenres.js';
import { joined } from './text/joined.js';
import { spam } from './text/spam/spam.js';
import { symbols } from './text/symbols/symbols.js';
import { taxonomy } from './text/wordnet/taxonomy.js';
import { wordnet } from './text/wordnet/wordnet.js';
import { ownAnalogies, questionsWords } from './text/questions.js';
import type { AnalogyDataset } from './analogies.js';
import type { LabelledTextDataset } from './labelledTexts.js';
import type { PairDataset } from './pairs.js';
import { shakespeare } from './text/shakespeare.js';
import type { TextDataset } from './runningText.js';
import { ownSeries } from './series/ownSeries.js';
import { series } from './series/series.js';
import type { SeriesDataset } from './timeSeries.js';

const datasets: Readonly<Record<string, DatasetEntry>> = {
  analogies: ownAnalogies,
  'arcade-screens': arcadeScreens,
  brown,
  'brown-genres': brownGenres,
  commentary,
  counting,
  csv: ownSeries,
  'czech-english': czechEnglish,
  emoji,
  'fashion-mnist': fashionMnist,
  folder,
  idx: ownIdx,
  joined,
  mnist,
  pronunciations,
  'questions-words': questionsWords,
  scan,
  series,
  shakespeare,
  spam,
  symbols,
  taxonomy,
  text: ownText,
  texts: ownTexts,
  wordnet,
};

/** One dataset as lists show it. */
export interface DatasetInfo {
  id: string;
  kind: DataKind;
  title: string;
  licence: string;
  source: string;
  /** Bytes to download, about; 0 where there is nothing to fetch. */
  bytes: number;
  origin: DatasetEntry['origin']['kind'];
  /** Whether an exported page may carry its files along. */
  mayShip: boolean;
  settings: SettingInfo[];
  /** Pictures, characters, pairs or steps of series by split under the default options; empty where only opening it tells. */
  splits: Partial<Record<SplitName, number>>;
}

/** @throws not-found with the nearest id */
function entryOf(id: string): DatasetEntry {
  if (Object.hasOwn(datasets, id)) return datasets[id];
  const names = Object.keys(datasets);
  throw unknownName('not-found', 'dataset', id, names, `\`agon data\` lists all ${names.length}.`);
}

/** A spec taken apart. @throws not-found with the nearest id; bad-spec */
export function parseDataSpec(spec: string): Spec {
  const { schema, takesPath } = entryOf(idOf(spec));
  return takesPath ? parsePathSpec(spec, Object.keys(schema.entries)) : parseSpec(spec);
}

function infoOf(
  id: string,
  { kind, title, licence, source, origin, schema, splits }: DatasetEntry,
): DatasetInfo {
  return {
    id,
    kind,
    title,
    licence,
    source,
    bytes: origin.kind === 'fetched' ? origin.fetching.bytes : 0,
    origin: origin.kind,
    mayShip: origin.kind === 'fetched' && origin.fetching.mayShip,
    settings: describeSettings(schema),
    splits: { ...splits },
  };
}

/** All datasets in the registry's order. */
export function listDatasets(): DatasetInfo[] {
  return Object.entries(datasets).map(([id, entry]) => infoOf(id, entry));
}

/** The one that a spec names. @throws not-found with the nearest id; bad-spec */
export function describeDataset(spec: string): DatasetInfo {
  const id = idOf(spec);
  return infoOf(id, entryOf(id));
}

/** A spec with all its options spelled out, so that changed defaults change nothing. @throws not-found with the nearest id; bad-spec; bad-option */
export function resolveDataSpec(spec: string): string {
  const { id, options } = parseDataSpec(spec);
  const { schema, takesPath } = entryOf(id);
  const settings = parseSettings(schema, options, `dataset "${id}"`);
  return takesPath ? formatPathSpec(id, settings) : formatSpec(id, settings);
}

/** How a dataset is fetched; undefined where there is nothing to fetch. @throws not-found with the nearest id */
export function fetchingOf(id: string): Fetching | undefined {
  const { origin } = entryOf(id);
  return origin.kind === 'fetched' ? origin.fetching : undefined;
}

/** What there is in a dataset of each kind. */
const CONTENTS: Readonly<Record<DataKind, string>> = {
  pictures: 'labelled pictures',
  text: 'running text',
  pairs: 'pairs of sequences',
  series: 'series over time',
  'labelled-texts': 'labelled texts',
  analogies: 'analogies between words',
};

/** A dataset of another kind than is needed. */
function otherKind({ id, entry }: Named, needed: DataKind): AgonError {
  const others = Object.entries(datasets).filter(([, other]) => other.kind === needed);
  return new AgonError(
    'bad-option',
    `dataset "${id}" holds ${CONTENTS[entry.kind]}, and ${CONTENTS[needed]} are needed: ${others.map(([other]) => other).join(', ')}.`,
  );
}

/** What a spec names. */
interface Named {
  readonly id: string;
  readonly entry: DatasetEntry;
  readonly options: Spec['options'];
}

function named(spec: string): Named {
  const { id, options } = parseDataSpec(spec);
  return { id, entry: entryOf(id), options };
}

/**
 * Opens the labelled pictures that a spec names: "mnist", "emoji:names=20", "folder:PATH".
 * @throws not-found with the nearest id, or what to fetch; bad-spec; bad-option with the allowed options, or where it holds something
 *   else; bad-file
 */
export async function openPictures(spec: string, files: FileStore): Promise<PictureDataset> {
  const one = named(spec);
  if (one.entry.kind !== 'pictures') throw otherKind(one, 'pictures');
  return one.entry.open(one.options, files);
}

/** Opens the running text that a spec names: "shakespeare", "text:PATH". @throws as `openPictures` */
export async function openText(spec: string, files: FileStore): Promise<TextDataset> {
  const one = named(spec);
  if (one.entry.kind !== 'text') throw otherKind(one, 'text');
  return one.entry.open(one.options, files);
}

/** Opens the pairs of sequences that a spec names: "scan:split=length". @throws as `openPictures` */
export async function openPairs(spec: string, files: FileStore): Promise<PairDataset> {
  const one = named(spec);
  if (one.entry.kind !== 'pairs') throw otherKind(one, 'pairs');
  return one.entry.open(one.options, files);
}

/** Opens the series that a spec names: "series:of=co2", "csv:PATH". @throws as `openPictures` */
export async function openSeries(spec: string, files: FileStore): Promise<SeriesDataset> {
  const one = named(spec);
  if (one.entry.kind !== 'series') throw otherKind(one, 'series');
  return one.entry.open(one.options, files);
}

/** Opens the labelled texts that a spec names: "spam", "texts:PATH". @throws as `openPictures` */
export async function openLabelledTexts(spec: string, files: FileStore): Promise<LabelledTextDataset> {
  const one = named(spec);
  if (one.entry.kind !== 'labelled-texts') throw otherKind(one, 'labelled-texts');
  return one.entry.open(one.options, files);
}

/** Opens the analogies that a spec names: "questions-words", "analogies:PATH". @throws as `openPictures` */
export async function openAnalogies(spec: string, files: FileStore): Promise<AnalogyDataset> {
  const one = named(spec);
  if (one.entry.kind !== 'analogies') throw otherKind(one, 'analogies');
  return one.entry.open(one.options, files);
}
