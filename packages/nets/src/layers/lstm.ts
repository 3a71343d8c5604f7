/**
 * A layer of long short-term memory (Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000) over
 * sequences. B = batch, T = steps, F = features, H = units. A state is [B, 2 H]: hidden h, then cell c.
 */
import { constant, glorotUniform, orthogonal, type ParameterSpec, type TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';

/** Gates lie in the order input, forget, cell, output; the forget gate's bias begins at 1 (Jozefowicz et al. 2015). */
export function lstmSpecs(name: string, from: number, units: number): ParameterSpec[] {
  return [
    { name: `${name}.weight`, shape: [from, 4 * units], init: glorotUniform },
    { name: `${name}.recurrent`, shape: [units, 4 * units], init: orthogonal() },
    {
      name: `${name}.bias`,
      shape: [4 * units],
      init: (out, shape, rng) => {
        constant(0)(out, shape, rng);
        out.fill(1, units, 2 * units);
      },
    },
  ];
}

/**
 * @param x [B · T, F], the steps of a sequence together
 * @param state [B, 2 H] before the first step
 * @param begins [B, T] 1 where a step is the first of an episode: the state is 0 there; undefined: nowhere
 * @returns h of every step [B · T, H], and the state after the last one
 */
export function lstm(
  x: tf.Tensor2D,
  state: tf.Tensor2D,
  begins: tf.Tensor2D | undefined,
  values: TensorMap,
  name: string,
): { outputs: tf.Tensor2D; state: tf.Tensor2D } {
  const batch = state.shape[0];
  const steps = x.shape[0] / batch;
  const units = state.shape[1] / 2;
  const recurrent = values[`${name}.recurrent`] as tf.Tensor2D;
  const fromInput = tf.add(tf.matMul(x, values[`${name}.weight`] as tf.Tensor2D), values[`${name}.bias`]);
  const inputs = tf.unstack(tf.reshape(fromInput, [batch, steps, 4 * units]), 1) as tf.Tensor2D[];
  const keep = begins && tf.unstack(tf.sub(1, begins), 1);
  let [hidden, cell] = tf.split(state, 2, 1) as tf.Tensor2D[];
  const outputs = inputs.map((input, t) => {
    if (keep) {
      const kept = tf.reshape(keep[t], [batch, 1]);
      [hidden, cell] = [tf.mul(hidden, kept), tf.mul(cell, kept)];
    }
    const sum = tf.add(input, tf.matMul(hidden, recurrent)) as tf.Tensor2D;
    const [i, f, g, o] = tf.split(sum, 4, 1) as tf.Tensor2D[];
    cell = tf.add(tf.mul<tf.Tensor2D>(tf.sigmoid(f), cell), tf.mul(tf.sigmoid(i), tf.tanh(g)));
    hidden = tf.mul(tf.sigmoid(o), tf.tanh(cell));
    return hidden;
  });
  return {
    outputs: tf.reshape(tf.stack(outputs, 1), [batch * steps, units]),
    state: tf.concat([hidden, cell], 1),
  };
}
