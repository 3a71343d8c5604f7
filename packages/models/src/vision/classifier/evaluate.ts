/** A trained classifier on pictures of a dataset. */
import { AgonError } from '@agon/core';
import { openPictures, type PictureDataset } from '@agon/data';
import type { DataCheckpoint, FileStore } from '@agon/learning';
import type { MeasuredData, ModelScore } from '../../dataTrainer.js';
import { ClassifierModel } from './classifierModel.js';
import type { Preprocessing } from './preprocessing.js';

/** @throws unsupported where the pictures or the classes are others than those that it learned from */
export function requireSame({ shape, classes }: Preprocessing, data: PictureDataset): void {
  const [wanted, got] = [shape, data.shape].map((each) => each.join('×'));
  if (wanted !== got)
    throw new AgonError(
      'unsupported',
      `the model reads pictures of ${wanted}; those of ${data.spec} are ${got}.`,
    );
  const missing = data.classes.find((name, index) => classes[index] !== name);
  if (missing === undefined && classes.length === data.classes.length) return;
  throw new AgonError(
    'unsupported',
    `the model tells ${classes.length} classes apart (${classes.slice(0, 3).join(', ')}, …), ${data.spec} has ${data.classes.length} others (${missing ?? data.classes[0]}, …). Measure it on data with the same classes.`,
  );
}

/** @throws what opening the data throws; unsupported; bad-checkpoint */
export async function evaluateClassifier(
  checkpoint: DataCheckpoint,
  on: MeasuredData,
  files: FileStore,
): Promise<ModelScore> {
  const data = await openPictures(on.data, files);
  const model = await ClassifierModel.load(checkpoint);
  try {
    requireSame(model.preprocessing, data);
    const score = await model.measure(data.splits[on.split]);
    return { ...score, classes: data.classes };
  } finally {
    await model.dispose();
  }
}
