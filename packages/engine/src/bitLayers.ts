/**
 * Layers on bits. Where an input of zeros and ones (dtype 'bits') is read by dense layers and convolutions alone, they are sums
 * of the weights' rows at the ones, computed beside the graph (kernels.wat) and handed to it; in training, their gradients come
 * back. A MinAtar board has 400 to 1,000 bits, of which some 30 are ones: what is the largest layer of a small network then
 * costs next to nothing. B = batch, F = bits of a row, U = units of a layer or filters of a convolution.
 */
import type { Binding, Execution } from './execution.js';
import type { Lowering } from './lowering/lowering.js';
import type { Address, VectorMemory } from './optimisers/kernels.js';
import { GRADIENT_VECTOR, PARAMETER_VECTOR, type Parameters } from './parameters.js';
import { sizeOf, type TensorSpec } from './tensors.js';
import { isReadBy, layersOnInput, type LayerOnInput } from './trace/layersOnInput.js';
import type { Trace } from './trace/tracer.js';

/** Bytes behind the bits that the kernels read too. */
const READ_BEYOND = 15;

/** Parameters that a graph reads at every run, and what it calls them. */
interface ReadParameters {
  readonly parameters: Parameters;
  readonly nameOf: (parameter: string) => string;
}

/** A layer with its places in its parameters' memory. */
interface BitLayer extends LayerOnInput {
  readonly memory: VectorMemory;
  /** [B, F] */
  readonly bits: Address;
  /** [F] Scratch of the kernels, 4 bytes each. */
  readonly list: Address;
  readonly rows: number;
  readonly features: number;
  readonly weights: Address;
  readonly biases: Address;
  /** Bytes of a row of the weight. */
  readonly stride: number;
  /** [B, U], of a convolution [B, OH, OW, U]: the graph's input and output. */
  readonly resultBinding: Binding;
  readonly gradientBinding: Binding;
  /** As the weight and the bias. */
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

/** An input of bits, and where it lies in the memory of the parameters that read it. */
interface BitInput {
  readonly name: string;
  readonly rows: number;
  readonly features: number;
  readonly bits: Address;
}

function place(
  layer: LayerOnInput,
  { parameters, nameOf }: ReadParameters,
  room: Room,
  input: BitInput,
): BitLayer {
  const { weight, bias, window, result } = layer;
  const { memory } = room;
  const { name, rows, features } = input;
  const units = result.shape[result.shape.length - 1];
  const shape = window ? result.shape : [rows, units];
  const binding = (suffix: string): Binding => {
    const address = room.take(4 * sizeOf(shape));
    const array = memory.floatsAt(address, room.isShort ? 0 : sizeOf(shape));
    return { name: `${name} · ${weight}${suffix}`, type: 'float32', shape, array };
  };
  const slice = (called: string, vector: number) => {
    const spec = parameters.specs.find((one) => nameOf(one.name) === called);
    return parameters.slice(spec?.name ?? called, vector);
  };
  // Where there is no bias: zeros, and a gradient that nobody reads.
  const biasIn = (vector: number) =>
    bias === undefined
      ? memory.floatsAt(room.take(4 * units), room.isShort ? 0 : units)
      : slice(bias, vector);
  return {
    ...layer,
    ...input,
    memory,
    list: room.take(4 * features),
    weights: slice(weight, PARAMETER_VECTOR).byteOffset,
    biases: biasIn(PARAMETER_VECTOR).byteOffset,
    stride: 4 * units,
    resultBinding: binding(''),
    gradientBinding: binding(' gradient'),
    weightGradient: slice(weight, GRADIENT_VECTOR),
    biasGradient: biasIn(GRADIENT_VECTOR),
  };
}

/** The layers of a graph that are computed beside it; none for most graphs. */
export class BitLayers {
  private readonly layers: readonly BitLayer[];
  /** The arrays of the inputs that they read; and copies of them in the memories of other parameters that read them too. */
  private readonly arrays: Readonly<Record<string, Uint8Array>>;
  private readonly copies: readonly (readonly [from: Uint8Array, to: Uint8Array])[];
  /** Parameters that nothing else reads. */
  private readonly own: ReadonlySet<string>;

  private constructor(
    layers: readonly BitLayer[],
    arrays: Readonly<Record<string, Uint8Array>>,
    copies: readonly (readonly [from: Uint8Array, to: Uint8Array])[],
    own: ReadonlySet<string>,
  ) {
    this.layers = layers;
    this.arrays = arrays;
    this.copies = copies;
    this.own = own;
  }

