import { existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeFolder } from './makeFolder.node.js';

const root = mkdtempSync(join(tmpdir(), 'agon-folder-'));
afterAll(() => rmSync(root, { recursive: true }));

describe('a folder', () => {
  it('is made with those above it, and stays where it is', () => {
    const deep = join(root, 'a', 'b', 'c');
    makeFolder(deep);
    writeFileSync(join(deep, 'x'), '');
    makeFolder(deep);
    expect(existsSync(join(deep, 'x'))).toBe(true);
    symlinkSync(deep, join(root, 'link'));
    makeFolder(join(root, 'link', 'd'));
    expect(statSync(join(deep, 'd')).isDirectory()).toBe(true);
  });

  it('that cannot be made is refused as the system does it', () => {
    writeFileSync(join(root, 'file'), '');
    expect(() => makeFolder(join(root, 'file'))).toThrow('EEXIST');
    expect(() => makeFolder(join(root, 'file', 'x', 'y'))).toThrow('ENOTDIR');
    symlinkSync(join(root, 'nowhere'), join(root, 'broken'));
    expect(() => makeFolder(join(root, 'broken'))).toThrow('EEXIST');
    expect(() => makeFolder(join(root, 'n'.repeat(300)))).toThrow('ENAMETOOLONG');
  });
});
