/** A run keeps a bounded number of checkpoints on disk, and those that somebody names. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderBytes, keepCheckpoint, MOST_CHECKPOINTS, pruneRun } from './keptCheckpoints.node.js';
import { readRun } from './runFiles.node.js';
import { acquireLock } from './runLock.node.js';
import { tinyAlgorithm } from './testing/tinyAlgorithm.js';
import { trainToDisk, type TrainToDiskOptions } from './trainToDisk.node.js';

let runsDir: string;
beforeEach(() => {
  runsDir = mkdtempSync(join(tmpdir(), 'agon-kept-'));
});
afterEach(() => rmSync(runsDir, { recursive: true, force: true }));

/** Episodes come every 25 steps, checkpoints every 3: so replays name few of them. */
const flags = { algorithm: tinyAlgorithm, env: 'minatar-breakout', seed: 3, checkpointEvery: 3 };
const train = (more: Partial<TrainToDiskOptions>) => trainToDisk({ ...flags, runsDir, ...more });
const steps = (name: string): number[] => readRun(runsDir, name).checkpoints;
/** A folder that looks like an old run with these checkpoints. */
async function oldRun(name: string, count: number): Promise<void> {
  await train({ name, steps: 3 });
  const file = (step: number): string => join(runsDir, name, 'checkpoints', `${step}.safetensors`);
  for (let i = 2; i <= count; i++) writeFileSync(file(3 * i), 'x'.repeat(100));
}

describe('the checkpoints of a run', () => {
  it('are bounded: the first, the newest, those of its replays; the same where it was resumed in between', async () => {
    await train({ name: 'whole', steps: 180 });
    const kept = steps('whole');
    const named = readRun(runsDir, 'whole')
      .replays.map((file) => parseInt(file))
      .filter((step) => step % 3 === 0);
    expect(kept.filter((step) => !named.includes(step)).length).toBeLessThanOrEqual(MOST_CHECKPOINTS);
    expect(kept.length).toBeLessThan(50);
    expect(named.length).toBeGreaterThan(1);
    expect(kept).toEqual(expect.arrayContaining([3, ...named]));
    expect(kept.slice(-10)).toEqual(Array.from({ length: 10 }, (_, i) => 153 + 3 * i));
    await train({ name: 'parts', steps: 90 });
    await train({ resume: 'parts', steps: 150 });
    await train({ resume: 'parts', steps: 180 });
    expect(steps('parts')).toEqual(kept);
    expect(readRun(runsDir, 'parts').replays).toEqual(readRun(runsDir, 'whole').replays);
  });
});

describe('pruning', () => {
  it('thins an old run to what training would have kept, after saying what would go', async () => {
    await oldRun('old', 492);
    const before = folderBytes(join(runsDir, 'old'));
    const planned = pruneRun(runsDir, 'old', { dryRun: true });
    expect(steps('old')).toHaveLength(492);
    expect(pruneRun(runsDir, 'old')).toEqual(planned);
    expect(steps('old')).toEqual(planned.kept);
    expect(planned.kept.length).toBeLessThanOrEqual(MOST_CHECKPOINTS);
    expect(before - folderBytes(join(runsDir, 'old'))).toBe(planned.bytes);
    expect(pruneRun(runsDir, 'old')).toMatchObject({ removed: [], bytes: 0 });
    expect(pruneRun(runsDir, 'old', { most: 1 }).kept).toEqual([3 * 492]);
  });

  it('leaves what keep.txt, a tournament or another run names, whatever else those files hold', async () => {
    await oldRun('old', 200);
    keepCheckpoint(runsDir, 'old', 36);
    keepCheckpoint(runsDir, 'old', 33);
    expect(() => keepCheckpoint(runsDir, 'old', 34)).toThrow(/no checkpoint at step 34/);
    for (const [folder, file, text] of [
      ['other', 'config.json', '{"settings":{"start":"runs/old@60"'],
      ['tournaments/t', 'tournament.json', '{"agents":["random","runs/old@90:epsilon=0.1","runs/older@93"]}'],
    ]) {
      mkdirSync(join(runsDir, folder), { recursive: true });
      writeFileSync(join(runsDir, folder, file), text);
    }
    mkdirSync(join(runsDir, 'odd', 'config.json'), { recursive: true });
    const { kept } = pruneRun(runsDir, 'old', { most: 4 });
    expect(kept).toEqual([3, 33, 36, 60, 90, expect.any(Number), 600]);
  });

  it('leaves a run alone that a process writes', async () => {
    await oldRun('old', 100);
    const lock = acquireLock(join(runsDir, 'old'));
    expect(() => pruneRun(runsDir, 'old')).toThrow(/is writing this run/);
    lock.release();
    expect(steps('old')).toHaveLength(100);
    expect(readdirSync(join(runsDir, 'old'))).not.toContain('lock.json');
  });
});
