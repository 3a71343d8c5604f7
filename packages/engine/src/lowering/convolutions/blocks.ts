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

/** An image as blocks, [height, width, batch, channels] or [batch, height, width, channels]. */
export function imageBlocks(low: Lowering, q: Geometry, x: TraceNode, order: Order): string {
  const s = q.stride;
  if (s === 1) return low.as(x, order);
  return low.once(`${x.id} blocks ${s} ${order}`, () => {
    const split = low.reshape(low.plain(x), [q.batch, q.height, s, q.width, s, q.pixelChannels]);
    const perm = order ? [1, 3, 0, 2, 4, 5] : [0, 1, 3, 2, 4, 5];
    return low.reshape(low.transpose(split, perm), blocksShape(q, order));
  });
}

/** The inverse of `imageBlocks` for a value in blocks. */
export function imageFromBlocks(low: Lowering, q: Geometry, blocks: string, order: Order): Lowered {
  const s = q.stride;
  const shape = blocksShape(q, order);
  if (s === 1) return { name: low.reshape(blocks, shape), order };
  const split = low.reshape(blocks, [...shape.slice(0, 3), s, s, q.pixelChannels]);
  const pixels = low.transpose(split, order ? [0, 3, 1, 4, 2, 5] : [0, 1, 3, 2, 4, 5]);
  const large = [q.batch, q.height * s, q.width * s, q.pixelChannels];
  return { name: low.reshape(pixels, order?.map((axis) => large[axis]) ?? large), order };
}

/** The filter for blocks, [taps, taps, s, s, pixel channels, filters], not yet reshaped to its reader's needs. */
export function filterBlocks(low: Lowering, q: Geometry, filter: TraceNode): string {
  const s = q.stride;
  if (s === 1) return low.plain(filter);
  const split = low.reshape(low.plain(filter), [q.taps[0], s, q.taps[1], s, q.pixelChannels, q.filters]);
  return low.transpose(split, [0, 2, 1, 3, 4, 5]);
}

/** The inverse of `filterBlocks`, in tfjs's shape. */
export function filterFromBlocks(low: Lowering, q: Geometry, blocks: string): string {
  const s = q.stride;
  const [rows, columns] = q.taps;
  if (s === 1) return low.reshape(blocks, [rows, columns, q.channels, q.filters]);
  const split = low.reshape(blocks, [rows, columns, s, s, q.pixelChannels, q.filters]);
  return low.reshape(low.transpose(split, [0, 2, 1, 3, 4, 5]), [
    rows * s,
    columns * s,
    q.pixelChannels,
    q.filters,
  ]);
}
