/**
 * The policy and value networks of AlphaGo (Silver et al. 2016, methods): a 5×5 convolution, 3×3 convolutions, and a 1×1 convolution
 * to one plane, `layers` of them in all. The policy adds a bias to each point, and a logit for a pass, which theirs did not have; the
 * value network has a dense layer of 256 and a tanh, and reads the same planes.
 * B = batch, H, W = board, C = channels, A = actions.
 */
import { AgonError, count, described, MOST_HELD, type Settings } from '@agon/core';
import { glorotUniform, heNormal, zeros, type ParameterSpec, type TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import { entry } from '../entry.js';
import type { Sizes } from '../kind.js';
import { policy, value } from '../kinds.js';
import { convolution, convolutionSpecs } from '../layers/convolution.js';
import { dense, denseSpecs } from '../layers/dense.js';
import type { NetworkParts } from '../network.js';
import { boards } from '../readable.js';

/** Of both networks. */
const schema = v.strictObject({
  layers: v.optional(described(count(2, 1000), 'convolutions, the 1×1 one included'), 13),
  channels: v.optional(described(count(1, MOST_HELD), 'channels of each convolution (the paper: 192)'), 64),
});

type AlphagoNetworkSettings = Settings<typeof schema>;

const VALUE_HIDDEN = 256;

/** All convolutions but the last. */
function trunkSpecs(planes: number, { layers, channels }: AlphagoNetworkSettings): ParameterSpec[] {
  const inner = Array.from({ length: layers - 2 }, (_, i) =>
    convolutionSpecs(`layer${i + 2}`, 3, channels, channels),
  );
  return [...convolutionSpecs('layer1', 5, planes, channels), ...inner.flat()];
}

/** [B, H, W, planes] → [B, H, W, C] */
function trunk(observation: tf.Tensor, values: TensorMap, layers: number): tf.Tensor4D {
  let x = observation as tf.Tensor4D;
  for (let layer = 1; layer < layers; layer++) x = tf.relu(convolution(x, values, `layer${layer}`));
  return x;
}

/** A = H · W, or one more for a pass. @throws unsupported for other numbers of actions */
function buildPolicy(
  { input: [height, width, planes], actions }: Sizes<typeof policy>,
  settings: AlphagoNetworkSettings,
): NetworkParts {
  const cells = height * width;
  const hasPass = actions === cells + 1;
  if (!hasPass && actions !== cells) {
    throw new AgonError(
      'unsupported',
      `alphago-policy needs an action for each of the ${cells} points, and at most a pass; the game has ${actions}.`,
    );
  }
  const { layers, channels } = settings;
  return {
    parameters: [
      ...trunkSpecs(planes, settings),
      { name: 'policy.weight', shape: [1, 1, channels, 1], init: heNormal },
      { name: 'policy.bias', shape: [cells], init: zeros },
      ...(hasPass ? denseSpecs('pass', channels, 1, glorotUniform) : []),
    ],
    apply({ observation }, values) {
      const x = trunk(observation, values, layers);
      const plane = tf.conv2d(x, values['policy.weight'] as tf.Tensor4D, 1, 'same');
      const points = tf.add(tf.reshape(plane, [x.shape[0], cells]), values['policy.bias']);
      if (!hasPass) return { policy: points };
      const pass = dense(tf.mean(x, [1, 2]) as tf.Tensor2D, values, 'pass');
      return { policy: tf.concat([points, pass], 1) };
    },
  };
}

function buildValue(
  { input: [height, width, planes] }: Sizes<typeof value>,
  settings: AlphagoNetworkSettings,
): NetworkParts {
  const cells = height * width;
  const { layers, channels } = settings;
  return {
    parameters: [
      ...trunkSpecs(planes, settings),
      ...convolutionSpecs('plane', 1, channels, 1),
      ...denseSpecs('hidden', cells, VALUE_HIDDEN),
      ...denseSpecs('value', VALUE_HIDDEN, 1, glorotUniform),
    ],
    apply({ observation }, values) {
      const x = trunk(observation, values, layers);
      const batch = x.shape[0];
      const plane = tf.relu(convolution(x, values, 'plane'));
      const hidden = tf.relu(dense(tf.reshape(plane, [batch, cells]), values, 'hidden')) as tf.Tensor2D;
      return { value: tf.tanh(tf.reshape(dense(hidden, values, 'value'), [batch])) };
    },
  };
}

/** `alphago-policy` */
export const alphagoPolicy = entry(policy, {
  title: 'the policy network of AlphaGo',
  schema,
  reads: { observation: boards },
  build: buildPolicy,
});

/** `alphago-value` */
export const alphagoValue = entry(value, {
  title: 'the value network of AlphaGo',
  schema,
  reads: { observation: boards },
  build: buildValue,
});
