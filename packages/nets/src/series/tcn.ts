/**
 * A temporal convolutional network: "An empirical evaluation of generic convolutional and recurrent networks for sequence modeling"
 * (Bai, Kolter & Koltun 2018, section 3): residual blocks of two dilated convolutions that see no later step; the gaps double from block to
 * block. What comes out at the last step are the features. Layer normalisation and weight normalisation are left out.
 */
import { count, counts, described, MOST_HELD, number, type Settings } from '@agon/core';
import type { Shape } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import type { Body, BodyDeclaration } from '../bodies/body.js';
import { convolution } from '../layers/convolutionLayer.js';
import { dropoutLayer } from '../layers/dropoutLayer.js';
import { elementwise, sequence, sum, type LayerMaker, type NamedLayers } from '../layers/layer.js';
import { rows } from '../readable.js';
import { bodyOf } from '../vision/bodyOf.js';

const schema = v.strictObject({
  filters: v.optional(described(counts(1, MOST_HELD), 'filters of each block'), [24, 24, 24, 24]),
  kernel: v.optional(described(count(2, 63), 'taps of a filter'), 3),
  dropout: v.optional(described(number(0, 0.95), 'chance of a value to be left out in training'), 0),
});

/** Steps that the last place sees: 1 + 2 (kernel − 1) (2^blocks − 1). */
export const stepsSeen = (kernel: number, blocks: number): number => 1 + 2 * (kernel - 1) * (2 ** blocks - 1);

/** Rows of 0 before the first step. */
const zerosBefore =
  (numRows: number): LayerMaker =>
  ([length, channels]) => ({
    parameters: [],
    shape: [length + numRows, channels],
    apply: (x) => tf.pad(x, [[0, 0], [numRows, 0], [0, 0]]), // prettier-ignore
  });

/** A convolution whose every place sees itself and steps before it. */
const causal = (filters: number, kernel: number, dilation: number): LayerMaker =>
  sequence({
    before: zerosBefore((kernel - 1) * dilation),
    conv: convolution(filters, { size: kernel, dilation, padding: 'valid' }),
  });

/** Figure 1 (b). */
const block =
  (filters: number, kernel: number, dilation: number, rate: number): LayerMaker =>
  (input, name) => {
    const left = rate > 0 ? dropoutLayer(rate) : undefined;
    return sequence({
      sum: sum({
        branch: sequence({
          first: causal(filters, kernel, dilation),
          dropout1: left,
          second: causal(filters, kernel, dilation),
          dropout2: left,
        }),
        shortcut: input[1] === filters ? sequence({}) : convolution(filters, { size: 1, activation: 'none' }),
      }),
      relu: elementwise((x) => tf.relu(x)),
    })(input, name);
  };

const lastStep: LayerMaker = ([length, channels]) => ({
  parameters: [],
  shape: [channels],
  apply: (x) => tf.reshape(tf.slice(x, [0, length - 1, 0], [-1, 1, -1]), [x.shape[0], channels]),
});

/** The blocks below the features: [L, C] → [L, filters of the last]. */
export const causalBlocks = (filters: readonly number[], kernel: number, dropout: number): NamedLayers =>
  Object.fromEntries(
    filters.map((maps, i): [string, LayerMaker] => [`block${i + 1}`, block(maps, kernel, 2 ** i, dropout)]),
  );

const build = (input: Shape, { filters, kernel, dropout }: Settings<typeof schema>): Body =>
  bodyOf({ ...causalBlocks(filters, kernel, dropout), last: lastStep }, input);

/** `tcn` */
export const tcn: BodyDeclaration<typeof schema> = {
  title: 'TCN (2018): dilated convolutions over time that see no later step',
  schema,
  reads: rows,
  build,
};
