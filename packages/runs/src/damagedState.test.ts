/** A run whose state is damaged or gone is refused by name, and nothing of it is changed; copies and renamed runs go on. */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diskCheckpoints } from './checkpoints.node.js';
import { listRuns, readConfig, readReplay, readRun } from './runFiles.node.js';
import { tinyAlgorithm } from './testing/tinyAlgorithm.js';
import { trainToDisk, type TrainToDiskOptions } from './trainToDisk.node.js';

let runsDir: string;
beforeEach(() => {
  runsDir = mkdtempSync(join(tmpdir(), 'agon-damaged-'));
});
afterEach(() => rmSync(runsDir, { recursive: true, force: true }));

const base = { algorithm: tinyAlgorithm, env: 'minatar-breakout', seed: 3, checkpointEvery: 100 };
const train = (more: Partial<TrainToDiskOptions>) => trainToDisk({ ...base, runsDir, ...more });
const inRun = (...parts: string[]): string => join(runsDir, 'run', ...parts);

/** Every file of a folder with its bytes. */
function contents(directory: string): Record<string, string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((file) =>
    file.isFile(),
  );
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  return Object.fromEntries(
    paths.map((path) => [path.slice(directory.length), readFileSync(path, 'latin1')]),
  );
}

/** What resuming the run says; it must change nothing. */
async function refusal(): Promise<string> {
  const before = contents(inRun());
  const error: unknown = await train({ steps: 400, resume: 'run' }).catch((reason: unknown) => reason);
  expect(contents(inRun())).toEqual(before);
  expect((error as Error).name).toBe('AgonError');
  return (error as Error).message;
}

describe('a run whose state is gone', () => {
  it('is refused, keeps its weights and metrics, and says how to begin anew beside it', async () => {
    await train({ steps: 300, name: 'run' });
    for (const name of readdirSync(inRun('state'))) rmSync(inRun('state', name));
    const said = await refusal();
    expect(said).toContain('has weights up to step 300, but its state is gone');
    expect(said).toContain('still play as runs/run@300');
    expect(said).toMatch(/begin anew beside it:\n {2}npx agon train tiny .* --steps 400 .* --run run-2$/);
    rmSync(inRun('state'), { recursive: true });
    expect(await refusal()).toBe(said);
    rmSync(inRun('checkpoints'), { recursive: true });
    expect(await refusal()).toContain('has metrics, but its state is gone');
  });

  it('is told from one that was killed before its first state, with or without a first checkpoint', async () => {
    await expect(train({ steps: 200, name: 'run', settings: { failAt: 90 } })).rejects.toThrow('NaN');
    writeFileSync(inRun('checkpoints', '100.safetensors'), 'written just before the kill');
    const resumed = train({ resume: 'run', settings: { failAt: 90 } });
    await expect(resumed).rejects.toThrow('the loss became NaN at step 90');
    expect(readdirSync(inRun('checkpoints'))).toEqual([]);
  });
});

describe('a run whose state is damaged', () => {
  const manifest = (): Record<string, unknown> =>
    JSON.parse(readFileSync(inRun('state', 'manifest.json'), 'utf8')) as Record<string, unknown>;
  const rewrite = (change: (old: Record<string, unknown>) => unknown) => () =>
    writeFileSync(inRun('state', 'manifest.json'), JSON.stringify(change(manifest())));
  const without = (old: Record<string, unknown>, more: object) => {
    const { crc32c, ...rest } = old;
    expect(crc32c).toBeTypeOf('number');
    return { ...rest, ...more };
  };

  it.each<[string, () => void, string | RegExp]>([
    [
      'an empty manifest',
      () => truncateSync(inRun('state', 'manifest.json')),
      /manifest\.json is damaged: it is empty/,
    ],
    [
      'a manifest of NUL bytes',
      () => writeFileSync(inRun('state', 'manifest.json'), '\0'.repeat(500)),
      'manifest.json is damaged',
    ],
    ['null for a manifest', rewrite(() => null), 'manifest.json is damaged'],
    ['a list for a manifest', rewrite(() => []), 'manifest.json is damaged'],
    ['a later format', rewrite((old) => ({ ...old, format: 3 })), '"format" must be 2, got 3'],
    ['another step', rewrite((old) => ({ ...old, step: 400 })), 'manifest.json fails its checksum'],
    ['a step that is none', rewrite((old) => without(old, { step: 'x' })), '"step" must be number'],
    [
      'a file of another folder',
      rewrite((old) => without(old, { arrays: { name: '../../x', bytes: 1, crc32c: 1 } })),
      '"arrays.name"',
    ],
    [
      'a log without end',
      rewrite((old) =>
        without(old, { segments: { rows: { rowBytes: 16, keepFrom: 0, end: 1e15, files: [] } } }),
      ),
      'log "rows", has other rows than',
    ],
    [
      'no arrays',
      () => rmSync(inRun('state', 'arrays.300.safetensors')),
      /cannot open .*arrays\.300.*the state needs it/,
    ],
    [
      'cut arrays',
      () => truncateSync(inRun('state', 'arrays.300.safetensors'), 100),
      /arrays\.300\.safetensors has 100 bytes/,
    ],
    [
      'a folder for a file',
      () => {
        rmSync(inRun('state', 'arrays.300.safetensors'));
        mkdirSync(inRun('state', 'arrays.300.safetensors'));
      },
      /arrays\.300\.safetensors: illegal operation on a directory \(EISDIR\)/,
    ],
    ['cut metrics', () => truncateSync(inRun('metrics.jsonl'), 70), 'it was cut. Restore it from a copy'],
    ['no metrics', () => rmSync(inRun('metrics.jsonl')), 'it was cut. Restore it from a copy'],
    [
      'metrics of NUL bytes',
      () =>
        writeFileSync(inRun('metrics.jsonl'), '\0'.repeat(statSync(inRun('metrics.jsonl')).size - 1) + '\n'),
      'metrics.jsonl:1 is damaged',
    ],
    [
      'metrics that are null',
      () => {
        const { size } = statSync(inRun('metrics.jsonl'));
        writeFileSync(inRun('metrics.jsonl'), 'null\n'.padStart(size));
      },
      'metrics.jsonl:1 is damaged',
    ],
  ])('(%s) is refused by name', async (_, damage, said) => {
    await train({ steps: 300, name: 'run' });
    damage();
    expect(await refusal()).toMatch(said);
  });
});

