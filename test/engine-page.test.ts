/** Training in a Web Worker of a page gives the parameters that it gives in Node, and keeps its memory. AGON_SLOW=1: for 20,000 steps. */
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build, defaultClientConditions } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { trainAll, type Report } from './engine-page/networks.js';
import { launchBrowser } from './page-browser.js';
import { describeWith } from './requirements.js';

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** Serves a folder on a port that the system picks, without isolation headers, as a static host would. */
async function serveFolder(folder: string): Promise<Server> {
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const path = join(folder, pathname === '/' ? 'index.html' : pathname);
    if (!existsSync(path)) return void response.writeHead(404).end();
    response.setHeader('Content-Type', TYPES[extname(path)] ?? 'application/octet-stream');
    createReadStream(path).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

describeWith('chromium', 'the engine in a Web Worker', (chromium) => {
  const folder = mkdtempSync(join(tmpdir(), 'agon-engine-page-'));
  let server: Server;

  beforeAll(async () => {
    await build({
      root: fileURLToPath(new URL('engine-page', import.meta.url)),
      base: './',
      configFile: false,
      logLevel: 'error',
      resolve: { conditions: ['agon-source', ...defaultClientConditions] },
      worker: { format: 'es' },
      build: { outDir: folder, emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0, minify: false },
    });
    server = await serveFolder(folder);
  }, 120_000);

  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  it('trains XOR, a convolutional network and an LSTM to the parameters that Node gives', async () => {
    const inNode = await trainAll();
    const browser = await launchBrowser(chromium);
    try {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      await page.waitForFunction('window.report !== undefined', undefined, { timeout: 60_000 });
      const report = (await page.evaluate('window.report')) as Report | { error: string };
      expect(report).not.toHaveProperty('error');
      for (const [name, expected] of Object.entries(inNode)) {
        const found = (report as Report)[name];
        expect(expected.lastLoss, name).toBeLessThan(0.8 * expected.firstLoss);
        const distances = expected.parameters.map((value, i) => Math.abs(value - found.parameters[i]));
        expect(Math.max(...distances), name).toBeLessThanOrEqual(1e-4);
      }
    } finally {
      await browser.close();
    }
  }, 120_000);

  it('keeps its memory over training steps and programs made and disposed of', async () => {
    const [warm, rest] = process.env.AGON_SLOW === '1' ? [2000, 18_000] : [1000, 1000];
    const browser = await launchBrowser(chromium, ['--js-flags=--expose-gc']);
    try {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/?long=${warm},${rest}`);
      const session = await browser.newBrowserCDPSession();
      const residentAfter = async (steps: number): Promise<number> => {
        const reached = `window.report?.done >= ${steps} || window.report?.error`;
        await page.waitForFunction(reached, undefined, { timeout: 600_000 });
        expect(await page.evaluate('window.report')).toEqual({ done: steps });
        const { processInfo } = await session.send('SystemInfo.getProcessInfo');
        const renderers = processInfo.filter(({ type }) => type === 'renderer');
        return settled(() => renderers.reduce((sum, { id }) => sum + residentMegabytes(id), 0));
      };
      const before = await residentAfter(warm);
      await page.evaluate('window.goOn()');
      const after = await residentAfter(warm + rest);
      expect(after, `from ${before} MB`).toBeLessThan(before * 1.05);
    } finally {
      await browser.close();
    }
  }, 900_000);
});

/** Chromium gives freed pages back a second or two late: the reading once it has kept within 1 % for two seconds. */
async function settled(read: () => number): Promise<number> {
  let level = read();
  for (let still = 0; still < 8; still++) {
    await sleep(250);
    const next = read();
    if (Math.abs(next - level) > 0.01 * level) still = -1;
    level = next;
  }
  return level;
}

/** Of a process on this machine. */
function residentMegabytes(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}
