/** A value in a traced graph. */
import { sizeOf, type Shape } from '../tensors.js';

/** The dtypes of tfjs that can be compiled. */
export type DataType = 'float32' | 'int32' | 'bool';
/** A kernel's attributes, under tfjs's names; `attributes` gives them their type. */
export type Attributes = Readonly<Record<string, unknown>>;
/** Nodes by name. */
export type NodeMap = Readonly<Record<string, TraceNode>>;

/**
 * One recorded kernel, or a leaf: `input` and `parameter` (attrs.name) and `constant` (attrs.values).
 * `inputs` have the kernel's own names (x, filter, …; numbers for lists), `attrs` are the kernel's, completed by its
 * shape rule.
 */
export interface TraceNode {
  readonly id: number;
  readonly op: string;
  readonly inputs: NodeMap;
  readonly attrs: Attributes;
  readonly shape: Shape;
  readonly dtype: DataType;
}

/** Ids differ in a whole process, since constants can outlive the trace that met them first. */
let nextId = 0;

/** A node with the next id: nodes are numbered in the order in which they are recorded. */
export function makeNode(
  op: string,
  inputs: NodeMap,
  attrs: Attributes,
  shape: Shape,
  dtype: DataType,
): TraceNode {
  return { id: nextId++, op, inputs, attrs, shape, dtype };
}

/** A kernel's attributes under their tfjs type. Each rule knows its own kernel. */
export function attributes<T>(node: TraceNode): T {
  return node.attrs as T;
}

/** How many values a node has. */
export function sizeOfNode(node: TraceNode): number {
  return sizeOf(node.shape);
}
