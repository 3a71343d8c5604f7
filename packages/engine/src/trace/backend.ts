/**
 * A tfjs backend whose kernels compute nothing: each appends a node to a graph and returns a tensor of the right shape.
 * tfjs's own gradient tape works on top of it as on any other backend.
 */
import { AgonError } from '@agon/core';
import * as tf from '@tensorflow/tfjs';
import { showShape } from '../tensors.js';
import { makeNode, type DataType, type TraceNode } from './node.js';

/** What tfjs calls it. */
export const BACKEND_NAME = 'agon-trace';

interface Entry {
  node: TraceNode;
  references: number;
}

/** The backend while something is traced. Tensors are names for nodes; reading one's values is refused. */
export class TraceBackend extends tf.KernelBackend {
  /** Tensors that live on another backend arrive through `move` when a kernel first asks for them. */
  private readonly data = new tf.DataStorage<Entry>(this, tf.engine());

  /** @throws unsupported where tfjs has given the tensor back already */
  node(dataId: object): TraceNode {
    if (!this.data.has(dataId) && !isAlive(dataId)) {
      throw new AgonError(
        'unsupported',
        `${calledOperation()} at ${userFrame()} uses a tensor that has been disposed of (some gradients of tfjs's own do, such as that of tf.logSigmoid; write those with other operations).`,
      );
    }
    return this.data.get(dataId).node;
  }

  /** A new tensor, as kernels return it, that stands for a node. */
  wrap(node: TraceNode): tf.TensorInfo {
    const dataId = {};
    this.data.set(dataId, { node, references: 1 });
    return { dataId, shape: [...node.shape], dtype: node.dtype };
  }

  /** A new tensor that stands for a node, for use in tfjs code. */
  tensor(node: TraceNode): tf.Tensor {
    return tf.engine().makeTensorFromTensorInfo(this.wrap(node));
  }

  override write(values: tf.BackendValues, shape: number[], dtype: tf.DataType): object {
    return this.wrap(constantNode(values, shape, dtype)).dataId;
  }

  override move(
    dataId: object,
    values: tf.BackendValues,
    shape: number[],
    dtype: tf.DataType,
    references: number,
  ): void {
    this.data.set(dataId, { node: constantNode(values, shape, dtype), references });
  }

  override readSync(dataId: object): tf.BackendValues {
    const { op, attrs, shape } = this.node(dataId);
    if (op === 'constant') return attrs.values as tf.BackendValues;
    const what = op === 'input' || op === 'parameter' ? `${op} "${String(attrs.name)}"` : `result of ${op}`;
    throw new AgonError(
      'unsupported',
      `the values of a tensor (${what}, shape ${showShape(shape)}) were read while the function was traced, by ${userFrame()}. ` +
        'A compiled function runs once, without values: dataSync, array, print and decisions in JavaScript that depend on them cannot work in it; use tensor operations such as tf.where.',
    );
  }

  override async read(dataId: object): Promise<tf.BackendValues> {
    return this.readSync(dataId);
  }

  override refCount(dataId: object): number {
    return this.data.has(dataId) ? this.data.get(dataId).references : 0;
  }

  override incRef(dataId: object): void {
    this.data.get(dataId).references++;
  }

  /** Forgets the tensor; its node lives on in the graph. */
  override disposeData(dataId: object, force = false): boolean {
    if (!this.data.has(dataId)) return true;
    const entry = this.data.get(dataId);
    if (--entry.references > 0 && !force) return false;
    this.data.delete(dataId);
    return true;
  }

  override numDataIds(): number {
    return this.data.numDataIds();
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: true };
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }
}

/** Whether tfjs still has the values of a tensor, on any backend. */
function isAlive(dataId: object): boolean {
  const { state } = tf.engine() as unknown as { state: { tensorInfo: WeakMap<object, unknown> } };
  return state.tensorInfo.has(dataId);
}

function constantNode(values: tf.BackendValues, shape: readonly number[], dtype: tf.DataType): TraceNode {
  if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') {
    throw new AgonError(
      'unsupported-kernel',
      `a tensor of dtype ${dtype} cannot be compiled; use float32, int32 or bool.`,
    );
  }
  return makeNode('constant', {}, { values }, shape, dtype as DataType);
}

/** The stack here, deeper than the ten frames that V8 keeps by itself: tfjs alone fills those. */
function stackFrames(): string[] {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 100;
  const stack = new Error().stack ?? '';
  Error.stackTraceLimit = limit;
  return stack.split('\n').slice(2);
}

/** The function, file and line in the user's code that led here: the innermost call outside tfjs and the tracer. */
export function userFrame(): string {
  const isInside = /tfjs|tf\.node|engine\/(src|dist)\/trace\//;
  const frame = stackFrames().find((line) => !isInside.test(line));
  return frame ? frame.trim().replace(/^at /, '') : 'unknown code';
}

/** The tfjs operation that was called: "tf.conv2d". tfjs names the functions of its operations with a final underscore. */
export function calledOperation(): string {
  const operations = stackFrames().flatMap((line) => /^\s+at (\w+)_ \(/.exec(line)?.[1] ?? []);
  const outermost = operations.at(-1);
  return outermost ? `tf.${outermost}` : 'an operation';
}
