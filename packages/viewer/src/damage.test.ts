/** Every file of a run, a tournament and an agent of the zoo, damaged in every way, against everything that reads it. */
import { algorithm } from '@agon/agents';
import { diskAgents, readTournament, readTournamentConfig, tournamentToDisk } from '@agon/arena/node';
import { AgonError } from '@agon/core';
import { makeEnvironment } from '@agon/envs';
import {
  keepInZoo,
  diskCheckpoints,
  readCard,
  readConfig,
  readLiveGamesOf,
  readMetrics,
  readReplay,
  readRun,
  trainToDisk,
} from '@agon/runs/node';
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiRoutes } from './api.node.js';
import { exportPage } from './exportPage.node.js';

const IS_SLOW = process.env.AGON_SLOW === '1';
/** No reader takes longer, in milliseconds: they would seem to hang. */
const MOST_MS = 5000;

let root = '';
let runsDir = '';
let zooDir = '';
const RUN = 'bad';
const CUP = 'cup';

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'agon-damage-'));
  [runsDir, zooDir] = [join(root, 'runs'), join(root, 'zoo')];
  await trainToDisk({
    ...{ algorithm: algorithm('dqn'), env: 'cart-pole', steps: 120, checkpointEvery: 60, name: RUN, runsDir },
    settings: { network: 'mlp:hidden=4', bufferSize: 100, learningStarts: 20 },
  });
  writeFileSync(join(runsDir, RUN, 'live.json'), '[{"game":1,"moves":[0],"isOver":false}]');
  writeFileSync(join(runsDir, RUN, 'lock.json'), '{"pid":4194305,"host":"elsewhere","started":"x"}');
  cpSync(join(runsDir, RUN), join(runsDir, 'good'), { recursive: true });
  rmSync(join(runsDir, 'good', 'lock.json'));
  for (const name of [CUP, 'good']) {
    await tournamentToDisk({ ...plan, runsDir, name });
  }
  const checkpoint = await diskCheckpoints(runsDir)('runs/good');
  for (const name of ['bad', 'good']) keepInZoo({ zooDir, runsDir }, name, 'good', checkpoint, []);
}, 60_000);
afterAll(() => rmSync(root, { recursive: true }));

const plan = { env: 'tic_tac_toe', agents: ['random', 'random#2'], games: 4, seed: 1 };

