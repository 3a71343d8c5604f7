/**
 * tfjs's tape, mended for gradients of gradients. The tape notes each kernel as it runs, with copies of what its gradient
 * will read. Three of its habits are harmless for a gradient of values, and wrong for a gradient of a gradient:
 *
 * - Copies of a kernel's own results are noted before the kernel itself, so that they seem to depend on nothing: the
 *   gradients of tanh, exp, softmax and others, which read the result, were differentiated as if it were constant.
 * - What runs within `tf.customGrad` is not noted: what such a gradient keeps of it counted as constant too.
 * - An inner gradient walks the whole tape, and so also what happened before its function was called.
 *
 * A kernel without a gradient fails by name. All of it holds on tfjs's own backends too.
 */
import { AgonError } from '@agon/core';
import * as tf from '@tensorflow/tfjs';

interface TapeNode {
  readonly kernelName: string;
  readonly inputs: tf.NamedTensorMap;
  readonly outputs: readonly tf.Tensor[];
}
type TapeGradient = (dy: tf.Tensor, saved: tf.Tensor[]) => tf.NamedTensorMap;
type CustomGradient = Parameters<typeof tf.customGrad>[0];
/** How a custom gradient keeps what it will read. */
type SaveFunction = (tensors: tf.Tensor[]) => void;

/** What is used here of the insides of tfjs 4.22. */
interface Engine {
  readonly state: { activeTape: TapeNode[] | null | undefined; kernelDepth: number };
  addTapeNode(
    kernelName: string,
    inputs: tf.NamedTensorMap,
    outputs: tf.Tensor[],
    gradient: TapeGradient | null,
    saved: tf.Tensor[],
    attrs: tf.NamedAttrMap,
  ): void;
  gradients(...args: unknown[]): unknown;
  customGrad(f: CustomGradient): (...args: tf.Tensor[]) => tf.Tensor;
}

/** Mends the tape of this process's tfjs, once. */
export function mendTape(): void {
  const engine = tf.engine() as unknown as Engine;
  if (Object.hasOwn(engine, 'addTapeNode')) return; // tfjs's own is its class's
  noteBeforeCopies(engine);
  noteWithinCustomGradients(engine);
  separateTapes(engine);
}

/** A kernel is noted before the copies of its results. */
function noteBeforeCopies(engine: Engine): void {
  const note = engine.addTapeNode.bind(engine);
  engine.addTapeNode = (kernelName, inputs, outputs, gradient, saved, attrs) => {
    if (Object.values(inputs).includes(outputs[0])) {
      tf.dispose(saved); // tfjs's einsum hands its operand back where nothing is to be done
      return;
    }
    const tape = engine.state.activeTape as TapeNode[];
    const isCopy = ({ inputs: { x } }: TapeNode) => outputs.some(({ id }) => id === x?.id);
    let place = tape.length;
    while (place > 0 && isCopy(tape[place - 1])) place--;
    const isKnown = gradient !== null || tf.getGradient(kernelName) != null;
    note(kernelName, inputs, outputs, isKnown ? gradient : () => refuse(kernelName), saved, attrs);
    tape.splice(place, 0, tape.pop() as TapeNode);
  };
}

function refuse(kernelName: string): never {
  throw new AgonError(
    'unsupported-kernel',
    `a gradient is wanted through kernel ${kernelName}, which has none. docs/engine-kernels.md lists the kernels that have one; write the function with those, or cut the gradient off with stopGradient.`,
    { details: { kernel: kernelName } },
  );
}

/**
 * The operations within a custom gradient are noted as any other. Its result is a copy that they do not lead to, so the
 * gradient of the whole is the custom one; what that one reads leads back to the arguments.
 */
function noteWithinCustomGradients(engine: Engine): void {
  const atDepth = <T>(change: number, body: () => T): T => {
    engine.state.kernelDepth += change;
    try {
      return body();
    } finally {
      engine.state.kernelDepth -= change;
    }
  };
  const customGrad = engine.customGrad.bind(engine);
  engine.customGrad = (f) =>
    customGrad((...args) => {
      const save = args.pop() as SaveFunction;
      const saveWithin: SaveFunction = (tensors) => atDepth(1, () => save(tensors)); // tfjs notes the copies itself
      const { value, gradFunc } = atDepth(-1, () => f(...args, saveWithin));
      return { value: value instanceof tf.Tensor ? stopGradient(value) : value, gradFunc };
    });
}

/** An inner gradient has a tape of its own, which then becomes a part of the outer one. */
function separateTapes(engine: Engine): void {
  const gradients = engine.gradients.bind(engine);
  engine.gradients = (...args) => {
    const outer = engine.state.activeTape;
    engine.state.activeTape = [];
    try {
      return gradients(...args);
    } finally {
      // The outermost one has given its tape back.
      for (const node of engine.state.activeTape ?? []) outer?.push(node);
      engine.state.activeTape = outer;
    }
  };
}

/**
 * The same values, without gradient: what is behind it counts as constant. Works in compiled functions and in eager
 * tfjs code.
 */
export function stopGradient<T extends tf.Tensor>(x: T): T {
  tf.backend().incRef(x.dataId);
  return tf.engine().makeTensorFromTensorInfo({ dataId: x.dataId, shape: x.shape, dtype: x.dtype }) as T;
}

/** What the tape has noted while `body` ran, in order; nothing outside of a gradient. */
export function notedWhile(body: () => unknown): readonly Pick<TapeNode, 'kernelName' | 'outputs'>[] {
  const { state } = tf.engine() as unknown as Engine;
  const from = state.activeTape?.length ?? 0;
  body();
  return (state.activeTape ?? []).slice(from);
}
