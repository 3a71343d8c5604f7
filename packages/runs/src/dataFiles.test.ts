import type { DataFile } from '@agon/learning';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBounded } from './boundedFile.node.js';
import { readDataFiles } from './dataFiles.node.js';

const textOf = (file: DataFile): string =>
  'bytes' in file ? new TextDecoder().decode(file.bytes) : file.fault;

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
    expect(files.map((file) => [file.path.slice(folder.length + 1), textOf(file)])).toEqual([
      ['a.SGF.gz', 'one'],
      ['b.sgf', 'two'],
      [join('more', 'c.sgf'), 'three'],
    ]);
  });

  it('may be one file of any name', async () => {
    const [file] = await readDataFiles(join(folder, 'notes.txt'), ['.sgf']);
    expect(textOf(file)).toBe('nothing');
  });

  it('are missed by name', async () => {
    const nowhere = readDataFiles(join(folder, 'nowhere'), ['.sgf']);
    await expect(nowhere).rejects.toThrow(/no file or folder ".*nowhere"/);
    await expect(readDataFiles(folder, ['.png'])).rejects.toThrow(/no file that ends in .png/);
  });

  it('must not be damaged; in a folder the others are read', async () => {
    mkdirSync(join(folder, 'some'));
    writeFileSync(join(folder, 'some', 'a.gz'), 'not packed');
    writeFileSync(join(folder, 'some', 'b.gz'), gzipSync('fine'));
    const why = /a.gz" ends in .gz and cannot be unpacked/;
    await expect(readDataFiles(join(folder, 'some', 'a.gz'), [])).rejects.toThrow(why);
    const [bad, good] = await readDataFiles(join(folder, 'some'), ['.gz']);
    expect(bad).toMatchObject({ fault: expect.stringMatching(why) as string });
    expect(textOf(good)).toBe('fine');
  });

  it('have upper limits, also unpacked and together', async () => {
    mkdirSync(join(folder, 'large'));
    const path = join(folder, 'large', 'a.gz');
    writeFileSync(path, gzipSync(new Uint8Array(100_000)));
    writeFileSync(join(folder, 'large', 'b.gz'), gzipSync(new Uint8Array(30_000)));
    await expect(readDataFiles(path, [], 50_000)).rejects.toThrow(/a.gz" unpacked needs more/);
    const [first, second] = await readDataFiles(join(folder, 'large'), ['.gz'], 120_000);
    expect(first).toMatchObject({ bytes: { length: 100_000 } });
    expect(second).toMatchObject({ fault: expect.stringMatching(/b.gz" unpacked needs more/) as string });
  });

  it('must be files', async () => {
    await expect(readDataFiles('/dev/zero', [])).rejects.toThrow(/is a device or a socket, and not a file/);
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    await expect(readDataFiles(pipe, [])).rejects.toThrow(/is a pipe, and not a file/);
  });
});

describe('a file of bounded size', () => {
  it('is read whole, and refused where it is larger, before it is read', () => {
    const path = join(folder, 'numbers');
    writeFileSync(
      path,
      Uint8Array.from({ length: 100_000 }, (_, i) => i % 251),
    );
    expect(Buffer.from(readBounded(path, 100_000)).equals(readFileSync(path))).toBe(true);
    expect(() => readBounded(path, 99_999)).toThrow(/numbers" needs .* of memory; at most/);
    truncateSync(path, 5 * 2 ** 30); // takes no room on the disk
    expect(() => readBounded(path, 2 ** 26)).toThrow(/needs 5 GB of memory; at most 64 MB are read/);
  });

  it('may be one of the system that does not tell its size', () => {
    expect(new TextDecoder().decode(readBounded('/proc/self/status', 2 ** 20))).toContain('Pid:');
    expect(() => readBounded('/proc/self/status', 20)).toThrow(/has more than/);
  });
});