  /**
   * Finds them. Weights whose rows are no multiple of 16 bytes stay in the graph, and all where memory is short.
   * @param sets those that are read at every run
   */
  static of(
    trace: Trace,
    inputs: Readonly<Record<string, TensorSpec>>,
    sets: readonly ReadParameters[],
  ): BitLayers {
    const rooms = new Map(sets.map((set) => [set, new Room(set.parameters.memory)]));
    const layers: BitLayer[] = [];
    const arrays: Record<string, Uint8Array> = {};
    const copies: (readonly [Uint8Array, Uint8Array])[] = [];
    const setOf = ({ weight, bias = weight, result }: LayerOnInput) =>
      (result.shape.at(-1) ?? 0) % 4 === 0
        ? sets.find(({ parameters: { specs }, nameOf }) =>
            [weight, bias].every((name) => specs.some((spec) => nameOf(spec.name) === name)),
          )
        : undefined;
    for (const [name, { shape, dtype }] of Object.entries(inputs)) {
      if (dtype !== 'bits') continue;
      const found = layersOnInput(trace, name, shape);
      if (!found.every(setOf)) continue;
      const [rows] = shape;
      const features = sizeOf(shape) / rows;
      for (const [set, room] of rooms) {
        const read = found.filter((layer) => setOf(layer) === set);
        if (read.length === 0) continue;
        const bits = room.take(rows * features + READ_BEYOND);
        const array = room.memory.bytesAt(bits, room.isShort ? 0 : rows * features);
        if (name in arrays) copies.push([arrays[name], array]);
        else arrays[name] = array;
        layers.push(...read.map((layer) => place(layer, set, room, { name, rows, features, bits })));
      }
    }
    if ([...rooms.values()].some(({ isShort }) => isShort)) return new BitLayers([], {}, [], new Set());
    const nodes = new Set(layers.flatMap((layer) => layer.nodes));
    const parameters = layers.flatMap(({ weight, bias = weight }) => [weight, bias]);
    const own = new Set(parameters.filter((parameter) => isReadBy(trace, parameter, nodes)));
    return new BitLayers(layers, arrays, copies, own);
  }

  /** The bindings of a program's inputs, with the arrays of bits where the layers read them. */
  bind(inputs: readonly Binding[]): Binding[] {
    return inputs.map((binding) =>
      binding.name in this.arrays ? { ...binding, array: this.arrays[binding.name] } : binding,
    );
  }

  /** What the graph reads: results of layers instead of the bits and parameters that they are made of. */
  inputs(inputs: readonly Binding[]): Binding[] {
    const rest = inputs.filter(({ name }) => !(name in this.arrays) && !this.own.has(name));
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
    const { layers, copies } = this;
    if (layers.length === 0) return execution;
    return {
      async run() {
        for (const [from, to] of copies) to.set(from);
        for (const layer of layers) compute(layer);
        await execution.run();
        for (const layer of layers) if (layer.gradient) computeGradients(layer);
      },
      release: () => execution.release(),
    };
  }
}

function compute(layer: BitLayer): void {
  const { memory, window, bits, rows, features, weights, biases, stride, resultBinding, list } = layer;
  const out = resultBinding.array.byteOffset;
  if (!window) return memory.kernels.bitLayer(bits, rows, features, weights, biases, stride, out, list);
  const { height, width, planes, kernelHeight, kernelWidth } = window;
  memory.kernels.bitConvolution(bits, rows, height, width, planes, kernelHeight, kernelWidth, weights, biases, stride, out, list); // prettier-ignore
}

function computeGradients(layer: BitLayer): void {
  const { memory, window, bits, rows, features, stride, gradientBinding, weightGradient, biasGradient, list } = layer; // prettier-ignore
  weightGradient.fill(0);
  biasGradient.fill(0);
  const [g, gBias, dOut] = [weightGradient, biasGradient, gradientBinding.array].map(
    ({ byteOffset }) => byteOffset,
  );
  if (!window) return memory.kernels.bitLayerGradient(bits, rows, features, g, gBias, stride, dOut, list);
  const { height, width, planes, kernelHeight, kernelWidth } = window;
  memory.kernels.bitConvolutionGradient(bits, rows, height, width, planes, kernelHeight, kernelWidth, g, gBias, stride, dOut, list); // prettier-ignore
}
