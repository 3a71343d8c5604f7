import { AgonError } from '@agon/core';
import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gunzip } from '../gunzip.js';
import { idxBytes } from '../testing/idxBytes.js';
import { readIdx } from './idx.js';

const arrays = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 4 }).chain((shape) => {
  const length = shape.reduce((product, each) => product * each, 1);
  return fc.tuple(fc.constant(shape), fc.uint8Array({ minLength: length, maxLength: length }));
});

describe('an IDX file', () => {
  it('is read as it was written, gzipped or not', async () => {
    await fc.assert(
      fc.asyncProperty(arrays, async ([shape, values]) => {
        const bytes = idxBytes(shape, values);
        const unpacked = await gunzip(new Uint8Array(gzipSync(bytes)), 'x', 1e6);
        for (const each of [bytes, unpacked]) {
          const read = readIdx(each, 'x');
          expect(read.shape).toEqual(shape);
          expect([...read.values]).toEqual([...values]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('that is cut, longer, or anything else is refused by name, and never more is read than there is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          const { shape, values } = readIdx(bytes, 'file-x');
          expect(values.length).toBe(shape.reduce((product, each) => product * each, 1));
        } catch (error) {
          expect(error).toBeInstanceOf(AgonError);
          expect((error as AgonError).message).toMatch(/^file-x is no IDX file/);
        }
      }),
    );
    const whole = idxBytes([2, 2], [1, 2, 3, 4]);
    expect(() => readIdx(whole.subarray(0, -1), 'x')).toThrow('wants 4 values, and it has 3');
    expect(() => readIdx(Uint8Array.of(...whole, 0), 'x')).toThrow('wants 4 values, and it has 5');
    expect(() => readIdx(Uint8Array.of(0, 0, 13, 1, 0, 0, 0, 0), 'x')).toThrow('type 0x0d');
  });
});

describe('gzip', () => {
  it('that is damaged, cut or too large unpacked is refused by name', async () => {
    const packed = new Uint8Array(gzipSync(new Uint8Array(1000)));
    await expect(gunzip(packed, 'x.gz', 999)).rejects.toThrow('x.gz is too large');
    await expect(gunzip(packed.subarray(0, -4), 'x.gz', 1000)).rejects.toThrow('x.gz cannot be unpacked');
    const damaged = packed.slice();
    damaged[damaged.length - 6] ^= 1;
    await expect(gunzip(damaged, 'x.gz', 1000)).rejects.toThrow('x.gz cannot be unpacked');
    expect(await gunzip(packed, 'x.gz', 1000)).toEqual(new Uint8Array(1000));
  });
});
