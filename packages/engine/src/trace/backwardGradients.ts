/**
 * Gradients of the kernels that only gradients are made of: those of pools, of resizing and of elu, of which tfjs 4.22 has
 * none. All are linear in dy, so the gradient in dy is the kernel's own counterpart forwards. And those of average pools
 * and of resizing, where tfjs's cpu backend has some of them wrong.
 */
import { AgonError } from '@agon/core';
import * as tf from '@tensorflow/tfjs';
import { poolInfo } from './convolutionShapes.js';
import { registerGradient, type GradientOf } from './registration.js';
import { windowOf } from './window.js';

type Attributes = Record<string, unknown>;

const zeros = (x: tf.Tensor) => () => tf.zeros(x.shape);

const run = (kernel: string, inputs: tf.NamedTensorMap, attrs: Attributes) =>
  tf.engine().runKernel<tf.Tensor>(kernel, inputs, attrs as tf.NamedAttrMap);

/** dy times 1, or y + 1 where y is negative. */
const eluGrad: GradientOf = (ddx, [dy, y]) => ({
  dy: () => run('EluGrad', { dy: ddx, y }, {}),
  y: () => tf.mul(tf.mul(ddx, dy), tf.cast(tf.less(y, 0), 'float32')),
});

/** @throws unsupported on tfjs's cpu backend, where it would be wrong */
function refuseOnTfjsCpu(what: string): void {
  if (tf.getBackend() !== 'cpu') return;
  throw new AgonError(
    'unsupported',
    `the gradient of ${what} works in compiled functions, not on tfjs:cpu, where tfjs has it wrong. Use the device "cpu".`,
  );
}

/** tfjs's own; its cpu backend counts padding in the gradient, though not in the mean. */
const averagePool =
  (kernel: string): GradientOf =>
  (dy, [x], attrs) => {
    const { before, after } = windowOf(poolInfo(x.shape, attrs));
    if ([...before, ...after].some((amount) => amount > 0)) refuseOnTfjsCpu('an average pool with padding');
    return { x: () => run(`${kernel}Grad`, { dy, input: x }, attrs) };
  };

/** tfjs's own; its cpu backend forgets that pixels' places are counted from their centres. */
const resize =
  (kernel: string): GradientOf =>
  (dy, [images], attrs) => {
    if (attrs.halfPixelCenters) refuseOnTfjsCpu('resizing with halfPixelCenters');
    return { images: () => run(`${kernel}Grad`, { dy, images }, attrs) };
  };

const averagePoolGrad =
  (kernel: string): GradientOf =>
  (ddx, [input], attrs) => ({
    dy: () => run(kernel, { x: ddx }, attrs),
    input: zeros(input),
  });

const resizeGrad =
  (kernel: string): GradientOf =>
  (ddx, [dy, images], { alignCorners, halfPixelCenters }) => ({
    dy: () => run(kernel, { images: ddx }, { alignCorners, halfPixelCenters, size: dy.shape.slice(1, 3) }),
    images: zeros(images),
  });

/** All places of a window, row by row. */
const placesIn = (taps: readonly number[]) =>
  taps.reduce<number[][]>((all, length) => all.flatMap((place) => Array.from({ length }, (_, i) => [...place, i])), [[]]); // prettier-ignore

/** Of each window of x, the value of `values` where x has its first maximum, which is in `maxima`. */
function atMaxima(values: tf.Tensor, x: tf.Tensor, maxima: tf.Tensor, attrs: Attributes): tf.Tensor {
  const { batch, channels, taps, strides, outLengths, before, after } = windowOf(poolInfo(x.shape, attrs));
  const paddings: [number, number][] = [[0, 0], ...before.map((amount, i): [number, number] => [amount, after[i]]), [0, 0]]; // prettier-ignore
  const [paddedX, paddedValues] = [tf.pad(x, paddings, -Infinity), tf.pad(values, paddings)];
  const steps = [1, ...strides, 1];
  const partsAt = (tap: readonly number[]) => {
    const begin = [0, ...tap, 0];
    const ends = tap.map((first, i) => first + (outLengths[i] - 1) * strides[i] + 1);
    const part = (from: tf.Tensor) => tf.stridedSlice(from, begin, [batch, ...ends, channels], steps);
    return [tf.equal(part(paddedX), maxima), part(paddedValues)];
  };
  let taken: tf.Tensor | undefined;
  const picked = placesIn(taps).map((tap) => {
    const [isLargest, value] = partsAt(tap);
    const isFirst = taken ? tf.logicalAnd(isLargest, tf.logicalNot(taken)) : isLargest;
    taken = taken ? tf.logicalOr(taken, isLargest) : isLargest;
    return tf.mul(value, tf.cast(isFirst, 'float32'));
  });
  return tf.addN(picked);
}

const maxPoolGrad: GradientOf = (ddx, [input, output], attrs) => ({
  dy: () => atMaxima(ddx, input, output, attrs),
  input: zeros(input),
  output: zeros(output),
});

/** Registers them with tfjs; part of `registerGradients`. */
export function registerBackwardGradients(): void {
  registerGradient('EluGrad', { inputsToSave: ['dy', 'y'] }, eluGrad);
  for (const dimensions of ['', '3D']) {
    const [average, max] = [`AvgPool${dimensions}`, `MaxPool${dimensions}`];
    registerGradient(average, { inputsToSave: ['x'] }, averagePool(average));
    registerGradient(`${average}Grad`, { inputsToSave: ['input'] }, averagePoolGrad(average));
    registerGradient(`${max}Grad`, { inputsToSave: ['input', 'output'] }, maxPoolGrad);
  }
  for (const kernel of ['ResizeBilinear', 'ResizeNearestNeighbor']) {
    registerGradient(kernel, { inputsToSave: ['images'] }, resize(kernel));
    registerGradient(`${kernel}Grad`, { inputsToSave: ['dy', 'images'] }, resizeGrad(kernel));
  }
}
