/** A stack of layers as a network's body. B = batch, F = features. */
import type { Shape } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import type { Body } from '../bodies/body.js';
import { flatten, sequence, type NamedLayers } from '../layers/layer.js';

/** The layers' results, flattened; `hidden` is the dense layer that the head puts behind them. */
export function bodyOf(layers: NamedLayers, input: Shape, hidden?: Body['hidden']): Body {
  const { parameters, shape, noise, apply } = sequence({ ...layers, flatten })(input, '');
  return {
    parameters,
    noise,
    numFeatures: shape[0],
    hidden,
    apply: (observation, values, training) => apply(observation, values, training) as tf.Tensor2D,
  };
}
