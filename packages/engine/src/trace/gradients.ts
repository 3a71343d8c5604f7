/**
 * Gradients that tfjs 4.22 lacks or has wrong, registered with tfjs, so that they also serve its own backends. It lacks
 * those of comparisons and logic (they are 0; without them tf.where fails on a condition that depends on a variable),
 * einsum, top-k and depth to space. It forgets broadcasting in maximum, minimum and squared difference, and mixes up the
 * axes of a cumulative sum that is not along the last. It refuses dilated convolutions; compiled, they have a gradient.
 * Those of kernels that move values are in indexingGradients.ts.
 */
import { AgonError } from '@agon/core';
import * as tf from '@tensorflow/tfjs';
import { BACKEND_NAME } from './backend.js';
import { registerIndexingGradients } from './indexingGradients.js';
import { registerGradient, type GradientOf } from './registration.js';

const ZERO_GRADIENTS = [
  'Equal',
  'NotEqual',
  'Greater',
  'Less',
  'LessEqual',
  'LogicalAnd',
  'LogicalOr',
  'LogicalNot',
  'Any',
  'All',
];

/**
 * d einsum("sA,sB->sO") / dA = einsum("sO,sB->sA"); letters that only A has were summed, so their gradient is spread.
 * @param from letters of the operands at hand: the gradient's, and the other operand's if there is one
 */
function einsumGradient(
  letters: string,
  length: (letter: string) => number,
  from: readonly string[],
  tensors: readonly tf.Tensor[],
): tf.Tensor {
  const known = [...letters].filter((letter) => from.some((others) => others.includes(letter))).join('');
  const partial = tf.einsum(`${from.join(',')}->${known}`, ...tensors);
  const open = tf.reshape(
    partial,
    [...letters].map((letter) => (known.includes(letter) ? length(letter) : 1)),
  );
  return tf.tile(open, [...letters].map((letter) => (known.includes(letter) ? 1 : length(letter)))); // prettier-ignore
}

const einsum: GradientOf = (dy, operands, { equation }) => {
  const [left, result] = (equation as string).replaceAll(' ', '').split('->');
  const letters = left.split(',');
  const lengths = new Map<string, number>();
  letters.forEach((own, i) =>
    [...own].forEach((letter, axis) => lengths.set(letter, operands[i].shape[axis])),
  );
  const length = (letter: string) => lengths.get(letter) as number;
  const gradients = letters.map((own, i): [string, () => tf.Tensor] => {
    const others = letters.filter((_, j) => j !== i);
    return [
      String(i),
      () => einsumGradient(own, length, [result, ...others], [dy, ...operands.filter((_, j) => j !== i)]),
    ];
  });
  return Object.fromEntries(gradients);
};

/** The values' gradient goes back to where they came from. */
const topK: GradientOf = (dy, [x, indices]) => ({
  x: () => {
    const values = (Array.isArray(dy) ? dy[0] : dy) as tf.Tensor;
    const places = tf.oneHot(tf.cast(indices, 'int32'), x.shape[x.shape.length - 1]);
    return tf.sum(tf.mul(places, tf.expandDims(values, -1)), -2);
  },
});

/** Space to depth: the inverse permutation. */
const depthToSpace: GradientOf = (dy, _saved, { blockSize, dataFormat }) => ({
  x: () => {
    if (dataFormat !== 'NHWC') throw new AgonError('unsupported', `depthToSpace in ${String(dataFormat)} has no gradient; use NHWC.`); // prettier-ignore
    const block = blockSize as number;
    const [batch, height, width, channels] = dy.shape;
    const split = tf.reshape(dy, [batch, height / block, block, width / block, block, channels]);
    return tf.reshape(tf.transpose(split, [0, 1, 3, 2, 4, 5]), [
      batch,
      height / block,
      width / block,
      block * block * channels,
    ]);
  },
});

/** A gradient summed over the axes along which its operand was broadcast. */
function summedTo(shape: readonly number[], gradient: tf.Tensor): tf.Tensor {
  const axes = tf.backend_util.getReductionAxes([...shape], gradient.shape);
  return tf.reshape(axes.length ? tf.sum(gradient, axes) : gradient, [...shape]);
}

