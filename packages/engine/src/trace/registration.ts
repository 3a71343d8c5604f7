/** How a gradient is given to tfjs. */
import * as tf from '@tensorflow/tfjs';

type GradientFunction = tf.GradConfig['gradFunc'];
type SavedTensors = Parameters<GradientFunction>[1];

/** From the gradient of a kernel's result to one for each of its operands, by name. */
export type GradientOf = (
  dy: tf.Tensor,
  saved: SavedTensors,
  attrs: Record<string, unknown>,
) => Record<string, () => tf.Tensor>;

/** In place of tfjs's own, if it has one, on all its backends. */
export function registerGradient(
  kernelName: string,
  config: Omit<tf.GradConfig, 'kernelName' | 'gradFunc'>,
  gradient: GradientOf,
): void {
  const gradFunc: GradientFunction = (dy, saved, attrs) =>
    gradient(dy as tf.Tensor, saved, attrs as Record<string, unknown>);
  tf.registerGradient({ kernelName, ...config, gradFunc });
}
