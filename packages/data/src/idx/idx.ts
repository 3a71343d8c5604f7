/** IDX, the format of MNIST's files (LeCun, Cortes & Burges): two zero bytes, a type, the number of axes, their lengths (big-endian), the values. */
import { AgonError } from '@agon/core';

/** The only type of value that pictures and labels have. */
const UNSIGNED_BYTE = 0x08;
const HEADER = 4;
const LENGTH_BYTES = 4;

/** An array of bytes with its shape. */
export interface IdxArray {
  readonly shape: readonly number[];
  /** Row-major; a view of the file's bytes. */
  readonly values: Uint8Array;
}

/**
 * Reads the bytes of an IDX file.
 * @param what the file, as it reads in an error
 * @throws bad-file where it is something else, cut short, or too long
 */
export function readIdx(bytes: Uint8Array, what: string): IdxArray {
  const refuse = (why: string): never => {
    throw new AgonError('bad-file', `${what} is no IDX file of bytes: ${why}.`);
  };
  if (bytes.length < HEADER) refuse(`it has ${bytes.length} bytes`);
  const [zero, alsoZero, type, numAxes] = bytes;
  if (zero !== 0 || alsoZero !== 0) refuse('it does not begin with two zero bytes');
  if (type !== UNSIGNED_BYTE)
    refuse(`its values are of type 0x${type.toString(16).padStart(2, '0')}, not 0x08`);
  const start = HEADER + LENGTH_BYTES * numAxes;
  if (numAxes === 0 || bytes.length < start) refuse('it ends before its values begin');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const shape = Array.from({ length: numAxes }, (_, axis) => view.getUint32(HEADER + LENGTH_BYTES * axis));
  const wanted = shape.reduce((product, length) => product * length, 1);
  if (bytes.length - start !== wanted) {
    refuse(`its shape [${shape.join(', ')}] wants ${wanted} values, and it has ${bytes.length - start}`);
  }
  return { shape, values: bytes.subarray(start) };
}
