/** Lowering of reductions, arg max and softmax. */
import type * as tf from '@tensorflow/tfjs';
import { ELEMENT_TYPES } from '../onnx/writer.js';
import { attributes, type TraceNode } from '../trace/node.js';
import type { ReductionAttrs } from '../trace/shapeRules.js';
import type { Lowering, LoweringRule, LoweringRules } from './lowering.js';

/**
 * The value to reduce and the axes to name: in whatever order the value lies, where the axes that stay are then still in
 * tfjs's order; otherwise in tfjs's order.
 */
function reducible(low: Lowering, node: TraceNode): { name: string; axes: number[] } {
  const { x } = node.inputs;
  const { axes, keepDims } = attributes<ReductionAttrs>(node);
  const { name, order } = low.value(x);
  const kept = order?.filter((axis) => !axes.includes(axis));
  if (!order || !kept || keepDims || kept.some((axis, i) => i > 0 && axis < kept[i - 1]))
    return { name: low.plain(x), axes };
  return { name, axes: axes.map((axis) => order.indexOf(axis)).sort((a, b) => a - b) };
}

/** ONNX has the axes of a sum as an input and those of other reductions (until opset 18) as an attribute. */
function reduce(
  low: Lowering,
  type: string,
  name: string,
  axes: readonly number[],
  keepDims: boolean,
): string {
  const keepdims = Number(keepDims);
  if (type === 'ReduceSum') return low.graph.op(type, [name, low.graph.integers(axes)], { keepdims });
  return low.graph.op(type, [name], { axes, keepdims });
}

const reduction =
  (type: string): LoweringRule =>
  (low, node) => {
    const { axes: all, keepDims } = attributes<ReductionAttrs>(node);
    if (all.length === 0) return low.value(node.inputs.x);
    const { name, axes } = reducible(low, node);
    return reduce(low, type, name, axes, keepDims);
  };

/** All and Any: on integers, since ONNX reduces no booleans. */
const logical =
  (type: string): LoweringRule =>
  (low, node) => {
    const { axes, keepDims } = attributes<ReductionAttrs>(node);
    if (axes.length === 0) return low.value(node.inputs.x);
    const numbers = low.graph.op('Cast', [low.plain(node.inputs.x)], { to: ELEMENT_TYPES.int32 });
    const reduced = reduce(low, type, numbers, axes, keepDims);
    return low.graph.op('Cast', [reduced], { to: ELEMENT_TYPES.bool });
  };

/** The first index of the largest or smallest value, as in tfjs. */
const argument =
  (type: string): LoweringRule =>
  (low, node) => {
    const axis = attributes<ReductionAttrs>(node).axes[0];
    const index = low.graph.op(type, [low.plain(node.inputs.x)], { axis, keepdims: 0 });
    return low.graph.op('Cast', [index], { to: ELEMENT_TYPES.int32 });
  };

/** Rules by kernel; part of LOWERING_RULES. */
export const REDUCTIONS: LoweringRules = {
  Sum: reduction('ReduceSum'),
  Mean: reduction('ReduceMean'),
  Max: reduction('ReduceMax'),
  Min: reduction('ReduceMin'),
  Prod: reduction('ReduceProd'),
  All: logical('ReduceMin'),
  Any: logical('ReduceMax'),
  ArgMax: argument('ArgMax'),
  ArgMin: argument('ArgMin'),
  Softmax: (low, node) => {
    const { dim } = attributes<Partial<tf.SoftmaxAttrs>>(node);
    return low.graph.op('Softmax', [low.plain(node.inputs.logits)], { axis: dim ?? -1 });
  },
};
