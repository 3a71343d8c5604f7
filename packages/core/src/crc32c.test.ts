import { describe, expect, it } from 'vitest';
import { crc32c } from './crc32c.js';

const ascii = (text: string) => new TextEncoder().encode(text);

describe('crc32c', () => {
  it('agrees with the vectors of RFC 3720, B.4', () => {
    expect(crc32c(ascii('123456789'))).toBe(0xe3069283);
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => 31 - i))).toBe(0x113fdb5c);
  });

  it('is the same read eight bytes at a time and one by one', () => {
    const bytes = Uint8Array.from({ length: 1003 }, (_, i) => (i * 37) ^ (i >> 3));
    const oneByOne = bytes.reduce((sum, byte) => crc32c(Uint8Array.of(byte), sum), 0);
    expect(crc32c(bytes)).toBe(oneByOne);
  });

  it('is the same part by part', () => {
    const bytes = ascii('123456789');
    for (let at = 0; at <= bytes.length; at++)
      expect(crc32c(bytes.subarray(at), crc32c(bytes.subarray(0, at)))).toBe(0xe3069283);
  });
});
