/** What a function consists of, layer by layer, with sizes and costs: read off its trace. */
import type { ParameterSpec } from './parameters.js';
import { sizeOf, type Fn, type Shape, type TensorSpec } from './tensors.js';
import type { Info } from './trace/convolutionShapes.js';
import { attributes, type TraceNode } from './trace/node.js';
import { traceFunction } from './trace/tracer.js';

/** One product, pool or reduction, with the elementwise kernels that follow it. */
export interface LayerInfo {
  /** The layer's name by its parameters ("hidden" of "hidden.weight"); else its kernel. */
  name: string;
  /** What the leading kernel makes of it: "convolution", "dense", "max pooling"; else that kernel's name. */
  kind: string;
  /** tfjs's kernels, the leading one first. */
  kernels: string[];
  /** The shape of the last kernel's result. */
  shape: Shape;
  /** The number of learned values that are first read here; statistics do not count. */
  parameters: number;
  /** Floating-point operations, a multiplication and an addition counted as two; exponentials and the like as one. */
  operations: number;
  /** Bytes of all results, as a training step keeps them. */
  bytes: number;
  /** Bytes of the patches that a training step lays a convolution's input out in, to have one product of matrices. */
  patchBytes: number;
}

const FLOAT_BYTES = 4;

/** Kernels that only rearrange, or stand for values: no layer begins with them and they cost nothing. */
export const FREE = new Set(['input', 'parameter', 'constant', 'Reshape', 'ExpandDims', 'Identity', 'ZerosLike', 'OnesLike']); // prettier-ignore
/** Kernels that begin a layer. */
export const LEADING =
  /^(Conv|Depthwise|BatchMatMul|Einsum|MaxPool|AvgPool|Mean|Sum|Max|Min|Prod|GatherV2|Softmax|Resize|Concat)/;

/** What a layer is by its leading kernel. */
const KINDS: readonly (readonly [kernels: RegExp, kind: string])[] = [
  [/^(Fused)?Depthwise/, 'depthwise convolution'],
  [/^(Fused)?Conv/, 'convolution'],
  [/^MaxPool/, 'max pooling'],
  [/^AvgPool/, 'average pooling'],
  [/^Concat$/, 'concatenation'],
  [/^GatherV2$/, 'embedding'],
];

/** The kind of a layer; a product of matrices is a dense layer where one of them is learned. */
function kindOf({ kernels: [leading], parameters }: LayerInfo): string {
  if (/^(BatchMatMul|Einsum)$/.test(leading)) return parameters > 0 ? 'dense' : 'product';
  return KINDS.find(([kernels]) => kernels.test(leading))?.[1] ?? leading;
}

function operationsOf(node: TraceNode): number {
  const size = sizeOf(node.shape);
  if (/^(Conv|Depthwise)/.test(node.op)) {
    const info = attributes<{ info: Info }>(node).info;
    const taps = info.filterHeight * info.filterWidth * ('filterDepth' in info ? info.filterDepth : 1);
    return 2 * size * taps * (node.op.startsWith('Depthwise') ? 1 : info.inChannels);
  }
  if (node.op === 'BatchMatMul') {
    const { transposeA } = attributes<{ transposeA: boolean }>(node);
    return 2 * size * (node.inputs.a.shape.at(transposeA ? -2 : -1) ?? 1);
  }
  if (node.op === 'Einsum') {
    const [operands, result] = attributes<{ equation: string }>(node)
      .equation.replaceAll(' ', '')
      .split('->');
    const lengths = new Map<string, number>();
    operands.split(',').forEach((letters, i) => [...letters].forEach((letter, axis) => lengths.set(letter, node.inputs[i].shape[axis]))); // prettier-ignore
    const summed = [...lengths.keys()].filter((letter) => !result.includes(letter));
    return 2 * size * summed.reduce((product, letter) => product * (lengths.get(letter) as number), 1);
  }
  if (/Pool/.test(node.op)) {
    const info = attributes<{ info: Info }>(node).info;
    return size * info.filterHeight * info.filterWidth;
  }
  if (/^(Mean|Sum|Max|Min|Prod)$/.test(node.op)) return sizeOf(node.inputs.x.shape);
  return /^(Transpose|Slice|StridedSlice|PadV2|MirrorPad|Tile|Concat|Pack|GatherV2|Reverse)$/.test(node.op)
    ? 0
    : size;
}

