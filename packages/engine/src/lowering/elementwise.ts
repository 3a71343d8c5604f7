/** Lowering of elementwise kernels, comparisons, casts and constants. */
import type * as tf from '@tensorflow/tfjs';
import { ELEMENT_TYPES } from '../onnx/writer.js';
import { attributes, sizeOfNode, type TraceNode } from '../trace/node.js';
import type { Lowering, LoweringRule, LoweringRules } from './lowering.js';

type Emit = (low: Lowering, x: string, node: TraceNode) => string;
type EmitPair = (low: Lowering, a: string, b: string, node: TraceNode) => string;

const one =
  (emit: Emit): LoweringRule =>
  (low, node) =>
    low.elementwise(node, [node.inputs.x], ([x]) => emit(low, x, node));
const two =
  (emit: EmitPair): LoweringRule =>
  (low, node) =>
    low.elementwise(node, [node.inputs.a, node.inputs.b], ([a, b]) => emit(low, a, b, node));
/** Kernels that are one ONNX operator. */
const pointwise = (type: string): LoweringRule => one((low, x) => low.graph.op(type, [x]));
const pairwise = (type: string): LoweringRule => two((low, a, b) => low.graph.op(type, [a, b]));

/** What is added to a matrix product is added by it: biases of dense layers and convolutions, sums of two products. */
const add: LoweringRule = (low, node) => {
  for (const [x, other] of [
    [node.inputs.a, node.inputs.b],
    [node.inputs.b, node.inputs.a],
  ]) {
    // prettier-ignore
    if (sizeOfNode(x) !== sizeOfNode(node) || low.value(other).order !== null) continue;
    const { name, order } = low.value(x);
    const sum = low.productPlus(name, low.plain(other), other.shape);
    const shape = order?.map((axis) => node.shape[axis]) ?? node.shape;
    if (sum) return { name: low.reshape(sum, shape), order };
  }
  return pairwise('Add')(low, node);
};

const nameOf: LoweringRule = (_low, node) => attributes<{ name: string }>(node).name;

function typedValues(node: TraceNode): Float32Array | Int32Array | Uint8Array {
  const values = attributes<{ values: ArrayLike<number> }>(node).values;
  if (node.dtype === 'int32') return Int32Array.from(values);
  return node.dtype === 'bool' ? Uint8Array.from(values) : Float32Array.from(values);
}

/** Large constants of one value are expanded in the graph instead of stored. */
const LARGE = 64;

const constantRule: LoweringRule = (low, node) => {
  const values = typedValues(node);
  if (node.dtype !== 'bool' && values.length > LARGE && values.every((value) => value === values[0])) {
    return low.graph.op('Expand', [low.graph.scalar(values[0], node.dtype), low.graph.integers(node.shape)]);
  }
  return low.graph.constant(node.dtype, node.shape, values);
};

/** A scalar of a node's own dtype. */
function scalarLike(low: Lowering, node: TraceNode, value: number): string {
  if (node.dtype === 'bool') return low.graph.constant('bool', [], Uint8Array.of(value));
  return low.graph.scalar(value, node.dtype);
}

const filledWith =
  (value: number): LoweringRule =>
  (low, node) =>
    low.graph.op('Expand', [scalarLike(low, node, value), low.graph.integers(node.shape)]);

const cast: LoweringRule = (low, node) => {
  const { x } = node.inputs;
  if (x.dtype === node.dtype) return low.value(x);
  return low.elementwise(node, [x], ([name]) =>
    low.graph.op('Cast', [name], { to: ELEMENT_TYPES[node.dtype] }),
  );
};

/** So steep that each number above 0 that is not subnormal is taken to 1. */
const STEEPEST = 3e38;

/** x > 0 ? 1 : alpha; the gradient of relu (alpha 0) and of abs (alpha −1). */
const step: Emit = (low, x, node) => {
  const { alpha } = attributes<Partial<tf.StepAttrs>>(node);
  // One pass; a comparison and a cast are two, and Where is slower still.
  if (!alpha) return low.graph.op('HardSigmoid', [x], { alpha: { float: STEEPEST }, beta: { float: 0 } });
  const above = low.graph.op('Greater', [x, low.graph.scalar(0)]);
  return low.graph.op('Where', [above, low.graph.scalar(1), low.graph.scalar(alpha)]);
};

/** Rounded down; whole numbers by way of floats, since ONNX rounds their quotient towards 0. */
const floorDivide: EmitPair = (low, a, b, node) => {
  const float = (name: string) => low.graph.op('Cast', [name], { to: ELEMENT_TYPES.float32 });
  if (node.dtype !== 'int32') return low.graph.op('Floor', [low.graph.op('Div', [a, b])]);
  const quotient = low.graph.op('Floor', [low.graph.op('Div', [float(a), float(b)])]);
  return low.graph.op('Cast', [quotient], { to: ELEMENT_TYPES.int32 });
};

/** The remainder with the divisor's sign. */
const modulo: EmitPair = (low, a, b, node) => {
  if (node.dtype === 'int32') return low.graph.op('Mod', [a, b]);
  const whole = low.graph.op('Floor', [low.graph.op('Div', [a, b])]);
  return low.graph.op('Sub', [a, low.graph.op('Mul', [whole, b])]);
};

/** The angle of (b, a): arctan(a / b), moved by ±π where b < 0; ±π/2 where b = 0. */
const arcTangent2: EmitPair = (low, a, b) => {
  const { graph } = low;
  const zero = graph.scalar(0);
  const upper = graph.op('GreaterOrEqual', [a, zero]);
  const sign = graph.op('Where', [upper, graph.scalar(1), graph.scalar(-1)]);
  const angle = graph.op('Atan', [graph.op('Div', [a, b])]);
  const half = graph.op('Mul', [sign, graph.scalar(Math.PI)]);
  const moved = graph.op('Where', [graph.op('Less', [b, zero]), graph.op('Add', [angle, half]), angle]);
  const upright = graph.op('Mul', [graph.op('Sign', [a]), graph.scalar(Math.PI / 2)]);
  return graph.op('Where', [graph.op('Equal', [b, zero]), upright, moved]);
};

