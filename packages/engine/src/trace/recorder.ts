/** What records kernels in the graph of a trace. */
import { AgonError } from '@agon/core';
import type * as tf from '@tensorflow/tfjs';
import { showShape, sizeOf } from '../tensors.js';
import { calledOperation, userFrame, type TraceBackend } from './backend.js';
import { makeNode, type Attributes, type DataType, type NodeMap, type TraceNode } from './node.js';
import { SHAPE_RULES } from './shapeRules.js';
import { simplify } from './simplify.js';

/** The tensors of a kernel by tfjs's names. */
export type Inputs = Readonly<Record<string, tf.TensorInfo | undefined>>;
type KernelResult = tf.TensorInfo | tf.TensorInfo[];
/** Records a kernel and returns tensors that stand for its results. */
export type KernelFunction = (trace: Recorder, inputs: Inputs, attrs: Attributes) => KernelResult;

/** Appends kernels to the graph. What it is asked to record must have a shape rule. */
export class Recorder {
  readonly backend: TraceBackend;

  constructor(backend: TraceBackend) {
    this.backend = backend;
  }

  /** A kernel as a node of its own; shape and dtype are its rule's. */
  record(kernel: string, inputs: Inputs, attrs: Attributes = {}): tf.TensorInfo {
    const nodes: Record<string, ReturnType<TraceBackend['node']>> = {};
    for (const [name, tensor] of Object.entries(inputs))
      if (tensor) nodes[name] = this.backend.node(tensor.dataId);
    return this.backend.wrap(makeNodeByRule(kernel, nodes, attrs));
  }

  /** A tensor filled with one value. */
  constant(value: number, shape: readonly number[] = [], dtype: DataType = 'float32'): tf.TensorInfo {
    const Type = dtype === 'int32' ? Int32Array : dtype === 'bool' ? Uint8Array : Float32Array;
    return this.backend.wrap(
      makeNode('constant', {}, { values: new Type(sizeOf(shape)).fill(value) }, shape, dtype),
    );
  }

  /** A vector of constants. */
  values(values: readonly number[], dtype: DataType): tf.TensorInfo {
    return this.backend.wrap(makeNode('constant', {}, { values }, [values.length], dtype));
  }

  /** The error for a form of a kernel that cannot be compiled. */
  unsupported(what: string, inputs: Inputs): AgonError {
    return unsupported(what, inputs);
  }

  /** The activation of a fused kernel. */
  activate(x: tf.TensorInfo, attrs: Attributes, slopes?: tf.TensorInfo): tf.TensorInfo {
    const activation = attrs.activation as string | undefined;
    if (!activation || activation === 'linear') return x;
    if (activation === 'prelu') return this.record('Prelu', { x, alpha: slopes });
    if (activation === 'leakyrelu') return this.record('LeakyRelu', { x }, { alpha: attrs.leakyreluAlpha });
    const kernels: Record<string, string> = {
      relu: 'Relu',
      relu6: 'Relu6',
      elu: 'Elu',
      sigmoid: 'Sigmoid',
      tanh: 'Tanh',
    };
    if (!(activation in kernels)) throw unsupported(`fused activation ${activation}`, { x });
    return this.record(kernels[activation], { x });
  }
}

function makeNodeByRule(kernel: string, inputs: NodeMap, attrs: Attributes): TraceNode {
  try {
    const result = SHAPE_RULES[kernel](inputs, attrs);
    const whole = { ...result, attrs: { ...attrs, ...result.attrs } };
    return simplify(kernel, inputs, whole) ?? makeNode(kernel, inputs, whole.attrs, whole.shape, whole.dtype);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw unsupported(cause.message, inputs, cause);
  }
}

/** The error for a kernel that cannot be compiled, with where it was called. */
export function unsupported(
  kernel: string,
  inputs: Readonly<Record<string, { shape: readonly number[] } | undefined>>,
  cause?: unknown,
): AgonError {
  const shapes = Object.entries(inputs).map(
    ([name, tensor]) => `${name} ${tensor ? showShape(tensor.shape) : 'none'}`,
  );
  const operation = calledOperation();
  const where = userFrame();
  return new AgonError(
    'unsupported-kernel',
    `kernel ${kernel} on ${shapes.join(', ') || 'no inputs'}, called by ${operation} at ${where}, cannot be compiled. docs/engine.md lists the kernels that can; write the function with those.`,
    { cause, details: { kernel, shapes, operation, where } },
  );
}
