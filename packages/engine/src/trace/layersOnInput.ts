/**
 * Finds the dense layers and the convolutions of a graph that read an input, where nothing else does. B = batch, F = values of a
 * row, U = units of a layer; of a convolution H, W, C = rows, columns and planes of the input, OH, OW = of the result, U = filters.
 */
import { sizeOf, type Shape } from '../tensors.js';
import type { ConvolutionAttrs } from './convolutionShapes.js';
import { attributes, type TraceNode } from './node.js';
import type { Trace } from './tracer.js';

/** A window that moves by one place at a time over a board, and never over its edges. */
interface BoardWindow {
  readonly height: number;
  readonly width: number;
  readonly planes: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
}

/** input · weight or its convolution with the weight, + bias where the product is used for nothing else. */
export interface LayerOnInput {
  /** The parameters' names: [F, U] or [kernelHeight, kernelWidth, C, U], and [U]. */
  readonly weight: string;
  readonly bias: string | undefined;
  /** Of a convolution. */
  readonly window: BoardWindow | undefined;
  /** [B, U] or [B, OH, OW, U] What the layer computes. */
  readonly result: TraceNode;
  /** As the result: the loss's gradient in it, where that in the weight (and in the bias) is wanted: it follows from this. */
  readonly gradient: TraceNode | undefined;
  /** The nodes that it is made of: the product, and the sum with the bias. */
  readonly nodes: readonly TraceNode[];
}

/** Without reshapes. */
function bare(node: TraceNode): TraceNode {
  return node.op === 'Reshape' ? bare(node.inputs.x) : node;
}

/** All nodes that the graph's results depend on, reshapes apart. */
function nodesOf({ outputs, gradients }: Trace): TraceNode[] {
  const reached = new Set<TraceNode>();
  const open = [...Object.values(outputs), ...Object.values(gradients)];
  for (let node = open.pop(); node; node = open.pop()) {
    if (reached.has(node)) continue;
    reached.add(node);
    open.push(...Object.values(node.inputs));
  }
  return [...reached].filter(({ op }) => op !== 'Reshape');
}

/** Whether a node is [rows, columns], or a batch of one such matrix. */
function isMatrix({ shape }: TraceNode, rows: number, columns: number): boolean {
  return sizeOf(shape) === rows * columns && shape.at(-1) === columns && shape.at(-2) === rows;
}

/** The only node that reads a value, none of whose results it is. */
function onlyReader(trace: Trace, nodes: readonly TraceNode[], value: TraceNode): TraceNode | undefined {
  if (Object.values(trace.outputs).some((output) => bare(output) === value)) return undefined;
  const readers = nodes.filter(({ inputs }) => Object.values(inputs).some((input) => bare(input) === value));
  return readers.length === 1 ? readers[0] : undefined;
}

/** The addition of a bias to a product, and the bias; undefined where there is none, or its gradient is not its rows' sum. */
function biasOf(
  trace: Trace,
  nodes: readonly TraceNode[],
  product: TraceNode,
  gradient: TraceNode | undefined,
): { sum: TraceNode; bias: string } | undefined {
  const sum = onlyReader(trace, nodes, product);
  if (sum?.op !== 'Add') return undefined;
  const other = bare(sum.inputs.a) === product ? sum.inputs.b : sum.inputs.a;
  const units = product.shape[product.shape.length - 1];
  const isBias = other.op === 'parameter' && other.shape.length === 1 && other.shape[0] === units;
  if (!isBias || sizeOf(sum.shape) !== sizeOf(product.shape)) return undefined;
  const bias = String(other.attrs.name);
  if (!gradient) return bias in trace.gradients ? undefined : { sum, bias };
  const of = bias in trace.gradients ? bare(trace.gradients[bias]) : undefined;
  const isSum = of?.op === 'Sum' && bare(of.inputs.x) === bare(gradient) && sizeOf(of.shape) === units;
  return isSum ? { sum, bias } : undefined;
}

/** A node that reads the input: a layer's product, or what the gradient in the layer's weight is made of. */
type Reader =
  | { weight: string; window?: BoardWindow; product: TraceNode }
  | { weight: string | undefined; gradient: TraceNode };

/** What `weightOf` knows: of which parameter a node is the gradient. */
type WeightOf = ReadonlyMap<TraceNode, string>;

