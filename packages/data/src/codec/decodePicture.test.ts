import { AgonError } from '@agon/core';
import { encode } from 'fast-png';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodePicture } from './decodePicture.js';
import { checkPng } from './pngChunks.js';
import { resizeInto } from './resize.js';

/** A file and what Pillow makes of it, see testdata/SOURCE.md. */
interface Known {
  name: string;
  width: number;
  height: number;
  file: string;
  rgb: string;
}
interface Resized extends Known {
  size: number;
  resized: string;
}
const read = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'testdata', name), 'utf8'));
const known = read('pictures.json') as Known[];
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

/** The largest difference of two pictures, and the mean one. */
function differences(a: Uint8Array, b: Uint8Array): { most: number; mean: number } {
  expect(a.length).toBe(b.length);
  const all = [...a].map((value, i) => Math.abs(value - b[i]));
  return { most: Math.max(...all), mean: all.reduce((sum, each) => sum + each, 0) / all.length };
}

describe('a picture', () => {
  it.each(known.map((each) => [each.name, each] as const))('%s is read as Pillow reads it', (name, each) => {
    const picture = decodePicture(bytesOf(each.file), name);
    expect([picture.width, picture.height]).toEqual([each.width, each.height]);
    const { most, mean } = differences(picture.rgb, bytesOf(each.rgb));
    if (name.endsWith('.png')) {
      // Opacity is rounded in another order.
      expect(most).toBeLessThanOrEqual(1);
    } else {
      // Decoders enlarge subsampled colours in different ways: libjpeg smoothly, ours by repeating them.
      expect(mean).toBeLessThan(name.startsWith('not-sub') || name.startsWith('grey') ? 1 : 6);
    }
  });

  it('that is cut short anywhere is refused by name', () => {
    for (const { name, file } of known) {
      const whole = bytesOf(file);
      for (let length = 0; length < whole.length - 2; length += 7) {
        try {
          decodePicture(whole.subarray(0, length), name);
          expect.unreachable(`${name} of ${length} bytes`);
        } catch (error) {
          expect(error).toBeInstanceOf(AgonError);
          expect((error as AgonError).message).toContain(`${name} is no picture that can be read`);
        }
      }
    }
  });

  it('that is cut short is refused also where it has a whole small one in it, as cameras write', () => {
    const [large, small] = ['baseline.jpg', 'grey.jpg'].map((name) =>
      bytesOf(known.find((each) => each.name === name)!.file),
    );
    const length = small.length + 2;
    const both = Uint8Array.of(
      0xff,
      0xd8,
      0xff,
      0xe1,
      length >> 8,
      length & 255,
      ...small,
      ...large.subarray(2),
      7,
      7,
    );
    expect(decodePicture(both, 'x.jpg')).toEqual(decodePicture(large, 'x.jpg'));
    expect(() => decodePicture(both.subarray(0, -100), 'x.jpg')).toThrow('it is cut short');
  });

  it('that is damaged gives a picture of its size or is refused, and nothing else happens', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...known),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (each, at, change) => {
          const bytes = bytesOf(each.file);
          bytes[at % bytes.length] ^= change;
          try {
            const { width, height, rgb } = decodePicture(bytes, each.name);
            expect(rgb.length).toBe(3 * width * height);
          } catch (error) {
            expect(error).toBeInstanceOf(AgonError);
            expect((error as AgonError).code).toBe('bad-file');
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('as a PNG with any one byte changed is refused: each part has a checksum', () => {
    for (const { name, file } of known.filter((each) => each.name.endsWith('.png'))) {
      const bytes = bytesOf(file);
      expect(() => checkPng(bytes, name)).not.toThrow();
      for (let i = 8; i < bytes.length; i++) {
        bytes[i] ^= 4;
        expect(() => checkPng(bytes, name), `byte ${i} of ${name}`).toThrow('no picture that can be read');
        bytes[i] ^= 4;
      }
    }
  });

  it('of more pixels than there may be, or of none, is refused before it is unpacked', () => {
    const sized = (width: number, height: number): Uint8Array => {
      const png = encode({ width: 1, height: 1, channels: 1, data: new Uint8Array(1) });
      const view = new DataView(png.buffer, png.byteOffset);
      view.setUint32(16, width);
      view.setUint32(20, height);
      view.setUint32(29, crc32(png.subarray(12, 29)));
      return png;
    };
    expect(() => decodePicture(sized(100_000, 100_000), 'x.png')).toThrow('it has 100000×100000 pixels');
    expect(() => decodePicture(sized(0, 5), 'x.png')).toThrow('it has no pixels');
    expect(() => decodePicture(sized(2, 2), 'x.png')).toThrow('x.png is no picture');
    expect(decodePicture(sized(1, 1), 'x.png').rgb).toEqual(new Uint8Array(3));
  });

  it('of another kind is refused', () => {
    expect(() => decodePicture(new Uint8Array(0), 'x.png')).toThrow('it is empty');
    expect(() => decodePicture(new TextEncoder().encode('GIF89a'), 'x.png')).toThrow('neither PNG nor JPEG');
  });
});

describe('resizing', () => {
  it('gives the middle in the size that is wanted, as Pillow does', () => {
    for (const { width, height, rgb, size, resized } of read('resized.json') as Resized[]) {
      const out = new Uint8Array(size * size * 3);
      resizeInto({ width, height, rgb: bytesOf(rgb) }, [size, size, 3], out);
      expect(differences(out, bytesOf(resized)).most).toBeLessThanOrEqual(1);
    }
  });

  it('leaves a picture of the wanted size alone, and one of a single colour in its colour', () => {
    const rgb = Uint8Array.from({ length: 5 * 4 * 3 }, (_, i) => (i * 41) % 256);
    const same = new Uint8Array(rgb.length);
    resizeInto({ width: 5, height: 4, rgb }, [4, 5, 3], same);
    expect(same).toEqual(rgb);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        (width, height, size) => {
          const out = new Uint8Array(size * size * 3);
          resizeInto(
            { width, height, rgb: new Uint8Array(width * height * 3).fill(200) },
            [size, size, 3],
            out,
          );
          expect(new Set(out)).toEqual(new Set([200]));
        },
      ),
    );
  });

  it('makes grey of colours by how light they are', () => {
    const out = new Uint8Array(3);
    resizeInto({ width: 3, height: 1, rgb: Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255) }, [1, 3, 1], out);
    expect([...out]).toEqual([76, 150, 29]);
  });
});
