/**
 * Group normalisation (Wu & He 2018, section 3): the mean and variance of a group of channels over one row's places, the same in
 * training and use, whatever the batch. B = batch, C = channels, G = groups.
 */
import { constant, zeros } from '@agon/engine';
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

/** Over the last axis, with a scale and a shift for each channel. */
export const groupNormalisation: LayerMaker = (input, name) => {
  const channels = input[input.length - 1];
  const groups = groupsOf(channels);
  const places = input.slice(0, -1).reduce((product, length) => product * length, 1);
  return {
    parameters: [
      { name: `${name}.scale`, shape: [channels], init: constant(1) },
      { name: `${name}.shift`, shape: [channels], init: zeros },
    ],
    shape: input,
    apply(x, values) {
      const grouped = tf.reshape(x, [x.shape[0], places, groups, channels / groups]);
      const centred = tf.sub(grouped, tf.mean(grouped, [1, 3], true));
      const variance = tf.mean(tf.square(centred), [1, 3], true);
      const normal = tf.reshape(tf.mul(centred, tf.rsqrt(tf.add(variance, EPSILON))), x.shape);
      return tf.add(tf.mul(normal, values[`${name}.scale`]), values[`${name}.shift`]);
    },
  };
};
