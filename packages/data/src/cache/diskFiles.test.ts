import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diskFiles } from './diskFiles.node.js';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'agon-files-'));
  mkdirSync(join(root, 'mine', 'cat', 'deep'), { recursive: true });
  mkdirSync(join(root, 'mine', 'empty'));
  mkdirSync(join(root, 'next'));
  writeFileSync(join(root, 'secret'), 'secret');
  writeFileSync(join(root, 'next', 'x'), 'secret');
  writeFileSync(join(root, 'mine', 'cat', 'a,b.png'), 'one');
  writeFileSync(join(root, 'mine', 'cat', 'deep', 'c.png'), 'two');
  const links = {
    dog: 'cat',
    round: '.',
    out: '../next',
    'cat/secret.png': '../../secret',
    'cat/nowhere.png': 'gone',
  };
  for (const [name, to] of Object.entries(links)) symlinkSync(to, join(root, 'mine', name));
});
afterAll(() => rmSync(root, { recursive: true }));

const files = diskFiles('/nowhere');
const textOf = async (path: string, file: string): Promise<string> =>
  new TextDecoder().decode(await files.read({ path }, file));

describe("a user's folder", () => {
  it('lists its files in order, those behind links within it too, and empty folders with a slash', async () => {
    expect(await files.list({ path: join(root, 'mine') })).toEqual([
      'cat/a,b.png',
      'cat/deep/c.png',
      'cat/nowhere.png',
      'cat/secret.png',
      'dog/a,b.png',
      'dog/deep/c.png',
      'dog/nowhere.png',
      'dog/secret.png',
      'empty/',
      'out',
    ]);
  });

  it('gives what is in it, and nothing behind links that lead out', async () => {
    const mine = join(root, 'mine');
    expect(await textOf(mine, 'cat/a,b.png')).toBe('one');
    expect(await textOf(mine, 'dog/deep/c.png')).toBe('two');
    for (const path of ['cat/secret.png', 'out', 'out/x', 'dog/secret.png'])
      await expect(textOf(mine, path)).rejects.toThrow('leads out of');
    await expect(textOf(mine, 'cat/nowhere.png')).rejects.toThrow('leads nowhere');
    await expect(textOf(mine, 'cat')).rejects.toThrow('no ordinary file');
    await expect(textOf(mine, 'cat/gone.png')).rejects.toThrow('there is no');
  });

  it('gives nothing else for any path', async () => {
    const part = fc.constantFrom(
      '..',
      '.',
      '',
      '/',
      '\\',
      'cat',
      'out',
      'round',
      'secret',
      'x',
      '/etc/passwd',
      '\0',
      'a,b.png',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { maxLength: 6 }).map((parts) => parts.join('/')),
        async (path) => {
          const got = await textOf(join(root, 'mine'), path).catch((error: unknown) => {
            expect(error).toMatchObject({ name: 'AgonError' });
            return '';
          });
          expect(['', 'one', 'two']).toContain(got);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('may be one file', async () => {
    const path = join(root, 'mine', 'cat', 'a,b.png');
    expect(await files.list({ path })).toEqual(['a,b.png']);
    expect(await textOf(path, 'a,b.png')).toBe('one');
    await expect(textOf(path, '../../secret')).rejects.toThrow('cannot name a file');
  });

  it('that is not there is missed by name', async () => {
    await expect(files.list({ path: join(root, 'gone') })).rejects.toThrow(/there is no ".*gone"/);
  });
});

describe('a dataset that is not fetched', () => {
  it('is missed with the command that fetches it', async () => {
    await expect(files.list({ dataset: 'mnist' })).rejects.toThrow('Fetch it: agon data get mnist');
    await expect(files.read({ dataset: '../x' }, 'y')).rejects.toThrow('cannot name a file');
  });
});
