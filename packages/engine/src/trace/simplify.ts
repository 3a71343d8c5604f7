/**
 * What is recorded in a simpler form: arithmetic on zeros is removed, so that the gradients of comparisons and of stopped branches
 * cost nothing; one-hot rows that are needed as floats are floats from the start; and in a loss a relu before a max pool comes behind it,
 * where there are fewer values: the largest value is the same, and so is where it was.
 */
import * as tf from '@tensorflow/tfjs';
import { makeNode, type Attributes, type NodeMap, type TraceNode } from './node.js';
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

/** A kernel's result, with all attributes of its node. */
type Whole = Result & { readonly attrs: Attributes };

const sameShape = (node: TraceNode, { shape, dtype }: Result) =>
  String(node.shape) === String(shape) && node.dtype === dtype;

/** One-hot rows of whole numbers, reshaped or not, as floats; undefined where `node` is something else. */
function floatOneHot(node: TraceNode): TraceNode | undefined {
  const remade = (inputs: NodeMap) => makeNode(node.op, inputs, node.attrs, node.shape, 'float32');
  if (node.op === 'OneHot') return remade(node.inputs);
  const x = node.op === 'Reshape' ? floatOneHot(node.inputs.x) : undefined;
  return x && remade({ x });
}

/** Whether what is recorded will be differentiated. Elsewhere a relu best stays with its convolution. */
function isDifferentiated(): boolean {
  return (tf.engine() as unknown as { state: { gradientDepth: number } }).state.gradientDepth > 0;
}

/** Relu of the pool, for a pool of relu. */
function poolBeforeRelu(
  kernel: string,
  { x }: NodeMap,
  { attrs, shape, dtype }: Whole,
): TraceNode | undefined {
  if (kernel !== 'MaxPool' || x.op !== 'Relu' || !isDifferentiated()) return undefined;
  return makeNode('Relu', { x: makeNode(kernel, x.inputs, attrs, shape, dtype) }, {}, shape, dtype);
}

/** The gradient of such a pool of x, by that of relu: the other way round, too. Where the largest value is not above 0 both are 0. */
function poolGradientBehindStep(kernel: string, operands: readonly TraceNode[]): TraceNode | undefined {
  const gradient = operands.find(({ op }) => op === 'MaxPoolGrad');
  const uncast = operands.map((operand) => (operand.op === 'Cast' ? operand.inputs.x : operand)); // tfjs casts floats to floats
  const step = uncast.find(({ op, attrs }) => op === 'Step' && !attrs.alpha);
  if (kernel !== 'Multiply' || !gradient || !step) return undefined;
  const { dy, input, output } = gradient.inputs;
  const { x } = step.inputs;
  const pool = output.inputs.x;
  const isOfPool = input.op === 'Relu' && input.inputs.x === x && output.op === 'Relu' && pool.inputs.x === x;
  if (!isOfPool) return undefined;
  const above = makeNode('Step', { x: pool }, step.attrs, pool.shape, step.dtype);
  const passed = makeNode('Multiply', { a: dy, b: above }, {}, dy.shape, dy.dtype);
  const inputs = { dy: passed, input: x, output: pool };
  return makeNode('MaxPoolGrad', inputs, gradient.attrs, gradient.shape, gradient.dtype);
}

/** A node that stands for the kernel's result without computing it; undefined where there is none. */
export function simplify(kernel: string, inputs: NodeMap, result: Whole): TraceNode | undefined {
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
  return poolBeforeRelu(kernel, inputs, result) ?? poolGradientBehindStep(kernel, operands);
}
