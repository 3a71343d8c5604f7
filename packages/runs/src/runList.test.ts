import { algorithm } from '@agon/agents';
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isReadable } from './run.js';
import { listRuns } from './runFiles.node.js';
import { entryOf, RunList } from './runList.node.js';
import { acquireLock } from './runLock.node.js';
import { trainToDisk } from './trainToDisk.node.js';

describe('the list of runs', () => {
  let runsDir = '';
  const names = (list: RunList): string[] => list.entries.map(({ name }) => name);
  const fileOf = (name: string, file: string): string => join(runsDir, name, file);

  beforeAll(async () => {
    runsDir = mkdtempSync(join(tmpdir(), 'agon-list-'));
    await trainToDisk({
      ...{
        algorithm: algorithm('dqn'),
        env: 'cart-pole',
        steps: 120,
        checkpointEvery: 60,
        name: 'one',
        runsDir,
      },
      settings: { network: 'mlp:hidden=4', bufferSize: 100, learningStarts: 20 },
    });
    for (const name of ['two', 'three'])
      cpSync(join(runsDir, 'one'), join(runsDir, name), { recursive: true });
    ['one', 'two', 'three'].forEach((name, i) => utimesSync(fileOf(name, 'metrics.jsonl'), i + 1, i + 1));
  }, 60_000);
  afterAll(() => rmSync(runsDir, { recursive: true }));

  it('says of every run what the whole run says, the most recently written first', () => {
    const list = new RunList(runsDir);
    list.look();
    expect(list.entries).toEqual(listRuns(runsDir).map(entryOf));
    expect(names(list)).toEqual(['three', 'two', 'one']);
    const [first] = list.entries;
    expect(isReadable(first) && [first.step, first.checkpoints, first.config.env]).toEqual([
      120,
      [120],
      'cart-pole:limit=500',
    ]);
  });

  it('reads again what has changed, and keeps the rest as it is', () => {
    const list = new RunList(runsDir);
    list.look();
    const { version, entries } = list;
    list.look();
    expect([list.version, ...list.entries]).toEqual([version, ...entries]);
    list.entries.forEach((entry, i) => expect(entry).toBe(entries[i]));
    appendFileSync(fileOf('one', 'metrics.jsonl'), '{"step":500,"seconds":9,"return":77}\n');
    list.look();
    expect(list.version).toBeGreaterThan(version);
    expect(names(list)).toEqual(['one', 'three', 'two']);
    expect(list.entries[0]).toMatchObject({ step: 500, result: { metric: 'return', value: 77 } });
    expect(list.entries[1]).toBe(entries[0]);
  });

  it('sees what no file tells: that somebody trains it, and that nobody does any more', () => {
    const list = new RunList(runsDir);
    const status = (): unknown => {
      list.look();
      return list.entries.find(({ name }) => name === 'two')?.status;
    };
    expect(status()).toBe('finished');
    const lock = acquireLock(join(runsDir, 'two'));
    expect(status()).toBe('running');
    lock.release();
    expect(status()).toBe('finished');
  });

  it('tells of a run that was spoilt, and forgets one that was removed', () => {
    cpSync(join(runsDir, 'two'), join(runsDir, 'spoilt'), { recursive: true });
    const list = new RunList(runsDir);
    list.look();
    writeFileSync(fileOf('spoilt', 'config.json'), '\0');
    list.look();
    expect(list.entries.find(({ name }) => name === 'spoilt')).toMatchObject({
      config: null,
      status: 'damaged',
    });
    rmSync(join(runsDir, 'spoilt'), { recursive: true });
    list.look();
    expect(names(list)).not.toContain('spoilt');
  });

  it('tells the newest first where time runs out, and the others at the next looks', () => {
    const list = new RunList(runsDir);
    for (const [known, isWhole] of [
      [1, false],
      [2, false],
      [3, true],
    ]) {
      list.look(0);
      expect([names(list).length, list.isWhole]).toEqual([known, isWhole]);
    }
  });

  it('finds a main metric that was measured long ago, behind many lines without it', () => {
    const path = fileOf('three', 'metrics.jsonl');
    const before = readFileSync(path, 'utf8');
    const others = Array.from({ length: 300 }, (_, i) => `{"step":${600 + i},"seconds":9,"loss":1}\n`).join(
      '',
    );
    writeFileSync(path, `${before}{"step":599,"seconds":9,"return":55}\n${others}`);
    const list = new RunList(runsDir);
    list.look();
    expect(list.entries[0]).toMatchObject({
      name: 'three',
      step: 899,
      result: { metric: 'return', value: 55 },
    });
  });
});
