/** A dense layer on rows [from], with its activation. */
import { heNormal, lecunNormal } from '@agon/engine';
import type * as tf from '@tensorflow/tfjs';
import { activate, type Activation } from './activations.js';
import { dense, denseSpecs } from './dense.js';
import type { LayerMaker } from './layer.js';

/** Weights are drawn for the activation that follows. */
export function denseLayer(units: number, activation: Activation = 'relu'): LayerMaker {
  return ([from], name) => ({
    parameters: denseSpecs(name, from, units, activation === 'relu' ? heNormal : lecunNormal),
    shape: [units],
    apply: (x, values) => activate(dense(x as tf.Tensor2D, values, name), activation),
  });
}
