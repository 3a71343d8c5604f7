/** Operations that move values, index them, or multiply matrices. */
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { given, integers, trained, type Instance } from '../agreement.js';
import { anyShape, length } from './shapes.js';

/** A shape and one of its axes. */
const withAxis = anyShape(1, 4).chain((shape) =>
  fc.record({ shape: fc.constant(shape), axis: fc.integer({ min: -shape.length, max: shape.length - 1 }) }),
);

const anyReshape = anyShape(0, 4).map((shape): Instance => ({
  operands: { x: trained(shape) },
  apply: ({ x }) => tf.reshape(x, [1, -1, 1]),
}));

const permuted = anyShape(2, 4).chain(
  (shape) =>
  fc.shuffledSubarray(shape.map((_, i) => i), { minLength: shape.length }).map((perm): Instance => ({
    operands: { x: trained(shape) },
    apply: ({ x }) => tf.transpose(x, perm),
  })), // prettier-ignore
);

const sliced = anyShape(1, 4).chain((shape) =>
  fc.tuple(...shape.map((size) => fc.integer({ min: 0, max: size - 1 }))).chain((begin) =>
    fc
      .tuple(...shape.map((size, i) => fc.integer({ min: 1, max: size - begin[i] })))
      .map((size): Instance => ({
        operands: { x: trained(shape) },
        apply: ({ x }) => tf.slice(x, begin, size),
      })),
  ),
);

const padded = anyShape(1, 4).chain((shape) =>
  fc
    .array(fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 2 })), {
      minLength: shape.length,
      maxLength: shape.length,
    })
    .map((paddings): Instance => ({
      operands: { x: trained(shape) },
      apply: ({ x }) => tf.pad(x, paddings, 0.5),
    })),
);

const tiled = anyShape(1, 4).chain((shape) =>
  fc.array(length(1, 3), { minLength: shape.length, maxLength: shape.length }).map((reps): Instance => ({
    operands: { x: trained(shape) },
    apply: ({ x }) => tf.tile(x, reps),
  })),
);

const matrices = fc.record({
  batch: anyShape(0, 2),
  m: length(),
  k: length(),
  n: length(),
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
});

export const ARRANGING = {
  reshape: anyReshape,
  expandDims: withAxis.map(({ shape, axis }): Instance => ({
    operands: { x: trained(shape) },
    apply: ({ x }) => tf.expandDims(x, axis),
  })),
  squeeze: anyShape(1, 3).map((shape): Instance => ({
    operands: { x: trained([1, ...shape]) },
    apply: ({ x }) => tf.squeeze(x, [0]),
  })),
  transpose: permuted,
  slice: sliced,
  pad: padded,
  tile: tiled,
  concat: fc.tuple(withAxis, length(1, 3)).map(([{ shape, axis }, more]): Instance => {
    const at = axis < 0 ? axis + shape.length : axis;
    const other = shape.map((size, i) => (i === at ? more : size));
    return {
      operands: { a: trained(shape), b: trained(other) },
      apply: ({ a, b }) => tf.concat([a, b, a], axis),
    };
  }),
  stack: fc.tuple(anyShape(0, 3), fc.boolean()).map(([shape, last]): Instance => ({
    operands: { a: trained(shape), b: trained(shape) },
    apply: ({ a, b }) => tf.stack([a, b], last ? shape.length : 0),
  })),
  unstack: withAxis.map(({ shape, axis }): Instance => ({
    operands: { x: trained(shape.map((size) => size + 1)) }, // tfjs cannot stack a single gradient
    apply: ({ x }) => tf.unstack(x, axis).reduce((sum, part, i) => tf.add(sum, tf.mul(part, i + 1))),
  })),
  split: fc.tuple(withAxis, length(2, 3)).map(([{ shape, axis }, parts]): Instance => {
    const at = axis < 0 ? axis + shape.length : axis;
    const whole = shape.map((size, i) => (i === at ? size * parts : size));
    return {
      operands: { x: trained(whole) },
      apply: ({ x }) => tf.split(x, parts, axis).reduce((sum, part, i) => tf.add(sum, tf.mul(part, i + 1))),
    };
  }),
  oneHot: fc.tuple(anyShape(1, 3), length(2, 5)).map(([shape, depth]): Instance => ({
    operands: { indices: integers(shape, depth + 2) },
    apply: ({ indices }) => tf.oneHot(tf.cast(indices, 'int32'), depth),
  })),
  oneHotOnOff: anyShape(1, 2).map((shape): Instance => ({
    operands: { indices: integers(shape, 4) },
    apply: ({ indices }) => tf.oneHot(tf.cast(indices, 'int32'), 4, 0.9, 0.1),
  })),
  gather: fc.tuple(withAxis, anyShape(1, 2)).map(([{ shape, axis }, indices]): Instance => ({
    operands: { x: trained(shape), indices: integers(indices, shape.at(axis) as number) },
    apply: ({ x, indices: at }) => tf.gather(x, at as tf.Tensor1D, axis < 0 ? axis + shape.length : axis),
  })),
  embedding: fc
    .record({ words: length(2, 6), width: length(), count: length() })
    .map(({ words, width, count }): Instance => ({
      operands: { table: trained([words, width]), tokens: integers([2, count], words) },
      apply: ({ table, tokens }) => tf.gather(table, tokens as tf.Tensor2D),
    })),
  matMul: matrices.map(({ batch, m, k, n, transposeA, transposeB }): Instance => ({
    operands: {
      a: trained([...batch, ...(transposeA ? [k, m] : [m, k])]),
      b: trained([...batch, ...(transposeB ? [n, k] : [k, n])]),
    },
    apply: ({ a, b }) => tf.matMul(a, b, transposeA, transposeB),
  })),
  fusedMatMul: matrices.map(({ m, k, n }): Instance => ({
    operands: { a: trained([m, k]), b: trained([k, n]), bias: trained([n]) },
    apply: ({ a, b, bias }) =>
      tf.fused.matMul({ a: a as tf.Tensor2D, b: b as tf.Tensor2D, bias, activation: 'relu' }),
  })),
  dense: matrices.map(({ m, k, n }): Instance => ({
    operands: { x: given([m, k]), w: trained([k, n]), b: trained([n]) },
    apply: ({ x, w, b }) => tf.tanh(tf.add(tf.matMul(x, w), b)),
  })),
} satisfies Record<string, fc.Arbitrary<Instance>>;
