/** Convolutions with few channels: one matrix product over gathered patches, which also serve the filter's gradient. */
import { HWBC, type Lowered, type Lowering } from '../lowering.js';
import type { TraceNode } from '../../trace/node.js';
import { filterBlocks, filterFromBlocks, imageBlocks, imageFromBlocks, type Convolution } from './blocks.js';
import type { Geometry } from './geometry.js';

interface Side {
  height: number;
  width: number;
  channels: number;
}

export class PatchConvolution implements Convolution {
  private readonly low: Lowering;
  private readonly q: Geometry;
  private readonly key: string;

  constructor(low: Lowering, geometry: Geometry) {
    this.low = low;
    this.q = geometry;
    this.key = JSON.stringify(geometry);
  }

  /** [to.height, to.width, batch, taps · channels]: at each place of `to` the patch of `from` that it sees. */
  private gather(value: string, from: Side, to: Side, top: number, left: number): string {
    const { graph } = this.low;
    const [rows, columns] = this.q.taps;
    const bottom = to.height + rows - 1 - from.height - top;
    const right = to.width + columns - 1 - from.width - left;
    const isPadded = [top, left, bottom, right].some((amount) => amount !== 0);
    const padded = isPadded
      ? graph.op('Pad', [value, graph.integers([top, left, 0, 0, bottom, right, 0, 0])])
      : value;
    if (rows * columns === 1) return padded;
    const parts: string[] = [];
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        const range = [[i, j], [i + to.height, j + to.width], [0, 1]]; // prettier-ignore
        parts.push(graph.op('Slice', [padded, ...range.map((values) => graph.integers(values))]));
      }
    }
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

  private patches(x: TraceNode): string {
    const { low, q } = this;
    return low.once(`patches ${x.id} ${this.key}`, () => {
      const gathered = this.gather(imageBlocks(low, q, x), this.image, this.result, q.top, q.left);
      return low.reshape(gathered, [q.outHeight * q.outWidth * q.batch, this.patchLength]);
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
    const product = low.graph.op('Gemm', [this.patches(x), this.filter(filter)]);
    return { name: low.reshape(product, [q.outHeight, q.outWidth, q.batch, q.filters]), order: HWBC };
  }

  /** The full correlation with the filter turned round. */
  inputGradient(dy: TraceNode, filter: TraceNode): Lowered {
    const { low, q } = this;
    const taps = q.taps[0] * q.taps[1];
    const gathered = this.gather(
      low.as(dy, HWBC),
      this.result,
      this.image,
      q.taps[0] - 1 - q.top,
      q.taps[1] - 1 - q.left,
    );
    const patches = low.reshape(gathered, [q.height * q.width * q.batch, taps * q.filters]);
    const backwards = low.graph.integers(Array.from({ length: taps }, (_, i) => taps - 1 - i));
    const byTap = low.reshape(this.filter(filter), [taps, q.channels, q.filters]);
    const turned = low.transpose(low.graph.op('Gather', [byTap, backwards], { axis: 0 }), [0, 2, 1]);
    const product = low.graph.op('Gemm', [patches, low.reshape(turned, [taps * q.filters, q.channels])]);
    return imageFromBlocks(low, q, product);
  }

  filterGradient(x: TraceNode, dy: TraceNode): string {
    const { low, q } = this;
    const flat = low.reshape(low.as(dy, HWBC), [q.outHeight * q.outWidth * q.batch, q.filters]);
    return filterFromBlocks(low, q, low.graph.op('Gemm', [this.patches(x), flat], { transA: 1 }));
  }
}
