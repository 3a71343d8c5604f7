/** A classifier as a target of attacks. */
import type { Parameters } from '@agon/engine';
import type { Network } from '@agon/nets';
import type * as tf from '@tensorflow/tfjs';
import { inputOf } from '../classifier/classifierNetwork.js';
import type { Preprocessing } from '../classifier/preprocessing.js';
import { AttackTarget } from './target.js';

/** @param batchSize pictures at a time */
export function classifierTarget(
  network: Network,
  preprocessing: Preprocessing,
  parameters: Parameters,
  batchSize: number,
): Promise<AttackTarget> {
  const { shape, classes } = preprocessing;
  const logits = (pictures: tf.Tensor, values: tf.NamedTensorMap): tf.Tensor2D =>
    network.apply(inputOf(pictures, preprocessing), values).logits as tf.Tensor2D;
  return AttackTarget.over({ shape, numClasses: classes.length, parameters, logits }, batchSize);
}
