/** Every dataset by its id: one line each. */
import {
  describeSettings,
  formatSpec,
  parseSettings,
  parseSpec,
  unknownName,
  type SettingInfo,
  type Spec,
} from '@agon/core';
import type { FileStore } from '@agon/learning';
import type { DatasetEntry, Fetching } from './dataset.js';
import { arcadeScreens } from './arcade/arcade.js';
import { emoji } from './emoji/emoji.js';
import { folder } from './folder/folder.js';
import { fashionMnist, mnist } from './idx/mnist.js';
import { ownIdx } from './idx/ownIdx.js';
import type { PictureDataset, SplitName } from './pictures.js';
import { formatPathSpec, idOf, parsePathSpec } from './spec.js';

const datasets: Readonly<Record<string, DatasetEntry>> = {
  'arcade-screens': arcadeScreens,
  emoji,
  'fashion-mnist': fashionMnist,
  folder,
  idx: ownIdx,
  mnist,
};

/** One dataset as lists show it. */
export interface DatasetInfo {
  id: string;
  title: string;
  licence: string;
  source: string;
  /** Bytes to download, about; 0 where there is nothing to fetch. */
  bytes: number;
  origin: DatasetEntry['origin']['kind'];
  /** Whether an exported page may carry its files along. */
  mayShip: boolean;
  settings: SettingInfo[];
  /** Pictures by split under the default options; empty where only opening it tells. */
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

function infoOf(id: string, { title, licence, source, origin, schema, splits }: DatasetEntry): DatasetInfo {
  return {
    id,
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

/**
 * Opens the pictures that a spec names: "mnist", "emoji:names=20", "folder:PATH".
 * @throws not-found with the nearest id, or what to fetch; bad-spec; bad-option with the allowed options; bad-file
 */
export async function openPictures(spec: string, files: FileStore): Promise<PictureDataset> {
  const { id, options } = parseDataSpec(spec);
  return entryOf(id).open(options, files);
}
