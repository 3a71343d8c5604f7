import { AgonError } from '@agon/core';
import { createTar } from 'nanotar';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Fetching, Holder } from '../dataset.js';
import { dataFolder, readChecked, readManifest, sha256 } from './cacheFolder.node.js';
import { fetchInto, type Fetchable } from './fetchDataset.node.js';

const text = (bytes: string): Uint8Array => new TextEncoder().encode(bytes);
const FILES = { one: text('first file'), two: text('second file') };
const sums = Object.fromEntries(Object.entries(FILES).map(([name, bytes]) => [name, sha256(bytes)]));

let server: Server;
let address = '';
let cache = '';
/** What the server says to a path; what is not here is not found. */
const pages = new Map<string, Uint8Array>();

beforeAll(async () => {
  server = createServer((request, response) => {
    const page = pages.get(request.url ?? '');
    response.writeHead(page ? 200 : 404).end(page);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((done) => server.close(done)));
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'agon-cache-'));
  pages.set('/one.gz', new Uint8Array(gzipSync(FILES.one))).set('/two', FILES.two);
});
afterEach(() => {
  rmSync(cache, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

const web = (): Holder[] => [
  { kind: 'web', name: `${address}/one.gz`, files: [{ from: 'one.gz', to: 'one' }] },
  { kind: 'web', name: `${address}/two`, files: [{ from: 'two', to: 'two' }] },
];
const wanted = (changes: Partial<Fetching> = {}): Fetchable => ({
  id: 'thing',
  licence: 'MIT',
  source: 'here',
  fetching: { version: '1', bytes: 20, mayShip: true, ways: [web()], sha256: sums, ...changes },
});
/** What is in the cache that is not hidden. */
const visible = (): string[] => readdirSync(cache).filter((name) => !name.startsWith('.'));
const read = (name: string): string => {
  const manifest = readManifest(cache, 'thing');
  return new TextDecoder().decode(manifest && readChecked(cache, manifest, name));
};

/** A folder first on the PATH, with programs in it. */
function programs(scripts: Readonly<Record<string, string>>, alone = false): string {
  const folder = mkdtempSync(join(cache, '.bin-'));
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  vi.stubEnv('PATH', alone ? folder : `${folder}${delimiter}${process.env.PATH}`);
  return folder;
}

describe('fetching a dataset', () => {
  it('unpacks its files, checks them, and keeps them with a manifest; a second time there is nothing to do', async () => {
    const told: string[] = [];
    expect(await fetchInto(cache, wanted(), { say: (line) => told.push(line) })).toBe(true);
    expect([read('one'), read('two')]).toEqual(['first file', 'second file']);
    expect(readManifest(cache, 'thing')).toEqual({
      id: 'thing',
      version: '1',
      licence: 'MIT',
      source: 'here',
      files: [
        { path: 'one', bytes: 10, sha256: sums.one },
        { path: 'two', bytes: 11, sha256: sums.two },
      ],
    });
    expect(told).toEqual([`web: ${address}/one.gz`, `web: ${address}/two`, 'writing']);
    pages.clear();
    expect(await fetchInto(cache, wanted())).toBe(false);
    expect(readdirSync(cache)).toEqual(['thing']);
  });

  it('fetches anew what is damaged, or of another version', async () => {
    await fetchInto(cache, wanted());
    writeFileSync(join(cache, 'thing', 'one'), 'first fils');
    expect(() => read('one')).toThrow(/one is damaged.*agon data get thing/);
    expect(await fetchInto(cache, wanted())).toBe(true);
    expect(read('one')).toBe('first file');
    rmSync(join(cache, 'thing', 'two'));
    expect(() => read('two')).toThrow(/no longer there.*agon data get thing/);
    expect(await fetchInto(cache, wanted())).toBe(true);
    writeFileSync(join(cache, 'thing', 'manifest.json'), '{');
    expect(() => read('two')).toThrow(/manifest.json is damaged.*agon data get thing/);
    expect(await fetchInto(cache, wanted())).toBe(true);
    expect(await fetchInto(cache, wanted({ version: '2' }))).toBe(true);
    expect(readManifest(cache, 'thing')?.version).toBe('2');
  });

  it('keeps nothing of files that are not the ones that are meant, or that are not there', async () => {
    pages.set('/two', text('other file!'));
    await expect(fetchInto(cache, wanted())).rejects.toThrow('two is not the file that is meant');
    pages.delete('/two');
    const error: unknown = await fetchInto(cache, wanted()).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(AgonError);
    expect((error as AgonError).isUsage).toBe(true);
    expect((error as AgonError).message).toContain('dataset "thing" (20 bytes) cannot be fetched');
    expect((error as AgonError).message).toContain('the server says 404');
    expect(readdirSync(cache)).toEqual([]);
  });

  it('takes the next way where one does not work, and says why each did not', async () => {
    const nowhere: Holder = { kind: 'web', name: 'http://127.0.0.1:1/x', files: [{ from: 'x', to: 'one' }] };
    expect(await fetchInto(cache, wanted({ ways: [[nowhere], web()] }))).toBe(true);
    pages.clear();
    rmSync(join(cache, 'thing'), { recursive: true });
    await expect(fetchInto(cache, wanted({ ways: [[nowhere], web()] }))).rejects.toThrow(
      /127\.0\.0\.1:1\/x cannot be fetched.*one\.gz cannot be fetched/s,
    );
  });

  it('by several at once leaves one whole dataset', async () => {
    const all = await Promise.all([1, 2, 3, 4].map(() => fetchInto(cache, wanted())));
    expect(all).toContain(true);
    expect([read('one'), read('two')]).toEqual(['first file', 'second file']);
    expect(readdirSync(cache)).toEqual(['thing']);
  });

  it('that is stopped leaves nothing, and takes away what one left that was killed', async () => {
    const controller = new AbortController();
    const stopped = fetchInto(cache, wanted(), { signal: controller.signal, say: () => controller.abort() });
    await expect(stopped).rejects.toThrow('aborted');
    expect(readdirSync(cache)).toEqual([]);
    mkdirSync(join(cache, '.unfinished-thing-999999999-abcdef'));
    mkdirSync(join(cache, `.unfinished-other-${process.ppid}-abcdef`));
    await fetchInto(cache, wanted());
    expect(readdirSync(cache).sort()).toEqual([`.unfinished-other-${process.ppid}-abcdef`, 'thing']);
  });

  it('never writes or reads outside of its folder', async () => {
    for (const to of ['../out', '/tmp/out', 'a/../../out', 'C:\\out', '..']) {
      const ways: Holder[][] = [[{ kind: 'web', name: `${address}/two`, files: [{ from: 'two', to }] }]];
      await expect(fetchInto(cache, wanted({ ways, sha256: {} }))).rejects.toThrow('cannot name a file');
    }
    expect(visible()).toEqual([]);
    await fetchInto(cache, wanted());
    rmSync(join(cache, 'thing', 'one'));
    symlinkSync('/etc/passwd', join(cache, 'thing', 'one'));
    expect(() => read('one')).toThrow('leads out of');
    const manifest = readManifest(cache, 'thing')!;
    const lying = { ...manifest, files: [{ path: '../../secret', bytes: 1, sha256: '' }] };
    expect(() => readChecked(cache, lying, '../../secret')).toThrow('cannot name a file');
    expect(() => readManifest(cache, '..')).toThrow('cannot name a file');
  });
});

describe.skipIf(process.platform === 'win32')('by the tools of the machine', () => {
  const tar = (): Uint8Array =>
    createTar([
      { name: 'package/data/one.gz', data: new Uint8Array(gzipSync(FILES.one)) },
      { name: '../../two', data: 'evil' },
      { name: 'package/two', data: FILES.two },
    ]);
  const files: Holder['files'] = [
    { from: 'package/data/one.gz', to: 'one' },
    { from: 'package/two', to: 'two' },
  ];
  const integrityOf = (packed: Uint8Array): string =>
    `sha512-${createHash('sha512').update(packed).digest('base64')}`;

  it('npm fetches a package, whose checksum is checked', async () => {
    const packed = new Uint8Array(gzipSync(tar()));
    writeFileSync(join(cache, '.packed'), packed);
    programs({ npm: `echo "$@" > "${cache}/.asked"; cp "${cache}/.packed" thing-1.0.0.tgz` });
    const npm = (integrity: string): Fetchable =>
      wanted({ ways: [[{ kind: 'npm', name: 'thing@1.0.0', integrity, files }]] });
    await expect(fetchInto(cache, npm(integrityOf(text('other'))))).rejects.toThrow(
      'its checksum is another one',
    );
    expect(await fetchInto(cache, npm(integrityOf(packed)))).toBe(true);
    expect(readFileSync(join(cache, '.asked'), 'utf8')).toBe(
      'pack thing@1.0.0 --json --ignore-scripts --pack-destination .\n',
    );
    expect([read('one'), read('two')]).toEqual(['first file', 'second file']);
    expect(existsSync(join(cache, '..', 'two'))).toBe(false);
  });

  it('every file of a folder with one ending is got, under its own name', async () => {
    const names = ['mails/a.b.json', 'mails/c.json', 'mails/d.txt', 'mails/more/e.json'];
    const entries = names.map((name) => ({ name: `package/${name}`, data: text(name) }));
    const packed = new Uint8Array(gzipSync(createTar(entries)));
    writeFileSync(join(cache, '.packed'), packed);
    programs({ npm: `cp "${cache}/.packed" thing-1.0.0.tgz` });
    const every = (from: string): Fetchable => {
      const holder: Holder = { kind: 'npm', name: 'thing@1.0.0', integrity: integrityOf(packed), files: [{ from, to: 'got/*.json' }] }; // prettier-ignore
      return wanted({ ways: [[holder]], sha256: {} });
    };
    await expect(fetchInto(cache, every('package/letters/*.json'))).rejects.toThrow('has no package/letters');
    await fetchInto(cache, every('package/mails/*.json'));
    expect([read('got/a.b.json'), read('got/c.json')]).toEqual(['mails/a.b.json', 'mails/c.json']);
    expect(readdirSync(join(cache, 'thing', 'got')).length).toBe(2);
  });

  it('what npm says is told, with what to do; without npm that is said', async () => {
    const npm = wanted({ ways: [[{ kind: 'npm', name: 'thing@1.0.0', integrity: 'sha512-x', files }]] });
    programs({ npm: 'echo "npm error code ENOTFOUND" >&2; exit 1' });
    await expect(fetchInto(cache, npm)).rejects.toThrow(/npm error code ENOTFOUND.*\(npm ping\)/s);
    programs({}, true);
    await expect(fetchInto(cache, npm)).rejects.toThrow(
      /npm, which fetches thing@1\.0\.0, is not on the PATH/,
    );
  });

  it('a package that lacks a file is refused with its name', async () => {
    const packed = new Uint8Array(gzipSync(createTar([{ name: 'package/two', data: FILES.two }])));
    writeFileSync(join(cache, '.packed'), packed);
    programs({ npm: `cp "${cache}/.packed" thing-1.0.0.tgz` });
    const way: Holder[] = [{ kind: 'npm', name: 'thing@1.0.0', integrity: integrityOf(packed), files }];
    await expect(fetchInto(cache, wanted({ ways: [way] }))).rejects.toThrow(
      'thing@1.0.0 has no package/data/one.gz',
    );
  });

  it('apt-get fetches a package of Debian, and where there is none the next way is taken', async () => {
    writeFileSync(join(cache, '.tar'), tar());
    const scripts = { 'apt-get': 'touch thing_1_all.deb', 'dpkg-deb': `cat "${cache}/.tar"` };
    const debian = wanted({ ways: [[{ kind: 'debian', name: 'thing', files }]] });
    programs(scripts);
    expect(await fetchInto(cache, debian)).toBe(true);
    expect(read('one')).toBe('first file');
    rmSync(join(cache, 'thing'), { recursive: true });
    programs({ ...scripts, 'apt-get': 'echo "E: Unable to locate package thing" >&2; exit 100' });
    await expect(fetchInto(cache, debian)).rejects.toThrow(/Unable to locate package thing.*apt-get update/s);
    programs({}, true);
    await expect(fetchInto(cache, debian)).rejects.toThrow('this machine has no apt-get and no dpkg-deb');
    expect(await fetchInto(cache, wanted({ ways: [...debian.fetching.ways, web()] }))).toBe(true);
  });
});

describe('the cache', () => {
  it('lies where AGON_DATA says, or in the folder of caches', () => {
    expect(dataFolder({ AGON_DATA: '/here' })).toBe('/here');
    expect(dataFolder({ XDG_CACHE_HOME: '/caches' })).toBe(join('/caches', 'agon', 'data'));
    expect(dataFolder({ XDG_CACHE_HOME: 'not/absolute' })).toMatch(/\.cache.agon.data$/);
    expect(dataFolder({})).toMatch(/\.cache.agon.data$/);
  });
});
