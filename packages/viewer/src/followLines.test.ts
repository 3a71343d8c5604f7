import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendFileSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { followLines, readLines } from './followLines.node.js';

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

describe('followLines', () => {
  it('yields what is appended, waits for a missing file, and tells of a cut one', async () => {
    const stop = new AbortController();
    const lines = followLines(path, 0, stop.signal, 5);
    const first = lines.next();
    writeFileSync(path, 'a\n');
    expect((await first).value).toMatchObject({ lines: ['a'], restarted: false });
    const second = lines.next();
    appendFileSync(path, 'b\nc');
    expect((await second).value).toMatchObject({ lines: ['b'], end: 4, size: 5 });
    const third = lines.next();
    writeFileSync(`${path}.new`, 'z\n'); // in one step: a file that is cut and then written can be read between the two
    renameSync(`${path}.new`, path);
    expect((await third).value).toMatchObject({ lines: ['z'], restarted: true });
    const end = lines.next();
    stop.abort();
    expect((await end).done).toBe(true);
  });
});