function patchBytesOf(node: TraceNode): number {
  if (!/^Conv/.test(node.op)) return 0;
  const { filterHeight, filterWidth, inChannels, outChannels } = attributes<{ info: Info }>(node).info;
  return (FLOAT_BYTES * sizeOf(node.shape) * filterHeight * filterWidth * inChannels) / outChannels;
}

/** All that the results depend on, oldest first. */
export function nodesOf(outputs: readonly TraceNode[]): TraceNode[] {
  const reached = new Set<TraceNode>();
  const open = [...outputs];
  for (let node = open.pop(); node; node = open.pop()) {
    if (reached.has(node)) continue;
    reached.add(node);
    open.push(...Object.values(node.inputs));
  }
  return [...reached].sort((a, b) => a.id - b.id);
}

/** The parameters behind an operand, through what only rearranges them. */
function parametersOf(node: TraceNode): TraceNode[] {
  if (node.op === 'parameter') return [node];
  return FREE.has(node.op) ? Object.values(node.inputs).flatMap(parametersOf) : [];
}

/**
 * The layers of a function for the given input shapes, batch included, in the order in which they are computed.
 * @throws what `compile` throws while tracing
 */
export function layerTable(
  fn: Fn,
  inputs: Readonly<Record<string, TensorSpec>>,
  parameters: readonly ParameterSpec[],
): LayerInfo[] {
  const layers: LayerInfo[] = [];
  const counted = new Set<TraceNode>();
  const statistics = new Set(parameters.filter(({ isStatistic }) => isStatistic).map(({ name }) => name));
  const isLearned = ({ attrs }: TraceNode): boolean => !statistics.has(String(attrs.name));
  for (const node of nodesOf(Object.values(traceFunction(fn, inputs, parameters).outputs))) {
    if (FREE.has(node.op)) continue;
    const learned = Object.values(node.inputs)
      .flatMap(parametersOf)
      .filter((parameter) => isLearned(parameter) && !counted.has(parameter));
    learned.forEach((parameter) => counted.add(parameter));
    const names = learned.map((parameter) => String(parameter.attrs.name));
    const current = layers.at(-1);
    const isNew = !current || LEADING.test(node.op);
    const layer = isNew
      ? { name: '', kind: '', kernels: [], shape: [], parameters: 0, operations: 0, bytes: 0, patchBytes: 0 }
      : current;
    if (isNew) layers.push(layer);
    layer.name ||= names.length ? names[0].replace(/\.[^.]*$/, '') : '';
    layer.kernels.push(node.op);
    layer.shape = node.shape;
    layer.parameters += learned.reduce((sum, parameter) => sum + sizeOf(parameter.shape), 0);
    layer.operations += operationsOf(node);
    layer.bytes += FLOAT_BYTES * sizeOf(node.shape);
    layer.patchBytes += patchBytesOf(node);
  }
  for (const layer of layers) {
    layer.name ||= layer.kernels[0];
    layer.kind = kindOf(layer);
  }
  return layers;
}

/**
 * Bytes that a training step on these layers takes beside the parameters and what it reads: results and patches, and as much again
 * for gradients and for the second block that ONNX Runtime takes from its second run on.
 */
export function trainingBytes(layers: readonly LayerInfo[]): number {
  return 2 * layers.reduce((sum, { bytes, patchBytes }) => sum + bytes + patchBytes, 0);
}
