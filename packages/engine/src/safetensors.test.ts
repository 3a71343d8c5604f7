/** The bytes are those of the format's description, https://github.com/huggingface/safetensors#format. */
import { AgonError } from '@agon/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSafetensors, encodeSafetensors, type StoredTensor } from './safetensors.js';

const text = new TextDecoder();

function headerOf(bytes: Uint8Array): { length: number; text: string } {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  return { length, text: text.decode(bytes.subarray(8, 8 + length)) };
}

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return error instanceof AgonError ? `${error.code}: ${error.message}` : String(error);
  }
  return 'no error';
}

describe('encodeSafetensors', () => {
  it('writes length, JSON header padded to 8 bytes with spaces, then little-endian values', () => {
    const bytes = encodeSafetensors({ a: { shape: [2], data: Float32Array.of(1, -2) } }, { step: '7' });
    const header = headerOf(bytes);
    expect(header.length % 8).toBe(0);
    expect(header.text.trimEnd()).toBe(
      '{"__metadata__":{"step":"7"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}',
    );
    expect([...bytes.subarray(8 + header.length)]).toEqual([0, 0, 128, 63, 0, 0, 0, 192]);
  });

  it('puts wider dtypes first, so that each tensor is aligned', () => {
    const bytes = encodeSafetensors({
      small: { shape: [3], data: Uint8Array.of(1, 2, 3) },
      wide: { shape: [], data: Float64Array.of(0.5) },
      middle: { shape: [1, 1], data: Int32Array.of(-1) },
    });
    const header = JSON.parse(headerOf(bytes).text) as Record<string, { data_offsets: number[] }>;
    const offsets = Object.fromEntries(
      Object.entries(header).map(([name, entry]) => [name, entry.data_offsets]),
    );
    expect(offsets).toEqual({ wide: [0, 8], middle: [8, 12], small: [12, 15] });
  });

  it('refuses a shape that does not fit the values', () => {
    expect(codeOf(() => encodeSafetensors({ a: { shape: [3], data: new Float32Array(2) } }))).toMatch(
      /^internal: tensor "a" has shape \[3\] but 2 values/,
    );
  });
});

describe('decodeSafetensors', () => {
  it('reads back what was written, for every dtype', () => {
    const data = fc.oneof(
      fc.float32Array({ noNaN: true }),
      fc.float64Array({ noNaN: true }),
      fc.int32Array(),
      fc.uint32Array(),
      fc.uint8Array(),
    );
    const tensors = fc.dictionary(
      fc.string().filter((name) => name !== '__metadata__' && name !== '__proto__'),
      data,
    );
    fc.assert(
      fc.property(
        tensors,
        fc.dictionary(
          fc.string({ minLength: 1 }).filter((key) => key !== '__proto__'),
          fc.string(),
        ),
        (arrays, metadata) => {
          const stored = Object.fromEntries(
            Object.entries(arrays).map(([name, array]): [string, StoredTensor] => [
              name,
              { shape: [array.length], data: array },
            ]),
          );
          const file = decodeSafetensors(encodeSafetensors(stored, metadata));
          expect(file.metadata).toEqual({ ...metadata });
          expect(Object.keys(file.tensors).sort()).toEqual(Object.keys(stored).sort());
          for (const [name, tensor] of Object.entries(stored)) expect(file.tensors[name]).toEqual(tensor);
        },
      ),
      { seed: 7, numRuns: 100 },
    );
  });

  it('reads bytes that start anywhere in a buffer', () => {
    const bytes = encodeSafetensors({ a: { shape: [1], data: Float32Array.of(3) } });
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decodeSafetensors(shifted.subarray(3)).tensors.a.data[0]).toBe(3);
  });

  it('reads a Buffer as it reads other bytes', () => {
    const bytes = encodeSafetensors({ a: { shape: [2], data: Float32Array.of(1, -2) } });
    expect(decodeSafetensors(Buffer.from(bytes))).toEqual(decodeSafetensors(bytes));
  });

  it('refuses every file that was cut short', () => {
    const bytes = encodeSafetensors({ a: { shape: [2], data: Float32Array.of(1, 2) } });
    for (let length = 0; length < bytes.length; length++) {
      expect(codeOf(() => decodeSafetensors(bytes.subarray(0, length)))).toMatch(/^bad-checkpoint/);
    }
  });

  it('refuses a dtype that it does not know, naming the tensor', () => {
    const bytes = encodeSafetensors({ a: { shape: [2], data: Float32Array.of(1, 2) } });
    const at = headerOf(bytes).text.indexOf('F32') + 8;
    bytes.set(new TextEncoder().encode('F16'), at);
    expect(codeOf(() => decodeSafetensors(bytes))).toMatch(/^bad-checkpoint.*"a".*F16/);
  });
});
