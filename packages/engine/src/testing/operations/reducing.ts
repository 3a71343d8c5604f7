/** Reductions, arg max, softmax, losses. */
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { bits, given, integers, trained, type Instance } from '../agreement.js';
import { anyShape, length } from './shapes.js';

/** A shape, some of its axes (none: undefined), and whether they are kept. */
const reduced = anyShape(1, 4).chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    axes: fc.option(fc.subarray(shape.map((_, i) => i), { minLength: 1 }), { nil: undefined }), // prettier-ignore
    keepDims: fc.boolean(),
  }),
);

const reduction = (
  apply: (x: tf.Tensor, axes: number[] | undefined, keepDims: boolean) => tf.Tensor,
  low = -1,
  high = 1,
): fc.Arbitrary<Instance> =>
  reduced.map(({ shape, axes, keepDims }) => ({
    operands: { x: trained(shape, low, high) },
    apply: ({ x }) => apply(x, axes, keepDims),
  }));

const logical = (apply: typeof tf.all): fc.Arbitrary<Instance> =>
  reduced.map(({ shape, axes, keepDims }) => ({
    operands: { x: bits(shape) },
    apply: ({ x }) => apply(tf.cast(x, 'bool'), axes, keepDims),
  }));

const alongAxis = (apply: (x: tf.Tensor, axis: number) => tf.Tensor): fc.Arbitrary<Instance> =>
  anyShape(1, 4).chain((shape) =>
    fc
      .integer({ min: 0, max: shape.length - 1 })
      .map((axis) => ({ operands: { x: given(shape) }, apply: ({ x }) => apply(x, axis) })),
  );

const cumulative = (
  apply: (x: tf.Tensor, axis: number, exclusive: boolean, reverse: boolean) => tf.Tensor,
  operand: typeof trained,
): fc.Arbitrary<Instance> =>
  anyShape(1, 3).chain((shape) =>
    fc
      .record({ axis: fc.nat({ max: shape.length - 1 }), exclusive: fc.boolean(), reverse: fc.boolean() })
      .map(({ axis, exclusive, reverse }) => ({
        operands: { x: operand(shape) },
        apply: ({ x }) => apply(x, axis, exclusive, reverse),
      })),
  );

const lastAxis = (apply: (x: tf.Tensor) => tf.Tensor): fc.Arbitrary<Instance> =>
  anyShape(1, 4).map((shape) => ({ operands: { x: trained(shape, -3, 3) }, apply: ({ x }) => apply(x) }));

const rows = fc.record({ batch: length(), classes: length(2, 6) });

/** Operations by name; part of OPERATIONS. */
export const REDUCING = {
  sum: reduction(tf.sum),
  mean: reduction(tf.mean),
  max: reduction(tf.max, -50, 50), // far apart: no ties within a finite difference
  min: reduction(tf.min, -50, 50),
  prod: reduction(tf.prod, 0.5, 1.5),
  logSumExp: reduction(tf.logSumExp),
  moments: reduction((x, axes, keepDims) => {
    const { mean, variance } = tf.moments(x, axes, keepDims);
    return tf.add(mean, variance);
  }),
  all: logical(tf.all),
  any: logical(tf.any),
  cumsum: cumulative((x, axis, exclusive, reverse) => tf.cumsum(x, axis, exclusive, reverse), trained),
  cumprod: cumulative(
    (x, axis, exclusive, reverse) => tf.cumprod(x, axis, exclusive, reverse),
    (shape) => trained(shape, 0.5, 1.5),
  ),
  topkValues: anyShape(1, 3).chain((shape) =>
    fc.integer({ min: 1, max: shape[shape.length - 1] }).map((k): Instance => ({
      operands: {
        x: trained(
          shape.map((size, i) => (i === shape.length - 1 ? size + 1 : size)),
          -50,
          50,
        ),
      },
      apply: ({ x }) => tf.topk(x, k).values,
    })),
  ),
  topkIndices: anyShape(1, 3).map((shape): Instance => ({
    operands: { x: integers(shape, 3) }, // equal values occur
    apply: ({ x }) => tf.topk(x, shape[shape.length - 1]).indices,
  })),
  norm: reduction((x, axes, keepDims) => tf.norm(x, 'euclidean', axes, keepDims), 0.2, 1),
  argMax: alongAxis((x, axis) => tf.argMax(x, axis)),
  argMin: alongAxis((x, axis) => tf.argMin(x, axis)),
  softmax: lastAxis((x) => tf.softmax(x)),
  logSoftmax: lastAxis((x) => tf.logSoftmax(x)),
  softmaxCrossEntropy: rows.map(({ batch, classes }): Instance => ({
    operands: { x: trained([batch, classes], -3, 3), target: given([batch, classes], 0, 1) },
    apply: ({ x, target }) => tf.losses.softmaxCrossEntropy(tf.softmax(target), x),
  })),
  sigmoidCrossEntropy: rows.map(({ batch, classes }): Instance => ({
    operands: { x: trained([batch, classes], -3, 3), target: given([batch, classes], 0, 1) },
    apply: ({ x, target }) => tf.losses.sigmoidCrossEntropy(target, x),
  })),
  huberLoss: rows.map(({ batch, classes }): Instance => ({
    operands: { x: trained([batch, classes], -3, 3), target: given([batch, classes], -3, 3) },
    apply: ({ x, target }) => tf.losses.huberLoss(target, x),
  })),
  meanSquaredError: rows.map(({ batch, classes }): Instance => ({
    operands: { x: trained([batch, classes], -3, 3), target: given([batch, classes], -3, 3) },
    apply: ({ x, target }) => tf.losses.meanSquaredError(target, x),
  })),
  chosenClass: rows.map(({ batch, classes }): Instance => ({
    operands: { x: trained([batch, classes]), action: integers([batch], classes) },
    apply: ({ x, action }) => tf.sum(tf.mul(x, tf.oneHot(action, classes)), 1),
  })),
} satisfies Record<string, fc.Arbitrary<Instance>>;
