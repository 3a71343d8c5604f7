/** Elementwise operations, comparisons, casts. */
import type { Rng } from '@agon/core';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { bits, given, integers, trained, type Instance } from '../agreement.js';
import { anyShape, broadcastPair } from './shapes.js';

type Unary = (x: tf.Tensor) => tf.Tensor;
type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

const unary = (apply: Unary, low = -2, high = 2): fc.Arbitrary<Instance> =>
  anyShape().map((shape) => ({ operands: { x: trained(shape, low, high) }, apply: ({ x }) => apply(x) }));

/** For operations with kinks, or steps, at some values: none that is nearer than 0.05. */
const awayFrom = (kinks: readonly number[], apply: Unary, low = -2, high = 2): fc.Arbitrary<Instance> =>
  anyShape().map((shape) => ({
    operands: {
      x: { ...trained(shape), draw: (rng) => movedAway(kinks, low + (high - low) * rng.uniform()) },
    },
    apply: ({ x }) => apply(x),
  }));

function movedAway(kinks: readonly number[], value: number): number {
  const near = kinks.find((kink) => Math.abs(value - kink) < 0.05);
  return near === undefined ? value : near + (value < near ? -0.05 : 0.05);
}

const awayFromZero = (apply: Unary) => awayFrom([0], apply);

/** Values of -2 to 2, those of a never nearer than 0.1 to those of b. */
const apart = (apply: Binary): fc.Arbitrary<Instance> =>
  fc.tuple(broadcastPair, fc.boolean()).map(([[large, small], swap]) => {
    const from = (start: number) => (rng: Rng) => start + 0.4 * rng.int(10) + 0.1 * rng.uniform();
    return {
      operands: {
        a: { ...trained(swap ? small : large), draw: from(-2) },
        b: { ...trained(swap ? large : small), draw: from(-1.8) },
      },
      apply: ({ a, b }) => apply(a, b),
    };
  });

/** Without gradient. */
const unaryGiven = (apply: Unary, low = -2, high = 2): fc.Arbitrary<Instance> =>
  anyShape().map((shape) => ({ operands: { x: given(shape, low, high) }, apply: ({ x }) => apply(x) }));

const binary = (apply: Binary, low = -2, high = 2): fc.Arbitrary<Instance> =>
  fc.tuple(broadcastPair, fc.boolean()).map(([[large, small], swap]) => ({
    operands: { a: trained(swap ? small : large, low, high), b: trained(swap ? large : small, low, high) },
    apply: ({ a, b }) => apply(a, b),
  }));

/** Without gradient, broadcast. */
const binaryGiven = (apply: Binary, low = -2, high = 2): fc.Arbitrary<Instance> =>
  broadcastPair.map(([large, small]) => ({
    operands: { a: given(large, low, high), b: given(small, low, high) },
    apply: ({ a, b }) => apply(a, b),
  }));

/** On whole numbers, so that equal values occur; the result, a boolean, as int32. */
const comparison = (apply: Binary): fc.Arbitrary<Instance> =>
  broadcastPair.map(([large, small]) => ({
    operands: { a: integers(large, 3), b: integers(small, 3) },
    apply: ({ a, b }) => apply(a, b),
  }));

const logical = (apply: Binary): fc.Arbitrary<Instance> =>
  broadcastPair.map(([large, small]) => ({
    operands: { a: bits(large), b: bits(small) },
    apply: ({ a, b }) => apply(tf.cast(a, 'bool'), tf.cast(b, 'bool')),
  }));

