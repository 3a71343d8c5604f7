/** @agon/data: datasets: fetched, made and the user's own. */
export {
  SPLITS,
  type PictureDataset,
  type PictureShape,
  type PictureSplit,
  type SplitName,
} from './pictures.js';