const clip: Emit = (low, x, node) => {
  const { clipValueMin, clipValueMax } = attributes<tf.ClipByValueAttrs>(node);
  const type = node.dtype === 'int32' ? 'int32' : 'float32';
  return low.graph.op('Clip', [
    x,
    low.graph.scalar(clipValueMin, type),
    low.graph.scalar(clipValueMax, type),
  ]);
};

const isFinite: Emit = (low, x) => {
  const isBad = low.graph.op('Or', [low.graph.op('IsNaN', [x]), low.graph.op('IsInf', [x])]);
  return low.graph.op('Not', [isBad]);
};

const squaredDifference: EmitPair = (low, a, b) => {
  const difference = low.graph.op('Sub', [a, b]);
  return low.graph.op('Mul', [difference, difference]);
};

/** Rules by kernel; part of LOWERING_RULES. */
export const ELEMENTWISE: LoweringRules = {
  input: (low, node) =>
    node.attrs.isBytes
      ? low.graph.op('Cast', [String(node.attrs.name)], { to: ELEMENT_TYPES.float32 })
      : nameOf(low, node),
  parameter: nameOf,
  constant: constantRule,
  ZerosLike: filledWith(0),
  OnesLike: filledWith(1),
  Cast: cast,

  Add: add,
  Sub: pairwise('Sub'),
  Multiply: pairwise('Mul'),
  RealDiv: pairwise('Div'),
  FloorDiv: two(floorDivide),
  Mod: two(modulo),
  Maximum: pairwise('Max'),
  Minimum: pairwise('Min'),
  Pow: pairwise('Pow'),
  SquaredDifference: two(squaredDifference),
  Atan2: two(arcTangent2),
  AddN: (low, node) =>
    low.elementwise(node, Object.values(node.inputs), (names) => low.graph.op('Sum', names)),

  Equal: pairwise('Equal'),
  NotEqual: two((low, a, b) => low.graph.op('Not', [low.graph.op('Equal', [a, b])])),
  Greater: pairwise('Greater'),
  GreaterEqual: pairwise('GreaterOrEqual'),
  Less: pairwise('Less'),
  LessEqual: pairwise('LessOrEqual'),
  LogicalAnd: pairwise('And'),
  LogicalOr: pairwise('Or'),
  LogicalNot: pointwise('Not'),
  IsNan: pointwise('IsNaN'),
  IsInf: pointwise('IsInf'),
  IsFinite: one(isFinite),
  Select: (low, node) => {
    const { condition, t, e } = node.inputs;
    return low.elementwise(node, [condition, t, e], (names) => low.graph.op('Where', names));
  },

  Relu: pointwise('Relu'),
  Relu6: one((low, x) => low.graph.op('Clip', [x, low.graph.scalar(0), low.graph.scalar(6)])),
  LeakyRelu: one((low, x, node) =>
    low.graph.op('LeakyRelu', [x], { alpha: { float: attributes<tf.LeakyReluAttrs>(node).alpha } }),
  ),
  Prelu: (low, node) =>
    low.elementwise(node, [node.inputs.x, node.inputs.alpha], ([x, alpha]) => {
      const below = low.graph.op('Mul', [alpha, low.graph.op('Min', [x, low.graph.scalar(0)])]);
      return low.graph.op('Add', [low.graph.op('Relu', [x]), below]);
    }),
  Elu: pointwise('Elu'),
  EluGrad: (low, node) =>
    low.elementwise(node, [node.inputs.dy, node.inputs.y], ([dy, y]) => {
      const slope = low.graph.op('Min', [low.graph.op('Add', [y, low.graph.scalar(1)]), low.graph.scalar(1)]);
      return low.graph.op('Mul', [dy, slope]);
    }),
  Selu: pointwise('Selu'),
  Softplus: pointwise('Softplus'),
  Sigmoid: pointwise('Sigmoid'),
  Tanh: pointwise('Tanh'),
  Erf: pointwise('Erf'),
  Step: one(step),
  Sign: pointwise('Sign'),
  ClipByValue: one(clip),

  Abs: pointwise('Abs'),
  Neg: pointwise('Neg'),
  Square: one((low, x) => low.graph.op('Mul', [x, x])),
  Sqrt: pointwise('Sqrt'),
  Rsqrt: one((low, x) => low.graph.op('Reciprocal', [low.graph.op('Sqrt', [x])])),
  Reciprocal: pointwise('Reciprocal'),
  Exp: pointwise('Exp'),
  Expm1: one((low, x) => low.graph.op('Sub', [low.graph.op('Exp', [x]), low.graph.scalar(1)])),
  Log: pointwise('Log'),
  Log1p: one((low, x) => low.graph.op('Log', [low.graph.op('Add', [x, low.graph.scalar(1)])])),
  Floor: pointwise('Floor'),
  Ceil: pointwise('Ceil'),
  Round: pointwise('Round'),
  Sin: pointwise('Sin'),
  Cos: pointwise('Cos'),
  Tan: pointwise('Tan'),
  Asin: pointwise('Asin'),
  Acos: pointwise('Acos'),
  Atan: pointwise('Atan'),
  Sinh: pointwise('Sinh'),
  Cosh: pointwise('Cosh'),
  Asinh: pointwise('Asinh'),
  Acosh: pointwise('Acosh'),
  Atanh: pointwise('Atanh'),
};
