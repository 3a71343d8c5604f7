/**
 * Convolutions as Winograd's (Lavin & Gray 2016), made of plain matrix products. Constant matrices along H and along W
 * turn lines of an image into points; there the convolution is one small product per point. The backward pass is the
 * same three products transposed, and shares the transforms.
 */
import { HWBC, type Lowered, type Lowering } from '../lowering.js';
import type { TraceNode } from '../../trace/node.js';
import { filterBlocks, filterFromBlocks, imageBlocks, imageFromBlocks, type Convolution } from './blocks.js';
import type { Geometry } from './geometry.js';
import { lineTransforms, transposed, type LineTransforms } from './transforms.js';

/** Transforms along H and W, a product for each point, and transforms back. */
export class WinogradConvolution implements Convolution {
  private readonly low: Lowering;
  private readonly q: Geometry;
  private readonly rows: LineTransforms;
  private readonly columns: LineTransforms;
  private readonly key: string;

  constructor(low: Lowering, geometry: Geometry) {
    this.low = low;
    this.q = geometry;
    this.rows = lineTransforms(geometry.height, geometry.outHeight, geometry.taps[0], geometry.top);
    this.columns = lineTransforms(geometry.width, geometry.outWidth, geometry.taps[1], geometry.left);
    this.key = JSON.stringify(geometry);
  }

  /** All points of all tiles along H, and along W. */
  private get pointsHigh(): number {
    return this.rows.points * this.rows.tiles;
  }
  private get pointsWide(): number {
    return this.columns.points * this.columns.tiles;
  }

  /** Points as a batch of matrices: the tiles of a column lie beside the batch, as rows of one product. */
  private batched(channels: number): number[] {
    return [
      this.rows.points,
      this.rows.tiles,
      this.columns.points,
      this.columns.tiles * this.q.batch,
      channels,
    ];
  }

  /** undefined for 1 on the diagonal and 0 elsewhere, which changes nothing. */
  private matrix(values: Float32Array, rows: number, columns: number, flip = false): string | undefined {
    const { graph } = this.low;
    const isIdentity = rows === columns && values.every((value, i) => value === Number(i % (rows + 1) === 0));
    if (isIdentity) return undefined;
    return flip
      ? graph.constant('float32', [columns, rows], transposed(values, rows, columns))
      : graph.constant('float32', [rows, columns], values);
  }

  /** Applies `high` [outH, h] along axis 0 and `wide` [outW, w] along axis 1 of a [h, w, rest] value, the shrinking one first. */
  private along(
    value: string,
    high: string | undefined,
    wide: string | undefined,
    from: [number, number],
    to: [number, number],
    rest: number,
    shape: readonly number[],
  ): string {
    const { low } = this;
    const [h, w] = from;
    const [outH, outW] = to;
    const alongHeight = (name: string, width: number) =>
      high === undefined ? name : low.matmul(high, low.reshape(name, [h, width * rest]));
    const alongWidth = (name: string, height: number) =>
      wide === undefined ? name : low.matmul(wide, low.reshape(name, [height, w, rest]));
    const heightFirst = outH / h <= outW / w;
    const result = heightFirst
      ? alongWidth(alongHeight(value, w), outH)
      : alongHeight(alongWidth(value, h), outW);
    return low.reshape(result, shape);
  }

  private imagePoints(x: TraceNode): string {
    const { low, q } = this;
    return low.once(`image points ${x.id} ${this.key}`, () => {
      const high = this.matrix(this.rows.image, this.pointsHigh, q.height);
      const wide = this.matrix(this.columns.image, this.pointsWide, q.width);
      const to: [number, number] = [this.pointsHigh, this.pointsWide];
      return this.along(
        imageBlocks(low, q, x, HWBC),
        high,
        wide,
        [q.height, q.width],
        to,
        q.batch * q.channels,
        this.batched(q.channels),
      );
    });
  }

  private filterPoints(filter: TraceNode): string {
    const { low, q, rows, columns } = this;
    return low.once(`filter points ${filter.id} ${this.key}`, () => {
      const high = this.matrix(rows.filter, rows.points, q.taps[0]);
      const wide = this.matrix(columns.filter, columns.points, q.taps[1]);
      const shape = [rows.points, 1, columns.points, q.channels, q.filters];
      return this.along(
        filterBlocks(low, q, filter),
        high,
        wide,
        q.taps,
        [rows.points, columns.points],
        q.channels * q.filters,
        shape,
      );
    });
  }

  private resultGradientPoints(dy: TraceNode): string {
    const { low, q } = this;
    return low.once(`gradient points ${dy.id} ${this.key}`, () => {
      const high = this.matrix(this.rows.result, q.outHeight, this.pointsHigh, true);
      const wide = this.matrix(this.columns.result, q.outWidth, this.pointsWide, true);
      const to: [number, number] = [this.pointsHigh, this.pointsWide];
      return this.along(
        low.as(dy, HWBC),
        high,
        wide,
        [q.outHeight, q.outWidth],
        to,
        q.batch * q.filters,
        this.batched(q.filters),
      );
    });
  }

  forward(x: TraceNode, filter: TraceNode): Lowered {
    const { low, q } = this;
    const points = low.matmul(this.imagePoints(x), this.filterPoints(filter));
    const high = this.matrix(this.rows.result, q.outHeight, this.pointsHigh);
    const wide = this.matrix(this.columns.result, q.outWidth, this.pointsWide);
    const shape = [q.outHeight, q.outWidth, q.batch, q.filters];
    const from: [number, number] = [this.pointsHigh, this.pointsWide];
    return {
      name: this.along(points, high, wide, from, [q.outHeight, q.outWidth], q.batch * q.filters, shape),
      order: HWBC,
    };
  }

  inputGradient(dy: TraceNode, filter: TraceNode): Lowered {
    const { low, q } = this;
    const points = low.matmul(this.resultGradientPoints(dy), this.filterPoints(filter), {
      transB: true,
      rank: 5,
    });
    const high = this.matrix(this.rows.image, this.pointsHigh, q.height, true);
    const wide = this.matrix(this.columns.image, this.pointsWide, q.width, true);
    const from: [number, number] = [this.pointsHigh, this.pointsWide];
    const shape = [q.height, q.width, q.batch, q.channels];
    return imageFromBlocks(
      low,
      q,
      this.along(points, high, wide, from, [q.height, q.width], q.batch * q.channels, shape),
      HWBC,
    );
  }

  filterGradient(x: TraceNode, dy: TraceNode): string {
    const { low, q, rows, columns } = this;
    const points = low.matmul(this.imagePoints(x), this.resultGradientPoints(dy), { transA: true, rank: 5 });
    const high = this.overTiles(rows, q.taps[0], rows.tiles);
    const wide = this.overTiles(columns, q.taps[1], 1); // the tiles of columns are summed by the product itself
    const from: [number, number] = [this.pointsHigh, columns.points];
    const shape = [...q.taps, q.channels, q.filters];
    return filterFromBlocks(
      low,
      q,
      this.along(points, high, wide, from, q.taps, q.channels * q.filters, shape),
    );
  }

  /** The filter's transform turned round, repeated for every tile: also sums the tiles. */
  private overTiles({ filter, points }: LineTransforms, taps: number, tiles: number): string {
    const width = points * tiles;
    const values = Float32Array.from(
      { length: taps * width },
      (_, k) => filter[Math.floor((k % width) / tiles) * taps + Math.floor(k / width)],
    );
    return this.low.graph.constant('float32', [taps, width], values);
  }
}
