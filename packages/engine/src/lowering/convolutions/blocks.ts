/** Images and filters of strided convolutions as blocks of pixels (see Geometry), in [H, W, B, C] order or tfjs's. */
import type { Lowered, Lowering, Order } from '../lowering.js';
import type { TraceNode } from '../../trace/node.js';
import type { Geometry } from './geometry.js';

/** A convolution's three products on lowered values. */
export interface Convolution {
  forward(x: TraceNode, filter: TraceNode): Lowered | string;
  inputGradient(dy: TraceNode, filter: TraceNode): Lowered | string;
  filterGradient(x: TraceNode, dy: TraceNode): Lowered | string;
}

/** The shape of an image in blocks. */
function blocksShape(q: Geometry, order: Order): number[] {
  const shape = [q.batch, q.height, q.width, q.channels];
  return order?.map((axis) => shape[axis]) ?? shape;
}

/** Adds zeros before and after each axis; cuts off where amounts are negative. */
function padded(low: Lowering, name: string, before: readonly number[], after: readonly number[]): string {
  const amounts = [...before, ...after];
  return amounts.some((amount) => amount !== 0)
    ? low.graph.op('Pad', [name, low.graph.integers(amounts)])
    : name;
}

/** The zeros around an image that make whole blocks of it, [before, after], for axes in this order. */
function margins({ stride, height, width, pixels }: Geometry, order: Order): [number[], number[]] {
  const { top, left } = pixels;
  const bottom = height * stride - pixels.height - top;
  const right = width * stride - pixels.width - left;
  return order ? [[top, left, 0, 0], [bottom, right, 0, 0]] : [[0, top, left, 0], [0, bottom, right, 0]]; // prettier-ignore
}

/** An image as blocks, [height, width, batch, channels] or [batch, height, width, channels]. */
export function imageBlocks(low: Lowering, q: Geometry, x: TraceNode, order: Order): string {
  const s = q.stride;
  if (s === 1) return low.as(x, order);
  return low.once(`${x.id} blocks ${JSON.stringify(q)} ${order}`, () => {
    const from = String(low.value(x).order) === String(order) ? order : null;
    const image = padded(low, low.as(x, from), ...margins(q, from));
    const [rows, columns] = [[q.height, s], [q.width, s]]; // prettier-ignore
    const split = from
      ? [...rows, ...columns, q.batch, q.pixels.channels]
      : [q.batch, ...rows, ...columns, q.pixels.channels];
    const fromPlain = order ? [1, 3, 0, 2, 4, 5] : [0, 1, 3, 2, 4, 5];
    const perm = from ? [0, 2, 4, 1, 3, 5] : fromPlain;
    return low.reshape(low.transpose(low.reshape(image, split), split, perm), blocksShape(q, order));
  });
}

/** The inverse of `imageBlocks` for a value in blocks. */
export function imageFromBlocks(low: Lowering, q: Geometry, blocks: string, order: Order): Lowered {
  const s = q.stride;
  const shape = blocksShape(q, order);
  if (s === 1) return { name: low.reshape(blocks, shape), order };
  const split = [...shape.slice(0, 3), s, s, q.pixels.channels];
  const pixels = low.transpose(low.reshape(blocks, split), split, order ? [0, 3, 1, 4, 2, 5] : [0, 1, 3, 2, 4, 5]); // prettier-ignore
  const whole = [q.batch, q.height * s, q.width * s, q.pixels.channels];
  const image = low.reshape(pixels, order?.map((axis) => whole[axis]) ?? whole);
  const [before, after] = margins(q, order);
  const cut = (amounts: number[]) => amounts.map((amount) => 0 - amount);
  return { name: padded(low, image, cut(before), cut(after)), order };
}

/** Rows and columns of zeros that fill a filter up to whole blocks. */
const missingTaps = ({ stride, taps, pixels }: Geometry) =>
  taps.map((count, i) => count * stride - pixels.taps[i]);

/** The filter for blocks, [taps, taps, s, s, pixel channels, filters], not yet reshaped to its reader's needs. */
export function filterBlocks(low: Lowering, q: Geometry, filter: TraceNode): string {
  const s = q.stride;
  if (s === 1) return low.plain(filter);
  const whole = padded(low, low.plain(filter), [0, 0, 0, 0], [...missingTaps(q), 0, 0]);
  const split = [q.taps[0], s, q.taps[1], s, q.pixels.channels, q.filters];
  return low.transpose(low.reshape(whole, split), split, [0, 2, 1, 3, 4, 5]);
}

/** The inverse of `filterBlocks`, in tfjs's shape. */
export function filterFromBlocks(low: Lowering, q: Geometry, blocks: string): string {
  const s = q.stride;
  const [rows, columns] = q.taps;
  if (s === 1) return low.reshape(blocks, [rows, columns, q.channels, q.filters]);
  const split = [rows, columns, s, s, q.pixels.channels, q.filters];
  const taps = low.transpose(low.reshape(blocks, split), split, [0, 2, 1, 3, 4, 5]);
  const whole = low.reshape(taps, [rows * s, columns * s, q.pixels.channels, q.filters]);
  const missing = missingTaps(q).map((amount) => 0 - amount);
  return padded(low, whole, [0, 0, 0, 0], [...missing, 0, 0]);
}
