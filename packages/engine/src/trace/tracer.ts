/** Runs a function once under the tracing backend and keeps the graph of what it did, gradients included. */
import { AgonError } from '@agon/core';
import * as tf from '@tensorflow/tfjs';
import type { ParameterSpec } from '../parameters.js';
import { isBytes, showShape, type Fn, type LossFn, type TensorMap, type TensorSpec } from '../tensors.js';
import { BACKEND_NAME, TraceBackend } from './backend.js';
import { registerGradients } from './gradients.js';
import { registerKernels } from './kernels.js';
import { makeNode, type TraceNode } from './node.js';

/** The graph of a function: its named results, and for a loss the gradient of each parameter that it depends on. */
export interface Trace {
  outputs: Record<string, TraceNode>;
  gradients: Record<string, TraceNode>;
}

/** How frozen parameters are called in a graph, beside the trained ones of the same name. */
export function frozenName(name: string): string {
  return `frozen/${name}`;
}

let registered: TraceBackend | undefined;

function traceBackend(): TraceBackend {
  if (!registered) {
    const backend = new TraceBackend();
    tf.registerBackend(BACKEND_NAME, () => backend, 0); // priority 0: tfjs never chooses it by itself
    registerKernels(backend);
    registerGradients();
    registered = backend;
  }
  return registered;
}

/** The node that a tensor stands for, within a function that is being traced. */
export const nodeOf = ({ dataId }: tf.Tensor): TraceNode => traceBackend().node(dataId);

/** A tensor that stands for a node of the graph, within a function that is being traced. */
export const tensorOf = (node: TraceNode): tf.Tensor => traceBackend().tensor(node);

/** Runs `body` with the tracing backend as tfjs's backend, in a scope of its own, and puts the old backend back. */
function underTrace(body: (backend: TraceBackend) => void): void {
  const backend = traceBackend();
  const before: string | null = tf.getBackend() ?? null;
  void tf.setBackend(BACKEND_NAME); // at once: nothing here is set up asynchronously
  try {
    tf.tidy(() => body(backend));
  } finally {
    void tf.setBackend(before ?? 'cpu');
  }
}

function inputTensors(backend: TraceBackend, inputs: Readonly<Record<string, TensorSpec>>): TensorMap {
  const entries = Object.entries(inputs).map(([name, { shape, dtype = 'float32' }]) => {
    const type = isBytes(dtype) ? 'float32' : dtype;
    return [name, backend.tensor(makeNode('input', {}, { name, isBytes: isBytes(dtype) }, shape, type))];
  });
  return Object.fromEntries(entries) as TensorMap;
}

function parameterTensors(
  backend: TraceBackend,
  specs: readonly ParameterSpec[],
  rename = (name: string) => name,
): TensorMap {
  const entries = specs.map(({ name, shape }) => {
    return [name, backend.tensor(makeNode('parameter', {}, { name: rename(name) }, shape, 'float32'))];
  });
  return Object.fromEntries(entries) as TensorMap;
}

function namedNodes(backend: TraceBackend, results: TensorMap): Record<string, TraceNode> {
  const nodes: Record<string, TraceNode> = {};
  for (const [name, tensor] of Object.entries(results)) {
    if (!(tensor instanceof tf.Tensor)) {
      throw new AgonError(
        'internal',
        `a compiled function must return tensors by name; "${name}" is ${String(tensor)}.`,
      );
    }
    nodes[name] = backend.node(tensor.dataId);
    if (tensor.kept && name.startsWith('next/')) tensor.dispose(); // fromLayers takes these out of tfjs's scopes
  }
  return nodes;
}

/** The graph of `fn`. @throws unsupported-kernel, unsupported (values read while tracing) */
export function traceFunction(
  fn: Fn,
  inputs: Readonly<Record<string, TensorSpec>>,
  parameters: readonly ParameterSpec[],
): Trace {
  const trace: Trace = { outputs: {}, gradients: {} };
  underTrace((backend) => {
    trace.outputs = namedNodes(
      backend,
      fn(inputTensors(backend, inputs), parameterTensors(backend, parameters)),
    );
  });
  return trace;
}

/**
 * The graph of a loss with the gradients of `parameters`; `frozen` ones count as constants. Parameters that the loss does
 * not depend on have no gradient.
 */
export function traceLoss(
  fn: LossFn,
  inputs: Readonly<Record<string, TensorSpec>>,
  parameters: readonly ParameterSpec[],
  frozen: readonly ParameterSpec[],
): Trace {
  const trace: Trace = { outputs: {}, gradients: {} };
  underTrace((backend) => {
    const trained = parameterTensors(backend, parameters);
    const loss = (): tf.Scalar => {
      const results = fn(
        inputTensors(backend, inputs),
        trained,
        parameterTensors(backend, frozen, frozenName),
      );
      trace.outputs = namedNodes(backend, results);
      if (!('loss' in results) || results.loss.rank !== 0) {
        const got =
          'loss' in results ? `a tensor of shape ${showShape(results.loss.shape)}` : 'nothing of that name';
        throw new AgonError(
          'internal',
          `a loss function must return a scalar called "loss"; got ${got}. Take tf.mean or tf.sum.`,
        );
      }
      return results.loss;
    };
    // Allowed to find none, so that the error below can say what is wrong.
    const { grads } = tf.engine().gradients(loss, Object.values(trained), undefined, true);
    Object.keys(trained).forEach((name, i) => {
      const gradient = grads[i] as tf.Tensor | null | undefined; // none where the loss does not depend on it
      if (gradient) trace.gradients[name] = backend.node(gradient.dataId);
    });
  });
  if (Object.keys(trace.gradients).length === 0) {
    throw new AgonError(
      'internal',
      'the loss depends on no parameter: use the tensors that the loss function is given.',
    );
  }
  return trace;
}
