import { get } from 'node:http';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunConfig, RunSummary } from '@agon/arena';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MetricsAnswer } from './api.node.js';
import { serve, type Viewer } from './server.node.js';

const config: RunConfig = {
  format: 1,
  name: 'one',
  algorithm: 'dqn',
  env: 'minatar-breakout',
  envVersion: 1,
  seed: 1,
  steps: 100,
  minutes: null,
  workers: 0,
  checkpointEvery: 50,
  settings: {},
  preset: null,
  versions: {},
  created: '2026-01-01T00:00:00.000Z',
};
const WEIGHTS = Uint8Array.from({ length: 300 }, (_, i) => i & 255);
const metricsLine = (step: number): string =>
  `${JSON.stringify({ step, seconds: step / 10, loss: 1 / step })}\n`;

let folder = '';
let metrics = '';
let viewer: Viewer;

function makeRun(name: string): string {
  const run = join(folder, 'runs', name);
  for (const each of ['checkpoints', 'replays', 'state']) mkdirSync(join(run, each), { recursive: true });
  writeFileSync(join(run, 'config.json'), JSON.stringify({ ...config, name }));
  return run;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'agon-viewer-'));
  writeFileSync(join(folder, 'secret.json'), '{"format":1}');
  const run = makeRun('one');
  metrics = join(run, 'metrics.jsonl');
  writeFileSync(metrics, metricsLine(10) + metricsLine(20));
  writeFileSync(join(run, 'checkpoints', '50.safetensors'), WEIGHTS);
  writeFileSync(join(run, 'replays', '50.json'), '{"format":1}');
  viewer = await serve({ runsDir: join(folder, 'runs'), zooDirs: [join(folder, 'zoo')], apiOnly: true });
});

afterAll(async () => {
  await viewer.close();
  rmSync(folder, { recursive: true });
});

const fetchApi = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${viewer.url}api/${path}`, { headers });

/** Server-sent events as they come; `close` leaves the stream. */
function listen(path: string, headers: Record<string, string> = {}) {
  const leave = new AbortController();
  const events = (async function* () {
    const response = await fetch(`${viewer.url}api/${path}`, { headers, signal: leave.signal });
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const fields = text
          .slice(0, end)
          .split('\n')
          .map((line) => line.split(/: (.*)/));
        yield Object.fromEntries(fields) as { id: string; data: string };
        text = text.slice(end + 2);
      }
    }
  })();
  return { next: async () => (await events.next()).value!, close: () => leave.abort() };
}

describe('the API', () => {
  it('lists runs, and answers for one', async () => {
    const list = (await (await fetchApi('runs')).json()) as RunSummary[];
    expect(list.map((run) => run.config.name)).toEqual(['one']);
    const run = (await (await fetchApi('runs/one')).json()) as RunSummary;
    expect(run).toMatchObject({ status: 'interrupted', step: 20, checkpoints: [50], replays: ['50.json'] });
  });

  it('gives metrics from any event on', async () => {
    const all = (await (await fetchApi('runs/one/metrics')).json()) as MetricsAnswer;
    expect(all.lines).toEqual([
      { step: 10, seconds: 1, loss: 0.1 },
      { step: 20, seconds: 2, loss: 0.05 },
    ]);
    const rest = await (await fetchApi(`runs/one/metrics?from=${metricsLine(10).length}`)).json();
    expect((rest as MetricsAnswer).lines).toEqual([all.lines[1]]);
    expect((await fetchApi('runs/one/metrics?from=-1')).status).toBe(400);
  });

  it('gives the bytes of a checkpoint', async () => {
    const response = await fetchApi('runs/one/checkpoints/50');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(WEIGHTS);
  });

  it('answers 404 with words for what is not there', async () => {
    for (const path of [
      'runs/two',
      'runs/one/replays/7.json',
      'runs/one/checkpoints/7',
      'zoo/x',
      'nonsense',
    ]) {
      const response = await fetchApi(path);
      expect(response.status, path).toBe(404);
      const { error } = (await response.json()) as { error: { code: string; message: string } };
      expect(error.code).toBe('not-found');
      expect(error.message.length).toBeGreaterThan(10);
    }
    expect(await (await fetchApi('zoo')).json()).toEqual([]);
  });

  it('lets no path out of the folder of runs', async () => {
    const up = ['..', '%2e%2e', '..%2f..', '..%5c..', 'one%2f..'];
    const paths = up.flatMap((name) => [
      `runs/${name}`,
      `runs/${name}/metrics`,
      `runs/${name}/metrics/live`,
      `runs/one/replays/${name}%2fconfig.json`,
      `runs/one/replays/${name}%2f..%2f..%2fsecret.json`,
      `runs/one/checkpoints/${name}%2fconfig`,
    ]);
    for (const path of paths) {
      // node:http sends the path as it is; fetch would tidy it.
      const status = await new Promise<number | undefined>((resolve, reject) => {
        const { hostname, port } = new URL(viewer.url);
        get({ hostname, port, path: `/api/${path}` }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        }).on('error', reject);
      });
      expect(status, path).toBe(404);
    }
  });
});

describe('live metrics', () => {
  it('sends what is there, then what is appended, and resumes after the last event seen', async () => {
    const first = listen('runs/one/metrics/live');
    const begin = await first.next();
    expect((JSON.parse(begin.data) as MetricsAnswer).lines.length).toBe(2);
    appendFileSync(metrics, metricsLine(30));
    const more = await first.next();
    expect((JSON.parse(more.data) as MetricsAnswer).lines).toEqual([{ step: 30, seconds: 3, loss: 1 / 30 }]);
    first.close();
    appendFileSync(metrics, metricsLine(40));
    const again = listen('runs/one/metrics/live', { 'Last-Event-ID': more.id });
    const { data } = await again.next();
    expect((JSON.parse(data) as MetricsAnswer).lines).toEqual([{ step: 40, seconds: 4, loss: 1 / 40 }]);
    again.close();
  });

  it('sends the list of runs again when something has changed', async () => {
    const runs = listen('live/runs');
    expect(JSON.parse((await runs.next()).data)).toHaveLength(1);
    const other = makeRun('other');
    const names = (JSON.parse((await runs.next()).data) as RunSummary[]).map((run) => run.config.name);
    expect(names.sort()).toEqual(['one', 'other']);
    runs.close();
    rmSync(other, { recursive: true });
  });
});

describe('the server', () => {
  it('isolates the page and forbids eval', async () => {
    const { headers } = await fetchApi('runs');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    const policy = headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(policy).not.toMatch(/'unsafe-(eval|inline)'/);
  });

  it('answers only to names of this machine, so that no stranger’s page can read the runs', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const { hostname, port } = new URL(viewer.url);
      get({ hostname, port, path: '/api/runs', headers: { host: 'stranger.example' } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).on('error', reject);
    });
    expect(status).toBe(403);
  });

  it('says what to do where the port is taken', async () => {
    const port = Number(new URL(viewer.url).port);
    await expect(serve({ runsDir: folder, port, apiOnly: true })).rejects.toMatchObject({
      code: 'bad-option',
      message: expect.stringContaining(`127.0.0.1:${port}`) as string,
    });
  });

  it('closes at once, open streams included', async () => {
    const other = await serve({ runsDir: join(folder, 'runs'), apiOnly: true });
    const response = await fetch(`${other.url}api/live/runs`);
    const reader = response.body!.getReader();
    await reader.read();
    await other.close();
    await expect(fetch(`${other.url}api/runs`)).rejects.toThrow();
    await reader.cancel().catch(() => undefined);
  });
});
