/** A plain recurrent layer (Elman 1990): h(t) = tanh(W x(t) + U h(t−1) + b). B = batch, T = steps, F = features, H = units. */
import { glorotUniform, orthogonal, zeros, type ParameterSpec, type TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';

export function rnnSpecs(name: string, from: number, units: number): ParameterSpec[] {
  return [
    { name: `${name}.weight`, shape: [from, units], init: glorotUniform },
    { name: `${name}.recurrent`, shape: [units, units], init: orthogonal() },
    { name: `${name}.bias`, shape: [units], init: zeros },
  ];
}

/**
 * @param x [B · T, F], the steps of a sequence together
 * @param state [B, H] before the first step
 * @returns h of every step [B · T, H], and the state after the last one
 */
export function rnn(
  x: tf.Tensor2D,
  state: tf.Tensor2D,
  values: TensorMap,
  name: string,
): { outputs: tf.Tensor2D; state: tf.Tensor2D } {
  const [batch, units] = state.shape;
  const steps = x.shape[0] / batch;
  const recurrent = values[`${name}.recurrent`] as tf.Tensor2D;
  const fromInput = tf.add(tf.matMul(x, values[`${name}.weight`] as tf.Tensor2D), values[`${name}.bias`]);
  const inputs = tf.unstack(tf.reshape(fromInput, [batch, steps, units]), 1) as tf.Tensor2D[];
  let hidden = state;
  const outputs = inputs.map((input) => (hidden = tf.tanh(tf.add(input, tf.matMul(hidden, recurrent)))));
  return { outputs: tf.reshape(tf.stack(outputs, 1), [batch * steps, units]), state: hidden };
}
