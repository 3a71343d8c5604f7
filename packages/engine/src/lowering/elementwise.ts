/** Lowering of elementwise kernels, comparisons, casts and constants. */
import type * as tf from '@tensorflow/tfjs';
import { ELEMENT_TYPES } from '../onnx/writer.js';
import { attributes, type TraceNode } from '../trace/node.js';
import type { Lowering, LoweringRule, LoweringRules } from './lowering.js';

const pointwise =
  (type: string): LoweringRule =>
  (low, node) =>
    low.elementwise(node, [node.inputs.x], ([x]) => low.graph.op(type, [x]));

const pairwise =
  (type: string): LoweringRule =>
  (low, node) =>
    low.elementwise(node, [node.inputs.a, node.inputs.b], (names) => low.graph.op(type, names));

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

/** x > 0 ? 1 : alpha; the gradient of relu (alpha 0) and of abs (alpha −1). */
const step: LoweringRule = (low, node) => {
  const { alpha } = attributes<Partial<tf.StepAttrs>>(node);
  return low.elementwise(node, [node.inputs.x], ([x]) => {
    const above = low.graph.op('Greater', [x, low.graph.scalar(0)]);
    if (!alpha) return low.graph.op('Cast', [above], { to: ELEMENT_TYPES.float32 }); // faster than Where
    return low.graph.op('Where', [above, low.graph.scalar(1), low.graph.scalar(alpha)]);
  });
};

const cast: LoweringRule = (low, node) => {
  const { x } = node.inputs;
  if (x.dtype === node.dtype) return low.value(x);
  return low.elementwise(node, [x], ([name]) =>
    low.graph.op('Cast', [name], { to: ELEMENT_TYPES[node.dtype] }),
  );
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

export const ELEMENTWISE: LoweringRules = {
  input: nameOf,
  parameter: nameOf,
  constant: constantRule,
  Add: pairwise('Add'),
  Sub: pairwise('Sub'),
  Multiply: pairwise('Mul'),
  RealDiv: pairwise('Div'),
  Maximum: pairwise('Max'),
  Minimum: pairwise('Min'),
  Pow: pairwise('Pow'),
  Equal: pairwise('Equal'),
  Greater: pairwise('Greater'),
  GreaterEqual: pairwise('GreaterOrEqual'),
  Less: pairwise('Less'),
  LessEqual: pairwise('LessOrEqual'),
  LogicalAnd: pairwise('And'),
  LogicalOr: pairwise('Or'),
  Relu: pointwise('Relu'),
  Sigmoid: pointwise('Sigmoid'),
  Tanh: pointwise('Tanh'),
  Exp: pointwise('Exp'),
  Log: pointwise('Log'),
  Log1p: (low, node) =>
    low.elementwise(node, [node.inputs.x], ([x]) =>
      low.graph.op('Log', [low.graph.op('Add', [x, low.graph.scalar(1)])]),
    ),
  Neg: pointwise('Neg'),
  Sqrt: pointwise('Sqrt'),
  Abs: pointwise('Abs'),
  Sign: pointwise('Sign'),
  Elu: pointwise('Elu'),
  Softplus: pointwise('Softplus'),
  Reciprocal: pointwise('Reciprocal'),
  Floor: pointwise('Floor'),
  LogicalNot: pointwise('Not'),
  Sin: pointwise('Sin'),
  Cos: pointwise('Cos'),
  Step: step,
  Cast: cast,
  NotEqual: (low, node) =>
    low.elementwise(node, [node.inputs.a, node.inputs.b], (names) =>
      low.graph.op('Not', [low.graph.op('Equal', names)]),
    ),
  SquaredDifference: (low, node) =>
    low.elementwise(node, [node.inputs.a, node.inputs.b], (names) => {
      const difference = low.graph.op('Sub', names);
      return low.graph.op('Mul', [difference, difference]);
    }),
  Square: (low, node) => low.elementwise(node, [node.inputs.x], ([x]) => low.graph.op('Mul', [x, x])),
  Rsqrt: (low, node) =>
    low.elementwise(node, [node.inputs.x], ([x]) => low.graph.op('Reciprocal', [low.graph.op('Sqrt', [x])])),
  Relu6: (low, node) =>
    low.elementwise(node, [node.inputs.x], ([x]) =>
      low.graph.op('Clip', [x, low.graph.scalar(0), low.graph.scalar(6)]),
    ),
  ClipByValue: (low, node) => {
    const { clipValueMin, clipValueMax } = attributes<tf.ClipByValueAttrs>(node);
    const type = node.dtype === 'int32' ? 'int32' : 'float32';
    const limits = [low.graph.scalar(clipValueMin, type), low.graph.scalar(clipValueMax, type)];
    return low.elementwise(node, [node.inputs.x], ([x]) => low.graph.op('Clip', [x, ...limits]));
  },
  EluGrad: (low, node) =>
    low.elementwise(node, [node.inputs.dy, node.inputs.y], ([dy, y]) => {
      const slope = low.graph.op('Min', [low.graph.op('Add', [y, low.graph.scalar(1)]), low.graph.scalar(1)]);
      return low.graph.op('Mul', [dy, slope]);
    }),
  Select: (low, node) => {
    const { condition, t, e } = node.inputs;
    return low.elementwise(node, [condition, t, e], (names) => low.graph.op('Where', names));
  },
  AddN: (low, node) =>
    low.elementwise(node, Object.values(node.inputs), (names) => low.graph.op('Sum', names)),
  ZerosLike: filledWith(0),
  OnesLike: filledWith(1),
};
