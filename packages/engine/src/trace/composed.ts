/** Kernels that are recorded as others: fused ones, those with several results, those that only pass a value on. */
import * as tf from '@tensorflow/tfjs';
import { positive } from './arrangingShapes.js';
import type { KernelFunction, Recorder } from './recorder.js';
import type { Attributes, DataType } from './node.js';

/** Splits an axis of a tensor into parts of the given lengths. */
function splitAxis(
  trace: Recorder,
  x: tf.TensorInfo,
  axis: number,
  lengths: readonly number[],
): tf.TensorInfo[] {
  let start = 0;
  return lengths.map((length) => {
    const begin = x.shape.map((_, i) => (i === axis ? start : 0));
    const size = x.shape.map((all, i) => (i === axis ? length : all));
    start += length;
    return trace.record('Slice', { x }, { begin, size });
  });
}

const reshape = (trace: Recorder, x: tf.TensorInfo, shape: readonly number[]) =>
  trace.record('Reshape', { x }, { shape: [...shape] });
const transpose = (trace: Recorder, x: tf.TensorInfo, perm: readonly number[]) =>
  trace.record('Transpose', { x }, { perm: [...perm] });

const fused =
  (kernel: string): KernelFunction =>
  (trace, { x, filter, bias, preluActivationWeights }, attrs) => {
    const product = trace.record(kernel, { x, filter }, attrs);
    return trace.activate(
      bias ? trace.record('Add', { a: product, b: bias }) : product,
      attrs,
      preluActivationWeights,
    );
  };

/** Steps of blocks of space into the batch and back (tfjs makes dilated pools of them). */
const batchToSpace: KernelFunction = (trace, { x }, attrs) => {
  const { blockShape, crops } = attrs as unknown as tf.BatchToSpaceNDAttrs;
  const { shape } = x as tf.TensorInfo;
  const product = blockShape.reduce((a, b) => a * b);
  const { getReshaped, getPermuted, getReshapedPermuted, getSliceBeginCoords, getSliceSize } =
    tf.backend_util;
  const split = reshape(trace, x as tf.TensorInfo, getReshaped(shape, blockShape, product));
  const permuted = transpose(trace, split, getPermuted(split.shape.length, blockShape.length));
  const uncropped = getReshapedPermuted(shape, blockShape, product);
  const begin = getSliceBeginCoords(crops, blockShape.length);
  const size = getSliceSize(uncropped, crops, blockShape.length);
  return trace.record('Slice', { x: reshape(trace, permuted, uncropped) }, { begin, size });
};

const spaceToBatch: KernelFunction = (trace, { x }, attrs) => {
  const { blockShape, paddings } = attrs as unknown as tf.SpaceToBatchNDAttrs;
  const { shape } = x as tf.TensorInfo;
  const product = blockShape.reduce((a, b) => a * b);
  const all = [[0, 0], ...paddings, ...shape.slice(1 + blockShape.length).map(() => [0, 0])];
  const padded = trace.record('PadV2', { x }, { paddings: all, constantValue: 0 });
  const { getReshaped, getPermuted, getReshapedPermuted } = tf.backend_util;
  const split = reshape(trace, padded, getReshaped(padded.shape, blockShape, product, false));
  const permuted = transpose(trace, split, getPermuted(split.shape.length, blockShape.length, false));
  return reshape(trace, permuted, getReshapedPermuted(padded.shape, blockShape, product, false));
};

