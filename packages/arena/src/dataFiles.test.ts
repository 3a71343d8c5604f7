import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDataFiles } from './dataFiles.node.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'agon-data-'));
  mkdirSync(join(folder, 'more'));
  writeFileSync(join(folder, 'b.sgf'), 'two');
  writeFileSync(join(folder, 'a.SGF.gz'), gzipSync('one'));
  writeFileSync(join(folder, 'more', 'c.sgf'), 'three');
  writeFileSync(join(folder, 'notes.txt'), 'nothing');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('files to learn from', () => {
  it('are those of a folder and its folders, unpacked, in the order of their paths', async () => {
    const files = await readDataFiles(folder, ['.sgf', '.sgf.gz']);
    expect(
      files.map(({ path, bytes }) => [path.slice(folder.length + 1), new TextDecoder().decode(bytes)]),
    ).toEqual([
      ['a.SGF.gz', 'one'],
      ['b.sgf', 'two'],
      [join('more', 'c.sgf'), 'three'],
    ]);
  });

  it('may be one file of any name', async () => {
    const [file] = await readDataFiles(join(folder, 'notes.txt'), ['.sgf']);
    expect(new TextDecoder().decode(file.bytes)).toBe('nothing');
  });

  it('are missed by name', () => {
    expect(() => readDataFiles(join(folder, 'nowhere'), ['.sgf'])).toThrow(/no file or folder ".*nowhere"/);
    expect(() => readDataFiles(folder, ['.png'])).toThrow(/no file that ends in .png/);
  });

  it('must not be damaged', () => {
    writeFileSync(join(folder, 'bad.gz'), 'not packed');
    expect(() => readDataFiles(join(folder, 'bad.gz'), [])).toThrow(
      /bad.gz" ends in .gz and cannot be unpacked/,
    );
  });
});
