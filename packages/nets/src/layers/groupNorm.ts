/**
 * Group normalisation (Wu & He 2018, section 3): the mean and variance of a group of channels over one row's places, the same in
 * training and use, whatever the batch. B = batch, C = channels, G = groups; [B, 1, …, C] is one number for each channel of a row.
 */
import { constant, zeros, type TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import type { LayerMaker } from './layer.js';

const EPSILON = 1e-5;
/** The paper's groups; fewer where they do not divide the channels. */
const MOST_GROUPS = 32;

/** The largest number of groups up to the paper's that leaves two channels to each, or 1. */
function groupsOf(channels: number): number {
  for (let groups = Math.min(MOST_GROUPS, channels >> 1); groups > 1; groups--)
    if (channels % groups === 0) return groups;
  return 1;
}

/** [B, 1, …, C] → the same, each number the mean of its group. */
function overGroups(x: tf.Tensor, groups: number): tf.Tensor {
  const each = x.shape[x.rank - 1] / groups;
  const means = tf.mean(tf.reshape(x, [x.shape[0], groups, each]), 2, true);
  return tf.reshape(tf.mul(means, tf.ones([1, 1, each])), x.shape);
}

/** [B, …, C] → the normal values, scaled and shifted. As in batch normalisation the whole gradient in x is written out. */
function normalise(x: tf.Tensor, groups: number, values: TensorMap, name: string): tf.Tensor {
  const places = Array.from({ length: x.rank - 2 }, (_, i) => i + 1);
  /** [B, …, C] → [B, 1, …, C]: the mean of a group over a row's places. */
  const average = (of: tf.Tensor): tf.Tensor => overGroups(tf.mean(of, places, true), groups);
  const mean = average(x);
  const variance = average(tf.square(tf.sub(x, mean)));
  const apply = tf.customGrad((...args) => {
    const [input, mean, variance, scale, shift, save] = args as unknown as [
      ...inputs: [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor],
      save: tf.GradSaveFunc,
    ];
    const inverse = tf.rsqrt(tf.add(variance, EPSILON));
    save([input, mean, inverse, scale]);
    return {
      value: tf.add(tf.mul(tf.sub(input, mean), tf.mul(inverse, scale)), shift),
      gradFunc(dy: tf.Tensor, saved: tf.Tensor[]) {
        const [input, mean, inverse, scale] = saved;
        const centred = tf.sub(input, mean);
        const count = x.size / (x.shape[0] * x.shape[x.rank - 1]);
        const sum = tf.sum(dy, places, true);
        const along = tf.sum(tf.mul(dy, centred), places, true);
        const own = (of: tf.Tensor): tf.Tensor => tf.div(overGroups(tf.mul(of, scale), groups), count);
        const parallel = tf.mul(centred, tf.mul(own(along), tf.mul(inverse, tf.square(inverse))));
        const straight = tf.sub(tf.mul(dy, tf.mul(inverse, scale)), tf.mul(own(sum), inverse));
        const rows = Array.from({ length: x.rank - 1 }, (_, i) => i);
        return [
          tf.sub(straight, parallel),
          tf.zerosLike(mean),
          tf.zerosLike(inverse),
          tf.sum(tf.mul(along, inverse), rows),
          tf.sum(sum, rows),
        ];
      },
    };
  });
  return apply(x, mean, variance, values[`${name}.scale`], values[`${name}.shift`]);
}

/** Over the last axis, with a scale and a shift for each channel. */
export const groupNormalisation: LayerMaker = (input, name) => {
  const channels = input[input.length - 1];
  const groups = groupsOf(channels);
  return {
    parameters: [
      { name: `${name}.scale`, shape: [channels], init: constant(1) },
      { name: `${name}.shift`, shape: [channels], init: zeros },
    ],
    shape: input,
    apply: (x, values) => normalise(x, groups, values, name),
  };
};
