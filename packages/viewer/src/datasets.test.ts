/** Datasets of a cache as the page gets them: from the server, and from the files of an exported page. */
import { openPictures } from '@agon/data';
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { idxBytes } from '../../data/src/testing/idxBytes.js';
import type { DatasetFiles, ServedDataset } from './datasetFiles.js';
import { exportPage } from './exportPage.node.js';
import { datasetStore } from './page/server/datasetStore.js';
import { setServerPlace } from './page/server/server.js';
import { serve, type Viewer } from './server.node.js';

let root = '';
let cache = '';
let viewer: Viewer;

/** Twelve pictures of 4×4 to learn from, six for the test, all different. */
const FILES: Record<string, Uint8Array> = {};
for (const [name, count, first] of [
  ['train', 12, 0],
  ['t10k', 6, 100],
] as const) {
  const pixels = Uint8Array.from({ length: count * 16 }, (_, i) => first + Math.floor(i / 16));
  FILES[`${name}-images-idx3-ubyte`] = idxBytes([count, 4, 4], pixels);
  FILES[`${name}-labels-idx1-ubyte`] = idxBytes(
    [count],
    Uint8Array.from({ length: count }, (_, i) => i % 3),
  );
}
const IMAGES = 'train-images-idx3-ubyte';

/** Puts a dataset into the cache as `agon data get` would. */
function keep(id: string, version: string): void {
  mkdirSync(join(cache, id), { recursive: true });
  const files = Object.entries(FILES).map(([path, bytes]) => {
    writeFileSync(join(cache, id, path), bytes);
    return { path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  });
  const manifest = { id, version, licence: 'of a test', source: 'a test', files };
  writeFileSync(join(cache, id, 'manifest.json'), JSON.stringify(manifest));
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'agon-datasets-'));
  cache = join(root, 'cache');
  viewer = await serve({ runsDir: join(root, 'runs'), dataDir: cache, apiOnly: true });
});

afterAll(async () => {
  await viewer.close();
  rmSync(root, { recursive: true });
});

beforeEach(() => {
  rmSync(cache, { recursive: true, force: true });
  keep('mnist', '1.2.6');
  keep('fashion-mnist', '2017');
  setServerPlace({ base: viewer.url, isStatic: false });
});

const answerOf = async (path: string): Promise<{ status: number; text: string }> => {
  const response = await fetch(`${viewer.url}api/datasets${path}`);
  return { status: response.status, text: await response.text() };
};

describe('the server', () => {
  it('says which datasets are here, and of which files one consists', async () => {
    const all = JSON.parse((await answerOf('')).text) as ServedDataset[];
    const here = all.filter(({ present }) => present).map(({ id, mayShip }) => [id, mayShip]);
    expect(here).toEqual([
      ['fashion-mnist', true],
      ['mnist', false],
    ]);
    expect(all.map(({ id }) => id)).not.toContain('folder');
    const { files } = JSON.parse((await answerOf('/mnist')).text) as DatasetFiles;
    expect(files.map(({ path }) => path).sort()).toEqual(Object.keys(FILES).sort());
  });

  it('gives the bytes of a file, and refuses what is not as it was fetched', async () => {
    const response = await fetch(`${viewer.url}api/datasets/mnist/files/${IMAGES}`);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(FILES[IMAGES]);
    writeFileSync(join(cache, 'mnist', IMAGES), FILES[IMAGES].slice().fill(7, 20));
    const { status, text } = await answerOf(`/mnist/files/${IMAGES}`);
    expect(status).toBe(400);
    expect(text).toContain('agon data get mnist');
  });

  it('says what to type where a dataset is not here', async () => {
    rmSync(join(cache, 'mnist'), { recursive: true });
    for (const path of ['/mnist', `/mnist/files/${IMAGES}`]) {
      const { status, text } = await answerOf(path);
      expect(status).toBe(404);
      expect(text).toContain('agon data get mnist');
    }
  });

  it('lets no path out of the folder of a dataset', async () => {
    writeFileSync(join(root, 'secret'), 'secret');
    const up = ['..', '%2e%2e', '..%2f..%2fsecret', '..%2fmnist%2fmanifest.json', 'manifest.json', '%00', '%E0%A4%A', '%5c']; // prettier-ignore
    for (const name of up)
      for (const path of [`/${name}`, `/${name}/files/${IMAGES}`, `/mnist/files/${name}`]) {
        const { status, text } = await answerOf(path);
        // What the address itself takes back up is another address: at most the list of datasets.
        expect([400, 404].includes(status) || text === (await answerOf('')).text, path).toBe(true);
        expect(text).not.toContain('secret"');
      }
    rmSync(join(cache, 'mnist', IMAGES));
    symlinkSync(join(root, 'secret'), join(cache, 'mnist', IMAGES));
    expect((await answerOf(`/mnist/files/${IMAGES}`)).text).toContain('leads out of');
  });
});

describe('the page', () => {
  it('opens a dataset as the command line does', async () => {
    const { shape, splits } = await openPictures('mnist', datasetStore);
    expect(shape).toEqual([4, 4, 1]);
    expect([splits.train.size, splits.validation.size, splits.test.size]).toEqual([11, 1, 6]);
  });

  it('says in the server’s words what is missing', async () => {
    await expect(openPictures('emoji', datasetStore)).rejects.toThrow(/agon data get emoji/);
    await expect(openPictures('folder:pictures', datasetStore)).rejects.toThrow(/no files of yours/);
  });
});

describe('an exported page', () => {
  let site: Server;
  const directory = (): string => join(root, 'site');

  beforeAll(async () => {
    site = createServer((request, response) => {
      try {
        response.end(readFileSync(join(directory(), decodeURIComponent(request.url ?? ''))));
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  });

  afterAll(() => {
    site.close();
  });

  beforeEach(() => {
    const { port } = site.address() as AddressInfo;
    setServerPlace({ base: `http://127.0.0.1:${port}/`, isStatic: true });
  });

  const write = () =>
    exportPage({ directory: directory(), runsDir: join(root, 'runs'), zooDirs: [], dataDir: cache, runs: [], tournaments: [] }); // prettier-ignore

  it('carries what may be passed on, and says of the rest how it is had', async () => {
    const { withoutData } = await write();
    expect(withoutData).toEqual([
      expect.stringMatching(/"emoji": it is not here.*agon data get emoji/) as string,
      expect.stringMatching(/"mnist": its licence, CC-BY-SA.*agon data get mnist/) as string,
      expect.stringMatching(/"shakespeare": it is not here.*agon data get shakespeare/) as string,
    ]);
    const { splits } = await openPictures('fashion-mnist', datasetStore);
    expect(splits.test.size).toBe(6);
    await expect(openPictures('mnist', datasetStore)).rejects.toThrow(/does not carry.*agon data get mnist/);
  });

  it('is read with its checksums', async () => {
    await write();
    const file = join(directory(), 'data', 'datasets', 'fashion-mnist', 'files', `${IMAGES}.gz`);
    writeFileSync(file, FILES[IMAGES].slice().fill(7, 20)); // unpacked, as some servers send it, and damaged
    await expect(openPictures('fashion-mnist', datasetStore)).rejects.toThrow(/did not come as it was sent/);
    writeFileSync(file, FILES[IMAGES]);
    expect((await openPictures('fashion-mnist', datasetStore)).splits.train.size).toBe(11);
  });
});