const depthToSpace: KernelFunction = (trace, { x }, attrs) => {
  const { blockSize: block, dataFormat } = attrs as unknown as tf.DepthToSpaceAttrs;
  const isLast = dataFormat === 'NHWC';
  const shape = (x as tf.TensorInfo).shape;
  const [batch, height, width, channels] = isLast ? shape : [shape[0], shape[2], shape[3], shape[1]];
  const depth = channels / (block * block);
  if (isLast) {
    const split = reshape(trace, x as tf.TensorInfo, [batch, height, width, block, block, depth]);
    return reshape(trace, transpose(trace, split, [0, 1, 3, 2, 4, 5]), [
      batch,
      height * block,
      width * block,
      depth,
    ]);
  }
  const split = reshape(trace, x as tf.TensorInfo, [batch, block, block, depth, height, width]);
  return reshape(trace, transpose(trace, split, [0, 3, 4, 1, 5, 2]), [
    batch,
    depth,
    height * block,
    width * block,
  ]);
};

/** bias + alpha · (the squares of the channels within depthRadius, summed) (Krizhevsky et al. 2012) */
function responseNorm(trace: Recorder, x: tf.TensorInfo, attrs: Attributes): tf.TensorInfo {
  const { alpha, bias } = attrs as unknown as tf.LRNAttrs;
  const sum = sumOfNeighbours(trace, trace.record('Square', { x }), attrs);
  const scaled = trace.record('Multiply', { a: sum, b: trace.constant(alpha) });
  return trace.record('Add', { a: scaled, b: trace.constant(bias) });
}

function sumOfNeighbours(trace: Recorder, x: tf.TensorInfo, attrs: Attributes): tf.TensorInfo {
  const { depthRadius } = attrs as unknown as tf.LRNAttrs;
  const channels = x.shape[3];
  const paddings = [0, 0, 0, depthRadius].map((amount) => [amount, amount]);
  const padded = trace.record('PadV2', { x }, { paddings, constantValue: 0 });
  const parts = Array.from({ length: 2 * depthRadius + 1 }, (_, shift) =>
    trace.record(
      'Slice',
      { x: padded },
      { begin: [0, 0, 0, shift], size: [...x.shape.slice(0, 3), channels] },
    ),
  );
  return trace.record('AddN', Object.fromEntries(parts.map((part, i) => [i, part])));
}

const power = (trace: Recorder, a: tf.TensorInfo, exponent: number) =>
  trace.record('Pow', { a, b: trace.constant(exponent) });
const times = (trace: Recorder, a: tf.TensorInfo, b: tf.TensorInfo) => trace.record('Multiply', { a, b });

