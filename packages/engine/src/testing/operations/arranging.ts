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

/** Operations by name; part of OPERATIONS. */
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
  reverse: anyShape(1, 4).chain((shape) =>
    fc.subarray(shape.map((_, i) => i)).map((axes): Instance => ({
      operands: { x: trained(shape) },
      apply: ({ x }) => tf.reverse(x, axes.length ? axes : undefined),
    })),
  ),
  stridedSlice: anyShape(1, 3).chain((shape) =>
    fc
      .tuple(
        ...shape.map((size) =>
          fc.tuple(fc.nat({ max: size - 1 }), fc.nat({ max: size }), fc.constantFrom(1, 2, -1, -2)),
        ),
      )
      .map((ranges): Instance => {
        // Backwards from the last element to the first (-1 means the end here, hence the mask), or forwards over some.
        const isBackwards = ranges.map(([, , stride]) => stride < 0);
        const mask = isBackwards.reduce((bits, backwards, i) => bits | (Number(backwards) << i), 0);
        const begin = ranges.map(([start], i) => (isBackwards[i] ? 0 : Math.min(start, shape[i] - 1)));
        const end = ranges.map(([start, stop], i) => Math.max(start + 1, stop, isBackwards[i] ? 1 : 0));
        const strides = ranges.map(([, , stride]) => stride);
        return {
          operands: { x: trained(shape) },
          apply: ({ x }) => tf.stridedSlice(x, begin, end, strides, mask, mask),
        };
      }),
  ),
  mirrorPad: fc
    .tuple(anyShape(1, 3), fc.constantFrom('reflect' as const, 'symmetric' as const))
    .map(([shape, mode]): Instance => ({
      operands: { x: trained(shape.map((size) => size + 1)) },
      apply: ({ x }) => tf.mirrorPad(x, shape.map((size, i): [number, number] => [i % 2, Math.min(size, 1)]), mode), // prettier-ignore
    })),
  gatherNd: fc.tuple(anyShape(2, 4), length(1, 4), fc.boolean()).map(([shape, count, isDeep]): Instance => {
    const depth = isDeep ? 2 : 1;
    return {
      operands: { x: trained(shape), at: integers([count, depth], Math.min(...shape.slice(0, depth))) },
      apply: ({ x, at }) => tf.gatherND(x, at),
    };
  }),
  scatterNd: fc.tuple(anyShape(2, 4), length(1, 4)).map(([shape, count]): Instance => ({
    operands: { updates: trained([count, ...shape.slice(1)]), at: integers([count, 1], shape[0]) },
    apply: ({ updates, at }) => tf.scatterND(at, updates, shape as number[]),
  })),
  tensorScatterUpdate: fc.tuple(anyShape(2, 3), fc.boolean()).map(([shape, isFirst]): Instance => ({
    operands: { x: trained(shape), updates: trained([1, ...shape.slice(1)]) },
    apply: ({ x, updates }) =>
      tf.tensorScatterUpdate(x, tf.tensor2d([[isFirst ? 0 : shape[0] - 1]], [1, 1], 'int32'), updates),
  })),
  unsortedSegmentSum: fc
    .record({ rows: length(), width: length(), segments: length() })
    .map(({ rows, width, segments }): Instance => ({
      operands: { x: trained([rows, width]), ids: integers([rows], segments) },
      apply: ({ x, ids }) => tf.unsortedSegmentSum(x, ids as tf.Tensor1D, segments),
    })),
  spaceToBatch: fc
    .record({ batch: length(1, 2), size: length(1, 3), channels: length(1, 3) })
    .map(({ batch, size, channels }): Instance => ({
      operands: { x: trained([batch, 2 * size, 3 * size, channels]) },
      apply: ({ x }) => tf.spaceToBatchND(x, [2, 3], [[0, 2], [3, 0]]), // prettier-ignore
    })),
  batchToSpace: fc
    .record({ batch: length(1, 2), size: length(2, 3), channels: length(1, 3) })
    .map(({ batch, size, channels }): Instance => ({
      operands: { x: trained([4 * batch, size, size, channels]) },
      apply: ({ x }) => tf.batchToSpaceND(x, [2, 2], [[0, 1], [1, 0]]), // prettier-ignore
    })),
  depthToSpace: fc
    .record({ batch: length(1, 2), size: length(1, 3), channels: length(1, 3) })
    .map(({ batch, size, channels }): Instance => ({
      operands: { x: trained([batch, size, size + 1, 4 * channels]) },
      apply: ({ x }) => tf.depthToSpace(x as tf.Tensor4D, 2),
    })),
  ...Object.fromEntries(
    // As in attention; tfjs's own einsum is wrong where a letter of one operand alone is summed beside a product.
    ['ij,jk->ik', 'bhqd,bhkd->bhqk', 'bhqk,bhkd->bhqd', 'bqhd,bkhd->bhqk', 'ij,j->i', 'ij->ji', 'ij->i'].map(
      (equation) => [
        `einsum ${equation}`,
        fc.array(length(1, 4), { minLength: 26, maxLength: 26 }).map((lengths): Instance => {
          const shapes = equation.split('->')[0].split(',').map((letters) => [...letters].map((letter) => lengths[letter.charCodeAt(0) - 97])); // prettier-ignore
          return {
            operands: Object.fromEntries(shapes.map((shape, i) => [`operand${i}`, trained(shape)])),
            apply: (tensors) => tf.einsum(equation, ...shapes.map((_, i) => tensors[`operand${i}`])),
          };
        }),
      ],
    ),
  ),
  attention: fc
    .record({ batch: length(1, 2), heads: length(1, 3), tokens: length(2, 5), width: length() })
    .map(({ batch, heads, tokens, width }): Instance => {
      const shape = [batch, heads, tokens, width];
      return {
        operands: { q: trained(shape), k: trained(shape), v: trained(shape) },
        apply: ({ q, k, v }) => {
          const scores = tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(width));
          const causal = tf.linalg.bandPart(tf.ones([tokens, tokens]), -1, 0);
          const masked = tf.add(tf.mul(scores, causal), tf.mul(tf.sub(1, causal), -1e9));
          return tf.matMul(tf.softmax(masked), v);
        },
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
  /** The index depends on what the gradient is taken of. */
  gatherOfLargest: fc
    .record({ rows: length(), actions: length(2, 5) })
    .map(({ rows, actions }): Instance => ({
      operands: { x: trained([rows, actions], -10, 10), y: trained([actions, 2]) },
      apply: ({ x, y }) => tf.mul(tf.gather(y, tf.argMax(x, 1) as tf.Tensor1D), tf.max(x, 1, true)),
    })),
  /** The chosen actions' values, as in Q-learning, with one and two batch axes. */
  gatherBatched: fc
    .record({ batch: anyShape(1, 2), actions: length(2, 5), picked: length(1, 3), width: length(1, 3) })
    .map(({ batch, actions, picked, width }): Instance => ({
      operands: { x: trained([...batch, actions, width]), at: integers([...batch, picked], actions) },
      apply: ({ x, at }) => tf.gather(x, at as tf.Tensor2D, batch.length, batch.length),
    })),
  flipLeftRight: fc.tuple(length(1, 2), length(1, 4)).map(([batch, size]): Instance => ({
    operands: { x: trained([batch, 2, size, 3]) },
    apply: ({ x }) => tf.image.flipLeftRight(x as tf.Tensor4D),
  })),
  diag: anyShape(1, 2).map((shape): Instance => ({
    operands: { x: trained(shape) },
    apply: ({ x }) => tf.diag(x),
  })),
  unstackOne: anyShape(1, 3).map((shape): Instance => ({
    operands: { x: trained([1, ...shape]) },
    apply: ({ x }) => tf.square(tf.unstack(x)[0]),
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
    hasKinks: true,
    apply: ({ a, b, bias }) =>
      tf.fused.matMul({ a: a as tf.Tensor2D, b: b as tf.Tensor2D, bias, activation: 'relu' }),
  })),
  dense: matrices.map(({ m, k, n }): Instance => ({
    operands: { x: given([m, k]), w: trained([k, n]), b: trained([n]) },
    apply: ({ x, w, b }) => tf.tanh(tf.add(tf.matMul(x, w), b)),
  })),
} satisfies Record<string, fc.Arbitrary<Instance>>;
