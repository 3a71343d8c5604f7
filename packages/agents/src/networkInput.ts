/** Observations on their way into a network. */
import type { TensorMap, TensorSpec } from '@agon/engine';
import type { ObservationSpace } from '@agon/envs';
import * as tf from '@tensorflow/tfjs';

/** The array of an input that `observationInput` describes: observations are copied into it as they are. */
export type InputArray = Uint8Array | Float32Array;

/** [rows, …shape]: floats, bytes, or bits where observations are nothing else, which a network's first layers read fast. */
export function observationInput({ shape, dtype, high }: ObservationSpace, rows: number): TensorSpec {
  const bytes = high === 1 ? 'bits' : 'uint8';
  return { shape: [rows, ...shape], dtype: dtype === 'uint8' ? bytes : 'float32' };
}

/** What `readsObservations` changes of a network. */
interface Reads<I> {
  readonly apply: (inputs: I, parameters: TensorMap) => unknown;
}

/** A network of numbers in [0, 1] that is given observations as they are: bytes are divided by the space's `high`. */
export function readsObservations<I extends { observation: tf.Tensor }, N extends Reads<I>>(
  network: N & Reads<I>,
  { dtype, high }: ObservationSpace,
): N {
  if (dtype !== 'uint8' || high === 1) return network;
  const apply = (inputs: I, parameters: TensorMap) =>
    network.apply({ ...inputs, observation: tf.mul(inputs.observation, 1 / high) }, parameters);
  return { ...network, apply };
}
