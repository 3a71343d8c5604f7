/**
 * A Transformer's encoder over what is seen: each row of it, or each cell, is a place with a vector, and looks at all others (Vaswani et
 * al. 2017; over the cells of a screen: Zambaldi et al. 2019, Deep reinforcement learning with relational inductive biases). Which
 * place is which is learned. B = batch, T = places, D = width.
 */
import { count, described, MOST_HELD, type Settings } from '@agon/core';
import { lecunNormal, type Shape } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import { dense, denseSpecs } from '../layers/dense.js';
import { embeddingSpecs } from '../layers/embedding.js';
import { encode, encoderSpecs, requireHeads } from '../layers/encoder.js';
import { layerNorm, layerNormSpecs } from '../layers/layerNorm.js';
import { rowsOrPictures } from '../readable.js';
import type { Body, BodyDeclaration } from './body.js';

const schema = v.strictObject({
  places: v.optional(
    described(v.picklist(['rows', 'cells']), 'what of a picture is a place: each row, or each cell'),
    'rows',
  ),
  width: v.optional(described(count(2, MOST_HELD), "length of a place's vector"), 64),
  layers: v.optional(described(count(1, 100), 'layers, each of attention and two dense layers'), 1),
  heads: v.optional(described(count(1, 1000), 'heads of the attention; they divide the width'), 2),
});

/** Deviation of the vectors that tell which place is which, at the beginning. */
const DEVIATION = 0.1;

const product = (shape: Shape): number => shape.reduce((all, length) => all * length, 1);

/** For observations [T, channels] or [height, width, planes]. @throws unsupported for heads that do not make up the width */
function build(input: Shape, { places, width, layers, heads }: Settings<typeof schema>): Body {
  requireHeads(width, heads);
  const axes = places === 'rows' ? 1 : input.length - 1;
  const [numPlaces, values] = [product(input.slice(0, axes)), product(input.slice(axes))];
  return {
    parameters: [
      ...denseSpecs('places', values, width, lecunNormal),
      ...embeddingSpecs('positions', numPlaces, width, DEVIATION),
      ...encoderSpecs(layers, width),
      ...layerNormSpecs('norm', width),
    ],
    numFeatures: width,
    apply(observation, parameters) {
      const batch = observation.shape[0];
      const seen = dense(tf.reshape(observation, [batch * numPlaces, values]), parameters, 'places');
      const placed = tf.add(tf.reshape(seen, [batch, numPlaces, width]), parameters['positions.table']);
      const rows = tf.reshape(placed, [batch * numPlaces, width]) as tf.Tensor2D;
      const read = layerNorm(encode(rows, parameters, { batch, layers, heads }), parameters, 'norm');
      return tf.mean(tf.reshape(read, [batch, numPlaces, width]), 1) as tf.Tensor2D;
    },
  };
}

/** `transformer`, of what agents see */
export const transformerEncoder: BodyDeclaration<typeof schema> = {
  title: 'Transformer encoder over the rows or cells of what is seen, the mean of its answers',
  schema,
  reads: rowsOrPictures,
  build,
};
