/**
 * The shape and dtype of each kernel's result, and its attributes completed with what lowering needs. One rule per tfjs
 * kernel (names and attributes: tfjs-core `kernel_names.ts`).
 */
import * as tf from '@tensorflow/tfjs';
import { sizeOf, type Shape } from '../tensors.js';
import type { Attributes, DataType, NodeMap } from './node.js';

export interface Result {
  shape: Shape;
  dtype: DataType;
  /** Added to the kernel's own attributes. */
  attrs?: Attributes;
}
export type ShapeRule = (inputs: NodeMap, attrs: Attributes) => Result;

/** The shape of two operands broadcast together (numpy's rule). */
export function broadcast(a: Shape, b: Shape): Shape {
  return tf.backend_util.assertAndGetBroadcastShape([...a], [...b]);
}

/** An axis counted from the front. */
export function positive(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

/** The attribute that reductions get: which axes, counted from the front. */
export interface ReductionAttrs {
  axes: number[];
  keepDims: boolean;
}

const unary: ShapeRule = ({ x }) => ({ shape: x.shape, dtype: x.dtype });
const unaryBool: ShapeRule = ({ x }) => ({ shape: x.shape, dtype: 'bool' });
const binary: ShapeRule = ({ a, b }) => ({ shape: broadcast(a.shape, b.shape), dtype: a.dtype });
const comparison: ShapeRule = ({ a, b }) => ({ shape: broadcast(a.shape, b.shape), dtype: 'bool' });
const likeDy: ShapeRule = ({ dy }) => ({ shape: dy.shape, dtype: dy.dtype });

const reduction: ShapeRule = ({ x }, attrs) => {
  const rank = x.shape.length;
  const named = attrs.axis ?? attrs.reductionIndices; // Max and Min say reductionIndices
  const given =
    named == null ? x.shape.map((_, i) => i) : ([] as number[]).concat(named as number | number[]);
  const axes = given.map((axis) => positive(axis, rank));
  const keepDims = Boolean(attrs.keepDims);
  const shape = keepDims
    ? x.shape.map((length, i) => (axes.includes(i) ? 1 : length))
    : x.shape.filter((_, i) => !axes.includes(i));
  return { shape, dtype: x.dtype, attrs: { axes, keepDims } };
};

function conv2dInfo(x: Shape, filter: Shape, attrs: tf.Conv2DAttrs): tf.backend_util.Conv2DInfo {
  return tf.backend_util.computeConv2DInfo(
    x as [number, number, number, number],
    filter as [number, number, number, number],
    attrs.strides,
    attrs.dilations ?? 1,
    attrs.pad,
    attrs.dimRoundingMode,
  );
}

/** The attribute that convolutions get. */
export interface ConvolutionAttrs {
  info: tf.backend_util.Conv2DInfo;
}
/** The attributes that Slice gets: both have an entry for every axis. */
export interface SliceAttrs {
  begin: number[];
  size: number[];
}

const KERNELS_OF_SAME_SHAPE = [
  'Relu',
  'Relu6',
  'Step',
  'Sigmoid',
  'Tanh',
  'Exp',
  'Log',
  'Log1p',
  'Neg',
  'Square',
  'Sqrt',
  'Rsqrt',
  'Abs',
  'Sign',
  'Elu',
  'Softplus',
  'Reciprocal',
  'Floor',
  'ZerosLike',
  'OnesLike',
  'ClipByValue',
  'Sin',
  'Cos',
];
const KERNELS_OF_TWO = [
  'Add',
  'Sub',
  'Multiply',
  'RealDiv',
  'Maximum',
  'Minimum',
  'Pow',
  'SquaredDifference',
];
const COMPARISONS = [
  'Equal',
  'NotEqual',
  'Greater',
  'GreaterEqual',
  'Less',
  'LessEqual',
  'LogicalAnd',
  'LogicalOr',
];
const REDUCTIONS = ['Sum', 'Mean', 'Max', 'Min', 'Prod', 'All', 'Any'];
const each = (kernels: readonly string[], rule: ShapeRule) =>
  Object.fromEntries(kernels.map((kernel) => [kernel, rule]));

export const SHAPE_RULES: Readonly<Record<string, ShapeRule>> = {
  ...each(KERNELS_OF_SAME_SHAPE, unary),
  ...each(KERNELS_OF_TWO, binary),
  ...each(COMPARISONS, comparison),
  ...each(REDUCTIONS, reduction),
  LogicalNot: unaryBool,
  EluGrad: likeDy,
  Softmax: ({ logits }) => ({ shape: logits.shape, dtype: logits.dtype }),
  LogSoftmax: ({ logits }) => ({ shape: logits.shape, dtype: logits.dtype }),
  Cast: ({ x }, { dtype }) => ({ shape: x.shape, dtype: dtype as DataType }),
  Select: ({ condition, t }) => ({ shape: broadcast(condition.shape, t.shape), dtype: t.dtype }),
  AddN: (inputs) => ({ shape: inputs[0].shape, dtype: inputs[0].dtype }),
  ArgMax: (inputs, attrs) => ({ ...reduction(inputs, attrs), dtype: 'int32' }),
  ArgMin: (inputs, attrs) => ({ ...reduction(inputs, attrs), dtype: 'int32' }),
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
  BatchMatMul: ({ a, b }, { transposeA, transposeB }) => ({
    shape: [
      ...broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2)),
      a.shape[a.shape.length - (transposeA ? 1 : 2)],
      b.shape[b.shape.length - (transposeB ? 2 : 1)],
    ],
    dtype: 'float32',
  }),
  Conv2D: ({ x, filter }, attrs) => {
    const info = conv2dInfo(x.shape, filter.shape, attrs as unknown as tf.Conv2DAttrs);
    return { shape: info.outShape, dtype: 'float32', attrs: { info } };
  },
  Conv2DBackpropInput: ({ filter }, attrs) => {
    const shape = attrs.inputShape as Shape;
    return {
      shape,
      dtype: 'float32',
      attrs: { info: conv2dInfo(shape, filter.shape, attrs as unknown as tf.Conv2DAttrs) },
    };
  },
  Conv2DBackpropFilter: ({ x }, attrs) => {
    const shape = attrs.filterShape as Shape;
    return {
      shape,
      dtype: 'float32',
      attrs: { info: conv2dInfo(x.shape, shape, attrs as unknown as tf.Conv2DAttrs) },
    };
  },
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
  PadV2: ({ x }, { paddings }) => ({
    shape: x.shape.map(
      (length, i) => length + (paddings as number[][])[i][0] + (paddings as number[][])[i][1],
    ),
    dtype: x.dtype,
  }),
  Tile: ({ x }, { reps }) => ({
    shape: x.shape.map((length, i) => length * (reps as number[])[i]),
    dtype: x.dtype,
  }),
  OneHot: ({ indices }, { depth, dtype }) => ({
    shape: [...indices.shape, depth as number],
    dtype: (dtype as DataType | undefined) ?? 'float32',
  }),
  GatherV2: ({ x, indices }, attrs) => {
    if (attrs.batchDims)
      throw new RangeError('gather with batchDims; use gather without it, or a product with tf.oneHot');
    const axis = positive(attrs.axis as number, x.shape.length);
    return {
      shape: [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)],
      dtype: x.dtype,
      attrs: { axis },
    };
  },
  UnsortedSegmentSum: ({ x }, { numSegments }) => ({
    shape: [numSegments as number, ...x.shape.slice(1)],
    dtype: x.dtype,
  }),
};
