/** Many clients of one server: what it holds for them. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const CLIENTS = 500;
const MOST_BYTES = 100 * 2 ** 20;
const LINES = 20_000;
const IS_SLOW = process.env.AGON_SLOW === '1';
/** How often what they watch changes meanwhile. */
const CHANGES = IS_SLOW ? 60 : 3;
const WATCHED = [
  ['of a run’s metrics, some of which read nothing', 'runs/one/metrics/live'],
  ['of the list of runs, some of which read nothing', 'live/runs'],
];

const metricsLines = (from: number, count: number): string =>
  Array.from(
    { length: count },
    (_, i) => `${JSON.stringify({ step: from + i, seconds: i, loss: 1 / (i + 1) })}\n`,
  ).join('');

let folder = '';
let metrics = '';
let server: ChildProcess;
let url = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'agon-streams-'));
  const run = join(folder, 'one');
  mkdirSync(run);
  const config = {
    ...{
      format: 1,
      name: 'one',
      algorithm: 'dqn',
      env: 'minatar-breakout',
      envVersion: 1,
      seed: 1,
      steps: null,
    },
    ...{ minutes: 1, workers: 0, checkpointEvery: 50, settings: {}, preset: null, versions: {}, created: '' },
  };
  writeFileSync(join(run, 'config.json'), JSON.stringify(config));
  metrics = join(run, 'metrics.jsonl');
  writeFileSync(metrics, metricsLines(0, LINES));
  server = fork(join(import.meta.dirname, 'streamServer.mjs'), [folder], { execArgv: ['--expose-gc'] });
  [url] = (await once(server, 'message')) as [string];
}, 60_000);

afterAll(() => {
  server.kill();
  rmSync(folder, { recursive: true });
});

/** Bytes that the server's process holds. */
async function memory(): Promise<number> {
  server.send('memory');
  return (await once(server, 'message'))[0] as number;
}

/** Opens a stream; `reads`: takes what comes and counts it, else nothing is ever read. */
async function follow(path: string, reads: boolean): Promise<{ bytes: () => number; close: () => void }> {
  let bytes = 0;
  const asked = get(`${url}api/${path}`, { agent: false });
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  expect(answer.statusCode).toBe(200);
  if (reads) answer.on('data', (chunk: Buffer) => (bytes += chunk.length));
  answer.on('error', () => undefined); // the server is closed before its clients
  return { bytes: () => bytes, close: () => asked.destroy() };
}

describe('a server with many clients', () => {
  it.each(IS_SLOW ? WATCHED : WATCHED.slice(0, 1))(
    `holds less than 100 MB for ${CLIENTS} clients %s`,
    { timeout: 120_000 },
    async (_, path) => {
      const warm = await follow(path, true);
      await delay(500);
      warm.close();
      const before = await memory();
      const clients = await Promise.all(Array.from({ length: CLIENTS }, (_, i) => follow(path, i % 10 > 0)));
      for (let i = 0; i < CHANGES; i++) {
        appendFileSync(metrics, metricsLines(LINES * (i + 1), 1000));
        await delay(500);
      }
      expect((await memory()) - before).toBeLessThan(MOST_BYTES);
      const read = clients.filter((_, i) => i % 10 > 0);
      await expect
        .poll(() => Math.min(...read.map(({ bytes }) => bytes())), { timeout: 30_000 })
        .toBeGreaterThan(100);
      for (const client of clients) client.close();
    },
  );
});
