import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPathSpec, parsePathSpec } from './spec.js';

const KEYS = ['size', 'grey'];

describe('a spec with a path', () => {
  it('takes all after the first colon as the path, commas and colons too, but for options at its end', () => {
    const parse = (text: string) => parsePathSpec(text, KEYS).options;
    expect(parse('folder:a,b/c: d')).toEqual({ path: 'a,b/c: d' });
    expect(parse('folder:C:\\pictures,size=32')).toEqual({ path: 'C:\\pictures', size: '32' });
    expect(parse('folder:x,size=32,grey=true')).toEqual({ path: 'x', size: '32', grey: 'true' });
    expect(parse('folder:x:size=32')).toEqual({ path: 'x', size: '32' });
    expect(parse('folder:x,size=32/')).toEqual({ path: 'x,size=32/' });
    expect(parse('folder:x,other=1')).toEqual({ path: 'x,other=1' });
  });

  it('without a path, or with an option twice, is refused', () => {
    for (const text of ['folder', 'folder:', 'folder: ', 'folder:,size=3'])
      expect(() => parsePathSpec(text, KEYS)).toThrow('names no path');
    expect(() => parsePathSpec('folder:x,size=1,size=2', KEYS)).toThrow('sets "size" twice');
  });

  it('is read back as it was written, for any path', () => {
    const piece = fc.constantFrom('a', '/', '\\', ',', ':', '=', 'size=', 'grey=1', ' ', 'ü', '.', '..');
    const paths = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => `p${pieces.join('')}`);
    fc.assert(
      fc.property(paths, fc.integer({ min: 1, max: 99 }), (path, size) => {
        const { options } = parsePathSpec(formatPathSpec('folder', { path, size }), KEYS);
        expect(options.size).toBe(String(size));
        // A slash at the end names the same folder.
        expect([path, `${path}/`]).toContain(options.path);
      }),
      { numRuns: 1000 },
    );
  });
});
