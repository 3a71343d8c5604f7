/**
 * Dense layers on bits. Where an input of zeros and ones (dtype 'bits') is read by dense layers alone, they are sums of the
 * weights' rows at the ones, computed beside the graph (kernels.wat) and handed to it; in training, their gradients come
 * back. A MinAtar board has 400 to 1,000 bits, of which some 30 are ones: what is the largest layer of a small network then
 * costs next to nothing. B = batch, F = bits of a row, U = units of a layer.
 */
import type { Execution } from './devices/execution.js';
import type { Lowering } from './lowering/lowering.js';
import type { Address, VectorMemory } from './optimisers/kernels.js';
import { GRADIENT_VECTOR, PARAMETER_VECTOR, type Parameters } from './parameters.js';
import type { Binding } from './runtime.js';
import { sizeOf, type TensorSpec } from './tensors.js';
import { denseOnInput, type DenseOnInput } from './trace/denseOnInput.js';
import type { Trace } from './trace/tracer.js';

/** A dense layer with its places in the parameters' memory. */
interface BitLayer extends DenseOnInput {
  /** [B, F] */
  readonly bits: Address;
  readonly rows: number;
  readonly features: number;
  readonly weights: Address;
  readonly biases: Address;
  /** Bytes of a row of the weight. */
  readonly stride: number;
  /** [B, U] The graph's input and output. */
  readonly resultBinding: Binding;
  readonly gradientBinding: Binding;
  /** [F, U], [U] */
  readonly weightGradient: Float32Array;
  readonly biasGradient: Float32Array;
}

/** Takes room until there is none. */
class Room {
  isShort = false;
  readonly memory: VectorMemory;

  constructor(memory: VectorMemory) {
    this.memory = memory;
  }

  take(bytes: number): Address {
    const address = this.memory.take(bytes);
    if (address === undefined) this.isShort = true;
    return address ?? 0;
  }
}

function place(
  layer: DenseOnInput,
  parameters: Parameters,
  room: Room,
  { name, bits, rows, features }: { name: string; bits: Address; rows: number; features: number },
): BitLayer {
  const { weight, bias, result } = layer;
  const { memory } = room;
  const units = result.shape[result.shape.length - 1];
  const binding = (suffix: string): Binding => {
    const address = room.take(4 * rows * units);
    const array = memory.floatsAt(address, room.isShort ? 0 : rows * units);
    return { name: `${name} · ${weight}${suffix}`, type: 'float32', shape: [rows, units], array };
  };
  // Where there is no bias: zeros, and a gradient that nobody reads.
  const biasIn = (vector: number) =>
    bias === undefined
      ? memory.floatsAt(room.take(4 * units), room.isShort ? 0 : units)
      : parameters.slice(bias, vector);
  return {
    ...layer,
    bits,
    rows,
    features,
    weights: parameters.slice(weight, PARAMETER_VECTOR).byteOffset,
    biases: biasIn(PARAMETER_VECTOR).byteOffset,
    stride: 4 * units,
    resultBinding: binding(''),
    gradientBinding: binding(' gradient'),
    weightGradient: parameters.slice(weight, GRADIENT_VECTOR),
    biasGradient: biasIn(GRADIENT_VECTOR),
  };
}

/** The layers of a graph that are computed beside it; none for most graphs. */
export class BitLayers {
  private readonly layers: readonly BitLayer[];
  private readonly arrays: Readonly<Record<string, Uint8Array>>;
  private readonly memory: VectorMemory | undefined;
  private readonly list: Address;

  private constructor(
    layers: readonly BitLayer[],
    arrays: Readonly<Record<string, Uint8Array>>,
    memory?: VectorMemory,
    list: Address = 0,
  ) {
    this.layers = layers;
    this.arrays = arrays;
    this.memory = memory;
    this.list = list;
  }

