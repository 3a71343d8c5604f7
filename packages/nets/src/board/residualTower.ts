/**
 * The residual tower of AlphaGo Zero (Silver et al. 2017): 3×3 convolutions in residual blocks, then a policy and a value
 * head. Instead of batch normalisation the last convolution of each block's branch begins at 0 (Fixup, Zhang et al. 2019), so that
 * a deep tower starts as the identity and training and play compute the same function. Each branch also has a learned scale, which
 * begins at 1: with a scale of 0 instead (SkipInit, De & Smith 2020) Adam kept 14,000 minibatches later all branches below 0.2.
 * Options add what KataGo's network has (Wu 2020): blocks that pool over the whole board, a policy head with one logit a cell, and
 * heads for territory, whose sum the value builds on.
 * B = batch, H, W = board, C = channels, A = actions.
 */
import { AgonError, count, described, MOST_HELD, type Settings } from '@agon/core';
import { constant, glorotUniform, zeros, type ParameterSpec, type TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import { entry } from '../entry.js';
import type { Sizes } from '../kind.js';
import { policyValue } from '../kinds.js';
import { convolution, convolutionSpecs, pooled } from '../layers/convolution.js';
import { dense, denseSpecs } from '../layers/dense.js';
import type { NetworkParts } from '../network.js';
import { boards } from '../readable.js';

/** Settings of `residual-tower`. */
export const residualTowerSchema = v.strictObject({
  blocks: v.optional(described(count(0, 1000), 'residual blocks'), 4),
  channels: v.optional(described(count(1, MOST_HELD), 'channels of each convolution'), 64),
  pooling: v.optional(
    described(
      count(0, MOST_HELD),
      'channels that every second block (2nd, 4th, …) pools over the whole board (KataGo); 0: none',
    ),
    0,
  ),
  policyHead: v.optional(
    described(
      v.picklist(['dense', 'points']),
      'one dense layer, or one logit per cell (if each cell is an action)',
    ),
    'dense',
  ),
  policyChannels: v.optional(
    described(count(1, MOST_HELD), 'channels of the policy head before its last layer'),
    2,
  ),
  valueChannels: v.optional(
    described(count(1, MOST_HELD), 'channels of the value head before its dense layers'),
    1,
  ),
  valueHidden: v.optional(described(count(1, MOST_HELD), 'units of the value head'), 64),
  territory: v.optional(
    described(
      v.boolean(),
      'heads for the final owner of each cell and for the lead; the value uses the lead',
    ),
    false,
  ),
});

type TowerSettings = Settings<typeof residualTowerSchema>;

/**
 * How strongly the value follows the lead at first, by point: tanh(0.2 · lead) is the best of its kind on 150,000 positions of
 * KataGo's 9×9 games with 40 visits (squared error of the chance to win 0.014; with 0.05 for 0.2 it is 0.035).
 */
const FIRST_POINT_VALUE = 0.2;

/** A part of the tower: its parameters, and what it does with the tower's output [B, H, W, C]. */
interface Head {
  parameters: ParameterSpec[];
  apply(x: tf.Tensor4D, values: TensorMap): TensorMap;
}

/** One logit for each action from all cells at once. */
function densePolicy(cells: number, numActions: number, { channels, policyChannels }: TowerSettings): Head {
  return {
    parameters: [
      ...convolutionSpecs('policy.planes', 1, channels, policyChannels),
      ...denseSpecs('policy.out', cells * policyChannels, numActions, glorotUniform),
    ],
    apply(x, values) {
      const planes = tf.relu(convolution(x, values, 'policy.planes'));
      return {
        policy: dense(tf.reshape(planes, [x.shape[0], cells * policyChannels]), values, 'policy.out'),
      };
    },
  };
}

/** A logit for each cell from its own features and the board's pool; other actions (a pass) from the pool alone. */
function pointsPolicy(cells: number, numActions: number, { channels, policyChannels }: TowerSettings): Head {
  const others = numActions - cells;
  return {
    parameters: [
      ...convolutionSpecs('policy.planes', 1, channels, policyChannels),
      ...convolutionSpecs('policy.pool', 1, channels, policyChannels),
      ...denseSpecs('policy.bias', 2 * policyChannels, policyChannels),
      ...convolutionSpecs('policy.out', 1, policyChannels, 1),
      ...(others > 0 ? denseSpecs('policy.others', 2 * policyChannels, others, glorotUniform) : []),
    ],
    apply(x, values) {
      const batch = x.shape[0];
      const board = pooled(tf.relu(convolution(x, values, 'policy.pool')));
      const bias = tf.reshape(dense(board, values, 'policy.bias'), [batch, 1, 1, policyChannels]);
      const planes = tf.relu(tf.add(convolution(x, values, 'policy.planes'), bias)) as tf.Tensor4D;
      const points = tf.reshape(convolution(planes, values, 'policy.out'), [batch, cells]);
      if (others === 0) return { policy: points };
      return { policy: tf.concat([points, dense(board, values, 'policy.others')], 1) };
    },
  };
}

/** The value alone, from all cells at once. */
function denseValue(cells: number, { channels, valueChannels, valueHidden }: TowerSettings): Head {
  return {
    parameters: [
      ...convolutionSpecs('value.planes', 1, channels, valueChannels),
      ...denseSpecs('value.hidden', cells * valueChannels, valueHidden),
      ...denseSpecs('value.out', valueHidden, 1, glorotUniform),
    ],
    apply(x, values) {
      const batch = x.shape[0];
      const planes = tf.relu(convolution(x, values, 'value.planes'));
      const flat = tf.reshape(planes, [batch, cells * valueChannels]) as tf.Tensor2D;
      const hidden = tf.relu(dense(flat, values, 'value.hidden')) as tf.Tensor2D;
      return { value: tf.tanh(tf.reshape(dense(hidden, values, 'value.out'), [batch])) };
    },
  };
}

/**
 * Territory: ownership [B, H·W] in (−1, 1); score [B], the lead divided by the cells: the mean owner and what the board's pool adds
 * (komi); value: tanh of the score's multiple and what the pool adds. Nothing here is cut off by a ReLU on its way to the value. All
 * begin at 0: a board of small leads would be lost in the noise of weights as drawn.
 */
function territoryValue(cells: number, { channels, valueHidden }: TowerSettings): Head {
  const planes = Math.max(4, valueHidden >> 2);
  return {
    parameters: [
      ...convolutionSpecs('value.planes', 1, channels, planes),
      ...denseSpecs('value.hidden', 2 * planes, valueHidden),
      ...denseSpecs('value.out', valueHidden, 1, zeros),
      ...convolutionSpecs('ownership', 1, channels, 1, zeros),
      ...denseSpecs('score.out', valueHidden, 1, zeros),
      { name: 'value.score', shape: [1], init: constant(FIRST_POINT_VALUE * cells) },
    ],
    apply(x, values) {
      const batch = x.shape[0];
      const ownership = tf.tanh(tf.reshape(convolution(x, values, 'ownership'), [batch, cells]));
      const board = pooled(tf.relu(convolution(x, values, 'value.planes')));
      const hidden = tf.relu(dense(board, values, 'value.hidden')) as tf.Tensor2D;
      const score = tf.add(tf.mean(ownership, 1), tf.reshape(dense(hidden, values, 'score.out'), [batch]));
      const rest = tf.reshape(dense(hidden, values, 'value.out'), [batch]);
      return { value: tf.tanh(tf.add(tf.mul(score, values['value.score']), rest)), ownership, score };
    },
  };
}

/** The parameters of one residual block. */
function blockSpecs(name: string, { channels, pooling }: TowerSettings, pools: boolean): ParameterSpec[] {
  return [
    ...convolutionSpecs(`${name}.first`, 3, channels, channels),
    ...(pools
      ? [
          ...convolutionSpecs(`${name}.pool`, 1, channels, pooling),
          ...denseSpecs(`${name}.bias`, 2 * pooling, channels),
        ]
      : []),
    ...convolutionSpecs(`${name}.second`, 3, channels, channels, zeros),
    { name: `${name}.scale`, shape: [1], init: constant(1) },
  ];
}

/** x + scale · branch(x); a block that pools adds what it found on the whole board to every cell of the branch. */
function block(x: tf.Tensor4D, values: TensorMap, name: string, pools: boolean): tf.Tensor4D {
  const active = tf.relu(x);
  let first = convolution(active, values, `${name}.first`);
  if (pools) {
    const board = pooled(tf.relu(convolution(active, values, `${name}.pool`)));
    const bias = dense(board, values, `${name}.bias`);
    first = tf.add(first, tf.reshape(bias, [x.shape[0], 1, 1, x.shape[3]]));
  }
  const second = convolution(tf.relu(first), values, `${name}.second`);
  return tf.add(x, tf.mul(second, values[`${name}.scale`]));
}

/** @throws unsupported for too few actions */
function build(
  { input: [height, width, planes], actions }: Sizes<typeof policyValue>,
  settings: TowerSettings,
): NetworkParts {
  const { blocks, channels, pooling, policyHead, territory } = settings;
  const cells = height * width;
  if (policyHead === 'points' && actions < cells) {
    throw new AgonError(
      'unsupported',
      `residual-tower:policyHead=points needs an action for each of the ${cells} cells, and the game has ${actions}; use policyHead=dense.`,
    );
  }
  const pools = (index: number): boolean => pooling > 0 && index % 2 === 1;
  const policy = (policyHead === 'points' ? pointsPolicy : densePolicy)(cells, actions, settings);
  const value = (territory ? territoryValue : denseValue)(cells, settings);
  const parameters: ParameterSpec[] = [
    ...convolutionSpecs('stem', 3, planes, channels),
    ...Array.from({ length: blocks }, (_, i) => blockSpecs(`block${i}`, settings, pools(i))).flat(),
    ...policy.parameters,
    ...value.parameters,
  ];

  return {
    parameters,
    moreOutputs: territory ? { ownership: { shape: [cells] }, score: { shape: [] } } : undefined,
    apply({ observation }, values) {
      let x = convolution(observation as tf.Tensor4D, values, 'stem');
      for (let i = 0; i < blocks; i++) x = block(x, values, `block${i}`, pools(i));
      x = tf.relu(x);
      return { ...policy.apply(x, values), ...value.apply(x, values) };
    },
  };
}

/** `residual-tower` */
export const residualTower = entry(policyValue, {
  title: 'residual tower of AlphaGo Zero',
  schema: residualTowerSchema,
  reads: { observation: boards },
  build,
});
