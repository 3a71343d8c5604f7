/**
 * The layers of a function as people draw them, read off its trace by the flow of its data: a product, pool or mean, and what then
 * happens to each of its values. Where branches meet, a layer of its own begins.
 */
import { FREE, LEADING, nodesOf } from '../layerTable.js';
import { sizeOf } from '../tensors.js';
import type { TraceNode } from '../trace/node.js';

/** One layer in a trace. */
export interface InnerLayer {
  /** By its parameters, "conv1" of "conv1.weight"; else its kind. No two layers have the same. */
  name: string;
  kind: string;
  /** From the kernel that it begins with to its values: each has as many values, in the same order. */
  readonly steps: readonly TraceNode[];
  /** The place in `steps` of the values before the activation; the last one where there is none. */
  readonly sum: number;
  /** All nodes that belong to it, those behind its values too. */
  readonly nodes: ReadonlySet<TraceNode>;
}

/** Kernels that only move values: what they make belongs to no layer. */
const MOVING = /^(PadV2|MirrorPad|Slice|StridedSlice|Transpose|Tile|Reverse|OneHot)$/;
/** Kernels that a layer ends with. */
const ACTIVATION = /^(Relu6?|LeakyRelu|Elu|Selu|Prelu|Sigmoid|Tanh|Softplus|Softmax)$/;

/** What layers are by the kernel that they begin with. */
const KINDS: Readonly<Record<string, string>> = {
  Conv2D: 'convolution',
  Conv3D: 'convolution',
  DepthwiseConv2dNative: 'depthwise convolution',
  MaxPool: 'max pooling',
  MaxPool3D: 'max pooling',
  AvgPool: 'average pooling',
  AvgPool3D: 'average pooling',
  Mean: 'mean',
  Max: 'largest value',
  Sum: 'sum',
  Concat: 'concatenation',
  Add: 'sum of branches',
  AddN: 'sum of branches',
  Sub: 'difference of branches',
  Multiply: 'product of branches',
};

/** A layer in the making. */
interface Building {
  readonly first: TraceNode;
  readonly nodes: TraceNode[];
  /** Nodes of it that others read as a whole, and the layer that does; undefined: they are results of the function. */
  readonly reads: { node: TraceNode; reader: Building | undefined }[];
}

/** The learned or fixed values among the operands of a kernel that a layer begins with. */
function parametersOf(node: TraceNode): TraceNode[] {
  if (node.op === 'parameter') return [node];
  if (node.op === 'input') return [];
  return FREE.has(node.op) ? Object.values(node.inputs).flatMap(parametersOf) : [];
}

const weightsOf = ({ first }: Building): TraceNode[] => Object.values(first.inputs).flatMap(parametersOf);

/** Puts each node that depends on an input into a layer. */
class Grouping {
  readonly layers: Building[] = [];
  private readonly ownerOf = new Map<TraceNode, Building>();
  /** Behind what only moves values: the nodes of layers that they come from. */
  private readonly movedFrom = new Map<TraceNode, readonly TraceNode[]>();

  /** Nodes of layers that a node shows as they are, or moved. */
  private shownBy(node: TraceNode): readonly TraceNode[] {
    return this.ownerOf.has(node) ? [node] : (this.movedFrom.get(node) ?? []);
  }

  private isLive(node: TraceNode): boolean {
    return this.ownerOf.has(node) || this.movedFrom.has(node);
  }

  private begin(node: TraceNode, readFrom: readonly TraceNode[]): void {
    const layer: Building = { first: node, nodes: [node], reads: [] };
    this.layers.push(layer);
    this.ownerOf.set(node, layer);
    this.noteReads(readFrom, layer);
  }

  private noteReads(from: readonly TraceNode[], reader: Building | undefined): void {
    for (const node of from.flatMap((each) => this.shownBy(each)))
      this.ownerOf.get(node)?.reads.push({ node, reader });
  }

