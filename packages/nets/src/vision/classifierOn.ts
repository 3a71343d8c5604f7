/** A score for each class over a network's body. B = batch, K = classes. */
import { dropout, heNormal, lecunNormal, type Shape, type TensorMap, type TensorSpec } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import type { Body } from '../bodies/body.js';
import { dense, denseSpecs } from '../layers/dense.js';
import type { TrainingPass } from '../layers/layer.js';
import { layerNorm, layerNormSpecs } from '../layers/layerNorm.js';
import type { NetworkParts } from '../network.js';

/**
 * The body, its hidden layer if it has one, and a dense layer to K logits, whose softmax is the classes' probabilities.
 * @param output what the dense layer and its results are called
 */
export function classifierOn(body: Body, numClasses: number, output = 'logits'): NetworkParts {
  const { numFeatures, hidden, isNormalised } = body;
  const noise: Record<string, Shape> = { ...body.noise };
  const hiddenNoise = `${hidden?.name}.dropout`;
  if (hidden?.dropout) noise[hiddenNoise] = [hidden.units];

  const logits = (input: tf.Tensor, values: TensorMap, training?: TrainingPass): tf.Tensor2D => {
    let x = body.apply(input, values, training);
    if (hidden) {
      x = dense(x, values, hidden.name);
      if (isNormalised) x = layerNorm(x, values, `${hidden.name}.norm`);
      x = tf.relu(x);
      if (hidden.dropout && training)
        x = dropout(x, hidden.dropout, training.noise[hiddenNoise]) as tf.Tensor2D;
    }
    return dense(x, values, output);
  };

  const apply = ({ input }: TensorMap, values: TensorMap): TensorMap => ({ [output]: logits(input, values) });
  return {
    parameters: [
      ...body.parameters,
      ...(hidden ? denseSpecs(hidden.name, numFeatures, hidden.units, heNormal) : []),
      ...(hidden && isNormalised ? layerNormSpecs(`${hidden.name}.norm`, hidden.units) : []),
      ...denseSpecs(output, hidden?.units ?? numFeatures, numClasses, lecunNormal),
    ],
    apply,
    training: {
      noise: Object.fromEntries(
        Object.entries(noise).map(([name, shape]): [string, TensorSpec] => [name, { shape }]),
      ),
      apply(inputs, values) {
        const next: TensorMap = {};
        return { [output]: logits(inputs.input, values, { noise: inputs, next }), ...next };
      },
    },
  };
}
