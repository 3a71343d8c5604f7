/** Convolutions that keep a board's size, and its pool, with their parameters. B = batch, H, W = board, C = channels. */
import { heNormal, zeros, type ParameterSpec, type TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';

/** A 3×3 or 1×1 convolution with bias that keeps the board's size. */
export function convolution(x: tf.Tensor4D, parameters: TensorMap, name: string): tf.Tensor4D {
  const filter = parameters[`${name}.weight`] as tf.Tensor4D;
  return tf.add(tf.conv2d(x, filter, 1, 'same'), parameters[`${name}.bias`]);
}

/** Parameters of `convolution` with filters of size × size. */
export function convolutionSpecs(
  name: string,
  size: number,
  from: number,
  to: number,
  init = heNormal,
): ParameterSpec[] {
  return [
    { name: `${name}.weight`, shape: [size, size, from, to], init },
    { name: `${name}.bias`, shape: [to], init: zeros },
  ];
}

/** Mean and largest value of each channel over the board: [B, H, W, C] → [B, 2 C]. */
export function pooled(x: tf.Tensor4D): tf.Tensor2D {
  return tf.concat([tf.mean(x, [1, 2]), tf.max(x, [1, 2])], 1) as tf.Tensor2D;
}
