/** @agon/data: datasets: fetched, made and the user's own. */
export {
  SPLITS,
  type PictureDataset,
  type PictureShape,
  type PictureSplit,
  type SplitName,
} from './pictures.js';
export { gameScreen, SIDE as SCREEN_SIDE } from './arcade/screen.js';
export { takeSplit } from './splitSpec.js';
export { gunzip } from './gunzip.js';
export { contactSheet } from './contactSheet.js';
export {
  describeDataset,
  listDatasets,
  openPictures,
  parseDataSpec,
  resolveDataSpec,
  type DatasetInfo,
} from './registry.js';
export { augmentEntries, Augmenter, type Augmentation } from './training/augment.js';
export { Shuffler } from './training/shuffler.js';
