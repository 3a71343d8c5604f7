/** Files of options and AGON_* variables: what counts before what, and what a mistake in one is told. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { agon, agonInOneProcess, temporaryFolder } from './agon.js';

const folder = temporaryFolder();
const quickAgon = agonInOneProcess(folder);
const home = join(folder, 'home');
const USER = join(home, 'agon', 'config.json');
const env = { XDG_CONFIG_HOME: home };
mkdirSync(join(home, 'agon'), { recursive: true });

const project = (text: string): void => writeFileSync(join(folder, 'agon.config.json'), text);
const user = (text: string): void => writeFileSync(USER, text);

beforeEach(() => {
  project('{}');
  user('{}');
});

/** The resolved configuration of a training. */
async function trainConfig(more: string[] = [], variables: NodeJS.ProcessEnv = {}) {
  const args = ['train', 'dqn', '--env', 'cart-pole', '--steps', '99', '--dry-run', '--json', ...more];
  const { code, stdout, stderr } = await quickAgon(args, { ...env, ...variables });
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as { seed: number; settings: Record<string, unknown>; checkpointEvery: number };
}

describe('options that nobody gives', () => {
  it('come from the flag, the environment, the project, the user, in this order', async () => {
    user('{"train": {"seed": 2, "checkpoint-every": "5k"}}');
    expect(await trainConfig()).toMatchObject({ seed: 2, checkpointEvery: 5000 });
    project('{"train": {"seed": 3}}');
    expect(await trainConfig()).toMatchObject({ seed: 3, checkpointEvery: 5000 });
    expect(await trainConfig([], { AGON_SEED: '4' })).toMatchObject({ seed: 4 });
    expect(await trainConfig(['--seed', '5'], { AGON_SEED: '4' })).toMatchObject({ seed: 5 });
  });

  it('a list on the line stands instead of one in a file', async () => {
    project('{"train": {"set": ["gamma=0.5", "batchSize=8"]}}');
    expect((await trainConfig()).settings).toMatchObject({ gamma: 0.5, batchSize: 8 });
    const { settings } = await trainConfig(['--set', 'gamma=0.7']);
    expect(settings).toMatchObject({ gamma: 0.7, batchSize: 128 });
  });

  it('satisfy a command that must have them', async () => {
    project('{"tournament": {"env": "tic_tac_toe", "agents": ["random", "scripted"], "games": 2}}');
    const { code, stdout, stderr } = await quickAgon(['tournament', '--name', 'filed'], env);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^1 +(random|scripted) .* 2 /m);
  });

  it('leave a resumed run as it is', async () => {
    const small = ['--set', 'bufferSize=200', '--set', 'network=mlp:hidden=8'];
    const first = ['train', 'dqn', '--env', 'cart-pole', '--steps', '20', '--run', 'r', ...small];
    expect((await agon(first, folder, { env })).code).toBe(0);
    project('{"train": {"seed": 9, "set": ["gamma=0.5"], "env": "acrobot"}}');
    const again = await agon(['train', 'dqn', '--resume', 'r', '--steps', '40'], folder, { env });
    expect(again.code, again.stderr).toBe(0);
  }, 60_000);

  it('show in the help of their command', async () => {
    project('{"eval": {"episodes": 7}}');
    const { stdout } = await quickAgon(['eval', '--help'], env);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('(default: 7, by agon.config.json)');
  });
});

describe('agon config', () => {
  it('tells each value that is set, and with --explain where it comes from', async () => {
    user('{"train": {"seed": 2, "device": "cpu"}, "play": {"seat": 2}}');
    project('{"train": {"seed": 3, "json": false}}');
    const plain = await quickAgon(['config'], env);
    expect(plain.stdout).not.toContain('project file');
    const { stdout, stderr } = await quickAgon(['config', '--explain'], { ...env, AGON_EPISODES: '12' });
    expect(stdout).toMatch(/^train +--seed +3 +project file \(agon\.config\.json\)$/m);
    expect(stdout).toMatch(/^train +--device +cpu +user file \(\S+config\.json\)$/m);
    expect(stdout).toMatch(/^train +--json +false +project file/m);
    expect(stdout).toMatch(/^eval +--episodes +12 +environment \(AGON_EPISODES\)$/m);
    expect(stderr).toMatch(/^project file: agon\.config\.json \(read\)$/m);
  });

  it('tells of a whole line, with flags and defaults', async () => {
    project('{"eval": {"workers": 2}}');
    const line = ['--', 'eval', '--env', 'tic_tac_toe', '--episodes', '9'];
    const { stdout } = await quickAgon(['config', '--json', ...line], env);
    const found = JSON.parse(stdout) as { option: string; value: unknown; origin: string }[];
    const of = (name: string) => found.find(({ option }) => option === name);
    expect(of('episodes')).toMatchObject({ value: 9, origin: 'flag' });
    expect(of('workers')).toMatchObject({ value: 2, origin: 'project file' });
    expect(of('seed')).toMatchObject({ value: 0, origin: 'default' });
  });
});

describe('a mistake in what is read', () => {
  const [BAD, TRAIN] = ['agon.config.json', ['train', 'dqn', '--settings']];
  it.each<[string, string, string[], NodeJS.ProcessEnv, RegExp]>([
    ['no JSON', '{"train":', ['envs'], {}, /^agon: agon\.config\.json is no JSON/],
    ['no object', '[]', ['envs'], {}, /agon\.config\.json must hold an object/],
    [
      'an unknown command',
      '{"trian": {}}',
      ['envs'],
      {},
      /json: there is no command "trian"\. Did you mean "train"\?/,
    ],
    [
      'an unknown option',
      '{"train": {"sead": 1}}',
      TRAIN,
      {},
      /no option of train "sead"\. Did you mean "seed"\?/,
    ],
    [
      'a wrong type',
      '{"train": {"seed": true}}',
      TRAIN,
      {},
      /json: train\.seed must be a text or a number, got true/,
    ],
    [
      'a value out of range',
      '{"train": {"seed": -1}}',
      TRAIN,
      {},
      /json: train\.seed is -1\. It must be a whole number/,
    ],
    [
      'a switch that is none',
      '{"train": {"json": "yes"}}',
      TRAIN,
      {},
      /train\.json must be true or false, got "yes"/,
    ],
    [
      'a variable out of range',
      '{}',
      TRAIN,
      { AGON_SEED: 'x' },
      /AGON_SEED is "x"\. It must be a whole number/,
    ],
    ['a mistake that config is asked of', '{"train": {"sead": 1}}', ['config'], {}, /Did you mean "seed"\?/],
  ])('%s: exit code 2 and one line that names where', async (_what, text, args, variables, message) => {
    writeFileSync(join(folder, BAD), text);
    const { code, stdout, stderr } = await quickAgon(args, { ...env, ...variables });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect([code, stdout]).toEqual([2, '']);
  });

  it('in the user file names its path; one of another command waits for that command', async () => {
    user('{"train": {"sead": 1}}');
    expect((await quickAgon(TRAIN, env)).stderr).toContain(USER);
    expect((await quickAgon(['envs'], env)).code).toBe(0);
  });
});
