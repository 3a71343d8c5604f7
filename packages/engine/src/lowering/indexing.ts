/** Lowering of one-hot, gather and scatter, top-k, cumulative sums and products. */
import type * as tf from '@tensorflow/tfjs';
import { ELEMENT_TYPES } from '../onnx/writer.js';
import { attributes, type TraceNode } from '../trace/node.js';
import type { Lowering, LoweringRule, LoweringRules } from './lowering.js';

const longIntegers = (low: Lowering, node: TraceNode) =>
  low.graph.op('Cast', [low.plain(node)], { to: ELEMENT_TYPES.int64 });

/** Zeros of a node's shape and dtype. */
function zeros(low: Lowering, node: TraceNode): string {
  const zero = low.graph.scalar(0, node.dtype === 'int32' ? 'int32' : 'float32');
  return low.graph.op('Expand', [zero, low.graph.integers(node.shape)]);
}

/** Both results of ONNX's TopK, made once for values and indices. Of equal values the first comes first, as in tfjs. */
function topK(low: Lowering, node: TraceNode): string[] {
  const { k, sorted } = attributes<tf.TopKAttrs>(node);
  const { x } = node.inputs;
  const attrs = { axis: -1, largest: 1, sorted: Number(sorted) };
  return low.onceAll(`top ${k} of ${x.id}`, () =>
    low.graph.ops('TopK', [low.plain(x), low.graph.integers([k])], attrs, 2),
  );
}

/** ONNX has no cumulative product: one multiplication for each place along the axis. */
const cumulativeProduct: LoweringRule = (low, node) => {
  const { axis, exclusive, reverse } = attributes<tf.CumprodAttrs>(node);
  const { x } = node.inputs;
  const length = x.shape[axis];
  const part = (i: number) =>
    low.graph.op('Slice', [
      low.plain(x),
      ...[[i], [i + 1], [axis]].map((values) => low.graph.integers(values)),
    ]);
  const order = Array.from({ length }, (_, i) => (reverse ? length - 1 - i : i));
  const products: string[] = [];
  let product = low.graph.scalar(1, node.dtype === 'int32' ? 'int32' : 'float32');
  const shape = low.graph.integers(x.shape.map((size, i) => (i === axis ? 1 : size)));
  product = low.graph.op('Expand', [product, shape]);
  for (const i of order) {
    const next = low.graph.op('Mul', [product, part(i)]);
    products[i] = exclusive ? product : next;
    product = next;
  }
  return low.graph.op('Concat', products, { axis });
};

/** Rules by kernel; part of LOWERING_RULES. */
export const INDEXING: LoweringRules = {
  /** indices[…, none] = 0, 1, …, depth − 1; indices out of range give zeros, as in tfjs. */
  OneHot: (low, node) => {
    const { indices } = node.inputs;
    const { depth, onValue = 1, offValue = 0 } = attributes<tf.OneHotAttrs>(node);
    const classes = low.graph.constant(
      'int32',
      [depth],
      Int32Array.from({ length: depth }, (_, i) => i),
    );
    const hit = low.graph.op('Equal', [low.reshape(low.plain(indices), [...indices.shape, 1]), classes]);
    if (onValue === 1 && offValue === 0)
      return low.graph.op('Cast', [hit], { to: ELEMENT_TYPES[node.dtype] });
    const type = node.dtype === 'int32' ? 'int32' : 'float32';
    return low.graph.op('Where', [hit, low.graph.scalar(onValue, type), low.graph.scalar(offValue, type)]);
  },
  GatherV2: (low, node) => {
    const { axis } = attributes<tf.GatherV2Attrs>(node);
    return low.graph.op('Gather', [low.plain(node.inputs.x), low.plain(node.inputs.indices)], { axis });
  },
  GatherNd: (low, node) =>
    low.graph.op('GatherND', [low.plain(node.inputs.params), longIntegers(low, node.inputs.indices)]),
  /** Adds where indices repeat, as in tfjs. */
  ScatterNd: (low, node) => {
    const { indices, updates } = node.inputs;
    return low.graph.op('ScatterND', [zeros(low, node), longIntegers(low, indices), low.plain(updates)], {
      reduction: 'add',
    });
  },
  TensorScatterUpdate: (low, node) => {
    const { tensor, indices, updates } = node.inputs;
    return low.graph.op('ScatterND', [low.plain(tensor), longIntegers(low, indices), low.plain(updates)]);
  },
  /** The gradient of gather: rows added into zeros. */
  UnsortedSegmentSum: (low, node) => {
    const { x, segmentIds } = node.inputs;
    const rows = low.reshape(longIntegers(low, segmentIds), [...segmentIds.shape, 1]);
    return low.graph.op('ScatterND', [zeros(low, node), rows, low.plain(x)], { reduction: 'add' });
  },
  TopKValues: (low, node) => topK(low, node)[0],
  TopKIndices: (low, node) => low.graph.op('Cast', [topK(low, node)[1]], { to: ELEMENT_TYPES.int32 }),
  Cumsum: (low, node) => {
    const { axis, exclusive, reverse } = attributes<tf.CumsumAttrs>(node);
    const attrs = { exclusive: Number(exclusive), reverse: Number(reverse) };
    return low.graph.op('CumSum', [low.plain(node.inputs.x), low.graph.scalar(axis, 'int32')], attrs);
  },
  Cumprod: cumulativeProduct,
};
