/** A dense layer and its parameters. B = batch. */
import { heNormal, zeros, type ParameterSpec, type TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';

/** x · weight + bias, for x [B, from]. */
export function dense(x: tf.Tensor2D, parameters: TensorMap, name: string): tf.Tensor2D {
  return tf.add(tf.matMul(x, parameters[`${name}.weight`] as tf.Tensor2D), parameters[`${name}.bias`]);
}

/** Parameters of `dense`. */
export function denseSpecs(name: string, from: number, to: number, init = heNormal): ParameterSpec[] {
  return [
    { name: `${name}.weight`, shape: [from, to], init },
    { name: `${name}.bias`, shape: [to], init: zeros },
  ];
}
