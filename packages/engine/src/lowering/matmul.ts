/** Lowering of matrix products and einsum. */
import type * as tf from '@tensorflow/tfjs';
import { attributes, type TraceNode } from '../trace/node.js';
import type { Lowering, LoweringRules } from './lowering.js';

/** tf.matMul of two matrices arrives as a batch of one. */
const isMatrix = (node: TraceNode) =>
  node.shape.length === 2 || (node.shape.length === 3 && node.shape[0] === 1);

function matrix(low: Lowering, node: TraceNode): string {
  if (node.shape.length === 2) return low.plain(node);
  const isReshaped =
    node.op === 'Reshape' && node.inputs.x.shape.length === 2 && node.inputs.x.shape[0] === node.shape[1];
  return isReshaped ? low.plain(node.inputs.x) : low.reshape(low.plain(node), node.shape.slice(1));
}

/** Rules by kernel; part of LOWERING_RULES. */
export const MATMUL: LoweringRules = {
  BatchMatMul: (low, node) => {
    const { a, b } = node.inputs;
    const { transposeA, transposeB } = attributes<tf.BatchMatMulAttrs>(node);
    if (isMatrix(a) && isMatrix(b)) {
      const [rows, columns] = node.shape.slice(-2);
      const flags = { transA: transposeA, transB: transposeB };
      return low.reshape(low.product(matrix(low, a), matrix(low, b), [rows, columns], flags), node.shape);
    }
    return low.matmul(low.plain(a), low.plain(b), {
      transA: transposeA,
      transB: transposeB,
      rank: a.shape.length,
    });
  },
  Einsum: (low, node) => {
    const { equation } = attributes<tf.EinsumAttrs>(node);
    return low.graph.op('Einsum', Object.values(node.inputs).map((input) => low.plain(input)), { equation }); // prettier-ignore
  },
};
