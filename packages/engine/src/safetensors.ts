/**
 * The safetensors format: u64 length of a JSON header, the header, then all tensors' bytes, little-endian and row-major.
 * https://github.com/huggingface/safetensors (format, version 0.x). Dtypes here: F32, F64, I32, U32, U8.
 *
 * What is written here has a checksum of the whole file, header included, in its metadata: `"agonChecksum":"crc32c:1a2b3c4d"`,
 * computed with zeros for its own eight digits. Files of other programs, and old ones, have none.
 */
import { AgonError, crc32c } from '@agon/core';
import { ARRAYS, damaged, METADATA, readHeader, type Header, type StoredType } from './safetensorsHeader.js';
import { showShape, sizeOf, type Shape } from './tensors.js';

/** A typed array that a file can hold. */
export type StateArray = Float32Array | Float64Array | Int32Array | Uint32Array | Uint8Array;

/** One tensor of a file; `data` is row-major, and has as many values as the shape says. */
export interface StoredTensor {
  shape: Shape;
  data: StateArray;
}

/** A whole file: tensors by name, and free text by key (`__metadata__`, without the checksum). */
export interface SafetensorsFile {
  tensors: Record<string, StoredTensor>;
  metadata: Record<string, string>;
}

/** The checksum's key; its text tells itself, so that a flipped bit in the key is found too. */
const CHECKSUM = 'agonChecksum';
const DIGITS = 8;
const CHECKSUM_TEXT = /^crc32c:[0-9a-f]{8}$/;
const ZEROS = new Uint8Array(DIGITS).fill(0x30);
/** What comes before the digits in the header. Within other text its quotation marks would be escaped. */
const BEFORE_DIGITS = `"${CHECKSUM}":"crc32c:`;

/** The byte of the file where the checksum's digits lie. @param text the header */
function placeOfDigits(text: string): number {
  const before = text.slice(0, text.indexOf(BEFORE_DIGITS) + BEFORE_DIGITS.length);
  return 8 + new TextEncoder().encode(before).length;
}

/** Eight hexadecimal digits: the checksum of the file but for those at `place`. */
function checksumOf(bytes: Uint8Array, place: number): string {
  const before = crc32c(ZEROS, crc32c(bytes.subarray(0, place)));
  return crc32c(bytes.subarray(place + DIGITS), before)
    .toString(16)
    .padStart(DIGITS, '0');
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
  if (Object.hasOwn(tensors, METADATA) || Object.hasOwn(metadata, CHECKSUM))
    throw new AgonError('internal', `no tensor can be called ${METADATA}, and no metadata ${CHECKSUM}.`);
  const named = Object.entries(tensors);
  named.sort(([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
  let end = 0;
  const entries = named.map(([name, { shape, data }]) => {
    if (sizeOf(shape) !== data.length) {
      throw new AgonError(
        'internal',
        `tensor "${name}" has shape ${showShape(shape)} but ${data.length} values.`,
      );
    }
    const start = end;
    end += data.byteLength;
    return [name, { dtype: storedType(data), shape: [...shape], data_offsets: [start, end] }] as const;
  });
  const free = { [CHECKSUM]: `crc32c:${'0'.repeat(DIGITS)}`, ...metadata };
  const text = JSON.stringify(Object.fromEntries([[METADATA, free], ...entries]));
  const json = new TextEncoder().encode(text);
  const dataStart = 8 + Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(dataStart + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(dataStart - 8), true);
  bytes.fill(0x20, 8, dataStart);
  bytes.set(json, 8);
  let at = dataStart;
  for (const [, { data }] of named) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  const place = placeOfDigits(text);
  bytes.set(new TextEncoder().encode(checksumOf(bytes, place)), place);
  return bytes;
}

/** @throws bad-checkpoint where there is a checksum, and it is not that of the bytes */
function checkSum(bytes: Uint8Array, { metadata, text }: Header): void {
  const misnamed = Object.keys(metadata).find((key) => key !== CHECKSUM && CHECKSUM_TEXT.test(metadata[key]));
  if (misnamed !== undefined) throw damaged(`its checksum is called ${JSON.stringify(misnamed)}`);
  if (!Object.hasOwn(metadata, CHECKSUM)) return;
  const place = placeOfDigits(text);
  if (!text.includes(BEFORE_DIGITS) || metadata[CHECKSUM] !== `crc32c:${checksumOf(bytes, place)}`)
    throw damaged(
      `its checksum is ${JSON.stringify(metadata[CHECKSUM])}, and that of its ${bytes.length} bytes is another`,
    );
}

/**
 * Reads a safetensors file. The arrays are copies.
 * @throws bad-checkpoint for a damaged file, one that does not follow the format, a checksum that does not fit, or a dtype that is
 *   not one of ours, naming the tensor and its bytes
 */
export function decodeSafetensors(bytes: Uint8Array): SafetensorsFile {
  const header = readHeader(bytes);
  checkSum(bytes, header);
  const metadata = Object.fromEntries(Object.entries(header.metadata).filter(([key]) => key !== CHECKSUM));
  const tensors = header.entries.map(({ name, dtype, shape, start, end }): [string, StoredTensor] => {
    // Not bytes.slice: that of a Buffer is no copy.
    const copy = new Uint8Array(bytes.subarray(header.dataStart + start, header.dataStart + end));
    return [name, { shape, data: new ARRAYS[dtype](copy.buffer, 0, sizeOf(shape)) }];
  });
  return { tensors: Object.fromEntries(tensors), metadata };
}
