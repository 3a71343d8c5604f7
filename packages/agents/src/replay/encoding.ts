/** How observations lie in a replay row: bits where they are bits, else bytes or 32-bit floats as they are. */
import { observationSize, type ObservationSpace } from '@agon/envs';

/** EIGHT_BITS[byte * 8 + i] = bit i of the byte, lowest first. */
const EIGHT_BITS = Float32Array.from({ length: 256 * 8 }, (_, i) => ((i >> 3) >> (i & 7)) & 1);

/** Writes observations of one space into bytes and reads them back as network inputs in [0, 1] (floats unchanged). */
export interface Encoding {
  /** Bytes of one observation, a multiple of 4. */
  readonly numBytes: number;
  /** Writes one observation at a byte offset (a multiple of 4). Allocates nothing. */
  write(rows: Uint8Array, offset: number, observation: Uint8Array | Float32Array): void;
  /** Reads one observation, divided by the space's `high`, into `out` from `start` on. Allocates nothing. */
  readInto(out: Float32Array, start: number, rows: Uint8Array, offset: number): void;
}

const roundUp = (bytes: number) => Math.ceil(bytes / 4) * 4;

/** The tightest encoding for a space. */
export function encodingFor(space: ObservationSpace): Encoding {
  const size = observationSize(space);
  if (space.dtype === 'float32') return floats(size);
  return space.high === 1 ? bits(size) : bytes(size, 1 / space.high);
}

function bits(size: number): Encoding {
  const whole = size >> 3;
  const rest = size & 7;
  return {
    numBytes: roundUp(Math.ceil(size / 8)),
    write(rows, offset, observation) {
      for (let i = 0; i < size; i += 8) {
        let byte = 0;
        const end = Math.min(8, size - i);
        for (let j = 0; j < end; j++) byte |= (observation[i + j] & 1) << j;
        rows[offset + (i >> 3)] = byte;
      }
    },
    readInto(out, start, rows, offset) {
      let to = start;
      for (let i = 0; i < whole; i++) {
        const from = rows[offset + i] * 8;
        for (let j = 0; j < 8; j++) out[to++] = EIGHT_BITS[from + j];
      }
      for (let j = 0; j < rest; j++) out[to++] = (rows[offset + whole] >> j) & 1;
    },
  };
}

function bytes(size: number, scale: number): Encoding {
  return {
    numBytes: roundUp(size),
    write(rows, offset, observation) {
      for (let i = 0; i < size; i++) rows[offset + i] = observation[i];
    },
    readInto(out, start, rows, offset) {
      for (let i = 0; i < size; i++) out[start + i] = rows[offset + i] * scale;
    },
  };
}

function floats(size: number): Encoding {
  const scratch = new Float32Array(size);
  const scratchBytes = new Uint8Array(scratch.buffer);
  return {
    numBytes: size * 4,
    write(rows, offset, observation) {
      scratch.set(observation);
      rows.set(scratchBytes, offset);
    },
    readInto(out, start, rows, offset) {
      for (let i = 0; i < scratchBytes.length; i++) scratchBytes[i] = rows[offset + i];
      out.set(scratch, start);
    },
  };
}
