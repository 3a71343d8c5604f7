/** Finds the dense layers of a graph that read an input, where nothing else does. B = batch, F = values of a row, U = units of a layer. */
import { sizeOf, type Shape } from '../tensors.js';
import type { TraceNode } from './node.js';
import type { Trace } from './tracer.js';

/** input · weight, + bias where the product is used for nothing else. */
export interface DenseOnInput {
  /** The parameters' names: [F, U], [U]. */
  readonly weight: string;
  readonly bias: string | undefined;
  /** [B, U] What the layer computes. */
  readonly result: TraceNode;
  /** [B, U] The loss's gradient in the result, where that in the weight (and in the bias) is wanted: it follows from this. */
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

/** None where anything else reads the input too, or where a weight is used twice. */
export function denseOnInput(trace: Trace, name: string, [rows, ...shape]: Shape): DenseOnInput[] {
  const features = sizeOf(shape);
  const isInput = (node: TraceNode) => node.op === 'input' && node.attrs.name === name;
  const weightOf = new Map(Object.entries(trace.gradients).map(([weight, node]) => [bare(node), weight]));
  const products = new Map<string, TraceNode>();
  const gradients = new Map<string, TraceNode>();
  const nodes = nodesOf(trace);
  for (const node of nodes) {
    if (!Object.values(node.inputs).some((input) => isInput(bare(input)))) continue;
    const { a, b } = node.inputs;
    const { transposeA, transposeB } = node.attrs;
    const isProduct = node.op === 'BatchMatMul' && isInput(bare(a)) && isMatrix(a, rows, features);
    if (!isProduct || transposeB) return [];
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
  return [...products].map(([weight, product]) => {
    const gradient = gradients.get(weight);
    const biased = biasOf(trace, nodes, product, gradient);
    const result = biased?.sum ?? product;
    return { weight, bias: biased?.bias, result, gradient, nodes: [product, result] };
  });
}

/** Whether nothing reads a parameter but these nodes. */
export function isReadBy(trace: Trace, parameter: string, readers: ReadonlySet<TraceNode>): boolean {
  const isIt = (node: TraceNode) => node.op === 'parameter' && node.attrs.name === parameter;
  return nodesOf(trace).every(
    (node) => readers.has(node) || !Object.values(node.inputs).some((input) => isIt(bare(input))),
  );
}