/** A gradient by factors: dy times one for each operand. */
const byFactors =
  (factorA: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor, factorB: typeof factorA): GradientOf =>
  (dy, [a, b]) => ({
    a: () => summedTo(a.shape, tf.mul(dy, tf.cast(factorA(a, b), 'float32'))),
    b: () => summedTo(b.shape, tf.mul(dy, tf.cast(factorB(a, b), 'float32'))),
  });

/** The gradients of a convolution by the kernels named: tfjs's own, which know no dilation, or ours, which do. */
const convolution =
  (backpropInput: string, backpropFilter: string): GradientOf =>
  (dy, [x, filter], attrs) => {
    const dilations = (attrs.dilations as number | number[] | null) ?? 1;
    const isDilated = ([] as number[]).concat(dilations).some((dilation) => dilation !== 1);
    if (isDilated && tf.getBackend() !== BACKEND_NAME) {
      throw new AgonError(
        'unsupported',
        'the gradient of a dilated convolution works in compiled functions only, not on tfjs backends.',
      );
    }
    const run = (kernel: string, inputs: tf.NamedTensorMap, more: object) =>
      tf.engine().runKernel<tf.Tensor>(kernel, inputs, { ...attrs, dilations, ...more } as tf.NamedAttrMap);
    return {
      x: () => run(backpropInput, { dy, filter }, { inputShape: x.shape }),
      filter: () => run(backpropFilter, { x, dy }, { filterShape: filter.shape }),
    };
  };

/** A transposed convolution in three dimensions is the gradient of a convolution; this is its own. */
const transposedConvolution3d: GradientOf = (ddx, [dy, filter], { strides, pad }) => {
  const run = (kernel: string, inputs: tf.NamedTensorMap, more: object) =>
    tf.engine().runKernel<tf.Tensor>(kernel, inputs, { strides, pad, ...more } as tf.NamedAttrMap);
  return {
    dy: () => run('Conv3D', { x: ddx, filter }, { dilations: [1, 1, 1], dataFormat: 'NDHWC' }),
    filter: () => run('Conv3DBackpropFilterV2', { x: ddx, dy }, { filterShape: filter.shape }),
  };
};

const cumsum: GradientOf = (dy, _saved, { axis, exclusive, reverse }) => ({
  x: () => tf.cumsum(dy, axis as number, exclusive as boolean, !reverse),
});

/** Registers them with tfjs, in place of its own, on all its backends. */
export function registerGradients(): void {
  const ofBoth = { inputsToSave: ['a', 'b'] };
  registerGradient('Maximum', ofBoth, byFactors(tf.greaterEqual, tf.less));
  registerGradient('Minimum', ofBoth, byFactors(tf.lessEqual, tf.greater));
  const twice = (a: tf.Tensor, b: tf.Tensor) => tf.mul(2, tf.sub(a, b));
  registerGradient('SquaredDifference', ofBoth, byFactors(twice, (a, b) => twice(b, a))); // prettier-ignore
  registerGradient('Cumsum', {}, cumsum);
  const ofConvolution = { inputsToSave: ['x', 'filter'] };
  const depthwise = 'DepthwiseConv2dNative';
  registerGradient('Conv2D', ofConvolution, convolution('Conv2DBackpropInput', 'Conv2DBackpropFilter'));
  registerGradient('Conv3D', ofConvolution, convolution('Conv3DBackpropInputV2', 'Conv3DBackpropFilterV2'));
  registerGradient(
    depthwise,
    ofConvolution,
    convolution(`${depthwise}BackpropInput`, `${depthwise}BackpropFilter`),
  );
  registerGradient('Conv3DBackpropInputV2', { inputsToSave: ['dy', 'filter'] }, transposedConvolution3d);
  for (const kernelName of ZERO_GRADIENTS) {
    const isUnary = kernelName === 'LogicalNot' || kernelName === 'Any' || kernelName === 'All';
    const names = isUnary ? ['x'] : ['a', 'b'];
    registerGradient(kernelName, { inputsToSave: names }, (_dy, saved) => {
      return Object.fromEntries(
        names.map((name, i) => [name, () => tf.cast(tf.zerosLike(saved[i]), 'float32')]),
      );
    });
  }
  registerGradient('Einsum', { saveAllInputs: true }, einsum);
  registerGradient('TopK', { inputsToSave: ['x'], outputsToSave: [false, true] }, topK);
  registerGradient('DepthToSpace', {}, depthToSpace);
  registerIndexingGradients();
}
