/** @agon/data/node: the cache of datasets on disk, and how they are fetched. */
export { dataFolder } from './cache/cacheFolder.node.js';
export { diskFiles } from './cache/diskFiles.node.js';
export { fetchDataset, isThere, isWhole } from './cache/fetchDataset.node.js';
