/** Compares one operation in all its compiled forms with tfjs's cpu backend, and its gradient with finite differences. */
import { RandomStream, type Rng } from '@agon/core';
import * as tf from '@tensorflow/tfjs';
import { compileOn } from '../compile.js';
import type { Optimiser } from '../optimisers/optimiser.js';
import { Parameters } from '../parameters.js';
import { loadRuntime, type Runtime } from '../runtime.js';
import {
  allocate,
  sizeOf,
  type ArrayMap,
  type ArrayType,
  type Fn,
  type LossFn,
  type Shape,
  type TensorMap,
  type TensorSpec,
} from '../tensors.js';
import type { TraceNode } from '../trace/node.js';
import { traceLoss } from '../trace/tracer.js';
import { trainStepOn } from '../trainStep.js';

/** One operand: its shape, how a value is drawn, and whether the gradient for it is wanted. */
interface Operand {
  shape: Shape;
  dtype?: ArrayType;
  draw: (rng: Rng) => number;
  isTrained: boolean;
}

/** An operation on operands of given shapes. */
export interface Instance {
  operands: Record<string, Operand>;
  apply: (tensors: TensorMap) => tf.Tensor;
  /** tfjs's own gradient is wrong here: finite differences alone decide. */
  isTfjsGradientWrong?: boolean;
  /** The gradient jumps at values that are computed, so that finite differences of it say nothing. */
  hasKinks?: boolean;
}

/** An operand with gradient: values in [low, high). */
export function trained(shape: Shape, low = -1, high = 1): Operand {
  return { shape, draw: (rng) => low + (high - low) * rng.uniform(), isTrained: true };
}

/** An operand without gradient: values in [low, high). */
export function given(shape: Shape, low = -1, high = 1): Operand {
  return { ...trained(shape, low, high), isTrained: false };
}

/** Whole numbers 0 to below − 1, int32. */
export function integers(shape: Shape, below: number): Operand {
  return { shape, dtype: 'int32', draw: (rng) => rng.int(below), isTrained: false };
}

/** 0 or 1, as a condition or a mask. */
export function bits(shape: Shape): Operand {
  return { shape, draw: (rng) => rng.int(2), isTrained: false };
}

const LEAVE_ALONE: Optimiser = { name: 'none', moments: [], update: () => undefined };

/** How far results are from tfjs's: the largest |a − b| / (1 + max |b|). */
export interface Disagreement {
  /** Compiled for inference (ONNX convolutions, constants). */
  inference: number;
  /** Compiled for training (convolutions as matrix products). */
  training: number;
  /** The compiled gradients; 0 where nothing is trained. */
  gradient: number;
  /** Our gradient against a central difference of tfjs's loss, along one direction, relative to 1 + |slope|. */
  finiteDifference: number;
  /** The training step (results and gradients) on onnxruntime-web's WebAssembly, as in a page, against the native one. */
  page: number;
  /** The kernels that tfjs ran for the result, and those in the graph of the gradients. */
  kernels: string[];
  gradientKernels: string[];
}

/** The largest |a − b| / (1 + max |b|); infinite where an element of a is not a number and b's is. */
export function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  let scale = 1;
  for (let i = 0; i < b.length; i++) {
    if (Object.is(a[i], b[i]) || (Number.isNaN(a[i]) && Number.isNaN(b[i]))) continue;
    const distance = Math.abs(a[i] - b[i]);
    largest = Number.isNaN(distance) ? Infinity : Math.max(largest, distance);
    if (Number.isFinite(b[i])) scale = Math.max(scale, 1 + Math.abs(b[i]));
  }
  return largest / scale;
}

function valuesOf(tensor: tf.Tensor): Float32Array | Int32Array {
  return tensor.dataSync<'float32' | 'int32'>().slice();
}

/** The operation on tfjs's cpu backend. */
export class Reference {
  private readonly instance: Instance;
  private readonly values: ArrayMap;
  private readonly names: string[];

  constructor(instance: Instance, values: ArrayMap) {
    this.instance = instance;
    this.values = values;
    this.names = Object.keys(values).filter((name) => instance.operands[name].isTrained);
  }

