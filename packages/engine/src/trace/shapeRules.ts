/**
 * The shape and dtype of each kernel's result, and its attributes completed with what lowering needs. One rule per tfjs
 * kernel (names and attributes: tfjs-core `kernel_names.ts`).
 */
import * as tf from '@tensorflow/tfjs';
import type { Shape } from '../tensors.js';
import { ARRANGING_SHAPES, positive } from './arrangingShapes.js';
import { CONVOLUTION_SHAPES } from './convolutionShapes.js';
import type { DataType } from './node.js';
import type { ShapeRule } from './shapeRule.js';

/** The shape of two operands broadcast together (numpy's rule). */
function broadcast(a: Shape, b: Shape): Shape {
  return tf.backend_util.assertAndGetBroadcastShape([...a], [...b]);
}

/** The attributes that reductions get: which axes, counted from the front. */
export interface ReductionAttrs {
  axes: number[];
  keepDims: boolean;
}

const unary: ShapeRule = ({ x }) => ({ shape: x.shape, dtype: x.dtype });
const unaryBool: ShapeRule = ({ x }) => ({ shape: x.shape, dtype: 'bool' });
const binary: ShapeRule = ({ a, b }) => ({ shape: broadcast(a.shape, b.shape), dtype: a.dtype });
const comparison: ShapeRule = ({ a, b }) => ({ shape: broadcast(a.shape, b.shape), dtype: 'bool' });

const reduction: ShapeRule = ({ x }, attrs) => {
  const rank = x.shape.length;
  const named = attrs.axis ?? attrs.reductionIndices; // Max and Min say reductionIndices
  const given =
    named == null ? x.shape.map((_, i) => i) : ([] as number[]).concat(named as number | number[]);
  const axes = given.map((axis) => positive(axis, rank));
  const keepDims = Boolean(attrs.keepDims);
  const shape = keepDims
    ? x.shape.map((length, i) => (axes.includes(i) ? 1 : length))
    : x.shape.filter((_, i) => !axes.includes(i));
  return { shape, dtype: x.dtype, attrs: { axes, keepDims } };
};
const argument: ShapeRule = (inputs, attrs) => ({ ...reduction(inputs, attrs), dtype: 'int32' });

/** "ij,jk->ik" with the lengths of its letters. */
const einsum: ShapeRule = (inputs, { equation }) => {
  const [operands, result] = (equation as string).replaceAll(' ', '').split('->');
  const lengths = new Map<string, number>();
  operands.split(',').forEach((letters, i) => [...letters].forEach((letter, axis) => lengths.set(letter, inputs[i].shape[axis]))); // prettier-ignore
  return { shape: [...result].map((letter) => lengths.get(letter) as number), dtype: 'float32' };
};

const each = (kernels: string, rule: ShapeRule) =>
  Object.fromEntries(kernels.split(' ').map((kernel) => [kernel, rule]));

/** All rules, by kernel. */
export const SHAPE_RULES: Readonly<Record<string, ShapeRule>> = {
  ...each(
    'Relu Relu6 LeakyRelu Elu Selu Softplus Sigmoid Tanh Step Sign Abs Neg Square Sqrt Rsqrt Reciprocal',
    unary,
  ),
  ...each('Exp Expm1 Log Log1p Erf Floor Ceil Round ClipByValue ZerosLike OnesLike', unary),
  ...each('Sin Cos Tan Asin Acos Atan Sinh Cosh Asinh Acosh Atanh', unary),
  ...each('IsNan IsInf IsFinite LogicalNot', unaryBool),
  ...each('Add Sub Multiply RealDiv FloorDiv Mod Maximum Minimum Pow SquaredDifference Atan2', binary),
  ...each('Equal NotEqual Greater GreaterEqual Less LessEqual LogicalAnd LogicalOr', comparison),
  ...each('Sum Mean Max Min Prod All Any', reduction),
  ...each('ArgMax ArgMin', argument),
  Softmax: ({ logits }) => ({ shape: logits.shape, dtype: logits.dtype }),
  Prelu: ({ x, alpha }) => ({ shape: broadcast(x.shape, alpha.shape), dtype: x.dtype }),
  EluGrad: ({ dy }) => ({ shape: dy.shape, dtype: dy.dtype }),
  Cast: ({ x }, { dtype }) => ({ shape: x.shape, dtype: dtype as DataType }),
  Select: ({ condition, t }) => ({ shape: broadcast(condition.shape, t.shape), dtype: t.dtype }),
  AddN: (inputs) => ({ shape: inputs[0].shape, dtype: inputs[0].dtype }),
  BatchMatMul: ({ a, b }, { transposeA, transposeB }) => ({
    shape: [
      ...broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2)),
      a.shape[a.shape.length - (transposeA ? 1 : 2)],
      b.shape[b.shape.length - (transposeB ? 2 : 1)],
    ],
    dtype: 'float32',
  }),
  Einsum: einsum,
  ...ARRANGING_SHAPES,
  ...CONVOLUTION_SHAPES,
};
