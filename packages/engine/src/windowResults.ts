/** What the convolutions and pools within a function compute, for gradients of it. */
import type * as tf from '@tensorflow/tfjs';
import { WINDOWS } from './receptiveFields.js';
import { notedWhile } from './trace/tape.js';

/**
 * Runs `body` within `tf.grad` or the like, and returns the results of its convolutions and pools over pictures, in the order of
 * `receptiveFields`. Outside of a gradient tfjs notes nothing, and there are none.
 */
export function windowResults(body: () => unknown): tf.Tensor4D[] {
  return notedWhile(body)
    .filter(({ kernelName }) => WINDOWS.test(kernelName))
    .map(({ outputs }) => outputs[0] as tf.Tensor4D);
}
