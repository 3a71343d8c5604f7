/** Rows of observations in little memory. */
import { observationSize, type ObservationSpace } from '@agon/envs';

/**
 * F = values of an observation, which are P planes of cells. The first B planes hold zeros and ones and take a bit a value; where there
 * are any (B > 0), each of the others holds one number, the same on all cells, and takes that number. With B = 0 all is kept as it is.
 */
export class ObservationRows {
  /** [capacity, width] */
  readonly array: Uint8Array | Float32Array;
  /** Elements of `array` that one row takes. */
  readonly width: number;
  /** Whether they are bytes; else 32-bit floats. */
  readonly isBytes: boolean;
  private readonly features: number;
  private readonly numPlanes: number;
  private readonly numBitPlanes: number;
  private readonly numBitBytes: number;
  /** [P − B] Scratch: the numbers of the other planes, and the same memory as bytes. */
  private readonly numbers: Float32Array;
  private readonly numberBytes: Uint8Array;

  constructor(space: ObservationSpace, capacity: number) {
    this.features = observationSize(space);
    this.numPlanes = space.shape[space.shape.length - 1];
    const isBits = space.dtype === 'uint8' && space.high === 1;
    this.numBitPlanes = isBits ? this.numPlanes : (space.bitPlanes ?? 0);
    this.numBitBytes = Math.ceil((this.features / this.numPlanes) * (this.numBitPlanes / 8));
    this.numbers = new Float32Array(this.numBitPlanes > 0 ? this.numPlanes - this.numBitPlanes : 0);
    this.numberBytes = new Uint8Array(this.numbers.buffer);
    this.width = this.numBitPlanes > 0 ? this.numBitBytes + this.numberBytes.length : this.features;
    this.isBytes = this.numBitPlanes > 0 || space.dtype === 'uint8';
    this.array = this.isBytes
      ? new Uint8Array(capacity * this.width)
      : new Float32Array(capacity * this.width);
  }

  /** Keeps `from`, [F], in a row. */
  write(row: number, from: Uint8Array | Float32Array): void {
    const { array, width, features, numPlanes, numBitPlanes, numBitBytes, numbers } = this;
    const start = row * width;
    if (numBitPlanes === 0) {
      array.set(from, start);
      return;
    }
    array.fill(0, start, start + numBitBytes);
    let bit = 0;
    for (let cell = 0; cell < features; cell += numPlanes) {
      for (let plane = 0; plane < numBitPlanes; plane++, bit++)
        array[start + (bit >> 3)] |= from[cell + plane] << (bit & 7);
    }
    for (let i = 0; i < numbers.length; i++) numbers[i] = from[numBitPlanes + i];
    array.set(this.numberBytes, start + numBitBytes);
  }

  /** Takes over rows that others have kept, [n, width], as rows `row`, `row` + 1, … */
  take(row: number, kept: Uint8Array | Float32Array): void {
    this.array.set(kept, row * this.width);
  }

  /** Writes a row into `out`, [F]. */
  readInto(out: Float32Array, row: number): void {
    const { array, width, features, numPlanes, numBitPlanes, numBitBytes, numbers, numberBytes } = this;
    const start = row * width;
    if (numBitPlanes === 0) {
      out.set(array.subarray(start, start + width));
      return;
    }
    for (let i = 0; i < numberBytes.length; i++) numberBytes[i] = array[start + numBitBytes + i];
    let bit = 0;
    for (let cell = 0; cell < features; cell += numPlanes) {
      for (let plane = 0; plane < numBitPlanes; plane++, bit++)
        out[cell + plane] = (array[start + (bit >> 3)] >> (bit & 7)) & 1;
      for (let i = 0; i < numbers.length; i++) out[cell + numBitPlanes + i] = numbers[i];
    }
  }
}
