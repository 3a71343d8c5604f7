/** Smaller pictures by area averages (OpenCV's INTER_AREA, as Gymnasium's `AtariPreprocessing` resizes). */
import { AgonError } from '@agon/core';
import type { Env } from '../env.js';
import { requirePictures, Wrapper } from './wrapper.js';

/** How one side shrinks: output i is a weighted sum of inputs from `first[i]` on; the weights of each output add up to `total`. */
interface Side {
  readonly first: Int32Array;
  /** [outputs, taps] Overlaps of output and input cells, in units of which an input cell has `outputs`. */
  readonly weights: Int32Array;
  readonly taps: number;
  readonly total: number;
}

/** Overlaps as whole numbers: with both sides cut into inputs × outputs units, an input cell is `outputs` long, an output cell `inputs`. */
function shrink(inputs: number, outputs: number): Side {
  const taps = Math.ceil(inputs / outputs) + 1;
  const first = new Int32Array(outputs);
  const weights = new Int32Array(outputs * taps);
  for (let i = 0; i < outputs; i++) {
    const [start, end] = [i * inputs, (i + 1) * inputs];
    // The window of taps lies inside the input also at the end.
    first[i] = Math.min(Math.floor(start / outputs), inputs - taps);
    for (let tap = 0; tap < taps; tap++) {
      const cell = (first[i] + tap) * outputs;
      weights[i * taps + tap] = Math.max(0, Math.min(end, cell + outputs) - Math.max(start, cell));
    }
  }
  return { first, weights, taps, total: inputs };
}

/**
 * Pictures [size, size, planes]: each value the mean of the area that it covers, rounded. Whole-number arithmetic. Only what differs
 * from the last observation is computed again: on a screen little changes from one frame to the next.
 */
export class AreaResize extends Wrapper {
  /** The picture inside, and the last one: bytes, and the same memory as whole words. */
  private readonly source: Uint8Array;
  private readonly sourceWords: Uint32Array;
  private readonly lastWords: Uint32Array;
  /** [height] The columns of `rows` that change in each row: from..to, none where `to` is less. */
  private readonly from: Int32Array;
  private readonly to: Int32Array;
  /** [height, size, planes] Rows already shrunk, columns not yet. */
  private readonly rows: Int32Array;
  /** [size, size, planes] */
  private readonly shrunk: Uint8Array;
  private readonly height: number;
  private readonly width: number;
  private readonly planes: number;
  private readonly size: number;
  private readonly across: Side;
  private readonly down: Side;

  /**
   * @param size of the result, less than both sides of the picture inside
   * @throws unsupported where `inner` does not show pictures; bad-option where they are not larger than `size`
   */
  constructor(inner: Env, size: number) {
    const [height, width, planes] = requirePictures(inner, 'AreaResize');
    if (size >= Math.min(height, width)) {
      throw new AgonError(
        'bad-option',
        `AreaResize makes pictures smaller: those of ${inner.id} are ${height}×${width}, and ${size}×${size} was asked for.`,
      );
    }
    super(inner, { observation: { ...inner.observation, shape: [size, size, planes] } });
    [this.height, this.width, this.planes, this.size] = [height, width, planes, size];
    const length = height * width * planes;
    this.sourceWords = new Uint32Array(Math.ceil(length / 4));
    this.lastWords = new Uint32Array(Math.ceil(length / 4));
    this.source = new Uint8Array(this.sourceWords.buffer, 0, length);
    this.from = new Int32Array(height);
    this.to = new Int32Array(height);
    // All of it as a screen of zeros has it, like `lastWords`.
    this.rows = new Int32Array(height * size * planes);
    this.shrunk = new Uint8Array(size * size * planes);
    this.across = shrink(width, size);
    this.down = shrink(height, size);
  }

  override observe(out: Uint8Array | Float32Array): void {
    this.inner.observe(this.source);
    this.compare();
    for (let y = 0; y < this.height; y++) this.shrinkRow(y);
    for (let y = 0; y < this.size; y++) this.shrinkColumns(y);
    out.set(this.shrunk);
  }

  /** Finds what has changed in each row, four values at a time. */
  private compare(): void {
    const { sourceWords, lastWords, height, width, planes, size } = this;
    const length = width * planes;
    for (let y = 0; y < height; y++) {
      const start = y * length;
      let first = start >> 2;
      let last = (start + length - 1) >> 2;
      while (first <= last && sourceWords[first] === lastWords[first]) first++;
      while (first < last && sourceWords[last] === lastWords[last]) last--;
      if (first > last) {
        this.from[y] = size;
        this.to[y] = -1;
        continue;
      }
      const leftmost = Math.floor(Math.max(0, 4 * first - start) / planes);
      const rightmost = Math.floor(Math.min(length - 1, 4 * last + 3 - start) / planes);
      this.from[y] = Math.floor((leftmost * size) / width);
      this.to[y] = Math.floor(((rightmost + 1) * size - 1) / width);
    }
    lastWords.set(sourceWords);
  }

  /** Shrinks the changed part of a row of the picture inside. */
  private shrinkRow(y: number): void {
    const { source, rows, width, planes, size } = this;
    const { first, weights, taps } = this.across;
    for (let x = this.from[y]; x <= this.to[y]; x++) {
      const start = (y * width + first[x]) * planes;
      for (let plane = 0; plane < planes; plane++) {
        let sum = 0;
        for (let tap = 0; tap < taps; tap++)
          sum += weights[x * taps + tap] * source[start + tap * planes + plane];
        rows[(y * size + x) * planes + plane] = sum;
      }
    }
  }

  /** Shrinks the columns of the rows that go into row y of the result, where one of them has changed. */
  private shrinkColumns(y: number): void {
    const { rows, shrunk, planes, across, down } = this;
    const { first, weights, taps } = down;
    let [from, to] = [this.size, -1];
    for (let tap = 0; tap < taps; tap++) {
      from = Math.min(from, this.from[first[y] + tap]);
      to = Math.max(to, this.to[first[y] + tap]);
    }
    const stride = this.size * planes;
    const area = across.total * down.total;
    for (let x = from * planes; x < (to + 1) * planes; x++) {
      let sum = area >> 1;
      for (let tap = 0; tap < taps; tap++)
        sum += weights[y * taps + tap] * rows[(first[y] + tap) * stride + x];
      shrunk[y * stride + x] = Math.floor(sum / area);
    }
  }
}
