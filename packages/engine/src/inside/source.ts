/** Where an operand's values come from, through what only moves or reshapes them. */
import { FREE } from '../layerTable.js';
import type { Shape } from '../tensors.js';
import { attributes, type TraceNode } from '../trace/node.js';
import { indexOf, placeOf } from './terms.js';

/** An element of a node that computes something, or an input. */
export interface Element {
  readonly node: TraceNode;
  readonly index: number;
}

/** The same element before zeros were put around; undefined for one of the zeros. */
function withoutPadding(node: TraceNode, index: number): Element | undefined {
  const { paddings } = attributes<{ paddings: number[][] }>(node);
  const { x } = node.inputs;
  const place = placeOf(index, node.shape).map((at, axis) => at - paddings[axis][0]);
  const isOutside = place.some((at, axis) => at < 0 || at >= x.shape[axis]);
  return isOutside ? undefined : { node: x, index: indexOf(place, x.shape) };
}

/** The element that an element of an operand shows; undefined for a zero of a padding. */
export function sourceOf(operand: TraceNode, at: number): Element | undefined {
  let element: Element | undefined = { node: operand, index: at };
  while (element) {
    const { node, index }: Element = element;
    if (node.op === 'PadV2') element = withoutPadding(node, index);
    else if (FREE.has(node.op) && 'x' in node.inputs) element = { node: node.inputs.x, index };
    else if (node.op === 'ExpandDims') element = { node: node.inputs.input, index };
    else return element;
  }
  return undefined;
}

/** A place without the axis of the batch, where that has one row. */
export const withinRow = (shape: Shape): Shape =>
  shape[0] === 1 && shape.length > 1 ? shape.slice(1) : shape;
