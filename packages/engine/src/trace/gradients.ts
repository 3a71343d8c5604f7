/**
 * Gradients that tfjs 4.22 lacks or has wrong, registered with tfjs, so that they also serve its own backends. It lacks
 * those of comparisons and logic (they are 0; without them tf.where fails on a condition that depends on a variable),
 * einsum, top-k and depth to space. It forgets broadcasting in maximum, minimum and squared difference, and mixes up the
 * axes of a cumulative sum that is not along the last. That of local response normalisation is a kernel of its own, which
 * has none. Others are in convolutionGradients.ts, indexingGradients.ts (kernels that move values) and
 * backwardGradients.ts (kernels that gradients are made of).
 */
import { AgonError } from '@agon/core';
import * as tf from '@tensorflow/tfjs';
import { registerBackwardGradients } from './backwardGradients.js';
import { registerConvolutionGradients } from './convolutionGradients.js';
import { registerIndexingGradients } from './indexingGradients.js';
import { registerGradient, type GradientOf } from './registration.js';
import { mendTape } from './tape.js';

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

/** With n = bias + alpha · (squares of the neighbouring channels, summed): dx = dy n^-beta − 2 alpha beta x Σ (dy y / n). */
const responseNorm: GradientOf = (dy, [x, y], attrs) => ({
  x: () => {
    const { depthRadius, bias, alpha, beta } = attrs as unknown as tf.LRNAttrs;
    const sumOfNeighbours = (values: tf.Tensor) => {
      const padded = tf.pad(values, [0, 0, 0, depthRadius].map((amount) => [amount, amount])); // prettier-ignore
      const shifts = Array.from({ length: 2 * depthRadius + 1 }, (_, shift) => shift);
      return tf.addN(shifts.map((shift) => tf.slice(padded, [0, 0, 0, shift], values.shape)));
    };
    const norm = tf.add(tf.mul(sumOfNeighbours(tf.square(x)), alpha), bias);
    const direct = tf.mul(dy, tf.pow(norm, -beta));
    const around = tf.mul(x, sumOfNeighbours(tf.div(tf.mul(dy, y), norm)));
    return tf.sub(direct, tf.mul(around, 2 * alpha * beta));
  },
});

const cumsum: GradientOf = (dy, _saved, { axis, exclusive, reverse }) => ({
  x: () => tf.cumsum(dy, axis as number, exclusive as boolean, !reverse),
});

/** Registers all gradients with tfjs, in place of its own, on all its backends, and mends its tape. */
export function registerGradients(): void {
  mendTape();
  const ofBoth = { inputsToSave: ['a', 'b'] };
  registerGradient('Maximum', ofBoth, byFactors(tf.greaterEqual, tf.less));
  registerGradient('Minimum', ofBoth, byFactors(tf.lessEqual, tf.greater));
  const twice = (a: tf.Tensor, b: tf.Tensor) => tf.mul(2, tf.sub(a, b));
  registerGradient('SquaredDifference', ofBoth, byFactors(twice, (a, b) => twice(b, a))); // prettier-ignore
  registerGradient('Cumsum', {}, cumsum);
  registerGradient('LRN', { inputsToSave: ['x'], outputsToSave: [true] }, responseNorm);
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
  registerConvolutionGradients();
  registerBackwardGradients();
  registerIndexingGradients();
}
