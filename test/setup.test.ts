/** setup.mjs on a small tree with an npm and a compiler that only take notes. */
import { execFile } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ROOT, temporaryFolder } from './agon.js';

const folder = temporaryFolder();
const LONG_AGO = new Date('2020-01-01');

function put(path: string, text: string, time = LONG_AGO): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
  utimesSync(join(folder, path), time, time);
}

/** A program that appends its arguments to notes.txt, and makes a file. */
const noting = (name: string, made: string): string => `
  const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
  const { dirname } = require('node:path');
  appendFileSync(${JSON.stringify(join(folder, 'notes.txt'))}, [${JSON.stringify(name)}, ...process.argv.slice(2)].join(' ') + '\\n');
  mkdirSync(dirname(${JSON.stringify(join(folder, made))}), { recursive: true });
  writeFileSync(${JSON.stringify(join(folder, made))}, '{"packages": {}}');`;

const lockOf = (version: string): string => JSON.stringify({ packages: { 'node_modules/a': { version } } });

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  copyFileSync(join(ROOT, 'setup.mjs'), join(folder, 'setup.mjs'));
  mkdirSync(join(folder, 'bench', 'results'), { recursive: true });
  copyFileSync(join(ROOT, 'bench/results/lock.mjs'), join(folder, 'bench/results/lock.mjs'));
  put('package-lock.json', lockOf('1.0.0'));
  put('node_modules/.package-lock.json', lockOf('1.0.0'));
  put('node_modules/typescript/bin/tsc', noting('tsc', 'packages/core/dist/index.js'));
  put('tsconfig.json', '{}');
  put('packages/core/src/index.ts', '');
  put('npm.cjs', noting('npm', 'node_modules/.package-lock.json'));
});

interface Ended {
  code: number;
  stderr: string;
}

function run(args: string[]): Promise<Ended> {
  const env = { ...process.env, npm_execpath: join(folder, 'npm.cjs'), NODE_OPTIONS: '' };
  return new Promise((done) => {
    execFile(
      process.execPath,
      [...args, join(folder, 'setup.mjs'), '--quiet'],
      { env },
      (error, _stdout, stderr) => done({ code: typeof error?.code === 'number' ? error.code : 0, stderr }),
    );
  });
}

/** Runs setup and tells what it did. */
async function setup(...args: string[]): Promise<Ended & { did: string[] }> {
  return { ...(await run(args)), did: notesTaken() };
}

function notesTaken(): string[] {
  const notes = join(folder, 'notes.txt');
  const did = existsSync(notes) ? readFileSync(notes, 'utf8').trim().split('\n') : [];
  rmSync(notes, { force: true });
  return did;
}

describe('setup.mjs', () => {
  it('compiles once, and again when a source has changed', async () => {
    expect(await setup()).toEqual({ code: 0, stderr: '', did: ['tsc -b'] });
    expect((await setup()).did).toEqual([]);
    put('packages/core/src/more.ts', '', new Date());
    expect((await setup()).did).toEqual(['tsc -b']);
  });

  it('does nothing twice where it is called twice at the same time', async () => {
    const ends = await Promise.all([run([]), run([]), run([])]);
    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(notesTaken()).toEqual(['tsc -b']);
    expect(existsSync(join(folder, '.setup.lock'))).toBe(false);
  });

  it('compiles again where what was built is gone', async () => {
    await setup();
    rmSync(join(folder, 'packages', 'core', 'dist'), { recursive: true });
    expect((await setup()).did).toEqual(['tsc -b']);
  });

  it('installs where nothing is installed, or where the lock file asks for something else', async () => {
    rmSync(join(folder, 'node_modules', '.package-lock.json'));
    expect((await setup()).did[0]).toMatch(/^npm ci /);
    put('node_modules/.package-lock.json', lockOf('1.0.0'));
    put('package-lock.json', lockOf('1.1.0'), new Date());
    expect((await setup()).did[0]).toMatch(/^npm ci /);
  });

  it('does not install for a lock file that is newer but says the same', async () => {
    put('package-lock.json', lockOf('1.0.0'), new Date());
    expect((await setup()).did).toEqual(['tsc -b']);
  });

  it('shows what the compiler said when it fails, and tries again the next time', async () => {
    put('node_modules/typescript/bin/tsc', 'console.log("error TS1"); process.exit(2);');
    for (let i = 0; i < 2; i++) {
      const { code, stderr } = await setup();
      expect(code).toBe(1);
      expect(stderr).toMatch(/^error TS1\nsetup: compile failed \(/);
    }
  });

  it('names the Node that it needs on an older one, before it does anything', async () => {
    const older =
      'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.18.1" } })';
    const { code, stderr, did } = await setup('--import', `data:text/javascript,${older}`);
    expect([code, did]).toEqual([1, []]);
    expect(stderr).toMatch(/^setup: Agon needs Node 20\.19 or newer; this is Node 20\.18\.1 /);
  });
});