  private tensors(values: ArrayMap): TensorMap {
    const entries = Object.entries(values).map(([name, data]) => {
      const { shape, dtype } = this.instance.operands[name];
      return [name, tf.tensor(data, [...shape], dtype ?? 'float32')] as const;
    });
    return Object.fromEntries(entries);
  }

  async forward(): Promise<{
    data: Float32Array | Int32Array;
    shape: Shape;
    dtype: string;
    kernels: string[];
  }> {
    const tensors = this.tensors(this.values);
    let result: tf.Tensor | undefined;
    const { kernelNames } = await tf.profile(() => (result = tf.tidy(() => this.instance.apply(tensors))));
    const output = result as unknown as tf.Tensor;
    const found = { data: valuesOf(output), shape: output.shape, dtype: output.dtype, kernels: kernelNames };
    tf.dispose([output, ...Object.values(tensors)]);
    return found;
  }

  private loss(tensors: TensorMap, weights: tf.Tensor): tf.Scalar {
    return tf.sum(tf.mul(this.instance.apply(tensors), weights)) as tf.Scalar;
  }

  /** The gradients, and the kernels that tfjs ran for them. */
  async gradients(
    weights: Float32Array,
    shape: Shape,
  ): Promise<{ gradients: Float32Array[]; kernels: string[] }> {
    let gradients: Float32Array[] = [];
    const { kernelNames } = await tf.profile(() => {
      gradients = this.backward(weights, shape);
      return {}; // not the arrays: tfjs would search them for tensors
    });
    return { gradients, kernels: kernelNames };
  }

  private backward(weights: Float32Array, shape: Shape): Float32Array[] {
    return tf.tidy(() => {
      const tensors = this.tensors(this.values);
      const trainedTensors = this.names.map((name) => tensors[name]);
      const { grads } = tf
        .engine()
        .gradients(() => this.loss(tensors, tf.tensor(weights, [...shape])), trainedTensors);
      return grads.map((gradient, i) =>
        gradient ? (valuesOf(gradient) as Float32Array) : new Float32Array(trainedTensors[i].size),
      );
    });
  }

  /** The slope of the loss along `direction` (one array for each trained operand), by a central difference. */
  slope(direction: readonly Float32Array[], weights: Float32Array): number {
    const step = 1e-3;
    const moved = (sign: number): number => {
      const values = { ...this.values };
      this.names.forEach(
        (name, k) =>
          (values[name] = Float32Array.from(
            values[name],
            (value, i) => value + sign * step * direction[k][i],
          )),
      );
      // The sum in float64: the differences are small.
      const result = tf.tidy(() => valuesOf(this.instance.apply(this.tensors(values))));
      return Float64Array.from(result).reduce((sum, value, i) => sum + value * weights[i], 0);
    };
    return (moved(1) - moved(-1)) / (2 * step);
  }
}

function norm(arrays: readonly Float32Array[]): number {
  return Math.sqrt(
    arrays.reduce((sum, array) => sum + array.reduce((inner, value) => inner + value * value, 0), 0),
  );
}

/** An operation with its operands' values, to be run on a build of ONNX Runtime. */
export class Compiled {
  private readonly instance: Instance;
  private readonly values: ArrayMap;
  private readonly specs: Record<string, TensorSpec>;
  /** The operands with gradient. */
  readonly names: string[];

  constructor(instance: Instance, values: ArrayMap) {
    this.instance = instance;
    this.values = values;
    const operands = Object.entries(instance.operands);
    this.specs = Object.fromEntries(operands.map(([name, { shape, dtype }]) => [name, { shape, dtype }]));
    this.names = operands.filter(([, { isTrained }]) => isTrained).map(([name]) => name);
  }

  /** The result, compiled for inference. */
  async inference(runtime: Runtime): Promise<Float32Array | Int32Array> {
    const fn: Fn = (inputs) => ({ result: this.instance.apply(inputs) });
    const program = await compileOn(runtime, fn, { inputs: this.specs });
    for (const [name, data] of Object.entries(this.values)) program.inputs[name].set(data);
    await program.run();
    await program.dispose();
    return program.outputs.result as Float32Array | Int32Array; // outputs are never bits
  }