/** By kernel: how it is recorded. What has no rule here has one in SHAPE_RULES. */
export const COMPOSED: Readonly<Record<string, KernelFunction>> = {
  Fill: (trace, _inputs, attrs) => {
    const { shape, value, dtype = 'float32' } = attrs as unknown as tf.FillAttrs;
    return trace.constant(value as number, shape, dtype as DataType);
  },
  Range: (trace, _inputs, attrs) => {
    const { start, stop, step, dtype } = attrs as unknown as tf.RangeAttrs;
    const length = Math.max(0, Math.ceil((stop - start) / step));
    return trace.values(Array.from({ length }, (_, i) => start + i * step), dtype as DataType); // prettier-ignore
  },
  LinSpace: (trace, _inputs, attrs) => {
    const { start, stop, num } = attrs as unknown as tf.LinSpaceAttrs;
    return trace.values(Array.from({ length: num }, (_, i) => start + (i * (stop - start)) / Math.max(1, num - 1)), 'float32'); // prettier-ignore
  },
  // tfjs clones every tensor that its tape saves.
  Identity: ({ backend }, { x }) => backend.wrap(backend.node((x as tf.TensorInfo).dataId)),
  SplitV: (trace, inputs, attrs) => {
    const x = inputs.x as tf.Tensor;
    const axis = positive(attrs.axis as number, x.shape.length);
    return splitAxis(
      trace,
      x,
      axis,
      tf.backend_util.prepareSplitSize(x, attrs.numOrSizeSplits as number | number[], axis),
    );
  },
  Unpack: (trace, inputs, attrs) => {
    const value = inputs.value as tf.TensorInfo;
    const axis = positive(attrs.axis as number, value.shape.length);
    const rest = value.shape.filter((_, i) => i !== axis);
    const ones = Array.from({ length: value.shape[axis] }, () => 1);
    return splitAxis(trace, value, axis, ones).map((part) => reshape(trace, part, rest));
  },
  TopK: (trace, { x }, attrs) => [
    trace.record('TopKValues', { x }, attrs),
    trace.record('TopKIndices', { x }, attrs),
  ],
  _FusedMatMul: (trace, { a, b, bias, preluActivationWeights }, attrs) => {
    const product = trace.record('BatchMatMul', { a, b }, attrs);
    return trace.activate(
      bias ? trace.record('Add', { a: product, b: bias }) : product,
      attrs,
      preluActivationWeights,
    );
  },
  FusedConv2D: fused('Conv2D'),
  FusedDepthwiseConv2D: fused('DepthwiseConv2dNative'),
  FusedBatchNorm: (trace, { x, mean, variance, offset, scale }, attrs) => {
    const epsilon = trace.constant((attrs.varianceEpsilon as number | undefined) ?? 1e-3);
    const inverse = trace.record('Rsqrt', { x: trace.record('Add', { a: variance, b: epsilon }) });
    const unit = trace.record('Multiply', { a: trace.record('Sub', { a: x, b: mean }), b: inverse });
    const scaled = scale ? trace.record('Multiply', { a: unit, b: scale }) : unit;
    return offset ? trace.record('Add', { a: scaled, b: offset }) : scaled;
  },
  /** With batch axes: one gather from x with those axes and the gathered one flattened into its first. */
  GatherV2: (trace, { x, indices }, attrs) => {
    const batchAxes = (attrs.batchDims as number | undefined) ?? 0;
    if (batchAxes === 0) return trace.record('GatherV2', { x, indices }, attrs);
    const [all, wanted] = [x as tf.TensorInfo, indices as tf.TensorInfo];
    const axis = positive(attrs.axis as number, all.shape.length);
    if (axis !== batchAxes)
      throw trace.unsupported('GatherV2 with batchDims other than axis', { x, indices });
    const [batch, rest] = [all.shape.slice(0, axis), all.shape.slice(axis + 1)];
    const rows = batch.reduce((a, b) => a * b, 1);
    const length = all.shape[axis];
    const starts = trace.values(Array.from({ length: rows }, (_, i) => i * length), 'int32'); // prettier-ignore
    const places = trace.record('Add', {
      a: reshape(trace, wanted, [rows, wanted.shape.slice(axis).reduce((a, b) => a * b, 1)]),
      b: reshape(trace, starts, [rows, 1]),
    });
    const flat = reshape(trace, all, [rows * length, ...rest]);
    const taken = trace.record('GatherV2', { x: flat, indices: places }, { axis: 0 });
    return reshape(trace, taken, [...wanted.shape, ...rest]);
  },
  FlipLeftRight: (trace, { image }) => trace.record('Reverse', { x: image }, { dims: [2] }),
  Diag: (trace, { x }) => {
    const { shape, dtype } = x as tf.TensorInfo;
    const size = shape.reduce((a, b) => a * b, 1);
    const eye = trace.values(Array.from({ length: size * size }, (_, i) => Number(i % (size + 1) === 0)), dtype as DataType); // prettier-ignore
    const spread = trace.record('Multiply', { a: reshape(trace, x as tf.TensorInfo, [size, 1]), b: reshape(trace, eye, [size, size]) }); // prettier-ignore
    return reshape(trace, spread, [...shape, ...shape]);
  },
  BatchToSpaceND: batchToSpace,
  SpaceToBatchND: spaceToBatch,
  DepthToSpace: depthToSpace,
  LRN: (trace, inputs, attrs) => {
    const x = inputs.x as tf.TensorInfo;
    return times(trace, x, power(trace, responseNorm(trace, x, attrs), -(attrs.beta as number)));
  },
};
