/** A vector for each token. */
import { gaussian, type ParameterSpec, type TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';

/** `name.table` [tokens, width]. */
export function embeddingSpecs(name: string, tokens: number, width: number, deviation = 1): ParameterSpec[] {
  return [{ name: `${name}.table`, shape: [tokens, width], init: gaussian(deviation) }];
}

/** [...] numbers of tokens → [..., width]. */
export const embed = (tokens: tf.Tensor, values: TensorMap, name: string): tf.Tensor =>
  tf.gather(values[`${name}.table`], tf.cast(tokens, 'int32'));
