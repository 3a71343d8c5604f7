/**
 * What is recorded in a simpler form: arithmetic on zeros is removed, so that the gradients of comparisons and of stopped branches
 * cost nothing, and one-hot rows that are needed as floats are floats from the start.
 */
import { makeNode, type NodeMap, type TraceNode } from './node.js';
import type { Result } from './shapeRule.js';

/** Kernels that make zeros of zeros; the operand is called x, is the first or the only one. */
const KEEP_ZERO = new Set([
  'Neg',
  'Reshape',
  'ExpandDims',
  'Sum',
  'Mean',
  'Transpose',
  'Cast',
  'Tile',
  'Slice',
  'Reverse',
  'Relu',
  'Abs',
  'RealDiv',
]);
/** Kernels that make zeros where any operand is zeros. */
const PRODUCTS = new Set([
  'Multiply',
  'BatchMatMul',
  'Conv2DBackpropInput',
  'Conv2DBackpropFilter',
  'Conv2D',
]);

/** ZerosLike, and constants of a single 0 (tf.scalar(0)); larger constants are not searched. */
function isZero(node: TraceNode): boolean {
  if (node.op === 'ZerosLike') return true;
  if (node.op !== 'constant' || node.shape.length > 0) return false;
  return (node.attrs.values as ArrayLike<number>)[0] === 0;
}

const sameShape = (node: TraceNode, { shape, dtype }: Result) =>
  String(node.shape) === String(shape) && node.dtype === dtype;

/** One-hot rows of whole numbers, reshaped or not, as floats; undefined where `node` is something else. */
function floatOneHot(node: TraceNode): TraceNode | undefined {
  const remade = (inputs: NodeMap) => makeNode(node.op, inputs, node.attrs, node.shape, 'float32');
  if (node.op === 'OneHot') return remade(node.inputs);
  const x = node.op === 'Reshape' ? floatOneHot(node.inputs.x) : undefined;
  return x && remade({ x });
}

/** A node that stands for the kernel's result without computing it; undefined where there is none. */
export function simplify(kernel: string, inputs: NodeMap, result: Result): TraceNode | undefined {
  const operands = Object.values(inputs);
  const zeros = () => makeNode('ZerosLike', {}, {}, result.shape, result.dtype);
  if (KEEP_ZERO.has(kernel) && isZero(operands[0])) return zeros();
  if (PRODUCTS.has(kernel) && operands.some((operand) => operand.op === 'ZerosLike')) return zeros();
  if (kernel === 'Cast' && result.dtype === 'float32') return floatOneHot(operands[0]);
  if (kernel === 'Add' || kernel === 'AddN') {
    const rest = operands.filter((operand) => !isZero(operand));
    if (rest.length === 0) return zeros();
    if (rest.length === 1 && sameShape(rest[0], result)) return rest[0];
  }
  return undefined;
}