/** The ways, each from what was there: new content, or a function that makes something in its place. */
const DAMAGES: Record<string, (content: Buffer, path: string) => string | Uint8Array | void> = {
  absent: () => undefined,
  empty: () => '',
  null: () => 'null',
  'a list': () => '[]',
  'an object': () => '{}',
  'a text': () => '"x"',
  NULs: () => new Uint8Array(1000),
  'cut in half': (content) => content.subarray(0, content.length >> 1),
  'another format': (content) =>
    content.toString('latin1').replace('"format":', '"format":9').replace('"format": ', '"format": 9'),
  'wrong types': (content) =>
    content
      .toString('latin1')
      .replace(/:\s*("[^"]*"|\d+)/g, (_, value: string) => (value.startsWith('"') ? ':7' : ':"7"')),
  'huge numbers': (content) => content.toString('latin1').replace(/:\s*\d+/g, ':1e999'),
  'negative numbers': (content) => content.toString('latin1').replace(/:\s*(\d+)/g, ':-$1.5'),
  'a prototype': () => '{"__proto__":{"format":1},"constructor":1}',
  'many levels': () => `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
  'half characters': () => '{"format":1,"name":"\\ud800","id":"\\ud800"}\n',
  'NULs in the middle': (content) =>
    Buffer.concat([
      content.subarray(0, content.length >> 1),
      Buffer.alloc(64),
      content.subarray(content.length >> 1),
    ]),
  noise: (content) => Buffer.from(content.map((byte, i) => byte ^ ((i * 2654435761) >>> 24))),
  'a folder': (_, path) => void mkdirSync(path),
  'a link that leads nowhere': (_, path) => symlinkSync('nowhere', path),
  'a link in a circle': (_, path) => symlinkSync(path, path),
  'a link to a file of the system': (_, path) => symlinkSync('/etc/passwd', path),
  'a device': (_, path) => symlinkSync('/dev/zero', path),
  'a pipe': (_, path) => void execFileSync('mkfifo', [path]),
  ...(IS_SLOW && { 'ten million NULs': () => new Uint8Array(1e7) }),
};

/** Everything that reads files, by what it reads them for. Each throws an AgonError or gives something. */
function readers(): Record<string, () => unknown> {
  const cartPole = makeEnvironment('cart-pole');
  const agentOf = (spec: string) => async () =>
    (await diskAgents({ runsDir, zooDirs: [zooDir] })(spec, cartPole)).dispose();
  return {
    readConfig: () => readConfig(runsDir, RUN),
    readRun: () => readRun(runsDir, RUN),
    readMetrics: () => readMetrics(runsDir, RUN),
    replays: () =>
      readdirSync(join(runsDir, 'good', 'replays')).map((file) => readReplay(runsDir, RUN, file)),
    live: () => readLiveGamesOf(runsDir, RUN),
    'agent runs/': agentOf(`runs/${RUN}`),
    'agent runs/@60': agentOf(`runs/${RUN}@60`),
    'agent zoo/': agentOf('zoo/bad'),
    keepInZoo: async () => {
      const weights = await diskCheckpoints(runsDir)(`runs/${RUN}`);
      return keepInZoo({ zooDir: join(root, 'other-zoo'), runsDir }, 'x', RUN, weights, []);
    },
    readCard: () => readCard([zooDir], 'bad'),
    readTournamentConfig: () => readTournamentConfig(runsDir, CUP),
    readTournament: () => readTournament(runsDir, CUP),
    'resume the tournament': () => tournamentToDisk({ ...plan, runsDir, resume: CUP }),
  };
}

/** Addresses of the API; the lists must answer, and name what is whole. */
const LISTS = ['/runs', '/tournaments', '/zoo'];
const ADDRESSES = [
  ...LISTS,
  ...['', '/metrics', '/checkpoints/60', '/checkpoints/120', '/metrics/live', '/live'].map(
    (part) => `/runs/${RUN}${part}`,
  ),
  ...['', '/live', '/games/0-1-0', '/games/0-1-3'].map((part) => `/tournaments/${CUP}${part}`),
  ...['/zoo/bad', '/zoo/bad/weights', '/live/runs', '/live/tournaments'],
];

async function checkApi(what: string): Promise<void> {
  const closing = new AbortController();
  const api = apiRoutes({ runsDir, zooDirs: [zooDir], dataDir: join(root, 'data'), closing: closing.signal });
  for (const address of ADDRESSES) {
    const answer = await api.request(address);
    expect([200, 400, 404], `${what}: ${address} ${answer.status}`).toContain(answer.status);
    const text = answer.headers.get('content-type')?.includes('event-stream') ? '' : await answer.text();
    expect(text, `${what}: ${address}`).not.toContain('root:');
    if (!LISTS.includes(address)) continue;
    expect(answer.status, `${what}: ${address}`).toBe(200);
    type Named = { name: string; status?: string; error?: string };
    const answered = JSON.parse(text) as Named[] | { runs: Named[] };
    const all = 'runs' in answered ? answered.runs : answered;
    const good = all.find(({ name }) => name === 'good');
    expect(good?.error, what).toBeUndefined();
    expect(['finished', undefined], what).toContain(good!.status);
  }
  closing.abort();
}

/** The files that are damaged, each by its path below the root. */
function files(): string[] {
  const folders = [join(runsDir, RUN), join(zooDir, 'bad'), join(runsDir, 'tournaments', CUP)];
  const all = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(root, join(entry.parentPath, entry.name))),
  );
  // One of each kind will do.
  const isOther = (path: string): boolean => !/\/(checkpoints|replays|state)\//.test(path);
  const firstOf = (kind: string): string[] => all.filter((path) => path.includes(`/${kind}/`)).slice(-1);
  return [
    ...all.filter(isOther),
    ...firstOf('checkpoints'),
    ...firstOf('replays'),
    ...all.filter((path) => path.includes('/state/manifest')),
  ];
}

/** Lets everything read that reads files, with one of them damaged. */
async function check(what: string, file: string): Promise<void> {
  for (const [name, read] of Object.entries(readers())) {
    const began = performance.now();
    try {
      await read();
    } catch (error) {
      const { message, stack } = error as Error;
      expect(error, `${what}, ${name}: ${stack}`).toBeInstanceOf(AgonError);
      expect((error as AgonError).code, `${what}, ${name}: ${message}`).not.toBe('internal');
      const names = [file.split('/').at(-1)!, 'bad', CUP].some((part) => message.includes(part));
      expect(names, `${what}, ${name}: ${message}`).toBe(true);
    }
    expect(performance.now() - began, `${what}, ${name}`).toBeLessThan(MOST_MS);
  }
  await checkApi(what);
}

describe('a damaged file', () => {
  it.each(Object.keys(DAMAGES))(
    'with %s in its place is named by whoever needs it, and stops nothing else',
    async (kind) => {
      const number = Object.keys(DAMAGES).indexOf(kind);
      // Each file in each sixth way, all in all ways at full length.
      for (const file of files().filter((_, i) => IS_SLOW || (i + number) % 6 === 0)) {
        const path = join(root, file);
        const content = readFileSync(path);
        rmSync(path);
        try {
          const damaged = DAMAGES[kind](content, path);
          if (damaged !== undefined) writeFileSync(path, damaged);
          await check(`${file}: ${kind}`, file);
        } finally {
          rmSync(path, { recursive: true, force: true });
          writeFileSync(path, content);
        }
      }
    },
  );

  it('is left out of an exported page, which says so, or refused where nothing is known without it', async () => {
    const directory = join(root, 'site');
    const dataDir = join(root, 'data');
    const options = {
      directory,
      runsDir,
      zooDirs: [zooDir],
      dataDir,
      runs: [RUN, 'good'],
      tournaments: [CUP],
    };
    const whole = await exportPage(options);
    expect(whole.leftOut).toEqual([]);
    const weights = join(runsDir, RUN, 'checkpoints', '120.safetensors');
    rmSync(weights);
    symlinkSync('/etc/passwd', weights);
    writeFileSync(join(zooDir, 'bad', 'config.json'), 'null');
    const { leftOut, files: count } = await exportPage(options);
    expect(leftOut).toEqual([
      expect.stringContaining('bad/config.json is damaged: it must be Object, got null') as string,
      expect.stringContaining('leads out of') as string,
    ]);
    expect(count).toBe(whole.files - 3); // the weights, and two of the agent
    writeFileSync(join(runsDir, RUN, 'config.json'), '');
    await expect(exportPage(options)).rejects.toThrow(/bad\/config\.json is damaged: it is empty/);
  });
});
