/**
 * The residual tower of AlphaGo Zero (Silver et al. 2017): 3×3 convolutions in residual blocks, then a policy and a value
 * head. Instead of batch normalisation each block's branch is scaled by one learned number that begins at 0 (SkipInit, De &
 * Smith 2020), so that a deep tower starts as the identity and training and play compute the same function.
 * B = batch, H, W = board, C = channels, A = actions.
 */
import { AgonError, type Settings } from '@agon/core';
import { constant, glorotUniform, heNormal, zeros, type ParameterSpec, type TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import type { Network } from './network.js';

const count = (least: number, text: string) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.description(text));

export const residualTowerSchema = v.strictObject({
  blocks: v.optional(count(0, 'residual blocks'), 4),
  channels: v.optional(count(1, 'channels of each convolution'), 64),
  policyChannels: v.optional(count(1, 'channels of the policy head before its dense layer'), 2),
  valueChannels: v.optional(count(1, 'channels of the value head before its dense layers'), 1),
  valueHidden: v.optional(count(1, 'units of the value head'), 64),
});

/** A 3×3 or 1×1 convolution with bias that keeps the board's size. */
function convolution(x: tf.Tensor4D, parameters: TensorMap, name: string): tf.Tensor4D {
  const filter = parameters[`${name}.weight`] as tf.Tensor4D;
  return tf.add(tf.conv2d(x, filter, 1, 'same'), parameters[`${name}.bias`]);
}

function dense(x: tf.Tensor2D, parameters: TensorMap, name: string): tf.Tensor2D {
  return tf.add(tf.matMul(x, parameters[`${name}.weight`] as tf.Tensor2D), parameters[`${name}.bias`]);
}

function convolutionSpecs(name: string, size: number, from: number, to: number): ParameterSpec[] {
  return [
    { name: `${name}.weight`, shape: [size, size, from, to], init: heNormal },
    { name: `${name}.bias`, shape: [to], init: zeros },
  ];
}

function denseSpecs(name: string, from: number, to: number, init = heNormal): ParameterSpec[] {
  return [
    { name: `${name}.weight`, shape: [from, to], init },
    { name: `${name}.bias`, shape: [to], init: zeros },
  ];
}

/** Builds the tower for observations [H, W, planes]. @throws unsupported for observations of another rank */
export function buildResidualTower(
  inputShape: readonly number[],
  numActions: number,
  settings: Settings<typeof residualTowerSchema>,
): Network {
  if (inputShape.length !== 3) {
    throw new AgonError(
      'unsupported',
      `residual-tower reads boards [height, width, planes], got [${inputShape.join(', ')}]; use board-mlp.`,
    );
  }
  const [height, width, planes] = inputShape;
  const { blocks, channels, policyChannels, valueChannels, valueHidden } = settings;
  const cells = height * width;
  const parameters: ParameterSpec[] = [...convolutionSpecs('stem', 3, planes, channels)];
  for (let i = 0; i < blocks; i++) {
    parameters.push(
      ...convolutionSpecs(`block${i}.first`, 3, channels, channels),
      ...convolutionSpecs(`block${i}.second`, 3, channels, channels),
      { name: `block${i}.scale`, shape: [1], init: constant(0) },
    );
  }
  parameters.push(
    ...convolutionSpecs('policy.planes', 1, channels, policyChannels),
    ...denseSpecs('policy.out', cells * policyChannels, numActions, glorotUniform),
    ...convolutionSpecs('value.planes', 1, channels, valueChannels),
    ...denseSpecs('value.hidden', cells * valueChannels, valueHidden),
    ...denseSpecs('value.out', valueHidden, 1, glorotUniform),
  );

  return {
    id: 'residual-tower',
    inputShape,
    parameters,
    /** [B, H, W, planes] → policy logits [B, A], value [B] in (−1, 1). */
    apply(observation, values) {
      const batch = observation.shape[0];
      let x = convolution(observation as tf.Tensor4D, values, 'stem');
      for (let i = 0; i < blocks; i++) {
        const first = convolution(tf.relu(x), values, `block${i}.first`);
        const second = convolution(tf.relu(first), values, `block${i}.second`);
        x = tf.add(x, tf.mul(second, values[`block${i}.scale`]));
      }
      x = tf.relu(x);
      const policyPlanes = tf.relu(convolution(x, values, 'policy.planes'));
      const policy = dense(tf.reshape(policyPlanes, [batch, cells * policyChannels]), values, 'policy.out');
      const valuePlanes = tf.relu(convolution(x, values, 'value.planes'));
      const hidden = tf.relu(
        dense(tf.reshape(valuePlanes, [batch, cells * valueChannels]), values, 'value.hidden'),
      );
      const value = tf.tanh(tf.reshape(dense(hidden, values, 'value.out'), [batch]));
      return { policy, value };
    },
  };
}
