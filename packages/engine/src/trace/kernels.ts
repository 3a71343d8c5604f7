/** The kernels of the tracing backend: what has a shape rule is recorded, fused and many-valued kernels are taken apart. */
import { AgonError } from '@agon/core';
import * as tf from '@tensorflow/tfjs';
import { showShape, sizeOf } from '../tensors.js';
import { calledOperation, userFrame, type TraceBackend } from './backend.js';
import { makeNode, type Attributes, type DataType, type NodeMap } from './node.js';
import { positive, SHAPE_RULES } from './shapeRules.js';

export const BACKEND_NAME = 'agon-trace';

type Inputs = Readonly<Record<string, tf.TensorInfo | undefined>>;
type KernelResult = tf.TensorInfo | tf.TensorInfo[];
type KernelFunction = (trace: Recorder, inputs: Inputs, attrs: Attributes) => KernelResult;

/** Appends kernels to the graph. */
class Recorder {
  readonly backend: TraceBackend;

  constructor(backend: TraceBackend) {
    this.backend = backend;
  }

  record(kernel: string, inputs: Inputs, attrs: Attributes = {}): tf.TensorInfo {
    const nodes: Record<string, ReturnType<TraceBackend['node']>> = {};
    for (const [name, tensor] of Object.entries(inputs))
      if (tensor) nodes[name] = this.backend.node(tensor.dataId);
    return this.backend.wrap(makeNodeByRule(kernel, nodes, attrs));
  }

  constant(value: number, shape: readonly number[] = [], dtype: DataType = 'float32'): tf.TensorInfo {
    const Type = dtype === 'int32' ? Int32Array : dtype === 'bool' ? Uint8Array : Float32Array;
    return this.backend.wrap(
      makeNode('constant', {}, { values: new Type(sizeOf(shape)).fill(value) }, shape, dtype),
    );
  }

  activate(x: tf.TensorInfo, activation: string | undefined, attrs: Attributes): tf.TensorInfo {
    if (!activation || activation === 'linear') return x;
    const kernels: Record<string, string> = {
      relu: 'Relu',
      relu6: 'Relu6',
      elu: 'Elu',
      sigmoid: 'Sigmoid',
      tanh: 'Tanh',
    };
    if (!(activation in kernels)) throw unsupported(`fused activation ${activation}`, { x });
    return this.record(kernels[activation], { x }, attrs);
  }
}

function makeNodeByRule(kernel: string, inputs: NodeMap, attrs: Attributes) {
  try {
    const { shape, dtype, attrs: more } = SHAPE_RULES[kernel](inputs, attrs);
    return makeNode(kernel, inputs, { ...attrs, ...more }, shape, dtype);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw unsupported(cause.message, inputs, cause);
  }
}

function unsupported(
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

/** Kernels with several results, fused kernels, and those that only pass a value on. */
const COMPOSED: Readonly<Record<string, KernelFunction>> = {
  Fill: (trace, _inputs, attrs) =>
    trace.constant(
      attrs.value as number,
      attrs.shape as number[],
      (attrs.dtype as DataType | undefined) ?? 'float32',
    ),
  // tfjs clones every tensor that its tape saves.
  Identity: ({ backend }, { x }) => backend.wrap(backend.node((x as tf.TensorInfo).dataId)),
  SplitV: (trace, { x }, attrs) => {
    const tensor = x as tf.Tensor;
    const axis = positive(attrs.axis as number, tensor.shape.length);
    const begin = tensor.shape.map(() => 0);
    return tf.backend_util
      .prepareSplitSize(tensor, attrs.numOrSizeSplits as number | number[], axis)
      .map((length) => {
        const size = tensor.shape.map((all, i) => (i === axis ? length : all));
        const part = trace.record('Slice', { x }, { begin: [...begin], size });
        begin[axis] += length;
        return part;
      });
  },
  Unpack: (trace, { value }, attrs) => {
    const { shape } = value as tf.TensorInfo;
    const axis = positive(attrs.axis as number, shape.length);
    const rest = shape.filter((_, i) => i !== axis);
    return Array.from({ length: shape[axis] }, (_, index) => {
      const begin = shape.map((__, i) => (i === axis ? index : 0));
      const size = shape.map((length, i) => (i === axis ? 1 : length));
      return trace.record(
        'Reshape',
        { x: trace.record('Slice', { x: value }, { begin, size }) },
        { shape: rest },
      );
    });
  },
  _FusedMatMul: (trace, { a, b, bias }, attrs) => {
    const product = trace.record('BatchMatMul', { a, b }, attrs);
    return trace.activate(
      bias ? trace.record('Add', { a: product, b: bias }) : product,
      attrs.activation as string | undefined,
      attrs,
    );
  },
  FusedConv2D: (trace, { x, filter, bias }, attrs) => {
    const product = trace.record('Conv2D', { x, filter }, attrs);
    return trace.activate(
      bias ? trace.record('Add', { a: product, b: bias }) : product,
      attrs.activation as string | undefined,
      attrs,
    );
  },
  FusedBatchNorm: (trace, { x, mean, variance, offset, scale }, attrs) => {
    const epsilon = trace.constant((attrs.varianceEpsilon as number | undefined) ?? 1e-3);
    const inverse = trace.record('Rsqrt', { x: trace.record('Add', { a: variance, b: epsilon }) });
    const unit = trace.record('Multiply', { a: trace.record('Sub', { a: x, b: mean }), b: inverse });
    const scaled = scale ? trace.record('Multiply', { a: unit, b: scale }) : unit;
    return offset ? trace.record('Add', { a: scaled, b: offset }) : scaled;
  },
};

/** Registers the backend's kernels with tfjs; those of tfjs's cpu backend that it lacks fail by name. */
export function registerKernels(backend: TraceBackend): void {
  const trace = new Recorder(backend);
  const known = new Map<string, KernelFunction>(Object.entries(COMPOSED));
  for (const kernel of Object.keys(SHAPE_RULES))
    known.set(kernel, (recorder, inputs, attrs) => recorder.record(kernel, inputs, attrs));
  for (const { kernelName } of tf.getKernelsForBackend('cpu')) {
    if (!known.has(kernelName)) {
      known.set(kernelName, (_recorder, inputs) => {
        throw unsupported(kernelName, inputs);
      });
    }
  }
  for (const [kernelName, kernel] of known) {
    const kernelFunc: tf.KernelFunc = ({ inputs, attrs }) =>
      kernel(trace, inputs as unknown as Inputs, (attrs ?? {}) as Attributes);
    tf.registerKernel({ kernelName, backendName: BACKEND_NAME, kernelFunc });
  }
}

/** The kernels that can be compiled, sorted. */
export function supportedKernels(): string[] {
  return [...Object.keys(SHAPE_RULES), ...Object.keys(COMPOSED)].sort();
}
