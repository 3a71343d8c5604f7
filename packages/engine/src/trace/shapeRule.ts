/** What a shape rule is: from a kernel's inputs and attributes to what its result looks like. */
import type { Shape } from '../tensors.js';
import type { Attributes, DataType, NodeMap } from './node.js';

/** What a rule says of a kernel's result. */
export interface Result {
  shape: Shape;
  dtype: DataType;
  /** Added to the kernel's own attributes. */
  attrs?: Attributes;
}
/** @throws RangeError naming a form of the kernel that cannot be compiled */
export type ShapeRule = (inputs: NodeMap, attrs: Attributes) => Result;
