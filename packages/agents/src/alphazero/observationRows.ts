/** Rows of observations in little memory: planes of zeros and ones take a bit a value, others what the game gives. */
import { observationSize, type ObservationSpace } from '@agon/envs';

/** F = values of an observation. */
export class ObservationRows {
  /** [capacity, width] */
  readonly array: Uint8Array | Float32Array;
  /** Elements of `array` that one row takes. */
  readonly width: number;
  private readonly features: number;
  private readonly isBits: boolean;

  constructor(space: ObservationSpace, capacity: number) {
    this.features = observationSize(space);
    this.isBits = space.dtype === 'uint8' && space.high === 1;
    this.width = this.isBits ? Math.ceil(this.features / 8) : this.features;
    const size = capacity * this.width;
    this.array = space.dtype === 'uint8' ? new Uint8Array(size) : new Float32Array(size);
  }

  /** Keeps `from`, [F], in a row. */
  write(row: number, from: Uint8Array | Float32Array): void {
    const { array, width, features } = this;
    const start = row * width;
    if (!this.isBits) {
      array.set(from, start);
      return;
    }
    for (let place = 0; place < width; place++) {
      const end = Math.min(8, features - 8 * place);
      let byte = 0;
      for (let bit = 0; bit < end; bit++) byte |= from[8 * place + bit] << bit;
      array[start + place] = byte;
    }
  }

  /** Writes a row into `out`, [F]. */
  readInto(out: Float32Array, row: number): void {
    const { array, width, features } = this;
    const start = row * width;
    if (!this.isBits) {
      out.set(array.subarray(start, start + width));
      return;
    }
    for (let i = 0; i < features; i++) out[i] = (array[start + (i >> 3)] >> (i & 7)) & 1;
  }
}
