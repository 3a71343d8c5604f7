/**
 * Dense layers on bits. Where an input of zeros and ones (dtype 'bits') is read by dense layers alone, their products are sums of
 * the weights' rows at the ones, computed beside the graph (kernels.wat) and handed to it; in training, their gradients come
 * back. A MinAtar board has 400 to 1,000 bits, of which some 30 are ones: what is the largest layer of a small network then
 * costs next to nothing. B = batch, F = bits of a row, U = units of a layer.
 */
import type { Execution } from './devices/execution.js';
import type { Lowering } from './lowering/lowering.js';
import type { Address, VectorMemory } from './optimisers/kernels.js';
import { GRADIENT_VECTOR, PARAMETER_VECTOR, type Parameters } from './parameters.js';
import type { Binding } from './runtime.js';
import { sizeOf, type Shape, type TensorSpec } from './tensors.js';
import type { TraceNode } from './trace/node.js';
import type { Trace } from './trace/tracer.js';

/** A dense layer on bits, in a graph. */
interface DenseLayer {
  /** The parameter's name. */
  readonly weight: string;
  /** [B, U] bits · weight */
  readonly product: TraceNode;
  /** [B, U] The loss's gradient in the product, where the loss's gradient in the weight is wanted. */
  readonly gradient: TraceNode | undefined;
}

/** The same with its places in the parameters' memory. */
interface PlacedLayer extends DenseLayer {
  readonly bits: Address;
  readonly rows: number;
  readonly features: number;
  readonly weights: Address;
  /** Bytes of a row of the weight. */
  readonly stride: number;
  readonly productBinding: Binding;
  readonly gradientBinding: Binding;
  /** [F, U] */
  readonly weightGradient: Float32Array;
}

/** Without reshapes. */
function bare(node: TraceNode): TraceNode {
  return node.op === 'Reshape' ? bare(node.inputs.x) : node;
}

/** All nodes that the graph's results depend on. */
function nodesOf({ outputs, gradients }: Trace): Set<TraceNode> {
  const reached = new Set<TraceNode>();
  const open = [...Object.values(outputs), ...Object.values(gradients)];
  for (let node = open.pop(); node; node = open.pop()) {
    if (reached.has(node)) continue;
    reached.add(node);
    open.push(...Object.values(node.inputs));
  }
  return reached;
}

/** Whether a node is [rows, columns], or a batch of one such matrix. */
function isMatrix({ shape }: TraceNode, rows: number, columns: number): boolean {
  return sizeOf(shape) === rows * columns && shape.at(-1) === columns && shape.at(-2) === rows;
}

/** The dense layers that read an input; none where anything else reads it too, or where a weight is used twice. */
function denseLayers(trace: Trace, name: string, [rows, ...shape]: Shape): DenseLayer[] {
  const features = sizeOf(shape);
  const isBits = (node: TraceNode) => node.op === 'input' && node.attrs.name === name;
  const weightOf = new Map(Object.entries(trace.gradients).map(([weight, node]) => [bare(node), weight]));
  const products = new Map<string, TraceNode>();
  const gradients = new Map<string, TraceNode>();
  for (const node of nodesOf(trace)) {
    if (node.op === 'Reshape' || !Object.values(node.inputs).some((input) => isBits(bare(input)))) continue;
    const { a, b } = node.inputs;
    const { transposeA, transposeB } = node.attrs;
    if (node.op !== 'BatchMatMul' || !isBits(bare(a)) || !isMatrix(a, rows, features) || transposeB)
      return [];
    const units = node.shape[node.shape.length - 1];
    const weight = transposeA ? weightOf.get(node) : String(bare(b).attrs.name);
    const found = transposeA ? gradients : products;
    const fits = transposeA
      ? isMatrix(b, rows, units)
      : bare(b).op === 'parameter' && isMatrix(b, features, units);
    if (weight === undefined || !fits || found.has(weight)) return [];
    found.set(weight, transposeA ? b : node);
  }
  if ([...gradients.keys()].some((weight) => !products.has(weight))) return [];
  return [...products].map(([weight, product]) => ({ weight, product, gradient: gradients.get(weight) }));
}

/** The products of a graph that are computed beside it; none for most graphs. */
export class BitProducts {
  private readonly layers: readonly PlacedLayer[];
  private readonly arrays: Readonly<Record<string, Uint8Array>>;
  private readonly memory: VectorMemory | undefined;
  private readonly list: Address;

