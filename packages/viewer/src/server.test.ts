import { request, type IncomingHttpHeaders } from 'node:http';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeSafetensors } from '@agon/engine';
import type { RunConfig, RunSummary } from '@agon/runs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunsAnswer } from './runsAnswer.js';
import type { MetricsAnswer } from './streams.node.js';
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
const WEIGHTS = encodeSafetensors({
  weight: { shape: [300], data: Float32Array.from({ length: 300 }, (_, i) => i) },
});
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

/** A request as it is written: fetch would tidy the path and choose the Host header. */
function rawRequest(
  path: string,
  options: { method?: string; headers?: Record<string, string>; of?: Viewer } = {},
): Promise<{ status: number; headers: IncomingHttpHeaders; text: string }> {
  const { method = 'GET', headers, of = viewer } = options;
  const { hostname, port } = new URL(of.url);
  return new Promise((resolve, reject) => {
    request({ hostname: hostname.replace(/[[\]]/g, ''), port, path, method, headers }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, text }));
    })
      .on('error', reject)
      .end();
  });
}

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
    const list = (await (await fetchApi('runs')).json()) as RunsAnswer;
    expect(list.runs.map(({ name }) => name)).toEqual(['one']);
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
    for (const path of paths) expect((await rawRequest(`/api/${path}`)).status, path).toBe(404);
  });

  it('serves no file that a link among the files of a run leads to', async () => {
    const run = makeRun('linked');
    symlinkSync(join(folder, 'secret.json'), join(run, 'checkpoints', '50.safetensors'));
    symlinkSync(join(folder, 'secret.json'), join(run, 'replays', '50.json'));
    symlinkSync(join(folder, 'secret.json'), join(run, 'metrics.jsonl'));
    for (const part of ['checkpoints/50', 'replays/50.json', 'metrics', 'metrics/live']) {
      const { status, text } = await rawRequest(`/api/runs/linked/${part}`);
      expect(status, part).toBe(400);
      expect(text).toContain('leads out of');
      expect(text).not.toContain('"format":1');
    }
    rmSync(run, { recursive: true });
  });

  it('answers odd encodings, and never with a failure of its own', async () => {
    const odd = [
      '%00',
      '%E0%A4%A',
      '%',
      '%ff',
      '%2e%2e%2f',
      '..%2f',
      '%5c',
      '%EF%BF%BF',
      'a%00b',
      '%u0041',
      "'",
      '%0d%0a',
    ];
    const places = (name: string) => [
      `/${name}`,
      `/assets/${name}`,
      `/api/${name}`,
      `/api/runs/${name}`,
      `/api/runs/${name}/metrics/live`,
      `/api/runs/one/replays/${name}`,
      `/api/runs/one/checkpoints/${name}`,
      `/api/runs/one/metrics?from=${name}`,
      `/api/zoo/${name}`,
      `/api/tournaments/${name}/live`,
      `/api/tournaments/${name}/games/${name}`,
    ];
    for (const path of odd.flatMap(places)) {
      const { status } = await rawRequest(path);
      expect([400, 404], path).toContain(status);
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
    const next = async (): Promise<RunsAnswer> => JSON.parse((await runs.next()).data) as RunsAnswer;
    expect(await next()).toMatchObject({ runs: [{ name: 'one' }], isWhole: true });
    const other = makeRun('other');
    const names = (await next()).runs.map(({ name }) => name);
    expect(names.sort()).toEqual(['one', 'other']);
    runs.close();
    rmSync(other, { recursive: true });
  });
});

