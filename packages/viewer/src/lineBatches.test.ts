import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendFileSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nextBatch, readLines } from './lineBatches.node.js';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agon-lines-'));
  path = join(folder, 'metrics.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('readLines', () => {
  it('gives complete lines only, and the offset behind the last of them', async () => {
    writeFileSync(path, 'one\nzwölf\nthr');
    expect(await readLines(path, 0)).toMatchObject({
      lines: ['one', 'zwölf'],
      end: 11,
      size: 14,
      restarted: false,
    });
    appendFileSync(path, 'ee\n');
    expect(await readLines(path, 11)).toMatchObject({
      lines: ['three'],
      end: 17,
      size: 17,
      restarted: false,
    });
  });

  it('gives nothing for a file that is not there', async () => {
    expect((await readLines(path, 0)).lines).toEqual([]);
  });

  it('reads files and lines that are longer than one batch', async () => {
    const long = 'x'.repeat(3_000_000);
    writeFileSync(path, `${'short\n'.repeat(400_000)}${long}\nlast\n`);
    const { lines, end, size } = await readLines(path, 0);
    expect(lines.length).toBe(400_002);
    expect(lines.at(-2) === long && lines.at(-1) === 'last').toBe(true);
    expect(end).toBe(size);
  });

  it('starts again where the offset lies behind the end or inside a line', async () => {
    writeFileSync(path, 'first\nsecond\n');
    for (const offset of [100, 8]) {
      const { lines, restarted } = await readLines(path, offset);
      expect({ lines, restarted }).toEqual({ lines: ['first', 'second'], restarted: true });
    }
  });

  it('says how old the measurements are', async () => {
    writeFileSync(path, 'a\n');
    const written = Date.now() / 1000 - 3600;
    utimesSync(path, written, written);
    const { ageMs } = await readLines(path, 0);
    expect(ageMs / 1000).toBeGreaterThan(3599);
    expect(ageMs / 1000).toBeLessThan(3660);
  });
});

describe('nextBatch', () => {
  it('gives what is appended, nothing where nothing is, and tells of a cut file', async () => {
    expect(await nextBatch(path, 0)).toBeUndefined();
    writeFileSync(path, 'a\n');
    expect(await nextBatch(path, 0)).toMatchObject({ lines: ['a'], end: 2, restarted: false });
    expect(await nextBatch(path, 2)).toBeUndefined();
    appendFileSync(path, 'b\nc');
    expect(await nextBatch(path, 2)).toMatchObject({ lines: ['b'], end: 4, size: 5 });
    writeFileSync(path, 'z\n');
    expect(await nextBatch(path, 4)).toMatchObject({ lines: ['z'], restarted: true });
  });

  it('gives no more than was asked for at once, but whole lines', async () => {
    writeFileSync(path, 'one\ntwo\nthree, which is longer\n');
    expect(await nextBatch(path, 0, 9)).toMatchObject({ lines: ['one', 'two'], end: 8 });
    expect(await nextBatch(path, 8, 9)).toMatchObject({ lines: ['three, which is longer'] });
  });

  it('reads no folder', async () => {
    await expect(nextBatch(folder, 0)).rejects.toMatchObject({ code: 'bad-file' });
  });
});
