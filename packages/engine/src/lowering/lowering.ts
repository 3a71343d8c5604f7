/** Turns a traced graph into ONNX nodes, value by value. */
import { AgonError } from '@agon/core';
import type { GraphWriter } from '../onnx/writer.js';
import { sizeOfNode, type TraceNode } from '../trace/node.js';
import { sizeOf, type Shape } from '../tensors.js';

/**
 * The order in which a rank-4 value's axes lie in memory: physical axis k holds tfjs's axis order[k]. null is tfjs's own
 * order, [B, H, W, C].
 */
export type Order = readonly number[] | null;
/** [H, W, B, C]: matrix-product convolutions, used in training. */
export const HWBC: Order = [1, 2, 0, 3];
/** [B, C, H, W]: ONNX's own convolutions, used for inference. */
export const BCHW: Order = [0, 3, 1, 2];

/** A lowered value. */
export interface Lowered {
  /** The ONNX value. */
  name: string;
  order: Order;
}

/** Makes the ONNX value of a node; a plain name means tfjs's order. */
export type LoweringRule = (low: Lowering, node: TraceNode) => Lowered | string;
/** Rules by kernel (tfjs's names). */
export type LoweringRules = Readonly<Record<string, LoweringRule>>;

/** The least batch, and the least channels that they read and write, with which convolutions are Winograd's. */
export interface WinogradFrom {
  batch: number;
  channels: number;
}

interface LoweringOptions {
  /** How convolutions are done; see convolutions/choice.ts. */
  convolutions: 'matrix' | 'onnx';
  /** 'onnx': from where on 3×3 convolutions of many channels are Winograd's all the same; nowhere if not given. */
  winogradFrom?: WinogradFrom;
  /** Standard ONNX operators only, for files that leave the program. */
  portable?: boolean;
}

/** A product of two matrices and its shape. */
interface Product {
  inputs: readonly [string, string];
  attrs: Readonly<Record<string, number>>;
  shape: readonly [number, number];
}

/** Channels below which a number for each of them is repeated. */
const SHORT_ROW = 128;

/** Where two orders are the same. */
const sameOrder = (a: Order, b: Order) => String(a) === String(b);

/**
 * One graph in the making. Rules ask it for their inputs' values, in the order of axes that suits them, and add nodes
 * to `graph`; nothing is made twice.
 */
export class Lowering {
  readonly graph: GraphWriter;
  readonly options: LoweringOptions;
  private readonly rules: LoweringRules;
  private readonly values = new Map<TraceNode, Lowered>();
  private readonly made = new Map<string, string>();
  private readonly reached = new Set<TraceNode>();
  /** Matrix products by name. */
  private readonly products = new Map<string, Product>();
  /** Shapes of values that are reshaped and come back. */
  private readonly shapes = new Map<string, Shape>();
  /** Of what a reshaped value is made. */
  private readonly sources = new Map<string, string>();

  constructor(graph: GraphWriter, rules: LoweringRules, options: LoweringOptions) {
    this.graph = graph;
    this.rules = rules;
    this.options = options;
  }

  /** Lowers all that the given nodes depend on, oldest first, so that deep graphs need no deep recursion. */
  lowerAll(nodes: Iterable<TraceNode>): void {
    const open = [...nodes];
    for (let node = open.pop(); node; node = open.pop()) {
      if (this.reached.has(node)) continue;
      this.reached.add(node);
      open.push(...Object.values(node.inputs));
    }
    for (const node of [...this.reached].sort((a, b) => a.id - b.id)) this.value(node);
  }

  /** The nodes to be lowered that are like this. */
  all(test: (node: TraceNode) => boolean): TraceNode[] {
    return [...this.reached].filter(test);
  }

  /** Says of a node, instead of its rule, that its value is the one of this name and shape, reshaped. */
  provide(node: TraceNode, name: string, shape: Shape): void {
    this.shapes.set(name, shape);
    this.values.set(node, { name: this.reshape(name, node.shape), order: null });
  }

