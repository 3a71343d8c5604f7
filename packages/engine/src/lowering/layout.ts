/** Lowering of kernels that only move values: reshape, transpose, concat, slice, pad, tile. */
import type * as tf from '@tensorflow/tfjs';
import { showShape } from '../tensors.js';
import { attributes } from '../trace/node.js';
import {
  mirroredPlaces,
  type ReverseAttrs,
  type SliceAttrs,
  type StridedSliceAttrs,
} from '../trace/arrangingShapes.js';
import type { Lowering, LoweringRules, Order } from './lowering.js';

/** Beyond every length: a backward slice that runs through the first element ends here. */
const BEFORE_ALL = -(2 ** 31);

function slice(
  low: Lowering,
  x: string,
  starts: number[],
  ends: number[],
  axes: number[],
  steps: number[],
): string {
  return low.graph.op('Slice', [
    x,
    ...[starts, ends, axes, steps].map((values) => low.graph.integers(values)),
  ]);
}

/** Where an axis lies in this order. */
const place = (order: Order, axis: number) => order?.indexOf(axis) ?? axis;

/** Rules by kernel; part of LOWERING_RULES. */
export const LAYOUT: LoweringRules = {
  Reshape: (low, node) => {
    const { x } = node.inputs;
    return showShape(x.shape) === showShape(node.shape)
      ? low.value(x)
      : low.reshape(low.plain(x), node.shape);
  },
  ExpandDims: (low, node) => low.reshape(low.plain(node.inputs.input), node.shape),
  Transpose: (low, node) =>
    low.transpose(low.plain(node.inputs.x), node.inputs.x.shape, attributes<tf.TransposeAttrs>(node).perm),
  Concat: (low, node) => {
    const { axis } = attributes<tf.ConcatAttrs>(node);
    const inputs = Object.values(node.inputs);
    const order = inputs.map((input) => low.value(input).order).find((each) => each !== null) ?? null;
    const name = low.graph.op('Concat', inputs.map((input) => low.as(input, order)), { axis: place(order, axis) }); // prettier-ignore
    return { name, order };
  },
  Pack: (low, node) => {
    const { axis } = attributes<tf.PackAttrs>(node);
    const shape = node.shape.map((length, i) => (i === axis ? 1 : length));
    return low.graph.op('Concat', Object.values(node.inputs).map((input) => low.reshape(low.plain(input), shape)), { axis }); // prettier-ignore
  },
  Slice: (low, node) => {
    const { begin, size } = attributes<SliceAttrs>(node);
    const { x } = node.inputs;
    const axes = begin.map((_, axis) => axis).filter((axis) => size[axis] !== x.shape[axis]);
    const { name, order } = low.value(x);
    if (axes.length === 0) return { name, order };
    const starts = axes.map((axis) => begin[axis]);
    const ends = axes.map((axis) => begin[axis] + size[axis]);
    const places = axes.map((axis) => place(order, axis));
    const sliced = low.graph.op('Slice', [name, ...[starts, ends, places].map((values) => low.graph.integers(values))]); // prettier-ignore
    return { name: sliced, order };
  },
  PadV2: (low, node) => {
    const { paddings, constantValue } = attributes<tf.PadV2Attrs>(node);
    const { name, order } = low.value(node.inputs.x);
    const inOrder = order?.map((axis) => paddings[axis]) ?? paddings;
    const amounts = low.graph.integers([
      ...inOrder.map(([before]) => before),
      ...inOrder.map(([, after]) => after),
    ]);
    const fill = low.graph.scalar(constantValue ?? 0, node.dtype === 'int32' ? 'int32' : 'float32');
    return { name: low.graph.op('Pad', [name, amounts, fill]), order };
  },
  Tile: (low, node) =>
    low.graph.op('Tile', [low.plain(node.inputs.x), low.graph.integers(attributes<tf.TileAttrs>(node).reps)]),
  StridedSlice: (low, node) => {
    const { begin, end, strides } = attributes<StridedSliceAttrs>(node);
    const ends = end.map((value, i) => (strides[i] < 0 && value < 0 ? BEFORE_ALL : value));
    const axes = begin.map((_, axis) => axis);
    return low.reshape(slice(low, low.plain(node.inputs.x), begin, ends, axes, strides), node.shape);
  },
  Reverse: (low, node) => {
    const { axes } = attributes<ReverseAttrs>(node);
    if (axes.length === 0) return low.value(node.inputs.x);
    const all = (value: number) => axes.map(() => value);
    return slice(low, low.plain(node.inputs.x), all(-1), all(BEFORE_ALL), axes, all(-1));
  },
  MirrorPad: (low, node) => {
    const { paddings, mode } = attributes<tf.MirrorPadAttrs>(node);
    const { x } = node.inputs;
    return paddings.reduce((name, amounts, axis) => {
      if (amounts[0] === 0 && amounts[1] === 0) return name;
      const sources = mirroredPlaces(x.shape[axis], amounts, mode === 'reflect');
      return low.graph.op('Gather', [name, low.graph.integers(sources)], { axis });
    }, low.plain(x));
  },
};
