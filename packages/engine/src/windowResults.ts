/** What the convolutions and pools within a function compute, for gradients of it. */
import * as tf from '@tensorflow/tfjs';
import { WINDOWS } from './receptiveFields.js';

/** What is used here of the insides of tfjs 4.22. */
interface Engine {
  readonly state: {
    activeTape: { readonly kernelName: string; readonly outputs: tf.Tensor[] }[] | null | undefined;
  };
}

/**
 * Runs `body` within `tf.grad` or the like, and returns the results of its convolutions and pools over pictures, in the order of
 * `receptiveFields`. Outside of a gradient tfjs notes nothing, and there are none.
 */
export function windowResults(body: () => unknown): tf.Tensor4D[] {
  const { state } = tf.engine() as unknown as Engine;
  const from = state.activeTape?.length ?? 0;
  body();
  return (state.activeTape ?? [])
    .slice(from)
    .filter(({ kernelName }) => WINDOWS.test(kernelName))
    .map(({ outputs }) => outputs[0] as tf.Tensor4D);
}
