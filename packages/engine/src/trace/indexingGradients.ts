/**
 * Gradients of kernels that move, select or index values, where tfjs 4.22 has none (gatherND, scatterND, tensorScatterUpdate,
 * strided slices, flips, cumulative products) or a wrong one (gather with more than one batch axis, mirror padding, whose
 * repeats it drops, unstack into one part, where it fails).
 */
import * as tf from '@tensorflow/tfjs';
import { mirroredPlaces } from './arrangingShapes.js';
import { registerGradient, type GradientOf } from './registration.js';

/** Adds each slice of a gradient along an axis to the place that it came from; places may repeat. */
function addTo(gradient: tf.Tensor, axis: number, places: number[], length: number): tf.Tensor {
  const swap = gradient.shape.map((_, i) => (i === 0 ? axis : i === axis ? 0 : i));
  const rows = tf.unsortedSegmentSum(tf.transpose(gradient, swap), tf.tensor1d(places, 'int32'), length);
  return tf.transpose(rows, swap);
}

const mirrorPad: GradientOf = (dy, [x], { paddings, mode }) => ({
  x: () =>
    (paddings as [number, number][]).reduce((gradient, amounts, axis) => {
      if (amounts[0] === 0 && amounts[1] === 0) return gradient;
      const places = mirroredPlaces(x.shape[axis], amounts, mode === 'reflect');
      return addTo(gradient, axis, places, x.shape[axis]);
    }, dy),
});

const stridedSlice: GradientOf = (dy, [x], attrs) => ({
  x: () => {
    const a = attrs as unknown as tf.StridedSliceAttrs;
    const { begin, end, strides } = tf.slice_util.sliceInfo([...x.shape], a.begin, a.end, a.strides, a.beginMask, a.endMask, a.ellipsisMask, a.newAxisMask, a.shrinkAxisMask); // prettier-ignore
    const places = x.shape.map((_, axis) => {
      const count = Math.max(0, Math.ceil((end[axis] - begin[axis]) / strides[axis]));
      return Array.from({ length: count }, (_, i) => begin[axis] + i * strides[axis]);
    });
    const taken = tf.reshape(dy, places.map((along) => along.length)); // prettier-ignore
    return places.reduce((gradient, along, axis) => addTo(gradient, axis, along, x.shape[axis]), taken);
  },
});

/**
 * The rows of a gather with batch axes, which must come just before its axis, as one gather along the first axis: x flattened
 * to [batch · length, rest], and the indices moved on by their batch's start.
 */
function batchedRows(indices: tf.Tensor, batch: number, length: number): tf.Tensor1D {
  const starts = tf.tensor2d(Array.from({ length: batch }, (_, i) => i * length), [batch, 1], 'int32'); // prettier-ignore
  return tf.reshape(tf.add(tf.reshape(indices, [batch, -1]), starts), [-1]);
}

const product = (lengths: readonly number[]) => lengths.reduce((a, b) => a * b, 1);

const gather: GradientOf = (dy, [x, indices], { axis, batchDims }) => ({
  x: () => {
    const at = tf.util.parseAxisParam(axis as number, x.shape)[0];
    const shared = (batchDims as number | undefined) ?? 0;
    const length = x.shape[at];
    if (shared === 0) {
      // [outer, picked, inner] → [picked, outer, inner] → summed by place → back
      const parts = [product(x.shape.slice(0, at)), indices.size, product(x.shape.slice(at + 1))];
      const rows = tf.transpose(tf.reshape(dy, parts), [1, 0, 2]);
      const sums = tf.unsortedSegmentSum(rows, tf.reshape(indices, [-1]) as tf.Tensor1D, length);
      return tf.reshape(tf.transpose(sums, [1, 0, 2]), x.shape);
    }
    const batch = product(x.shape.slice(0, shared));
    const rows = tf.reshape(dy, [indices.size, product(x.shape.slice(at + 1))]);
    const sums = tf.unsortedSegmentSum(rows, batchedRows(indices, batch, length), batch * length);
    return tf.reshape(sums, x.shape);
  },
  indices: () => tf.zeros(indices.shape),
});

const asIndices = (indices: tf.Tensor) => tf.cast(indices, 'int32');

const gatherNd: GradientOf = (dy, [params, indices]) => ({
  params: () => tf.scatterND(asIndices(indices), dy, params.shape as [number]),
  indices: () => tf.zeros(indices.shape),
});

const scatterNd: GradientOf = (dy, [indices]) => ({
  indices: () => tf.zeros(indices.shape),
  updates: () => tf.gatherND(dy, asIndices(indices)),
});

const tensorScatterUpdate: GradientOf = (dy, [indices, updates]) => ({
  // Not from dy itself: tfjs's cpu kernel writes into the tensor that it is given.
  tensor: () =>
    tf.mul(dy, tf.tensorScatterUpdate(tf.onesLike(dy), asIndices(indices), tf.zerosLike(updates))),
  indices: () => tf.zeros(indices.shape),
  updates: () => tf.gatherND(dy, asIndices(indices)),
});

/** tfjs's own, and none in the ids, which may depend on what the gradient is taken of (an arg max). */
const unsortedSegmentSum = (own: tf.GradConfig): GradientOf => {
  return (dy, saved, attrs) => ({
    ...own.gradFunc(dy, saved, attrs as unknown as tf.NamedAttrMap),
    segmentIds: () => tf.zeros(saved[0].shape),
  });
};

/** Not a number where x is 0. */
const cumprod: GradientOf = (dy, [x, y], { axis, exclusive, reverse }) => ({
  x: () => tf.div(tf.cumsum(tf.mul(dy, y), axis as number, exclusive as boolean, !reverse), x),
});

const unpack: GradientOf = (dy, _saved, { axis }) => ({
  value: () => tf.stack(([] as tf.Tensor[]).concat(dy), axis as number),
});

/** Registers them with tfjs, in place of its own; part of `registerGradients`. */
export function registerIndexingGradients(): void {
  registerGradient('MirrorPad', { inputsToSave: ['x'] }, mirrorPad);
  registerGradient('StridedSlice', { inputsToSave: ['x'] }, stridedSlice);
  registerGradient('GatherV2', { inputsToSave: ['x', 'indices'] }, gather);
  registerGradient('GatherNd', { inputsToSave: ['params', 'indices'] }, gatherNd);
  registerGradient('ScatterNd', { inputsToSave: ['indices'] }, scatterNd);
  registerGradient('TensorScatterUpdate', { inputsToSave: ['indices', 'updates'] }, tensorScatterUpdate);
  const own = tf.getGradient('UnsortedSegmentSum');
  registerGradient('UnsortedSegmentSum', { inputsToSave: ['segmentIds'] }, unsortedSegmentSum(own));
  registerGradient('Cumprod', { inputsToSave: ['x'], outputsToSave: [true] }, cumprod);
  registerGradient('Unpack', {}, unpack);
  registerGradient('FlipLeftRight', {}, (dy) => ({ image: () => tf.reverse(dy, 2) }));
  registerGradient('Diag', { inputsToSave: ['x'] }, (dy, [x]) => ({
    x: () => tf.reshape(tf.sum(tf.mul(tf.reshape(dy, [x.size, x.size]), tf.eye(x.size)), 1), x.shape),
  }));
}