describe('a damaged run', () => {
  it('is listed as such and shown as far as it can be, and the others as ever', async () => {
    const run = makeRun('bad');
    writeFileSync(
      join(run, 'metrics.jsonl'),
      `${metricsLine(1)}\0\0\0\n{"step":-1,"seconds":1}\n${metricsLine(2)}`,
    );
    const statusOf = async () => {
      const { runs } = (await (await fetchApi('runs')).json()) as RunsAnswer;
      expect(runs.find(({ name }) => name === 'one')).toMatchObject({ status: 'interrupted', step: 40 });
      return runs.find(({ name }) => name === 'bad')!;
    };
    expect(await statusOf()).toMatchObject({ status: 'interrupted', step: 2 });
    writeFileSync(join(run, 'status.json'), 'null');
    expect(await statusOf()).toMatchObject({
      status: 'damaged',
      step: 2,
      damage: [expect.stringContaining('status.json is damaged: it must be Object, got null') as string],
    });
    writeFileSync(join(run, 'config.json'), '');
    const unreadable = await statusOf();
    expect(unreadable).toMatchObject({ config: null, status: 'damaged' });
    expect(unreadable.damage![0]).toMatch(
      /bad\/config\.json is damaged: it is empty\. Without its config\.json/,
    );
    expect(await (await fetchApi('runs/bad')).json()).toEqual(unreadable);
    // Its curves are shown, without the lines that are damaged.
    const curves = (await (await fetchApi('runs/bad/metrics')).json()) as MetricsAnswer;
    expect(curves.lines.map(({ step }) => step)).toEqual([1, 2]);
    expect(curves.damaged).toBe(2);
    const live = listen('runs/bad/metrics/live');
    expect(JSON.parse((await live.next()).data)).toMatchObject({ damaged: 2 });
    live.close();
    rmSync(run, { recursive: true });
  });

  it('of another machine’s zoo is named, and the other agents are listed', async () => {
    for (const [name, text] of [
      ['good', JSON.stringify({ format: 1, algorithm: 'dqn', env: 'cart-pole', settings: {}, step: 1 })],
      ['bad', '{"format":1'],
    ]) {
      mkdirSync(join(folder, 'zoo', name), { recursive: true });
      writeFileSync(join(folder, 'zoo', name, 'config.json'), text);
      writeFileSync(join(folder, 'zoo', name, 'weights.safetensors'), WEIGHTS);
    }
    const [bad, good] = (await (await fetchApi('zoo')).json()) as { name: string; error?: string }[];
    expect(good).toMatchObject({ name: 'good', algorithm: 'dqn' });
    expect(bad.error).toContain('bad/config.json is damaged');
    expect((await fetchApi('zoo/bad')).status).toBe(400);
    rmSync(join(folder, 'zoo'), { recursive: true });
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

  const strangers = [
    'stranger.example',
    'localhost.stranger.example',
    '127.0.0.1.stranger.example',
    '10.0.0.1',
  ];
  const friends = [
    'localhost',
    'LOCALHOST:80',
    'localhost.',
    '127.0.0.1:1',
    '127.8.8.8',
    '[::1]:80',
    '[::ffff:7f00:1]',
  ];
  it.each(['127.0.0.1', '127.0.0.2', '127.255.1.7', 'localhost'])(
    'listening on %s answers only to names of this machine, so that no stranger’s page can read the runs',
    async (host) => {
      const own = await serve({ runsDir: join(folder, 'runs'), apiOnly: true, host });
      expect(own.isOpen).toBe(false);
      const statusOf = async (name: string) =>
        (await rawRequest('/api/runs', { headers: { host: name }, of: own })).status;
      for (const name of strangers) expect([400, 403], name).toContain(await statusOf(name));
      for (const name of friends) expect(await statusOf(name), name).toBe(200);
      await own.close();
    },
  );

  it('says whether other machines reach it', async () => {
    const open = await serve({ runsDir: join(folder, 'runs'), apiOnly: true, host: '0.0.0.0' });
    expect(open.isOpen).toBe(true);
    expect(
      (await rawRequest('/api/runs', { headers: { host: 'this-machine.local' }, of: open })).status,
    ).toBe(200);
    await open.close();
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND'])(
    'refuses %s, whatever it is asked for',
    async (method) => {
      for (const path of ['/', '/api/runs', '/api/live/runs', '/api/runs/one/checkpoints/50', '/nothing']) {
        const { status, headers } = await rawRequest(path, { method });
        expect(status, path).toBe(405);
        expect(headers.allow).toBe('GET, HEAD, OPTIONS');
      }
    },
  );

  it('answers HEAD and OPTIONS without a body, and keeps no stream open for them', async () => {
    for (const path of [
      '/api/runs',
      '/api/live/runs',
      '/api/runs/one/metrics/live',
      '/api/runs/one/checkpoints/50',
    ]) {
      const head = await rawRequest(path, { method: 'HEAD' });
      expect([head.status, head.text]).toEqual([200, '']);
      const options = await rawRequest(path, { method: 'OPTIONS' });
      expect([options.status, options.text, options.headers.allow]).toEqual([204, '', 'GET, HEAD, OPTIONS']);
    }
    expect((await rawRequest('/api/runs/none', { method: 'HEAD' })).status).toBe(404);
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
