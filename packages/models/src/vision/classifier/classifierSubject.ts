/** A trained classifier as it can be looked into: from the pixels of a picture in [0, 1] to its scores. */
import type { Parameters } from '@agon/engine';
import type { DataCheckpoint, TrainedSubject } from '@agon/learning';
import type { Network } from '@agon/nets';
import { loadClassifier } from './classifierModel.js';
import { inputOf } from './classifierNetwork.js';
import type { Preprocessing } from './preprocessing.js';

/** The input of a classifier that is looked into. */
const PIXELS = 'pixels';

/** A classifier over parameters that somebody else owns. */
export const subjectOver = (
  network: Network,
  preprocessing: Preprocessing,
  parameters: Parameters,
): TrainedSubject => ({
  fn: ({ [PIXELS]: pixels }, values) => network.apply(inputOf(pixels, preprocessing), values),
  inputs: { [PIXELS]: { shape: [1, ...preprocessing.shape] } },
  parameters,
  input: PIXELS,
  names: { logits: preprocessing.classes },
});

/** @throws bad-checkpoint, not-finite, unknown-net */
export function classifierSubject(checkpoint: DataCheckpoint): TrainedSubject {
  const { network, preprocessing, parameters } = loadClassifier(checkpoint);
  return subjectOver(network, preprocessing, parameters);
}
