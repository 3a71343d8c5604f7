/** Runs a function kernel by kernel on one of tfjs's own backends at every run, with values: nothing is compiled. */
import * as tf from '@tensorflow/tfjs';
import { breath } from '@agon/core';
import type { TensorMap } from '../tensors.js';
import type { Binding, Execution } from '../execution.js';

/** A tensor for each binding, by name, bytes as float32. On tfjs's cpu backend it shares the array of other types. */
export function tensorsOf(bindings: readonly Binding[]): TensorMap {
  return Object.fromEntries(
    bindings.map(({ name, type, shape, array }) => [
      name,
      type === 'uint8' ? tf.tensor(Float32Array.from(array), [...shape]) : tf.tensor(array, [...shape], type),
    ]),
  );
}

/** Runs `body` with a backend of tfjs, at once, and puts the old one back. It must be registered and loaded. */
export function withBackend<T>(backend: string, body: () => T): T {
  const before: string | null = tf.getBackend() ?? null;
  void tf.setBackend(backend);
  try {
    return body();
  } finally {
    if (before) void tf.setBackend(before);
  }
}

/** An execution whose results are copied into the bindings' arrays when a run ends. */
export class EagerExecution implements Execution {
  private readonly backend: string;
  private readonly body: () => TensorMap;
  private readonly outputs: readonly Binding[];
  private underWay: Promise<unknown> | undefined;
  private readonly free: () => void;

  /**
   * @param body computes all outputs, by their names; runs in a scope of tfjs's
   * @param free gives back what body uses besides
   */
  constructor(
    backend: string,
    body: () => TensorMap,
    outputs: readonly Binding[],
    free: () => void = () => undefined,
  ) {
    this.backend = backend;
    this.body = body;
    this.outputs = outputs;
    this.free = free;
  }

  async run(): Promise<void> {
    const results = withBackend(this.backend, () => tf.tidy(this.body));
    const run = Promise.all(
      this.outputs.map(async ({ name, array }) => array.set((await results[name].data()) as Float32Array)),
    );
    this.underWay = run;
    try {
      await run;
    } finally {
      this.underWay = undefined;
      for (const tensor of Object.values(results)) if (!tensor.isDisposed) tensor.dispose();
    }
    const turn = breath(); // tfjs's cpu backend answers at once
    if (turn) await turn;
  }

  async release(): Promise<void> {
    await this.underWay;
    this.free();
  }
}

/** The results of a loss function and the gradients of what it trains, under the names that `gradientName` gives. */
export function lossAndGradients(
  loss: (trained: TensorMap) => { loss: tf.Scalar } & TensorMap,
  trained: TensorMap,
  gradientName: (name: string) => string,
): TensorMap {
  let results: TensorMap = {};
  const scalar = (): tf.Scalar => {
    const all = loss(trained);
    results = Object.fromEntries(
      Object.entries(all).map(([name, tensor]) => [name, tf.keep(tf.clone(tensor))]),
    );
    return all.loss;
  };
  const { grads } = tf.engine().gradients(scalar, Object.values(trained), undefined, true);
  Object.keys(trained).forEach((name, i) => {
    const gradient = grads[i] as tf.Tensor | null | undefined;
    if (gradient) results[gradientName(name)] = gradient;
  });
  return results;
}
