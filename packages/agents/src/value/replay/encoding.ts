/** How observations lie in a replay row: bits where they are bits, else bytes or 32-bit floats as they are. */
import { observationSize, type ObservationSpace } from '@agon/envs';
import type { InputArray } from '../../networkInput.js';

/** Writes observations of one space into bytes and reads them back. */
export interface Encoding {
  /** Bytes of one row, a multiple of 4. */
  readonly numBytes: number;
  /** Pictures of a stack that are stored once each: a row holds the newest one alone. 1: a row holds the whole observation. */
  readonly frames: number;
  /** Writes an observation (of a stack its newest picture) at a byte offset (a multiple of 4). Allocates nothing. */
  write(rows: Uint8Array, offset: number, observation: Uint8Array | Float32Array): void;
  /**
   * Reads a row into the observation that begins at `start` of `out`: all of it, or picture
   * `frame` of the stack (0 is the oldest). Allocates nothing.
   */
  readInto(out: InputArray, start: number, rows: Uint8Array, offset: number, frame: number): void;
}

const roundUp = (bytes: number) => Math.ceil(bytes / 4) * 4;

/** The tightest encoding for a space. */
export function encodingFor(space: ObservationSpace): Encoding {
  const size = observationSize(space);
  if (space.dtype === 'float32') return floats(size);
  if (space.high === 1) return bits(size);
  const { frames = 1, shape } = space;
  const planes = frames > 1 ? shape[shape.length - 1] / frames : size;
  return bytes(size / (planes * frames), planes, frames);
}

function bits(size: number): Encoding {
  const whole = size >> 3;
  const rest = size & 7;
  return {
    numBytes: roundUp(Math.ceil(size / 8)),
    frames: 1,
    write(rows, offset, observation) {
      for (let i = 0; i < size; i += 8) {
        let byte = 0;
        const end = Math.min(8, size - i);
        for (let j = 0; j < end; j++) byte |= (observation[i + j] & 1) << j;
        rows[offset + (i >> 3)] = byte;
      }
    },
    readInto(out, start, rows, offset) {
      // Planes of games are nearly empty: most bytes are 0.
      out.fill(0, start, start + size);
      for (let i = 0, to = start; i < whole; i++, to += 8) {
        const byte = rows[offset + i];
        if (byte !== 0) for (let j = 0; j < 8; j++) out[to + j] = (byte >> j) & 1;
      }
      for (let j = 0; j < rest; j++) out[start + 8 * whole + j] = (rows[offset + whole] >> j) & 1;
    },
  };
}

/** Observations [pixels, frames, planes]; of one picture, [1, 1, all]. */
function bytes(pixels: number, planes: number, frames: number): Encoding {
  const stride = planes * frames;
  const newest = stride - planes;
  return {
    numBytes: roundUp(pixels * planes),
    frames,
    write(rows, offset, observation) {
      let to = offset;
      for (let from = newest; from < pixels * stride; from += stride)
        for (let plane = 0; plane < planes; plane++) rows[to++] = observation[from + plane];
    },
    readInto(out, start, rows, offset, frame) {
      let from = offset;
      const first = start + frame * planes;
      for (let to = first; to < first + pixels * stride; to += stride)
        for (let plane = 0; plane < planes; plane++) out[to + plane] = rows[from++];
    },
  };
}

function floats(size: number): Encoding {
  const scratch = new Float32Array(size);
  const scratchBytes = new Uint8Array(scratch.buffer);
  return {
    numBytes: size * 4,
    frames: 1,
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
