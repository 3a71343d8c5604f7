/** @agon/data: datasets: fetched, made and the user's own. */
export {
  SPLITS,
  type PictureDataset,
  type PictureShape,
  type PictureSplit,
  type SplitName,
} from './pictures.js';
export { gameScreen, SIDE as SCREEN_SIDE } from './arcade/screen.js';
export { factsOf } from './commentary/moveFacts.js';
export { commentOn, commentOnReward } from './commentary/sentences.js';
export { takeSplit } from './splitSpec.js';
export { gunzip } from './gunzip.js';
export { contactSheet } from './contactSheet.js';
export {
  describeDataset,
  listDatasets,
  openAnalogies,
  openLabelledTexts,
  openPairs,
  openPictures,
  openSeries,
  openText,
  parseDataSpec,
  resolveDataSpec,
  type DatasetInfo,
} from './registry.js';
export { augmentEntries, Augmenter, type Augmentation } from './training/augment.js';
export { Shuffler } from './training/shuffler.js';
export type { DataKind } from './dataset.js';
export type { AnalogyDataset, AnalogySection } from './analogies.js';
export type { LabelledSplit, LabelledTextDataset } from './labelledTexts.js';
export type { Pair, PairDataset } from './pairs.js';
export type { TextDataset } from './runningText.js';
export type { SeriesDataset, TimeSeries } from './timeSeries.js';
export { BytePairs } from './text/tokens/bytePairs.js';
export { Characters } from './text/tokens/characters.js';
export { loadTokeniser } from './text/tokens/loadTokeniser.js';
export type { SavedTokeniser, Tokeniser } from './text/tokens/tokeniser.js';
export { brownTags } from './text/brown/tagged.js';
export { Nouns } from './text/wordnet/nouns.js';
export { Words, wordsOf } from './text/tokens/words.js';