/** Operations by name; part of OPERATIONS. */
export const ELEMENTWISE = {
  add: binary(tf.add),
  sub: binary(tf.sub),
  mul: binary(tf.mul),
  div: binary(tf.div, 0.5, 2),
  maximum: apart(tf.maximum),
  minimum: apart(tf.minimum),
  pow: binary(tf.pow, 0.5, 2),
  squaredDifference: binary(tf.squaredDifference),
  addN: anyShape().map((shape): Instance => ({
    operands: { a: trained(shape), b: trained(shape), c: trained(shape) },
    apply: ({ a, b, c }) => tf.addN([a, b, c]),
  })),
  equal: comparison(tf.equal),
  notEqual: comparison(tf.notEqual),
  greater: comparison(tf.greater),
  greaterEqual: comparison(tf.greaterEqual),
  less: comparison(tf.less),
  lessEqual: comparison(tf.lessEqual),
  floorDiv: binaryGiven(tf.floorDiv, 0.5, 3),
  floorDivOfIntegers: broadcastPair.map(([large, small]): Instance => ({
    operands: { a: integers(large, 9), b: integers(small, 3) },
    apply: ({ a, b }) => tf.floorDiv(tf.sub(a, tf.scalar(4, 'int32')), tf.add(b, tf.scalar(1, 'int32'))),
  })),
  mod: apart((a, b) => tf.mod(a, tf.add(b, 5))),
  modOfIntegers: broadcastPair.map(([large, small]): Instance => ({
    operands: { a: integers(large, 9), b: integers(small, 3) },
    apply: ({ a, b }) => tf.mod(tf.sub(a, tf.scalar(4, 'int32')), tf.add(b, tf.scalar(1, 'int32'))),
  })),
  atan2: binary(tf.atan2),
  atan2OfZeros: comparison((a, b) =>
    tf.atan2(tf.sub(tf.cast(a, 'float32'), 1), tf.sub(tf.cast(b, 'float32'), 1)),
  ),
  logicalAnd: logical(tf.logicalAnd),
  logicalOr: logical(tf.logicalOr),
  logicalXor: logical(tf.logicalXor),
  logicalNot: logical((a) => tf.logicalNot(a)),
  where: anyShape().map((shape): Instance => ({
    operands: { condition: bits(shape), a: trained(shape), b: trained(shape) },
    apply: ({ condition, a, b }) => tf.where(tf.cast(condition, 'bool'), a, b),
  })),
  whereOnVariable: awayFrom([-0.5, 0.5], (x) =>
    tf.where(tf.less(tf.abs(x), 0.5), tf.square(x), tf.sub(tf.abs(x), 0.25)),
  ),
  isNan: binaryGiven((a, b) => tf.isNaN(tf.sqrt(tf.add(a, b)))),
  isInf: comparison((a, b) => tf.isInf(tf.div(tf.cast(a, 'float32'), tf.cast(b, 'float32')))),
  isFinite: comparison((a, b) => tf.isFinite(tf.div(tf.cast(a, 'float32'), tf.cast(b, 'float32')))),
  leakyRelu: awayFromZero((x) => tf.leakyRelu(x, 0.1)),
  prelu: fc.tuple(anyShape(1, 4), fc.boolean()).map(([shape, isShared]): Instance => ({
    operands: {
      x: { ...trained(shape), draw: (rng) => movedAway([0], 2 * rng.uniform() - 1) },
      alpha: trained(isShared ? shape.slice(-1) : shape, 0.1, 0.5),
    },
    apply: ({ x, alpha }) => tf.prelu(x, alpha),
  })),
  selu: awayFromZero(tf.selu),
  relu: awayFromZero(tf.relu),
  relu6: awayFrom([0, 6], tf.relu6, -3, 9),
  sigmoid: unary(tf.sigmoid),
  tanh: unary(tf.tanh),
  exp: unary(tf.exp),
  log: unary(tf.log, 0.3, 3),
  neg: unary(tf.neg),
  square: unary(tf.square),
  sqrt: unary(tf.sqrt, 0.3, 3),
  rsqrt: unary(tf.rsqrt, 0.3, 3),
  abs: awayFromZero(tf.abs),
  sign: awayFromZero(tf.sign),
  floor: awayFrom([-2, -1, 0, 1, 2], tf.floor),
  step: awayFromZero((x) => tf.step(x)),
  elu: awayFromZero(tf.elu),
  softplus: unary(tf.softplus),
  reciprocal: unary(tf.reciprocal, 0.5, 2),
  expm1: unary(tf.expm1),
  log1p: unary(tf.log1p, -0.5, 2),
  erf: unary(tf.erf),
  logSigmoid: unary(tf.logSigmoid),
  ceil: awayFrom([-2, -1, 0, 1, 2], tf.ceil),
  roundOfVariable: awayFrom([-1.5, -0.5, 0.5, 1.5], tf.round),
  round: unaryGiven((x) => tf.round(tf.div(tf.floor(x), 2)), -5, 5), // halves, which go to the even neighbour
  sin: unary(tf.sin),
  cos: unary(tf.cos),
  tan: unary(tf.tan, -1, 1),
  asin: unary(tf.asin, -0.8, 0.8),
  acos: unary(tf.acos, -0.8, 0.8),
  atan: unary(tf.atan),
  sinh: unary(tf.sinh),
  cosh: unary(tf.cosh),
  asinh: unary(tf.asinh),
  acosh: unary(tf.acosh, 1.2, 3),
  atanh: unary(tf.atanh, -0.8, 0.8),
  clipByValue: awayFrom([-0.7, 1.1], (x) => tf.clipByValue(x, -0.7, 1.1)),
  zerosLike: unaryGiven(tf.zerosLike),
  onesLike: unaryGiven(tf.onesLike),
  linspace: anyShape(0, 2).map((shape): Instance => ({
    operands: { x: trained([...shape, 5]) },
    apply: ({ x }) => tf.mul(x, tf.linspace(-1, 1, 5)),
  })),
  fill: unary((x) => tf.mul(x, tf.fill([1], 3))),
  cast: unaryGiven((x) => tf.cast(x, 'int32'), -5, 5),
  castToBool: unaryGiven((x) => tf.cast(tf.cast(x, 'int32'), 'bool'), -2, 2),
} satisfies Record<string, fc.Arbitrary<Instance>>;
