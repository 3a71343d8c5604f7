/** @agon/data: datasets: fetched, made and the user's own. */
export {
  SPLITS,
  type PictureDataset,
  type PictureShape,
  type PictureSplit,
  type SplitName,
} from './pictures.js';
export { describeDataset, listDatasets, openPictures, parseDataSpec, type DatasetInfo } from './registry.js';
