/**
 * The safetensors format: u64 length of a JSON header, the header, then all tensors' bytes, little-endian and row-major.
 * https://github.com/huggingface/safetensors (format, version 0.x). Dtypes here: F32, F64, I32, U32, U8.
 */
import { AgonError } from '@agon/core';
import { showShape, sizeOf, type Shape } from './tensors.js';

/** A typed array that a file can hold. */
export type StateArray = Float32Array | Float64Array | Int32Array | Uint32Array | Uint8Array;

/** One tensor of a file; `data` is row-major, and has as many values as the shape says. */
export interface StoredTensor {
  shape: Shape;
  data: StateArray;
}

/** A whole file: tensors by name, and free text by key (`__metadata__`). */
export interface SafetensorsFile {
  tensors: Record<string, StoredTensor>;
  metadata: Record<string, string>;
}

const ARRAYS = {
  F32: Float32Array,
  F64: Float64Array,
  I32: Int32Array,
  U32: Uint32Array,
  U8: Uint8Array,
} as const;
type StoredType = keyof typeof ARRAYS;

/** The reference implementation refuses longer headers. */
const MAX_HEADER_BYTES = 100_000_000;

interface HeaderEntry {
  dtype: StoredType;
  shape: number[];
  data_offsets: [number, number];
}

function storedType(data: StateArray): StoredType {
  for (const [name, type] of Object.entries(ARRAYS)) if (data instanceof type) return name as StoredType;
  throw new AgonError(
    'internal',
    `safetensors holds ${Object.keys(ARRAYS).join(', ')}; got ${String(data)}.`,
  );
}

/**
 * The bytes of a safetensors file. Wider dtypes come first and the header is padded with spaces to a multiple of 8, as
 * the reference implementation does, so that every tensor is aligned; within a dtype, tensors keep the order given.
 */
export function encodeSafetensors(
  tensors: Readonly<Record<string, Readonly<StoredTensor>>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const names = Object.keys(tensors);
  names.sort((a, b) => tensors[b].data.BYTES_PER_ELEMENT - tensors[a].data.BYTES_PER_ELEMENT);
  const header: Record<string, HeaderEntry | Record<string, string>> = {};
  if (Object.keys(metadata).length) header.__metadata__ = { ...metadata };
  let end = 0;
  for (const name of names) {
    const { shape, data } = tensors[name];
    if (sizeOf(shape) !== data.length) {
      throw new AgonError(
        'internal',
        `tensor "${name}" has shape ${showShape(shape)} but ${data.length} values.`,
      );
    }
    header[name] = { dtype: storedType(data), shape: [...shape], data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerBytes = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerBytes + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.fill(0x20, 8, 8 + headerBytes);
  bytes.set(json, 8);
  for (const name of names) {
    const { data } = tensors[name];
    const start = (header[name] as HeaderEntry).data_offsets[0];
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 8 + headerBytes + start);
  }
  return bytes;
}

function damaged(what: string): AgonError {
  return new AgonError(
    'bad-checkpoint',
    `this is not a whole safetensors file: ${what}. It may have been cut short; use another checkpoint.`,
  );
}

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; dataStart: number } {
  if (bytes.length < 8) throw damaged(`it has ${bytes.length} bytes and needs at least 8`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > MAX_HEADER_BYTES || 8 + length > bytes.length) {
    throw damaged(`its header should have ${length} bytes, the file has ${bytes.length}`);
  }
  const text = new TextDecoder().decode(bytes.subarray(8, 8 + length));
  try {
    const header: unknown = JSON.parse(text);
    if (typeof header !== 'object' || header === null) throw new TypeError('the header is not an object');
    return { header: header as Record<string, unknown>, dataStart: 8 + length };
  } catch (cause) {
    throw new AgonError(
      'bad-checkpoint',
      'the header of this safetensors file is not JSON; use another checkpoint.',
      { cause },
    );
  }
}

/**
 * Reads a safetensors file. The arrays are copies.
 * @throws bad-checkpoint for a damaged file or a dtype that is not one of ours, naming the tensor
 */
export function decodeSafetensors(bytes: Uint8Array): SafetensorsFile {
  const { header, dataStart } = readHeader(bytes);
  const file: SafetensorsFile = { tensors: {}, metadata: {} };
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') {
      file.metadata = value as Record<string, string>;
      continue;
    }
    const { dtype, shape, data_offsets: offsets } = value as Partial<HeaderEntry>;
    if (!dtype || !(dtype in ARRAYS) || !Array.isArray(shape) || !Array.isArray(offsets)) {
      throw damaged(
        `tensor "${name}" has dtype ${String(dtype)}; known are ${Object.keys(ARRAYS).join(', ')}`,
      );
    }
    const Type = ARRAYS[dtype];
    const [start, end] = offsets;
    if (
      end - start !== sizeOf(shape) * Type.BYTES_PER_ELEMENT ||
      start < 0 ||
      dataStart + end > bytes.length
    ) {
      throw damaged(
        `tensor "${name}" of shape ${showShape(shape)} lies at bytes ${start} to ${end} of ${bytes.length - dataStart}`,
      );
    }
    // Not bytes.slice: that of a Buffer is no copy.
    const copy = new Uint8Array(bytes.subarray(dataStart + start, dataStart + end));
    file.tensors[name] = { shape, data: new Type(copy.buffer, 0, sizeOf(shape)) };
  }
  return file;
}