  /**
   * Finds them. Weights whose rows are no multiple of 16 bytes stay in the graph, and all where memory is short.
   * @param parameters those that are read at every run
   */
  static of(
    trace: Trace,
    inputs: Readonly<Record<string, TensorSpec>>,
    parameters: Parameters | undefined,
  ): BitLayers {
    const none = new BitLayers([], {});
    if (!parameters) return none;
    const room = new Room(parameters.memory);
    const layers: BitLayer[] = [];
    const arrays: Record<string, Uint8Array> = {};
    for (const [name, { shape, dtype }] of Object.entries(inputs)) {
      if (dtype !== 'bits') continue;
      const found = denseOnInput(trace, name, shape);
      const isOurs = (parameter: string) => parameters.specs.some((spec) => spec.name === parameter);
      const fits = ({ weight, bias = weight, result }: DenseOnInput) =>
        isOurs(weight) && isOurs(bias) && (result.shape.at(-1) ?? 0) % 4 === 0;
      if (!found.length || !found.every(fits)) continue;
      const [rows] = shape;
      const features = sizeOf(shape) / rows;
      const bits = room.take(rows * features);
      if (!room.isShort) arrays[name] = parameters.memory.bytesAt(bits, rows * features);
      layers.push(...found.map((layer) => place(layer, parameters, room, { name, bits, rows, features })));
    }
    const list = room.take(4 * Math.max(0, ...layers.map(({ features }) => features)));
    return room.isShort ? none : new BitLayers(layers, arrays, parameters.memory, list);
  }

  /** The bindings of a program's inputs, with the arrays of bits where the layers read them. */
  bind(inputs: readonly Binding[]): Binding[] {
    return inputs.map((binding) =>
      binding.name in this.arrays ? { ...binding, array: this.arrays[binding.name] } : binding,
    );
  }

  /** What the graph reads: results of layers instead of the bits and parameters that they are made of. */
  inputs(inputs: readonly Binding[]): Binding[] {
    const parameters = this.layers.flatMap(({ weight, bias }) => [weight, bias]);
    const rest = inputs.filter(({ name }) => !(name in this.arrays) && !parameters.includes(name));
    return [...rest, ...this.layers.map(({ resultBinding }) => resultBinding)];
  }

  /** Whether a parameter's gradient is computed beside the graph. */
  hasGradient(parameter: string): boolean {
    return this.layers.some(
      ({ weight, bias, gradient }) => gradient && (weight === parameter || bias === parameter),
    );
  }

  /** What the graph writes: gradients of the layers' results instead of those of their parameters. */
  outputs(outputs: readonly Binding[], gradientName: (parameter: string) => string): Binding[] {
    const layers = this.layers.filter(({ gradient }) => gradient);
    const names = layers.flatMap(({ weight, bias = weight }) => [weight, bias].map(gradientName));
    const rest = outputs.filter(({ name }) => !names.includes(name));
    return [...rest, ...layers.map(({ gradientBinding }) => gradientBinding)];
  }

  /** Gives the results to a lowering that has not begun yet. */
  provide(low: Lowering): void {
    for (const { result, resultBinding } of this.layers)
      low.provide(result, resultBinding.name, resultBinding.shape);
  }

  /** Sets the outputs that `outputs` names, once all else is lowered. */
  setOutputs(low: Lowering): void {
    for (const { gradient, gradientBinding } of this.layers) {
      if (!gradient) continue;
      low.lowerAll([gradient]);
      const value = low.plain(gradient);
      const { name, shape } = gradientBinding;
      low.graph.setOutput(name, gradient.shape.length === shape.length ? value : low.reshape(value, shape));
    }
  }

  /** The graph's execution with the layers before it, and their gradients after it. */
  around(execution: Execution): Execution {
    const { memory, layers, list } = this;
    if (!memory || layers.length === 0) return execution;
    const { kernels } = memory;
    return {
      async run() {
        for (const { bits, rows, features, weights, biases, stride, resultBinding } of layers)
          kernels.bitLayer(bits, rows, features, weights, biases, stride, resultBinding.array.byteOffset, list); // prettier-ignore
        await execution.run();
        for (const layer of layers) {
          if (!layer.gradient) continue;
          const { bits, rows, features, stride, gradientBinding, weightGradient, biasGradient } = layer;
          weightGradient.fill(0);
          biasGradient.fill(0);
          kernels.bitLayerGradient(bits, rows, features, weightGradient.byteOffset, biasGradient.byteOffset, stride, gradientBinding.array.byteOffset, list); // prettier-ignore
        }
      },
      release: () => execution.release(),
    };
  }
}
