/**
 * Convolutions with fewer filters than channels and without padding: one matrix product makes what each place of the image gives
 * to the results that see it through each tap, and results are sums of these, shifted (Vasudevan et al. 2017, "kn2row"). The
 * shifted values are as many as the filters, where gathered patches would be as many as the channels. T = taps.
 */
import { type Lowered, type Lowering, type Order } from '../lowering.js';
import type { TraceNode } from '../../trace/node.js';
import { filterBlocks, filterFromBlocks, imageBlocks, imageFromBlocks, type Convolution } from './blocks.js';
import type { Geometry } from './geometry.js';

/** One product of all places with the filter of every tap, and a sum over the taps. */
export class ShiftConvolution implements Convolution {
  private readonly low: Lowering;
  private readonly q: Geometry;
  private readonly order: Order;
  private readonly key: string;
  /** Row and column of each tap. */
  private readonly taps: readonly (readonly [number, number])[];
  /** Places of the image, and of the result, over the whole batch. */
  private readonly places: number;
  /** The axes of rows and columns in this order. */
  private readonly axes: readonly [number, number];

  /** @param order of images and results: as their neighbours have them, so that nothing is transposed */
  constructor(low: Lowering, geometry: Geometry, order: Order) {
    this.low = low;
    this.q = geometry;
    this.order = order;
    this.key = JSON.stringify(geometry);
    const [rows, columns] = geometry.taps;
    this.taps = Array.from({ length: rows * columns }, (_, tap) => [
      Math.floor(tap / columns),
      tap % columns,
    ]);
    this.places = geometry.batch * geometry.height * geometry.width;
    this.axes = order ? [0, 1] : [1, 2];
  }

  private shape(height: number, width: number, channels: number): number[] {
    const shape = [this.q.batch, height, width, channels];
    return this.order?.map((axis) => shape[axis]) ?? shape;
  }

  /** [places, C] */
  private image(x: TraceNode): string {
    const { low, q } = this;
    return low.reshape(imageBlocks(low, q, x, this.order), [this.places, q.channels]);
  }

  /** [C, T · filters] */
  private filter(filter: TraceNode): string {
    const { low, q, taps } = this;
    return low.once(`shift filter ${filter.id} ${this.key}`, () => {
      const shape = [taps.length, q.channels, q.filters];
      const byTap = low.reshape(filterBlocks(low, q, filter), shape);
      return low.reshape(low.transpose(byTap, shape, [1, 0, 2]), [q.channels, taps.length * q.filters]);
    });
  }

  /** [places, T · filters] For each place of the image the gradients of the results that see it through each tap. */
  private resultGradients(dy: TraceNode): string {
    const { low, q, taps } = this;
    const { graph } = low;
    return low.once(`shifted gradients ${dy.id} ${this.key}`, () => {
      const value = low.as(dy, this.order);
      const shifted = taps.map(([row, column]) => {
        const amounts = [0, 0, 0, 0, 0, 0, 0, 0];
        const [high, wide] = this.axes;
        [amounts[high], amounts[4 + high]] = [row, q.height - q.outHeight - row];
        [amounts[wide], amounts[4 + wide]] = [column, q.width - q.outWidth - column];
        return graph.op('Pad', [value, graph.integers(amounts)]);
      });
      return low.reshape(graph.op('Concat', shifted, { axis: 3 }), [this.places, taps.length * q.filters]);
    });
  }

  forward(x: TraceNode, filter: TraceNode): Lowered {
    const { low, q, taps, order } = this;
    const { graph } = low;
    const columns = taps.length * q.filters;
    const product = low.product(this.image(x), this.filter(filter), [this.places, columns]);
    const all = low.reshape(product, this.shape(q.height, q.width, columns));
    const axes = graph.integers([...this.axes, 3]);
    const parts = taps.map(([row, column], tap) =>
      graph.op('Slice', [
        all,
        graph.integers([row, column, tap * q.filters]),
        graph.integers([row + q.outHeight, column + q.outWidth, (tap + 1) * q.filters]),
        axes,
      ]),
    );
    return { name: parts.reduce((sum, part) => graph.op('Add', [sum, part])), order };
  }

  inputGradient(dy: TraceNode, filter: TraceNode): Lowered {
    const { low, q } = this;
    const product = low.product(this.resultGradients(dy), this.filter(filter), [this.places, q.channels], {
      transB: true,
    });
    return imageFromBlocks(low, q, product, this.order);
  }

  filterGradient(x: TraceNode, dy: TraceNode): string {
    const { low, q, taps } = this;
    const columns = taps.length * q.filters;
    const product = low.product(this.image(x), this.resultGradients(dy), [q.channels, columns], {
      transA: true,
    });
    const shape = [q.channels, taps.length, q.filters];
    return filterFromBlocks(low, q, low.transpose(low.reshape(product, shape), shape, [1, 0, 2]));
  }
}
