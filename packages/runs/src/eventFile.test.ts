import { BinaryReader } from '@bufbuild/protobuf/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventFileHeader, eventOfMetrics, maskedCrc32c } from './eventFile.js';

const ascii = (text: string) => new TextEncoder().encode(text);

describe('maskedCrc32c', () => {
  it('rotates a checksum and adds a constant', () => {
    const crc = 0xe3069283n;
    const rotated = ((crc >> 15n) | (crc << 17n)) & 0xffffffffn;
    expect(BigInt(maskedCrc32c(ascii('123456789')))).toBe((rotated + 0xa282ead8n) & 0xffffffffn);
  });
});

/** Splits records and checks both checksums, with a bit-by-bit CRC. */
function records(file: Uint8Array): Uint8Array[] {
  const slowCrc = (bytes: Uint8Array): number => {
    let crc = 0xffffffff;
    for (const byte of bytes)
      for (let i = 0, b = crc ^ byte; i < 8; i++) crc = b = b & 1 ? (b >>> 1) ^ 0x82f63b78 : b >>> 1;
    const value = ~crc >>> 0;
    return (((value >>> 15) | (value << 17)) + 0xa282ead8) >>> 0;
  };
  const view = new DataView(file.buffer, file.byteOffset);
  const found: Uint8Array[] = [];
  for (let at = 0; at < file.length;) {
    const length = Number(view.getBigUint64(at, true));
    expect(view.getUint32(at + 8, true)).toBe(slowCrc(file.subarray(at, at + 8)));
    const data = file.subarray(at + 12, at + 12 + length);
    expect(view.getUint32(at + 12 + length, true)).toBe(slowCrc(data));
    found.push(data);
    at += 16 + length;
  }
  return found;
}

/** Reads a message into [field number, value] pairs; `read` says how each field is written. */
function fields(
  bytes: Uint8Array,
  read: Record<number, (reader: BinaryReader) => unknown>,
): [number, unknown][] {
  const reader = new BinaryReader(bytes);
  const found: [number, unknown][] = [];
  while (reader.pos < reader.len) {
    const [field] = reader.tag();
    found.push([field, read[field](reader)]);
  }
  return found;
}

const asEvent = {
  1: (r: BinaryReader) => r.double(),
  2: (r: BinaryReader) => Number(r.int64()),
  3: (r: BinaryReader) => r.string(),
  5: (r: BinaryReader) => r.bytes(),
};

describe('a TensorBoard event file', () => {
  it('begins with its version', () => {
    const [data, ...more] = records(eventFileHeader(1234.5));
    expect(more).toEqual([]);
    expect(fields(data, asEvent)).toEqual([
      [1, 1234.5],
      [3, 'brain.Event:2'],
    ]);
  });

  it('writes a scalar as event.proto says, byte for byte', () => {
    // wall_time 1.0, step 7, one value "loss" 0.5, encoded by hand.
    const expected = '09 000000000000f03f 10 07 2a 0d 0a 0b 0a 04 6c6f7373 15 0000003f'.replaceAll(' ', '');
    const [data] = records(eventOfMetrics({ step: 7, seconds: 1, loss: 0.5 }, 0));
    expect(Buffer.from(data).toString('hex')).toBe(expected);
  });

  it('holds every metric of a line at its step and time', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.stringMatching(/^[a-z][a-zA-Z/]{0,8}$/),
          fc.float({ noNaN: true, noDefaultInfinity: true }),
        ),
        fc.nat(2 ** 31),
        (values, step) => {
          delete values.step;
          delete values.seconds;
          const [data] = records(eventOfMetrics({ step, seconds: 2.5, ...values }, 1000));
          const event = Object.fromEntries(fields(data, asEvent));
          expect(event[1]).toBe(1002.5);
          expect(event[2] ?? 0).toBe(step);
          const read: Record<string, unknown> = {};
          for (const [, value] of fields(event[5] as Uint8Array, { 1: (r) => r.bytes() })) {
            const entry = Object.fromEntries(
              fields(value as Uint8Array, { 1: (r) => r.string(), 2: (r) => r.float() }),
            );
            read[entry[1] as string] = entry[2];
          }
          expect(read).toEqual({ ...values });
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });
});