  /** The result and the gradients of Σ weights · result, compiled for training. */
  async training(
    runtime: Runtime,
    weights: Float32Array,
    shape: Shape,
  ): Promise<{ result: ArrayLike<number>; gradients: Float32Array[]; kernels: string[] }> {
    const { names, specs, values } = this;
    const parameters = new Parameters(
      names.map((name) => ({ name, shape: specs[name].shape, init: (out) => out.set(values[name]) })),
    );
    parameters.initialise(new RandomStream('unused'));
    const inputs = Object.fromEntries(Object.entries(specs).filter(([name]) => !names.includes(name)));
    const loss: LossFn = (given, trainedTensors) => {
      const result = this.instance.apply({ ...given, ...trainedTensors });
      return { loss: tf.sum(tf.mul(result, tf.tensor(weights, [...shape]))) as tf.Scalar, result };
    };
    const step = await trainStepOn(runtime, loss, { inputs, parameters, optimiser: LEAVE_ALONE });
    for (const name of Object.keys(inputs)) step.inputs[name].set(values[name]);
    await step.run(0);
    const gradients = names.map((name) => step.gradient(name).slice());
    await step.dispose();
    const trace = traceLoss(loss, inputs, parameters.specs, []);
    return { result: step.outputs.result, gradients, kernels: kernelsOf(Object.values(trace.gradients)) };
  }
}

/** The kernels that some values were recorded from. */
function kernelsOf(nodes: readonly TraceNode[]): string[] {
  const reached = new Set<TraceNode>();
  const open = [...nodes];
  for (let node = open.pop(); node; node = open.pop()) {
    if (reached.has(node)) continue;
    reached.add(node);
    open.push(...Object.values(node.inputs));
  }
  return [...new Set([...reached].map(({ op }) => op))];
}

/** Values for an operation's operands. */
export function drawnValues({ operands }: Instance, rng: Rng): ArrayMap {
  const entries = Object.entries(operands).map(
    ([name, { shape, dtype, draw }]) => [name, allocate(shape, dtype).map(() => draw(rng))] as const,
  );
  return Object.fromEntries(entries);
}

/** Σ a · b, summed in float64. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

const largest = (differences: readonly number[]) => Math.max(0, ...differences);

/**
 * Runs an operation everywhere on values drawn from `seed`. Uses tfjs's cpu backend, which must be set.
 * @param page the build of ONNX Runtime that pages use; left out where it is not given
 */
export async function measureAgreement(
  instance: Instance,
  seed: string,
  page?: Runtime,
): Promise<Disagreement> {
  const rng = new RandomStream(seed);
  const values = drawnValues(instance, rng);
  const reference = new Reference(instance, values);
  const expected = await reference.forward();
  const compiled = new Compiled(instance, values);
  const native = await loadRuntime();
  const found: Disagreement = {
    inference: difference(await compiled.inference(native), expected.data),
    training: 0,
    gradient: 0,
    finiteDifference: 0,
    page: page ? difference(await compiled.inference(page), expected.data) : 0,
    kernels: expected.kernels,
    gradientKernels: [],
  };
  if (compiled.names.length === 0) return found;

  const weights = Float32Array.from({ length: sizeOf(expected.shape) }, () => 2 * rng.uniform() - 1);
  const { result, gradients: ours, kernels } = await compiled.training(native, weights, expected.shape);
  found.gradientKernels = kernels;
  found.training = difference(result, expected.data);
  if (!instance.isTfjsGradientWrong) {
    const { gradients, kernels: theirs } = await reference.gradients(weights, expected.shape);
    found.gradientKernels.push(...theirs);
    found.gradient = largest(ours.map((gradient, i) => difference(gradient, gradients[i])));
  }
  if (page) {
    const there = await compiled.training(page, weights, expected.shape);
    found.page = largest([
      found.page,
      difference(there.result, result),
      ...ours.map((gradient, i) => difference(there.gradients[i], gradient)),
    ]);
  }
  const length = norm(ours) || 1;
  const direction = ours.map((gradient) =>
    gradient.map((value) => value / length + 0.3 * (rng.uniform() - 0.5)),
  );
  const slope = ours.reduce(
    (sum, gradient, k) => sum + gradient.reduce((inner, value, i) => inner + value * direction[k][i], 0),
    0,
  );
  found.finiteDifference = Math.abs(reference.slope(direction, weights) - slope) / (1 + Math.abs(slope));
  return found;
}
