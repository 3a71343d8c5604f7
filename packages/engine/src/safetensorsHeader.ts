/** The JSON header of a safetensors file, read strictly: what the reference implementation refuses is refused here. */
import { AgonError } from '@agon/core';
import { showShape, type Shape } from './tensors.js';

/** The dtypes that are read and written, as the typed arrays that hold them. */
export const ARRAYS = {
  F32: Float32Array,
  F64: Float64Array,
  I32: Int32Array,
  U32: Uint32Array,
  U8: Uint8Array,
} as const;
/** The name of a dtype in a header. */
export type StoredType = keyof typeof ARRAYS;

/** Where a tensor lies; `start` and `end` are bytes of the data, which begins behind the header. */
export interface HeaderEntry {
  name: string;
  dtype: StoredType;
  shape: Shape;
  start: number;
  end: number;
}

/** The key of the free text in a header: not the name of a tensor. */
export const METADATA = '__metadata__';

/** A header with its text, and the byte of the file where the data begins. */
export interface Header {
  entries: HeaderEntry[];
  metadata: Record<string, string>;
  text: string;
  dataStart: number;
}

/** The reference implementation refuses longer headers. */
const MAX_HEADER_BYTES = 100_000_000;

/** The error of a file that is not what it should be. */
export function damaged(what: string, cause?: unknown): AgonError {
  return new AgonError(
    'bad-checkpoint',
    `this is not a whole safetensors file: ${what}. It was damaged or cut short; use another checkpoint.`,
    { cause },
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && !Object.is(value, -0);
}

/** At most so much of a wrong value is shown. */
const SHOWN = 60;

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > SHOWN ? `${text.slice(0, SHOWN)} …` : text;
}

/** The text of the header and where it ends. */
function headerText(bytes: Uint8Array): { text: string; dataStart: number } {
  if (bytes.length < 8) throw damaged(`it has ${bytes.length} bytes and needs at least 8`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > MAX_HEADER_BYTES || 8 + Number(length) > bytes.length) {
    throw damaged(
      `its header should have ${length} bytes (at most ${MAX_HEADER_BYTES}), the file has ${bytes.length}`,
    );
  }
  const dataStart = 8 + Number(length);
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return { text: decoder.decode(bytes.subarray(8, dataStart)), dataStart };
  } catch (cause) {
    throw damaged(`its header, bytes 8 to ${dataStart}, is not UTF-8`, cause);
  }
}

/** JSON.parse keeps the last of two equal keys, so they are counted: all that are written, and all that were kept. */
function hasKeyTwice(text: string, header: Record<string, unknown>): boolean {
  const strings = text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g);
  const written = [...strings].filter(([, colon]) => colon !== undefined).length;
  const kept = Object.values(header).reduce<number>(
    (sum, value) => sum + (isObject(value) ? Object.keys(value).length : 0),
    Object.keys(header).length,
  );
  return written !== kept;
}

function readMetadata(value: unknown): Record<string, string> {
  if (!isObject(value)) throw damaged(`its ${METADATA} must be an object, it is ${show(value)}`);
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string')
      throw damaged(`its ${METADATA} must hold text, ${show(key)} is ${show(text)}`);
  }
  return value as Record<string, string>;
}

/** @param available bytes of data in the file */
function readEntry(name: string, value: unknown, available: number): HeaderEntry {
  const tensor = `tensor ${show(name)}`;
  if (!isObject(value) || Object.keys(value).sort().join() !== 'data_offsets,dtype,shape')
    throw damaged(`${tensor} must have dtype, shape and data_offsets and nothing else, it is ${show(value)}`);
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== 'string' || !Object.hasOwn(ARRAYS, dtype))
    throw damaged(`${tensor} has dtype ${show(dtype)}; known are ${Object.keys(ARRAYS).join(', ')}`);
  if (!Array.isArray(shape) || !shape.every(isCount))
    throw damaged(`${tensor} has shape ${show(shape)}; it must be a list of whole numbers from 0`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount))
    throw damaged(`${tensor} has data_offsets ${show(offsets)}; they must be two whole numbers from 0`);
  const [start, end] = offsets;
  const bytes = shape.reduce(
    (size, length) => {
      const product = size * length;
      if (Number.isSafeInteger(product)) return product;
      throw damaged(`${tensor} of shape ${showShape(shape)} is too large`);
    },
    ARRAYS[dtype as StoredType].BYTES_PER_ELEMENT,
  );
  if (end - start !== bytes || end > available) {
    throw damaged(
      `${tensor} of shape ${showShape(shape)} and dtype ${dtype} needs ${bytes} bytes, it lies at bytes ${start} to ${end} of ${available}`,
    );
  }
  return { name, dtype: dtype as StoredType, shape, start, end };
}

/** The tensors follow on each other from the first byte of the data to its last. */
function checkOrder(entries: readonly HeaderEntry[], available: number): void {
  let at = 0;
  for (const { name, start, end } of [...entries].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (start !== at)
      throw damaged(
        `tensor ${show(name)} begins at byte ${start} of the data, ${start < at ? 'within another, which ends' : 'the one before ends'} at ${at}`,
      );
    at = end;
  }
  if (at !== available) throw damaged(`its tensors end at byte ${at} of the data, which has ${available}`);
}

/**
 * Reads the header and checks it against the bytes behind it.
 * @throws bad-checkpoint naming the tensor and its bytes
 */
export function readHeader(bytes: Uint8Array): Header {
  const { text, dataStart } = headerText(bytes);
  if (!text.startsWith('{')) throw damaged(`its header must begin with {, it begins with ${show(text[0])}`);
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch (cause) {
    throw damaged(`its header is not JSON (${(cause as Error).message})`, cause);
  }
  if (!isObject(header)) throw damaged('its header must be an object');
  const { [METADATA]: free, ...tensors } = header;
  const available = bytes.length - dataStart;
  const metadata = Object.hasOwn(header, METADATA) ? readMetadata(free) : {};
  const entries = Object.entries(tensors).map(([name, value]) => readEntry(name, value, available));
  if (hasKeyTwice(text, header)) throw damaged('a name comes twice in its header');
  checkOrder(entries, available);
  return { entries, metadata, text, dataStart };
}