  add(node: TraceNode): void {
    if (node.op === 'input') return this.begin(node, []);
    const operands = Object.values(node.inputs).filter((operand) => this.isLive(operand));
    if (operands.length === 0) return;
    if (MOVING.test(node.op) || (FREE.has(node.op) && !this.ownerOf.has(operands[0]))) {
      this.movedFrom.set(
        node,
        operands.flatMap((operand) => this.shownBy(operand)),
      );
      return;
    }
    if (FREE.has(node.op)) return void this.ownerOf.set(node, this.ownerOf.get(operands[0]) as Building);
    if (LEADING.test(node.op)) return this.begin(node, operands);
    // Smaller operands are numbers about others: the mean of a normalisation, a bias from elsewhere.
    const whole = operands.filter(({ shape }) => sizeOf(shape) === sizeOf(node.shape));
    const owners = new Set(whole.map((operand) => this.ownerOf.get(operand)));
    const [owner] = owners;
    if (owners.size !== 1 || owner === undefined)
      return this.begin(node, whole.length > 0 ? whole : operands);
    owner.nodes.push(node);
    this.ownerOf.set(node, owner);
  }

  end(outputs: readonly TraceNode[]): void {
    this.noteReads(outputs, undefined);
  }

  /** Without those that are only numbers about others. */
  shown(): Building[] {
    const shown = new Set<Building>();
    for (const layer of this.layers.toReversed()) {
      const isRead = layer.reads.some(({ reader }) => reader === undefined || shown.has(reader));
      if (isRead || weightsOf(layer).length > 0) shown.add(layer);
    }
    return this.layers.filter((layer) => shown.has(layer));
  }

  /** The nodes from the first one of a layer to its values: those that are read first by another that is shown. */
  stepsOf(layer: Building, shown: ReadonlySet<Building>): TraceNode[] {
    const read = layer.reads.filter(({ reader }) => reader === undefined || shown.has(reader));
    const through = read.map(({ node }) => this.stepBehind(node));
    const last = through.reduce((first, node) => (node.id < first.id ? node : first), through[0] ?? layer.nodes.at(-1)); // prettier-ignore
    const steps: TraceNode[] = [];
    for (let node: TraceNode | undefined = last; node; node = this.before(node, layer)) steps.unshift(node);
    return steps;
  }

  /** The kernel behind what only gives a value another shape. */
  private stepBehind(node: TraceNode): TraceNode {
    let step = node;
    while (FREE.has(step.op) && step.op !== 'input') [step] = Object.values(step.inputs);
    return step;
  }

  private before(node: TraceNode, layer: Building): TraceNode | undefined {
    if (node === layer.first) return undefined;
    const own = Object.values(node.inputs).filter(
      (operand) => this.ownerOf.get(operand) === layer && sizeOf(operand.shape) === sizeOf(node.shape),
    );
    return this.stepBehind(own[0]);
  }
}

function kindOf({ first }: Building): string {
  if (first.op === 'input') return 'input';
  if (/^(BatchMatMul|Einsum)$/.test(first.op))
    return Object.values(first.inputs).some((operand) => parametersOf(operand).length > 0)
      ? 'dense'
      : 'product';
  return KINDS[first.op] ?? first.op.toLowerCase();
}

function nameOf(layer: Building): string {
  if (layer.first.op === 'input') return String(layer.first.attrs.name);
  const [weights] = weightsOf(layer);
  return weights ? String(weights.attrs.name).replace(/\.[^.]*$/, '') : kindOf(layer);
}

/** Gives the second of a name a 2, and so on. */
function tellApart(layers: readonly InnerLayer[]): void {
  const counts = new Map<string, number>();
  for (const layer of layers) {
    const count = (counts.get(layer.name) ?? 0) + 1;
    counts.set(layer.name, count);
    if (count > 1) layer.name = `${layer.name} ${count}`;
  }
}

/** The layers on the way to these results, in the order in which they are computed; each input begins one. */
export function innerLayers(outputs: readonly TraceNode[]): InnerLayer[] {
  const grouping = new Grouping();
  for (const node of nodesOf(outputs)) grouping.add(node);
  grouping.end(outputs);
  const shown = grouping.shown();
  const isShown = new Set(shown);
  const layers = shown.map((layer): InnerLayer => {
    const steps = grouping.stepsOf(layer, isShown);
    const activation = steps.findIndex(({ op }) => ACTIVATION.test(op));
    const sum = activation > 0 ? activation - 1 : steps.length - 1;
    return { name: nameOf(layer), kind: kindOf(layer), steps, sum, nodes: new Set(layer.nodes) };
  });
  tellApart(layers);
  return layers;
}
