/** Lowering of one-hot, gather and its gradient. */
import type * as tf from '@tensorflow/tfjs';
import { ELEMENT_TYPES } from '../onnx/writer.js';
import { attributes } from '../trace/node.js';
import type { LoweringRules } from './lowering.js';

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
  /** The gradient of gather: rows added into zeros. */
  UnsortedSegmentSum: (low, node) => {
    const { x, segmentIds } = node.inputs;
    const zeros = low.graph.op('Expand', [low.graph.scalar(0), low.graph.integers(node.shape)]);
    const indices = low.graph.op('Cast', [low.plain(segmentIds)], { to: ELEMENT_TYPES.int64 });
    const rows = low.reshape(indices, [...segmentIds.shape, 1]);
    return low.graph.op('ScatterND', [zeros, rows, low.plain(x)], { reduction: 'add' });
  },
};