/** [rows, features] · weight, or its transpose · the gradient in the result. */
function denseReader(
  node: TraceNode,
  rows: number,
  features: number,
  weightOf: WeightOf,
): Reader | undefined {
  const { a, b } = node.inputs;
  const { transposeA, transposeB } = node.attrs;
  if (transposeB || !isMatrix(a, rows, features)) return undefined;
  if (transposeA) {
    const isGradient = isMatrix(b, rows, node.shape[node.shape.length - 1]);
    return isGradient ? { weight: weightOf.get(node), gradient: b } : undefined;
  }
  const of = bare(b);
  const isLayer = of.op === 'parameter' && isMatrix(b, features, node.shape[node.shape.length - 1]);
  return isLayer ? { weight: String(of.attrs.name), product: node } : undefined;
}

/** The window of a convolution over [rows, H, W, C] with stride 1, without gaps and padding. */
function windowOf(node: TraceNode, rows: number): BoardWindow | undefined {
  const { info } = attributes<ConvolutionAttrs>(node);
  const { strideHeight, strideWidth, dilationHeight, dilationWidth, padInfo } = info;
  const isDense = [strideHeight, strideWidth, dilationHeight, dilationWidth].every((step) => step === 1);
  const { top, bottom, left, right } = padInfo;
  const isPlain = info.dataFormat === 'channelsLast' && info.batchSize === rows;
  if (!isPlain || !isDense || top + bottom + left + right > 0) return undefined;
  return {
    height: info.inHeight,
    width: info.inWidth,
    planes: info.inChannels,
    kernelHeight: info.filterHeight,
    kernelWidth: info.filterWidth,
  };
}

function readerOf(node: TraceNode, rows: number, features: number, weightOf: WeightOf): Reader | undefined {
  if (node.op === 'BatchMatMul') return denseReader(node, rows, features, weightOf);
  if (node.op === 'Conv2DBackpropFilter') return { weight: weightOf.get(node), gradient: node.inputs.dy };
  if (node.op !== 'Conv2D') return undefined;
  const window = windowOf(node, rows);
  const filter = bare(node.inputs.filter);
  const isLayer = window && filter.op === 'parameter';
  return isLayer ? { weight: String(filter.attrs.name), window, product: node } : undefined;
}

/** None where anything else reads the input too, or where a weight is used twice. */
export function layersOnInput(trace: Trace, name: string, [rows, ...shape]: Shape): LayerOnInput[] {
  const features = sizeOf(shape);
  const isInput = (node: TraceNode) => node.op === 'input' && node.attrs.name === name;
  const weightOf = new Map(Object.entries(trace.gradients).map(([weight, node]) => [bare(node), weight]));
  const products = new Map<string, { window?: BoardWindow; product: TraceNode }>();
  const gradients = new Map<string, TraceNode>();
  const nodes = nodesOf(trace);
  for (const node of nodes) {
    const readsInput = Object.values(node.inputs).filter((input) => isInput(bare(input)));
    if (readsInput.length === 0) continue;
    const reader = readerOf(node, rows, features, weightOf);
    // The input is what is multiplied, not what it is multiplied by.
    const isMultiplied = readsInput.length === 1 && readsInput[0] === (node.inputs.a ?? node.inputs.x);
    if (!reader || !isMultiplied || reader.weight === undefined) return [];
    if ('product' in reader) {
      if (products.has(reader.weight)) return [];
      products.set(reader.weight, reader);
    } else {
      if (gradients.has(reader.weight)) return [];
      gradients.set(reader.weight, reader.gradient);
    }
  }
  if ([...gradients.keys()].some((weight) => !products.has(weight))) return [];
  return [...products].map(([weight, { window, product }]) => {
    const gradient = gradients.get(weight);
    const biased = biasOf(trace, nodes, product, gradient);
    const result = biased?.sum ?? product;
    return { weight, bias: biased?.bias, window, result, gradient, nodes: [product, result] };
  });
}

/** Whether nothing reads a parameter but these nodes. */
export function isReadBy(trace: Trace, parameter: string, readers: ReadonlySet<TraceNode>): boolean {
  const isIt = (node: TraceNode) => node.op === 'parameter' && node.attrs.name === parameter;
  return nodesOf(trace).every(
    (node) => readers.has(node) || !Object.values(node.inputs).some((input) => isIt(bare(input))),
  );
}