describe('a run whose state an earlier version saved', () => {
  it('is listed and played from as ever, and only resuming it is refused', async () => {
    await train({ steps: 300, name: 'run' });
    // As version 1 wrote it: counters of its own, and no checksum at first.
    const arrays = { name: 'arrays.300.safetensors', bytes: 1, crc32c: 1 };
    const earlier = { format: 1, step: 300, seconds: 1, metricsBytes: 0, json: { old: true }, arrays };
    writeFileSync(inRun('state', 'manifest.json'), JSON.stringify({ ...earlier, segments: {} }));
    const summary = readRun(runsDir, 'run');
    expect(summary).toMatchObject({ status: 'finished', step: 300 });
    expect(summary.damage).toBeUndefined();
    expect(await diskCheckpoints(runsDir)('runs/run')).toMatchObject({ step: 300 });
    expect(readReplay(runsDir, 'run', summary.replays[0]).players).toEqual(['runs/run@25']);
    const said = await refusal();
    expect(said).toContain(
      'was saved by an earlier version of agon, and training cannot go on from its state',
    );
    expect(said).toContain('eval, play, view and export of it still work');
    expect(said).toMatch(/begin anew beside it:\n {2}npx agon train tiny .* --steps 400 .* --run run-2$/);
  });
});

describe('a run that was copied or renamed', () => {
  it('goes on under the name of its folder, and the other is not touched', async () => {
    await train({ steps: 200, name: 'run' });
    cpSync(inRun(), join(runsDir, 'copy'), { recursive: true });
    const before = contents(inRun());
    const outcome = await train({ steps: 400, resume: 'copy' });
    expect(outcome).toMatchObject({ name: 'copy', directory: join(runsDir, 'copy'), step: 400 });
    expect(contents(inRun())).toEqual(before);
    await train({ steps: 400, name: 'whole' });
    for (const part of ['checkpoints', 'state']) {
      const names = readdirSync(join(runsDir, 'copy', part)).filter((name) => name !== 'manifest.json');
      const read = (run: string) =>
        names.map((name) => readFileSync(join(runsDir, run, part, name), 'latin1'));
      expect(read('copy')).toEqual(read('whole'));
    }
    expect(readFileSync(join(runsDir, 'copy', 'config.json'), 'utf8')).toContain('"name": "copy"');
  });

  it('is known by the name of its folder everywhere', async () => {
    await train({ steps: 100, name: 'run' });
    renameSync(inRun(), join(runsDir, 'moved'));
    expect(readConfig(runsDir, 'moved').name).toBe('moved');
    expect(listRuns(runsDir).map(({ name }) => name)).toEqual(['moved']);
    const { replays } = readRun(runsDir, 'moved');
    expect(readReplay(runsDir, 'moved', replays[0]).players).toEqual(['runs/moved@25']);
    await expect(train({ steps: 50, resume: 'moved' })).rejects.toThrow(/run "moved" cannot be resumed/);
  });

  it('goes on where its folder is a link, or the folder of all runs is', async () => {
    await train({ steps: 100, name: 'run' });
    const links = mkdtempSync(join(tmpdir(), 'agon-links-'));
    try {
      symlinkSync(inRun(), join(links, 'linked'));
      await train({ runsDir: links, steps: 200, resume: 'linked' });
      symlinkSync(runsDir, join(links, 'runs'));
      await train({ runsDir: join(links, 'runs'), steps: 300, resume: 'run' });
      expect(readRun(runsDir, 'run')).toMatchObject({ status: 'finished', step: 300 });
    } finally {
      rmSync(links, { recursive: true });
    }
  });
});