  private constructor(
    layers: readonly PlacedLayer[],
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
  ): BitProducts {
    const none = new BitProducts([], {});
    if (!parameters) return none;
    const { memory, specs } = parameters;
    const layers: PlacedLayer[] = [];
    const arrays: Record<string, Uint8Array> = {};
    let longest = 0;
    for (const [name, { shape, dtype }] of Object.entries(inputs)) {
      if (dtype !== 'bits') continue;
      const found = denseLayers(trace, name, shape);
      const [rows] = shape;
      const features = sizeOf(shape) / rows;
      longest = Math.max(longest, features);
      const units = found.map(({ product }) => product.shape[product.shape.length - 1]);
      const isOurs = found.every(({ weight }) => specs.some((spec) => spec.name === weight));
      if (!found.length || !isOurs || units.some((each) => each % 4 !== 0)) continue;
      const bits = memory.take(rows * features);
      if (bits === undefined) return none;
      for (const [i, layer] of found.entries()) {
        const shapeOf = [rows, units[i]];
        const product = memory.take(4 * rows * units[i]);
        const gradient = memory.take(4 * rows * units[i]);
        if (product === undefined || gradient === undefined) return none;
        const binding = (suffix: string, address: Address): Binding => {
          const array = memory.floatsAt(address, rows * units[i]);
          return { name: `${name} · ${layer.weight}${suffix}`, type: 'float32', shape: shapeOf, array };
        };
        layers.push({
          ...layer,
          bits,
          rows,
          features,
          weights: parameters.slice(layer.weight, PARAMETER_VECTOR).byteOffset,
          stride: 4 * units[i],
          productBinding: binding('', product),
          gradientBinding: binding(' gradient', gradient),
          weightGradient: parameters.slice(layer.weight, GRADIENT_VECTOR),
        });
      }
      arrays[name] = memory.bytesAt(bits, rows * features);
    }
    const list = memory.take(4 * longest);
    return list === undefined ? none : new BitProducts(layers, arrays, memory, list);
  }

  /** The bindings of a program's inputs, with the arrays of bits where the products read them. */
  bind(inputs: readonly Binding[]): Binding[] {
    return inputs.map((binding) =>
      binding.name in this.arrays ? { ...binding, array: this.arrays[binding.name] } : binding,
    );
  }

  /** What the graph reads: products instead of the bits and weights that they are made of. */
  inputs(inputs: readonly Binding[]): Binding[] {
    const weights = this.layers.map(({ weight }) => weight);
    const rest = inputs.filter(({ name }) => !(name in this.arrays) && !weights.includes(name));
    return [...rest, ...this.layers.map(({ productBinding }) => productBinding)];
  }

  /** Whether a parameter's gradient is computed beside the graph. */
  hasGradient(parameter: string): boolean {
    return this.layers.some(({ weight, gradient }) => gradient && weight === parameter);
  }

  /** What the graph writes: gradients of the products instead of those of the weights. */
  outputs(outputs: readonly Binding[], gradientName: (parameter: string) => string): Binding[] {
    const layers = this.layers.filter(({ gradient }) => gradient);
    const names = layers.map(({ weight }) => gradientName(weight));
    const rest = outputs.filter(({ name }) => !names.includes(name));
    return [...rest, ...layers.map(({ gradientBinding }) => gradientBinding)];
  }

  /** Gives the products to a lowering that has not begun yet. */
  provide(low: Lowering): void {
    for (const { product, productBinding } of this.layers)
      low.provide(product, productBinding.name, productBinding.shape);
  }

  /** Sets the outputs that `outputs` names, once all is lowered. */
  setOutputs(low: Lowering): void {
    for (const { gradient, gradientBinding } of this.layers) {
      if (!gradient) continue;
      low.lowerAll([gradient]);
      const value = low.plain(gradient);
      const { name, shape } = gradientBinding;
      low.graph.setOutput(name, gradient.shape.length === shape.length ? value : low.reshape(value, shape));
    }
  }

  /** The graph's execution with the products before it, and the gradients of their weights after it. */
  around(execution: Execution): Execution {
    const { memory, layers, list } = this;
    if (!memory || layers.length === 0) return execution;
    const { kernels } = memory;
    return {
      async run() {
        for (const { bits, rows, features, weights, stride, productBinding } of layers)
          kernels.bitProduct(bits, rows, features, weights, stride, productBinding.array.byteOffset, list);
        await execution.run();
        for (const layer of layers) {
          if (!layer.gradient) continue;
          const { bits, rows, features, stride, gradientBinding, weightGradient } = layer;
          weightGradient.fill(0);
          kernels.bitProductGradient(bits, rows, features, weightGradient.byteOffset, stride, gradientBinding.array.byteOffset, list); // prettier-ignore
        }
      },
      release: () => execution.release(),
    };
  }
}
