/**
 * A layer of gated recurrent units (Cho et al. 2014, equations 5 to 8): an update gate z keeps, a reset gate r forgets before the new value
 * is made: h(t) = z h(t−1) + (1 − z) tanh(W x(t) + U (r h(t−1)) + b). B = batch, T = steps, F = features, H = units.
 */
import { constant, glorotUniform, orthogonal, type ParameterSpec, type TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';

/** Gates lie in the order update, reset, new value; the update gate's bias begins at 1, so that much is kept at first. */
export function gruSpecs(name: string, from: number, units: number): ParameterSpec[] {
  return [
    { name: `${name}.weight`, shape: [from, 3 * units], init: glorotUniform },
    { name: `${name}.gates`, shape: [units, 2 * units], init: orthogonal() },
    { name: `${name}.recurrent`, shape: [units, units], init: orthogonal() },
    {
      name: `${name}.bias`,
      shape: [3 * units],
      init: (out, shape, rng) => {
        constant(0)(out, shape, rng);
        out.fill(1, 0, units);
      },
    },
  ];
}

/**
 * @param x [B · T, F], the steps of a sequence together
 * @param state [B, H] before the first step
 * @returns h of every step [B · T, H], and the state after the last one
 */
export function gru(
  x: tf.Tensor2D,
  state: tf.Tensor2D,
  values: TensorMap,
  name: string,
): { outputs: tf.Tensor2D; state: tf.Tensor2D } {
  const [batch, units] = state.shape;
  const steps = x.shape[0] / batch;
  const gates = values[`${name}.gates`] as tf.Tensor2D;
  const recurrent = values[`${name}.recurrent`] as tf.Tensor2D;
  const fromInput = tf.add(tf.matMul(x, values[`${name}.weight`] as tf.Tensor2D), values[`${name}.bias`]);
  const inputs = tf.unstack(tf.reshape(fromInput, [batch, steps, 3 * units]), 1) as tf.Tensor2D[];
  let hidden = state;
  const outputs = inputs.map((input) => {
    const [forGates, forNew] = tf.split(input, [2 * units, units], 1) as tf.Tensor2D[];
    const [z, r] = tf.split(tf.sigmoid(tf.add(forGates, tf.matMul(hidden, gates))), 2, 1) as tf.Tensor2D[];
    const next = tf.tanh(tf.add(forNew, tf.matMul(tf.mul(r, hidden), recurrent)));
    hidden = tf.add(next, tf.mul(z, tf.sub(hidden, next)));
    return hidden;
  });
  return { outputs: tf.reshape(tf.stack(outputs, 1), [batch * steps, units]), state: hidden };
}