  /**
   * The node's value in the order that its rule chose, lowered at the first call.
   * @throws internal for a kernel without a rule
   */
  value(node: TraceNode): Lowered {
    let value = this.values.get(node);
    if (!value) {
      if (!(node.op in this.rules))
        throw new AgonError('internal', `kernel ${node.op} is traced but not lowered.`);
      const made = this.rules[node.op](this, node);
      value = typeof made === 'string' ? { name: made, order: null } : made;
      this.values.set(node, value);
    }
    return value;
  }

  /** Makes a derived value only once. */
  once(key: string, make: () => string): string {
    let name = this.made.get(key);
    if (name === undefined) this.made.set(key, (name = make()));
    return name;
  }

  /** Makes several derived values only once. */
  onceAll(key: string, make: () => string[]): string[] {
    const first = `${key} 0`;
    if (!this.made.has(first)) make().forEach((name, i) => this.made.set(`${key} ${i}`, name));
    const names: string[] = [];
    for (let i = 0; this.made.has(`${key} ${i}`); i++) names.push(this.made.get(`${key} ${i}`) as string);
    return names;
  }

  /** The node's value in the given order. */
  as(node: TraceNode, order: Order): string {
    const value = this.value(node);
    if (sameOrder(value.order, order)) return value.name;
    const from = value.order ?? node.shape.map((_, i) => i);
    const to = order ?? node.shape.map((_, i) => i);
    const shape = from.map((axis) => node.shape[axis]);
    return this.once(`${node.id} as ${order}`, () => this.transpose(value.name, shape, to.map((axis) => from.indexOf(axis)))); // prettier-ignore
  }

  /** The node's value in tfjs's order. */
  plain(node: TraceNode): string {
    return this.as(node, null);
  }

  /** Of a reshaped value, the value that it was made of is reshaped, or serves as it is. */
  reshape(name: string, shape: Shape): string {
    const source = this.sources.get(name) ?? name;
    if (String(this.shapes.get(source)) === String(shape)) return source;
    const reshaped = this.graph.op('Reshape', [source, this.graph.integers(shape)]);
    this.sources.set(reshaped, source);
    return reshaped;
  }

  /** a · b for matrices, each transposed if asked; [rows, columns] is the product's shape. */
  product(
    a: string,
    b: string,
    shape: readonly [number, number],
    { transA = false, transB = false } = {},
  ): string {
    const attrs = { transA: Number(transA), transB: Number(transB) };
    const name = this.graph.op('Gemm', [a, b], attrs);
    this.products.set(name, { inputs: [a, b], attrs, shape });
    this.shapes.set(name, shape);
    return name;
  }

  /**
   * A matrix product, reshaped or not, with a vector added to every row, or a matrix, in one node. undefined where the value is no
   * product, or the other is neither.
   */
  productPlus(name: string, added: string, addedShape: Shape): string | undefined {
    const product = this.products.get(this.sources.get(name) ?? name);
    if (!product) return undefined;
    const { inputs, attrs, shape } = product;
    const [, columns] = shape;
    const fits = String(addedShape) === String([columns]) || String(addedShape) === String(shape);
    if (!fits) return undefined;
    const sum = this.graph.op('Gemm', [...inputs, added], attrs);
    this.shapes.set(sum, shape);
    return sum;
  }

