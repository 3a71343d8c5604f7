import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve, sep } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inside } from './inside.node.js';

let root = '';
let folder = '';

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'agon-inside-')));
  folder = join(root, 'folder');
  mkdirSync(join(folder, 'sub'), { recursive: true });
  mkdirSync(join(root, 'folder-next'));
  writeFileSync(join(root, 'secret'), 'x');
  writeFileSync(join(folder, 'sub', 'file'), 'x');
  const links = [
    ['up', '..'],
    ['secret-link', '../secret'],
    ['next', '../folder-next'], // whose name begins like the folder's
    ['root', '/'],
    ['nowhere', '../not-there'],
    ['circle', 'circle'],
    ['chain', 'secret-link'],
    ['good', 'sub/file'],
    ['self', '.'],
  ];
  for (const [name, to] of links) symlinkSync(to, join(folder, name));
  symlinkSync(folder, join(root, 'linked'));
});
afterAll(() => rmSync(root, { recursive: true }));

describe('inside', () => {
  it('gives the path of what lies in a folder, whether it exists or not', () => {
    expect(inside(folder, 'sub', 'file')).toBe(join(folder, 'sub', 'file'));
    expect(inside(folder, 'a', 'b.json')).toBe(join(folder, 'a', 'b.json'));
    expect(inside(join(root, 'nothing'), 'a')).toBe(join(root, 'nothing', 'a'));
    expect(inside(folder)).toBe(folder);
  });

  it('follows links that stay in the folder, and a folder that is itself a link', () => {
    expect(inside(folder, 'good')).toBe(join(folder, 'good'));
    expect(inside(folder, 'self', 'sub', 'file')).toBe(join(folder, 'self', 'sub', 'file'));
    expect(inside(join(root, 'linked'), 'good')).toBe(join(root, 'linked', 'good'));
    expect(() => inside(join(root, 'linked'), 'up')).toThrow('leads out of');
  });

  it.each(['up', 'secret-link', 'next', 'root', 'chain'])('refuses the link %s, which leads out', (link) => {
    expect(() => inside(folder, link)).toThrow('leads out of');
    expect(() => inside(folder, link, 'x')).toThrow('leads out of');
    expect(() => inside(folder, 'self', link)).toThrow('leads out of');
  });

  it.each(['nowhere', 'circle'])('refuses the link %s, behind which a file would be made', (link) => {
    expect(() => inside(folder, link)).toThrow('leads nowhere');
  });

  it('never gives a path that leads out, whatever the parts are', () => {
    const wild = fc.constantFrom(
      ...['..', '.', '/', '\\', '../', '..\\', '/etc/passwd', 'C:', 'C:\\', '\0', '%2e%2e', '．．', '‥', ''],
      ...['sub', 'file', 'up', 'self', 'good', 'next', 'chain', 'nowhere', 'NUL', 'a.', 'a '],
    );
    const part = fc.oneof(
      wild,
      fc.array(wild, { maxLength: 4 }).map((parts) => parts.join('')),
      fc.array(wild, { maxLength: 4 }).map((parts) => parts.join('/')),
      fc.string({ unit: 'binary', maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
        let path: string;
        try {
          path = inside(folder, ...parts);
        } catch (error) {
          expect(error).toMatchObject({ name: 'AgonError', code: 'bad-file' });
          return;
        }
        const isIn = (place: string): boolean => place === folder || place.startsWith(folder + sep);
        expect(isIn(resolve(path))).toBe(true);
        // What exists of it lies in the folder, too.
        for (let at = path; at.length >= folder.length; at = resolve(at, '..')) {
          try {
            expect(isIn(realpathSync(at))).toBe(true);
            break;
          } catch (error) {
            if ((error as NodeJS.ErrnoException).code === undefined) throw error;
          }
        }
      }),
      { numRuns: process.env.AGON_SLOW === '1' ? 100_000 : 2000 },
    );
  });
});
