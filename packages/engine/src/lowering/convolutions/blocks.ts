/** Images and filters of strided convolutions as blocks of pixels (see Geometry), in [H, W, B, C] order. */
import { HWBC, type Lowered, type Lowering } from '../lowering.js';
import type { TraceNode } from '../../trace/node.js';
import type { Geometry } from './geometry.js';

/** A convolution's three products on lowered values. */
export interface Convolution {
  forward(x: TraceNode, filter: TraceNode): Lowered | string;
  inputGradient(dy: TraceNode, filter: TraceNode): Lowered | string;
  filterGradient(x: TraceNode, dy: TraceNode): Lowered | string;
}

/** [height, width, batch, channels] blocks of an image. */
export function imageBlocks(low: Lowering, q: Geometry, x: TraceNode): string {
  const s = q.stride;
  if (s === 1) return low.as(x, HWBC);
  return low.once(`${x.id} blocks ${s}`, () => {
    const split = low.reshape(low.plain(x), [q.batch, q.height, s, q.width, s, q.pixelChannels]);
    return low.reshape(low.transpose(split, [1, 3, 0, 2, 4, 5]), [q.height, q.width, q.batch, q.channels]);
  });
}

/** The inverse of `imageBlocks` for a value in blocks. */
export function imageFromBlocks(low: Lowering, q: Geometry, blocks: string): Lowered {
  const s = q.stride;
  if (s === 1) return { name: low.reshape(blocks, [q.height, q.width, q.batch, q.channels]), order: HWBC };
  const split = low.reshape(blocks, [q.height, q.width, q.batch, s, s, q.pixelChannels]);
  const pixels = low.transpose(split, [0, 3, 1, 4, 2, 5]);
  return { name: low.reshape(pixels, [q.height * s, q.width * s, q.batch, q.pixelChannels]), order: HWBC };
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