  /**
   * A value of this shape with its axes in the order of `perm`; itself where they stay. Axes that stay neighbours are moved as one, and
   * three that are turned round in two steps: onnxruntime moves two axes past each other in blocks, more of them number by number (10
   * times slower).
   */
  transpose(name: string, shape: Shape, perm: readonly number[]): string {
    const long = perm.filter((axis) => shape[axis] !== 1);
    const groups: number[][] = [];
    long.forEach((axis, i) => {
      const isNext = i > 0 && shape.slice(long[i - 1] + 1, axis).every((length) => length === 1);
      if (isNext && axis > long[i - 1]) groups.at(-1)?.push(axis);
      else groups.push([axis]);
    });
    const result = perm.map((axis) => shape[axis]);
    if (groups.length < 2) return String(result) === String(shape) ? name : this.reshape(name, result);
    const before = [...groups].sort(([a], [b]) => a - b);
    const lengths = before.map((axes) => sizeOf(axes.map((axis) => shape[axis])));
    const order = groups.map((axes) => before.indexOf(axes));
    const move = (value: string, from: Shape, axes: readonly number[]) =>
      this.graph.op('Transpose', [String(from) === String(shape) ? value : this.reshape(value, from)], { perm: axes }); // prettier-ignore
    const [first, second, third] = lengths;
    const moved =
      String(order) === '2,1,0'
        ? move(move(name, [first, second * third], [1, 0]), [second, third, first], [1, 0, 2])
        : move(name, lengths, order);
    return perm.length === groups.length ? moved : this.reshape(moved, result);
  }

  /** a · b for values of any rank, each transposed in its last two axes if asked. */
  matmul(a: string, b: string, { transA = false, transB = false, rank = 0 } = {}): string {
    if (!transA && !transB) return this.graph.op('MatMul', [a, b]);
    if (!this.options.portable) return this.graph.fusedMatMul(a, b, transA, transB);
    const perm = Array.from({ length: rank }, (_, i) => (i < rank - 2 ? i : 2 * rank - 3 - i));
    const swapped = (name: string) => this.graph.op('Transpose', [name], { perm });
    return this.graph.op('MatMul', [transA ? swapped(a) : a, transB ? swapped(b) : b]);
  }

  /**
   * An elementwise operation: stays in whatever order a full-size rank-4 operand is in, of several in Winograd's, so that a
   * residual branch behind one convolution of ONNX's own is moved once instead of at every block; smaller operands are
   * lined up with it.
   */
  elementwise(node: TraceNode, operands: readonly TraceNode[], emit: (names: string[]) => string): Lowered {
    const full = operands.filter(
      (operand) => operand.shape.length === 4 && sizeOfNode(operand) === sizeOfNode(node),
    );
    const orders = full.map((operand) => this.value(operand).order).filter((order) => order !== null);
    const order = orders.find((candidate) => sameOrder(candidate, HWBC)) ?? orders.at(0) ?? null;
    return {
      name: emit(operands.map((operand) => this.linedUp(operand, node.shape, order))),
      order,
    };
  }

  /**
   * One number for each channel, where channels lie last. In training it is repeated beside the axis before: onnxruntime adds and multiplies
   * rows of what is repeated, and rows of a few channels take twice as long.
   */
  private perChannel(operand: TraceNode, result: Shape, order: Order): string {
    const name = this.plain(operand);
    const [channels] = operand.shape;
    const isShort = channels > 1 && channels < SHORT_ROW && result.length === 4 && channels === result[3];
    if (!isShort || this.options.convolutions !== 'matrix') return name;
    const rows = result[order ? 0 : 2];
    return this.once(`${operand.id} for ${rows} rows`, () =>
      this.graph.op('Expand', [name, this.graph.integers([rows, channels])]),
    );
  }

  private linedUp(operand: TraceNode, result: Shape, order: Order): string {
    const { shape } = operand;
    // One value broadcasts in any order; one axis is the channels, which lie last in [H, W, B, C] too.
    // A full-size operand of rank 4 keeps the result's rank where `order` is set; elsewhere shapes stay as they are.
    if (order && sizeOf(shape) === 1 && shape.length < 4) {
      return shape.length
        ? this.once(`${operand.id} scalar`, () => this.reshape(this.plain(operand), []))
        : this.plain(operand);
    }
    const isLast = !order || sameOrder(order, HWBC);
    if (isLast && shape.length === 1) return this.perChannel(operand, result, order);
    if (!order) return this.plain(operand);
    if (shape.length === 4) return this.as(operand, order);
    const whole = [...Array.from({ length: 4 - shape.length }, () => 1), ...shape];
    return this.once(`${operand.id} lined up ${order}`, () =>
      this.transpose(this.reshape(this.plain(operand), whole), whole, order),
    );
  }
}
