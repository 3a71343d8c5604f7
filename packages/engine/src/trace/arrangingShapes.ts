/** Shape rules of kernels that move, select or index values. */
import * as tf from '@tensorflow/tfjs';
import { sizeOf, type Shape } from '../tensors.js';
import type { DataType, TraceNode } from './node.js';
import type { ShapeRule } from './shapeRule.js';

/** An axis counted from the front. */
export function positive(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

/** The attributes that Slice gets: both have an entry for every axis. */
export interface SliceAttrs {
  begin: number[];
  size: number[];
}

/** The attributes that StridedSlice gets; the result is then reshaped. */
export interface StridedSliceAttrs {
  begin: number[];
  end: number[];
  strides: number[];
}

/** The attribute that Reverse gets. */
export interface ReverseAttrs {
  axes: number[];
}

/** The source of each element of a mirrored axis: reflecting leaves the border out, symmetric padding repeats it. */
export function mirroredPlaces(
  length: number,
  [before, after]: readonly number[],
  isReflected: boolean,
): number[] {
  const offset = Number(isReflected);
  return Array.from({ length: before + length + after }, (_, i) => {
    const place = i - before;
    if (place < 0) return -place - 1 + offset;
    return place < length ? place : 2 * length - 1 - place - offset;
  });
}

const resized: ShapeRule = ({ images }, { size }) => {
  const [batch, , , channels] = images.shape;
  return { shape: [batch, ...(size as number[]), channels], dtype: 'float32' };
};
const likeImages: ShapeRule = ({ images }) => ({ shape: images.shape, dtype: 'float32' });
const cumulative: ShapeRule = ({ x }, attrs) => ({
  shape: x.shape,
  dtype: x.dtype,
  attrs: { axis: positive(attrs.axis as number, x.shape.length) },
});

const padded: ShapeRule = ({ x }, { paddings }) => {
  const amounts = paddings as number[][];
  return { shape: x.shape.map((length, i) => length + amounts[i][0] + amounts[i][1]), dtype: x.dtype };
};

function topK(x: TraceNode, k: number): Shape {
  return [...x.shape.slice(0, -1), k];
}

/** Rules by kernel; part of SHAPE_RULES. */
export const ARRANGING_SHAPES: Readonly<Record<string, ShapeRule>> = {
  Reshape: ({ x }, { shape }) => ({
    shape: tf.util.inferFromImplicitShape(shape as number[], sizeOf(x.shape)),
    dtype: x.dtype,
  }),
  ExpandDims: ({ input }, { dim }) => {
    const shape = [...input.shape];
    shape.splice(positive(dim as number, shape.length + 1), 0, 1);
    return { shape, dtype: input.dtype };
  },
  Transpose: ({ x }, { perm }) => ({
    shape: (perm as number[]).map((axis) => x.shape[axis]),
    dtype: x.dtype,
  }),
  Concat: (inputs, attrs) => {
    const all = Object.values(inputs);
    const shape = [...all[0].shape];
    const axis = positive(attrs.axis as number, shape.length);
    shape[axis] = all.reduce((length, input) => length + input.shape[axis], 0);
    return { shape, dtype: all[0].dtype, attrs: { axis } };
  },
  Pack: (inputs, attrs) => {
    const all = Object.values(inputs);
    const shape = [...all[0].shape];
    const axis = positive(attrs.axis as number, shape.length + 1);
    shape.splice(axis, 0, all.length);
    return { shape, dtype: all[0].dtype, attrs: { axis } };
  },
  Slice: ({ x }, attrs) => {
    const like = { shape: x.shape, rank: x.shape.length } as unknown as tf.TensorInfo;
    const [begin, size] = tf.slice_util.parseSliceParams(
      like,
      attrs.begin as number[],
      attrs.size as number[],
    );
    return { shape: size, dtype: x.dtype, attrs: { begin, size } };
  },
  StridedSlice: ({ x }, attrs) => {
    const a = attrs as unknown as tf.StridedSliceAttrs;
    const info = tf.slice_util.sliceInfo([...x.shape], a.begin, a.end, a.strides, a.beginMask, a.endMask, a.ellipsisMask, a.newAxisMask, a.shrinkAxisMask); // prettier-ignore
    return {
      shape: info.finalShape,
      dtype: x.dtype,
      attrs: { begin: info.begin, end: info.end, strides: info.strides },
    };
  },
  PadV2: padded,
  MirrorPad: padded,
  Tile: ({ x }, { reps }) => ({
    shape: x.shape.map((length, i) => length * (reps as number[])[i]),
    dtype: x.dtype,
  }),
  Reverse: ({ x }, { dims }) => {
    const named =
      dims == null ? x.shape.map((_, i) => i) : ([] as number[]).concat(dims as number | number[]);
    const axes = named.map((axis) => positive(axis, x.shape.length));
    return { shape: x.shape, dtype: x.dtype, attrs: { axes } };
  },
  OneHot: ({ indices }, { depth, dtype }) => ({
    shape: [...indices.shape, depth as number],
    dtype: (dtype as DataType | undefined) ?? 'float32',
  }),
  GatherV2: ({ x, indices }, attrs) => {
    const axis = positive(attrs.axis as number, x.shape.length);
    return {
      shape: [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)],
      dtype: x.dtype,
      attrs: { axis },
    };
  },
  GatherNd: ({ params, indices }) => {
    const depth = indices.shape[indices.shape.length - 1];
    return { shape: [...indices.shape.slice(0, -1), ...params.shape.slice(depth)], dtype: params.dtype };
  },
  ScatterNd: ({ updates }, { shape }) => ({ shape: shape as Shape, dtype: updates.dtype }),
  TensorScatterUpdate: ({ tensor }) => ({ shape: tensor.shape, dtype: tensor.dtype }),
  UnsortedSegmentSum: ({ x }, { numSegments }) => ({
    shape: [numSegments as number, ...x.shape.slice(1)],
    dtype: x.dtype,
  }),
  Cumsum: cumulative,
  Cumprod: cumulative,
  TopKValues: ({ x }, { k }) => ({ shape: topK(x, k as number), dtype: x.dtype }),
  TopKIndices: ({ x }, { k }) => ({ shape: topK(x, k as number), dtype: 'int32' }),
  ResizeBilinear: resized,
  ResizeNearestNeighbor: resized,
  ResizeBilinearGrad: likeImages,
  ResizeNearestNeighborGrad: likeImages,
};
