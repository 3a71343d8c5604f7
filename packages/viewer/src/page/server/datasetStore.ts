/** Files of datasets, for lessons in the page: from the server, or from the folder of an exported page. */
import { AgonError } from '@agon/core';
import { gunzip } from '@agon/data';
import type { FileRoot, FileStore } from '@agon/learning';
import type { DatasetFiles, ServedDataset } from '../../datasetFiles.js';
import { words } from '../words.js';
import { get, serverPlace } from './server.js';

/** Which datasets there are, and which of them are here. @throws Error with the server's own words */
export const fetchDatasets = async (): Promise<ServedDataset[]> =>
  (await (await get('api/datasets')).json()) as ServedDataset[];

/** @throws not-found where an exported page does not carry it; Error with the server's own words, which say how to get it */
async function filesOf(root: FileRoot): Promise<{ id: string; files: DatasetFiles['files'] }> {
  if (!('dataset' in root)) throw new AgonError('unsupported', words.data.noFolders);
  const { dataset: id } = root;
  if (serverPlace().isStatic) {
    const found = (await fetchDatasets()).find((each) => each.id === id);
    if (!found?.present) throw new AgonError('not-found', words.data.notCarried(id, found?.licence));
  }
  const { files } = (await (await get(`api/datasets/${encodeURIComponent(id)}`)).json()) as DatasetFiles;
  return { id, files };
}

/** SHA-256 as hexadecimal digits; undefined where the browser computes none, as in pages that came by plain http from another machine. */
async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  const { subtle } = crypto as { readonly subtle?: SubtleCrypto };
  if (!subtle) return undefined;
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Fetched datasets by their files; the user's own folders are out of a page's reach. */
export const datasetStore: FileStore = {
  list: async (root) => (await filesOf(root)).files.map(({ path }) => path),

  async read(root, path) {
    const { id, files } = await filesOf(root);
    const file = files.find((each) => each.path === path);
    if (!file) throw new AgonError('not-found', words.data.noFile(id, path));
    const address = `api/datasets/${encodeURIComponent(id)}/files/${encodeURIComponent(path)}`;
    const got = new Uint8Array(await (await get(address)).arrayBuffer());
    // An exported page has its files packed; what serves it may unpack them on the way.
    const bytes = got.length === file.bytes ? got : await gunzip(got, path, file.bytes);
    const sum = await sha256(bytes as Uint8Array<ArrayBuffer>);
    if (bytes.length === file.bytes && (sum === undefined || sum === file.sha256)) return bytes;
    throw new AgonError('bad-file', words.data.damaged(id, path));
  },
};
