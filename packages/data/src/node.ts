/** @agon/data/node: the cache of datasets on disk, and how they are fetched. */
export { dataFolder, readChecked, type Manifest } from './cache/cacheFolder.node.js';
export { diskFiles, manifestOf } from './cache/diskFiles.node.js';
export { fetchDataset, isThere, isWhole } from './cache/fetchDataset.node.js';
