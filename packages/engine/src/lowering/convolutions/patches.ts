/** Convolutions with few channels: one matrix product over gathered patches, which also serve the filter's gradient. */
import { type Lowered, type Lowering, type Order } from '../lowering.js';
import type { TraceNode } from '../../trace/node.js';
import { filterBlocks, filterFromBlocks, imageBlocks, imageFromBlocks, type Convolution } from './blocks.js';
import type { Geometry } from './geometry.js';

interface Side {
  height: number;
  width: number;
  channels: number;
}

/** Up to so many channels are gathered one after the other. */
const FEW_CHANNELS = 4;

/** One product of all patches, [places, taps · channels], with the filter. */
export class PatchConvolution implements Convolution {
  private readonly low: Lowering;
  private readonly q: Geometry;
  private readonly order: Order;
  private readonly key: string;

  /** @param order of images and results: as their neighbours have them, so that nothing is transposed */
  constructor(low: Lowering, geometry: Geometry, order: Order) {
    this.low = low;
    this.q = geometry;
    this.order = order;
    this.key = JSON.stringify(geometry);
  }

  /** [to.height, to.width, batch, taps · channels], or batch first: at each place of `to` the patch of `from` that it sees. */
  private gather(value: string, from: Side, to: Side, top: number, left: number): string {
    const { graph } = this.low;
    const [rows, columns] = this.q.taps;
    const [high, wide] = this.order ? [0, 1] : [1, 2];
    const bottom = to.height + rows - 1 - from.height - top;
    const right = to.width + columns - 1 - from.width - left;
    const isPadded = [top, left, bottom, right].some((amount) => amount !== 0);
    const amounts = [0, 0, 0, 0, 0, 0, 0, 0];
    for (const [axis, before, after] of [
      [high, top, bottom],
      [wide, left, right],
    ]) {
      // prettier-ignore
      amounts[axis] = before;
      amounts[4 + axis] = after;
    }
    const padded = isPadded ? graph.op('Pad', [value, graph.integers(amounts)]) : value;
    return this.windows(this.windows(padded, wide, columns, to.width), high, rows, to.height);
  }

  /** At each of `length` places along an axis the channels of it and of the next `taps` − 1, side by side. */
  private windows(value: string, axis: number, taps: number, length: number): string {
    const { graph } = this.low;
    if (taps === 1) return value;
    const parts = Array.from({ length: taps }, (_, tap) =>
      graph.op('Slice', [value, ...[tap, tap + length, axis].map((number) => graph.integers([number]))]),
    );
    return graph.op('Concat', parts, { axis: 3 });
  }

  private get image(): Side {
    return this.q;
  }

  private get result(): Side {
    return { height: this.q.outHeight, width: this.q.outWidth, channels: this.q.filters };
  }

  private get patchLength(): number {
    return this.q.taps[0] * this.q.taps[1] * this.q.channels;
  }

  /** Whether patches are gathered channel by channel: rows of few channels would be copied one by one. */
  private get isByChannel(): boolean {
    return this.q.channels <= FEW_CHANNELS && this.q.taps[0] * this.q.taps[1] > 1;
  }

  /** [taps · channels, places] */
  private patchesByChannel(x: TraceNode): string {
    const { low, q, order } = this;
    const { graph } = low;
    return low.once(`patches by channel ${x.id} ${this.key}`, () => {
      const [high, wide] = order ? [0, 1] : [1, 2];
      const lengths = [q.batch, q.height, q.width, q.channels];
      const shape = order?.map((axis) => lengths[axis]) ?? lengths;
      const planes = low.transpose(imageBlocks(low, q, x, order), shape, [3, 0, 1, 2]);
      const margins = [0, 0, 0, 0, 0, 0, 0, 0];
      [margins[high + 1], margins[5 + high]] = [q.top, q.outHeight + q.taps[0] - 1 - q.height - q.top];
      [margins[wide + 1], margins[5 + wide]] = [q.left, q.outWidth + q.taps[1] - 1 - q.width - q.left];
      const padded = margins.some((amount) => amount !== 0) ? graph.op('Pad', [planes, graph.integers(margins)]) : planes; // prettier-ignore
      const [rows, columns] = q.taps;
      const parts = Array.from({ length: rows * columns }, (_, tap) => {
        const [row, column] = [Math.floor(tap / columns), tap % columns];
        const values = [[row, column], [row + q.outHeight, column + q.outWidth], [high + 1, wide + 1]]; // prettier-ignore
        return graph.op('Slice', [padded, ...values.map((numbers) => graph.integers(numbers))]);
      });
      return low.reshape(graph.op('Concat', parts, { axis: 0 }), [this.patchLength, this.places]);
    });
  }

  /** Places of the result, over the whole batch. */
  private get places(): number {
    return this.q.outHeight * this.q.outWidth * this.q.batch;
  }

  private patches(x: TraceNode): string {
    const { low, q } = this;
    return low.once(`patches ${x.id} ${this.key}`, () => {
      const gathered = this.gather(
        imageBlocks(low, q, x, this.order),
        this.image,
        this.result,
        q.top,
        q.left,
      );
      return low.reshape(gathered, [this.places, this.patchLength]);
    });
  }

  private filter(filter: TraceNode): string {
    const { low, q } = this;
    return low.once(`patch filter ${filter.id} ${this.key}`, () =>
      low.reshape(filterBlocks(low, q, filter), [this.patchLength, q.filters]),
    );
  }

  forward(x: TraceNode, filter: TraceNode): Lowered {
    const { low, q } = this;
    const { order, isByChannel } = this;
    const patches = isByChannel ? this.patchesByChannel(x) : this.patches(x);
    const product = low.product(patches, this.filter(filter), [this.places, q.filters], {
      transA: isByChannel,
    });
    const shape = [q.batch, q.outHeight, q.outWidth, q.filters];
    return { name: low.reshape(product, order?.map((axis) => shape[axis]) ?? shape), order };
  }

  /** The full correlation with the filter turned round. */
  inputGradient(dy: TraceNode, filter: TraceNode): Lowered {
    const { low, q } = this;
    const taps = q.taps[0] * q.taps[1];
    const gathered = this.gather(
      low.as(dy, this.order),
      this.result,
      this.image,
      q.taps[0] - 1 - q.top,
      q.taps[1] - 1 - q.left,
    );
    const patches = low.reshape(gathered, [q.height * q.width * q.batch, taps * q.filters]);
    const backwards = low.graph.integers(Array.from({ length: taps }, (_, i) => taps - 1 - i));
    const byTap = low.reshape(this.filter(filter), [taps, q.channels, q.filters]);
    const gatheredTaps = low.graph.op('Gather', [byTap, backwards], { axis: 0 });
    const turned = low.transpose(gatheredTaps, [taps, q.channels, q.filters], [0, 2, 1]);
    const backFilter = low.reshape(turned, [taps * q.filters, q.channels]);
    const product = low.product(patches, backFilter, [q.height * q.width * q.batch, q.channels]);
    return imageFromBlocks(low, q, product, this.order);
  }

  filterGradient(x: TraceNode, dy: TraceNode): string {
    const { low, q } = this;
    const flat = low.reshape(low.as(dy, this.order), [this.places, q.filters]);
    const shape = [this.patchLength, q.filters] as const;
    const product = this.isByChannel
      ? low.product(this.patchesByChannel(x), flat, shape)
      : low.product(this.patches(x), flat, shape, { transA: true });
    return filterFromBlocks(low, q, product);
  }
}
