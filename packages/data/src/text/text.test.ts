import type { FileStore } from '@agon/learning';
import { describe, expect, it } from 'vitest';
import { openPictures, openText } from '../registry.js';
import { memoryFiles } from '../testing/memoryFiles.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const LONG = 'Žluťoučký kůň 🐴\r\n'.repeat(100);

describe('a text of the user', () => {
  it('is cut into three stretches that are the whole of it', async () => {
    const { splits } = await openText('text:a.txt', memoryFiles({ 'a.txt': bytes(`\ufeff${LONG}`) }));
    expect(splits.train + splits.validation + splits.test).toBe(LONG.replaceAll('\r\n', '\n'));
    expect(splits.test.length / splits.train.length).toBeCloseTo(10 / 89, 1);
    for (const part of Object.values(splits)) expect(bytes(part).length).toBeGreaterThan(0);
  });

  it('may be in several files', async () => {
    const files = memoryFiles({
      'b.txt': bytes(LONG),
      'a.txt': bytes('first '.repeat(99)),
      'c.md': bytes('no'),
    });
    const { splits } = await openText('text:folder', files);
    expect(splits.train.startsWith('first')).toBe(true);
    expect(splits.test.endsWith('🐴\n')).toBe(true);
  });

  it('is refused where it is empty, short, no UTF-8 or not there', async () => {
    const open = (file: Uint8Array, name = 'a.txt') =>
      openText(`text:${name}`, memoryFiles({ [name]: file }));
    await expect(open(bytes(' \n'))).rejects.toThrow('"a.txt" is empty');
    await expect(open(bytes('short'))).rejects.toThrow('has 5 characters');
    await expect(open(Uint8Array.of(0xe8, 0xe9))).rejects.toThrow('is no UTF-8 text');
    await expect(openText('text:folder', memoryFiles({ 'a.png': bytes('x') }))).rejects.toThrow(
      'no .txt file',
    );
  });

  it('is refused where a string could not hold it, in one file or in several', async () => {
    // Never written: no memory is taken.
    const half = new Uint8Array(300e6);
    const store = (names: readonly string[], size: number): FileStore => ({
      list: () => Promise.resolve([...names]),
      read: () => Promise.resolve(half.subarray(0, size)),
    });
    const refusal = (size: string) => `"books" has ${size} MB of text, and 500 MB are the most; cut it`;
    const small = (count: number) => Array.from({ length: count }, (_, i) => `${i}.txt`);
    await expect(openText('text:books', store(small(51), 1e7))).rejects.toThrow(refusal('510'));
    const large: FileStore = {
      list: () => Promise.resolve(['books']),
      read: () => Promise.resolve(new Uint8Array(600e6)),
    };
    await expect(openText('text:books', large)).rejects.toThrow(refusal('600'));
  });

  it('is no dataset of pictures', async () => {
    await expect(openPictures('scan', memoryFiles({}))).rejects.toThrow(
      'dataset "scan" holds pairs of sequences, and labelled pictures are needed: arcade-screens, emoji',
    );
  });
});
