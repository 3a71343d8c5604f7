/** Rows of observations in little memory: planes of zeros and ones take a bit a value, others what the game gives. */
import { observationSize, type ObservationSpace } from '@agon/envs';

/**
 * F = values of an observation, which are P planes of C cells. The first B planes hold zeros and ones and are kept as bits; where there
 * are any (B > 0), each of the others holds one number, the same on all cells, and is kept once. With B = 0 all is kept as it is.
 */
export class ObservationRows {
  /** [capacity, width] */
  readonly array: Uint8Array | Float32Array;
  /** Elements of `array` that one row takes. */
  readonly width: number;
  private readonly features: number;
  private readonly numPlanes: number;
  private readonly bitPlanes: number;
  /** Bytes of a row's bits. */
  private readonly bytes: number;
  /** [P − B] The numbers of the other planes, and the same memory as bytes. */
  private readonly numbers: Float32Array;
  private readonly numberBytes: Uint8Array;

  constructor(space: ObservationSpace, capacity: number) {
    this.features = observationSize(space);
    this.numPlanes = space.shape[space.shape.length - 1];
    const isBits = space.dtype === 'uint8' && space.high === 1;
    this.bitPlanes = isBits ? this.numPlanes : (space.bitPlanes ?? 0);
    this.bytes = Math.ceil((this.features / this.numPlanes) * (this.bitPlanes / 8));
    this.numbers = new Float32Array(this.bitPlanes > 0 ? this.numPlanes - this.bitPlanes : 0);
    this.numberBytes = new Uint8Array(this.numbers.buffer);
    this.width = this.bitPlanes > 0 ? this.bytes + this.numberBytes.length : this.features;
    const size = capacity * this.width;
    const isBytes = this.bitPlanes > 0 || space.dtype === 'uint8';
    this.array = isBytes ? new Uint8Array(size) : new Float32Array(size);
  }

  /** Keeps `from`, [F], in a row. */
  write(row: number, from: Uint8Array | Float32Array): void {
    const { array, width, bytes, features, numPlanes, bitPlanes, numbers } = this;
    const start = row * width;
    if (bitPlanes === 0) {
      array.set(from, start);
      return;
    }
    array.fill(0, start, start + bytes);
    let bit = 0;
    for (let cell = 0; cell < features; cell += numPlanes) {
      for (let plane = 0; plane < bitPlanes; plane++, bit++)
        array[start + (bit >> 3)] |= from[cell + plane] << (bit & 7);
    }
    for (let i = 0; i < numbers.length; i++) numbers[i] = from[bitPlanes + i];
    array.set(this.numberBytes, start + bytes);
  }

  /** Writes a row into `out`, [F]. */
  readInto(out: Float32Array, row: number): void {
    const { array, width, bytes, features, numPlanes, bitPlanes, numbers, numberBytes } = this;
    const start = row * width;
    if (bitPlanes === 0) {
      out.set(array.subarray(start, start + width));
      return;
    }
    for (let i = 0; i < numberBytes.length; i++) numberBytes[i] = array[start + bytes + i];
    let bit = 0;
    for (let cell = 0; cell < features; cell += numPlanes) {
      for (let plane = 0; plane < bitPlanes; plane++, bit++)
        out[cell + plane] = (array[start + (bit >> 3)] >> (bit & 7)) & 1;
      for (let i = 0; i < numbers.length; i++) out[cell + bitPlanes + i] = numbers[i];
    }
  }
}
