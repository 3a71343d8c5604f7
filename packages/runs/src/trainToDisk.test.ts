import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Algorithm } from '@agon/agents';
import { AgonError } from '@agon/core';
import * as v from 'valibot';
import { diskCheckpoints } from './checkpoints.node.js';
import { resimulate } from './resimulate.js';
import { listRuns, readMetrics, readReplay, readRun } from './runFiles.node.js';
import { acquireLock } from './runLock.node.js';
import { tinyAlgorithm } from './testing/tinyAlgorithm.js';
import { trainToDisk, type RunEvent, type TrainToDiskOptions } from './trainToDisk.node.js';

let runsDir: string;
beforeEach(() => {
  runsDir = mkdtempSync(join(tmpdir(), 'agon-runs-'));
});
afterEach(() => rmSync(runsDir, { recursive: true, force: true }));

const base = { algorithm: tinyAlgorithm, env: 'minatar-breakout', seed: 3, checkpointEvery: 100 };
const train = (more: Partial<TrainToDiskOptions>) => trainToDisk({ ...base, runsDir, ...more });

/** Trains until `stop` says so, then stops as Ctrl-C does. */
async function interrupt(more: Partial<TrainToDiskOptions>, stop: (event: RunEvent) => boolean) {
  const controller = new AbortController();
  const onEvent = (event: RunEvent) => {
    if (stop(event)) controller.abort();
  };
  return train({ ...more, onEvent, signal: controller.signal });
}

/** Everything that must not depend on interruptions. */
function essence(name: string) {
  const directory = join(runsDir, name);
  const files = (part: string) =>
    readdirSync(join(directory, part)).map((file) => [
      file,
      readFileSync(join(directory, part, file), 'latin1'),
    ]);
  return {
    metrics: readMetrics(runsDir, name).map((line) => ({ ...line, seconds: 0 })),
    checkpoints: files('checkpoints'),
    replays: files('replays').map(([file, text]) => [file, text.replaceAll(name, 'NAME')]),
    state: readdirSync(join(directory, 'state')),
  };
}

const failure = async (promise: Promise<unknown>): Promise<AgonError> => {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AgonError);
  return error as AgonError;
};

describe('a run on disk', () => {
  it('has a config, the command, metrics, events, weights, a state and replays', async () => {
    const outcome = await train({ steps: 350 });
    expect(outcome).toMatchObject({ name: 'tiny-minatar-breakout-seed3', status: 'finished', step: 350 });
    const names = readdirSync(outcome.directory).filter((name) => !name.startsWith('events'));
    expect(names).toEqual([
      'checkpoints',
      'command.txt',
      'config.json',
      'metrics.jsonl',
      'replays',
      'state',
      'status.json',
    ]);
    const run = readRun(runsDir, outcome.name);
    expect(run).toMatchObject({
      status: 'finished',
      step: 350,
      stateStep: 350,
      checkpoints: [100, 200, 300, 350],
    });
    expect(run.config).toMatchObject({ algorithm: 'tiny', seed: 3, steps: 350, settings: { rate: 0.1 } });
    expect(run.last.rows).toBe(150);
    expect(readFileSync(join(outcome.directory, 'command.txt'), 'utf8')).toMatch(
      /^npx agon train tiny --env minatar-breakout\S* --steps 350 --seed 3 --workers 0 --checkpoint-every 100 --preset none --set rate=0.1 /,
    );
  });

  it('has no line of metrics without a number', async () => {
    const wordy: Algorithm = {
      ...tinyAlgorithm,
      async *train(options) {
        for await (const event of tinyAlgorithm.train(options)) {
          yield event;
          if (event.kind === 'metrics') yield { ...event, values: {} };
          if (event.kind === 'metrics') yield { ...event, values: { loss: NaN } };
        }
      },
    };
    await train({ algorithm: wordy, steps: 30, name: 'run' });
    expect(readMetrics(runsDir, 'run').map(({ step }) => step)).toEqual([10, 20, 30]);
  });

  it('keeps replays that re-simulate', async () => {
    const { name } = await train({ steps: 200 });
    const { replays } = readRun(runsDir, name);
    expect(replays.length).toBeGreaterThan(3);
    for (const file of replays) {
      const replay = readReplay(runsDir, name, file);
      expect([...resimulate(replay)]).toHaveLength(replay.actions.length + 1);
    }
  });

  it('keeps a bounded number of replays, the first and the newest among them', async () => {
    const { name } = await train({ steps: 2_000 });
    const steps = readRun(runsDir, name).replays.map((file) => parseInt(file));
    expect(steps.length).toBeLessThanOrEqual(30);
    expect(steps.length).toBeGreaterThanOrEqual(18);
    expect(steps[0]).toBe(25);
    expect(steps.slice(-3)).toEqual([1950, 1975, 2000]);
  });

  it('gets a fresh name where none is given, and none that is taken', async () => {
    const names = [await train({ steps: 10 }), await train({ steps: 10 })].map(({ name }) => name);
    expect(names).toEqual(['tiny-minatar-breakout-seed3', 'tiny-minatar-breakout-seed3-2']);
    const error = await failure(train({ steps: 10, name: names[0] }));
    expect(error.code).toBe('bad-option');
    expect(error.message).toContain(`--resume ${names[0]}`);
    expect((await failure(train({ steps: 10, name: '../up' }))).code).toBe('bad-option');
  });

  it('is not begun, nor told of, where its algorithm refuses the settings together', async () => {
    const check = ({ workers }: { workers: number }) => {
      throw new AgonError('bad-option', `not with ${workers} workers.`);
    };
    const events: RunEvent[] = [];
    const onEvent = (event: RunEvent) => events.push(event);
    const error = await failure(
      train({ algorithm: { ...tinyAlgorithm, check }, steps: 10, workers: 3, onEvent }),
    );
    expect(error.message).toBe('not with 3 workers.');
    expect(events).toEqual([]);
    expect(readdirSync(runsDir)).toEqual([]);
  });

  it('clears away what a process left that was killed while it made a directory', async () => {
    const left = join(runsDir, '.run.123.tmp');
    mkdirSync(join(left, 'state'), { recursive: true });
    await train({ steps: 10, name: 'a' });
    expect(readdirSync(runsDir)).toEqual(['.run.123.tmp', 'a']); // it might be in the making
    utimesSync(left, 0, 0);
    await train({ steps: 10, name: 'b' });
    expect(readdirSync(runsDir)).toEqual(['a', 'b']);
  });

  it('says what failed first where the disk fails, and gives the lock back', async () => {
    const events: RunEvent[] = [];
    const onEvent = (event: RunEvent) => {
      events.push(event);
      if (event.kind === 'metrics') rmSync(join(runsDir, 'run'), { recursive: true, force: true });
    };
    await expect(train({ steps: 200, name: 'run', onEvent })).rejects.toThrow(
      /cannot open .*25\.json.*ENOENT.*The folder .* is gone\. .*resume with:\n {2}npx agon train tiny --resume run$/s,
    );
    expect(events.at(-1)).toMatchObject({ kind: 'warning' });
    await train({ steps: 10, name: 'run' });
  });

  it('lists runs, the newest first', async () => {
    await train({ steps: 10, name: 'a' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await train({ steps: 10, name: 'b' });
    expect(listRuns(runsDir).map((run) => run.name)).toEqual(['b', 'a']);
    expect(listRuns(join(runsDir, 'none'))).toEqual([]);
  });
});

describe('a resumed run', () => {
  it('ends with the same bytes as one that was never stopped', async () => {
    await train({ steps: 500, name: 'whole' });
    const outcome = await interrupt(
      { steps: 500, name: 'parts' },
      ({ kind, ...event }) => kind === 'metrics' && 'step' in event && event.step === 230,
    );
    expect(outcome).toMatchObject({ status: 'interrupted', step: 230 });
    expect(readRun(runsDir, 'parts').status).toBe('interrupted');
    await train({ steps: 500, resume: 'parts' });
    const [whole, parts] = [essence('whole'), essence('parts')];
    expect(parts.metrics).toEqual(whole.metrics);
    expect(parts.checkpoints.filter(([file]) => !file.startsWith('230'))).toEqual(whole.checkpoints);
    expect(parts.replays).toEqual(whole.replays);
  });

  it('goes on for more steps, without what came after its state', async () => {
    await train({ steps: 200, name: 'grown' });
    appendFileSync(join(runsDir, 'grown', 'metrics.jsonl'), '{"step":210,"seconds":9,"loss":1}\n{"step":22');
    writeFileSync(join(runsDir, 'grown', 'checkpoints', '300.safetensors'), 'left by a crash');
    writeFileSync(join(runsDir, 'grown', 'state', 'arrays.300.safetensors.tmp'), 'left by a crash');
    await train({ steps: 400, resume: 'grown' });
    await train({ steps: 400, name: 'whole' });
    expect(essence('grown')).toEqual(essence('whole'));
    expect(readRun(runsDir, 'whole').config).not.toHaveProperty('earlierSteps');
    await train({ steps: 450, resume: 'grown' });
    await train({ resume: 'grown' });
    expect(readRun(runsDir, 'grown').config).toMatchObject({ steps: 450, earlierSteps: [200, 400] });
  });

  it('warns that a learning rate that falls over the steps jumps where there are more of them', async () => {
    const decaySteps = v.optional(v.number(), 0);
    const schema = v.strictObject({ ...tinyAlgorithm.schema.entries, decaySteps });
    const warnings = async (more: Partial<TrainToDiskOptions>) => {
      const texts: string[] = [];
      const onEvent = (event: RunEvent) => event.kind === 'warning' && texts.push(event.text);
      const followsLength = { setting: 'decaySteps', value: 0 };
      await train({ algorithm: { ...tinyAlgorithm, schema, followsLength }, onEvent, ...more });
      return texts;
    };
    expect(await warnings({ steps: 100, name: 'falls' })).toEqual([]);
    expect(await warnings({ steps: 100, resume: 'falls' })).toEqual([]);
    expect(await warnings({ steps: 200, resume: 'falls' })).toEqual([
      expect.stringMatching(/it had 100 steps, now it has 200 steps, so the rate jumps here/),
    ]);
    expect(await warnings({ resume: 'falls' })).toEqual([]);
    await warnings({ steps: 100, name: 'own', settings: { decaySteps: 300 } });
    expect(await warnings({ steps: 200, resume: 'own' })).toEqual([]);
    await warnings({ algorithm: tinyAlgorithm, steps: 100, name: 'constant' });
    expect(await warnings({ algorithm: tinyAlgorithm, steps: 200, resume: 'constant' })).toEqual([]);
  });

  it('takes a new end in steps or minutes, or keeps the one it had', async () => {
    await train({ steps: 100, name: 'run' });
    expect(await train({ resume: 'run' })).toMatchObject({ status: 'finished', step: 100 });
    const outcome = await train({ minutes: 0.005, resume: 'run' });
    expect(outcome.step).toBeGreaterThan(100);
    expect(readRun(runsDir, 'run').config).toMatchObject({ steps: null, minutes: 0.005 });
  });

  it('starts again at 0 where it was killed before its first state', async () => {
    await train({ steps: 60, name: 'whole' });
    await failure(train({ steps: 60, name: 'killed', settings: { failAt: 50 } }));
    expect(readRun(runsDir, 'killed')).toMatchObject({
      status: 'failed',
      step: 50,
      stateStep: null,
      error: 'the loss became NaN at step 50.',
    });
    const events: RunEvent[] = [];
    await failure(
      train({
        steps: 60,
        resume: 'killed',
        settings: { failAt: 50 },
        onEvent: (event) => events.push(event),
      }),
    );
    expect(events[0]).toMatchObject({ kind: 'opened', resumedAt: null });
    expect(readMetrics(runsDir, 'killed').map((line) => line.step)).toEqual([10, 20, 30, 40, 50]);
  });

  it('refuses other flags and names each of them', async () => {
    await train({ steps: 100, name: 'run' });
    const error = await failure(
      train({ steps: 50, seed: 4, settings: { rate: 0.2 }, env: 'minatar-breakout:sticky=0', resume: 'run' }),
    );
    expect(error.code).toBe('bad-option');
    for (const text of [
      'seed is 4, the run has 3',
      'rate is 0.2, the run has 0.1',
      'env is',
      'steps is 50, the run has 100',
    ]) {
      expect(error.message).toContain(text);
    }
  });

  it('goes on with a run that is older than one of the settings', async () => {
    await train({ steps: 100, name: 'run' });
    const path = join(runsDir, 'run', 'config.json');
    const config = JSON.parse(readFileSync(path, 'utf8')) as { settings: Record<string, unknown> };
    delete config.settings.pauseEvery;
    writeFileSync(path, JSON.stringify(config));
    expect(await train({ steps: 200, resume: 'run' })).toMatchObject({ status: 'finished', step: 200 });
    expect(readRun(runsDir, 'run').config.settings).toHaveProperty('pauseEvery');
  });

  it('is not changed by what its preset has learned since', async () => {
    await train({ steps: 100, name: 'run', settings: { rate: 0.1 } });
    const path = join(runsDir, 'run', 'config.json');
    const config = JSON.parse(readFileSync(path, 'utf8')) as { settings: Record<string, unknown> };
    delete config.settings.pauseEvery;
    writeFileSync(path, JSON.stringify(config));
    const presets = { 'minatar-breakout': { rate: 0.5, pauseEvery: 7 } };
    await train({ algorithm: { ...tinyAlgorithm, presets }, steps: 200, resume: 'run' });
    expect(readRun(runsDir, 'run').config.settings).toMatchObject({ rate: 0.1, pauseEvery: 20 });
  });

  it('refuses a run that another process writes, and an unknown one with the near name', async () => {
    await train({ steps: 100, name: 'run' });
    const lock = acquireLock(join(runsDir, 'run'));
    expect(readRun(runsDir, 'run').status).toBe('running');
    expect((await failure(train({ steps: 200, resume: 'run' }))).message).toContain(`process ${process.pid}`);
    lock.release();
    expect((await failure(train({ steps: 200, resume: 'rum' }))).message).toContain('did you mean "run"?');
  });

  it('is listed among the others when its state is damaged', async () => {
    await train({ steps: 10, name: 'good' });
    await train({ steps: 10, name: 'bad' });
    writeFileSync(join(runsDir, 'bad', 'state', 'manifest.json'), '{"for');
    const [bad, good] = ['bad', 'good'].map((name) => listRuns(runsDir).find((run) => run.name === name));
    expect(good).toMatchObject({ status: 'finished' });
    expect(bad).toMatchObject({
      status: 'damaged',
      damage: [expect.stringContaining('manifest.json is damaged') as string],
    });
  });

  it('refuses a damaged state and names the file', async () => {
    await train({ steps: 100, name: 'run' });
    const path = join(runsDir, 'run', 'state', 'rows.0-100.bin');
    const bytes = readFileSync(path);
    bytes[40] ^= 1;
    writeFileSync(path, bytes);
    const error = await failure(train({ steps: 200, resume: 'run' }));
    expect(error.code).toBe('bad-checkpoint');
    expect(error.message).toContain('rows.0-100.bin fails its checksum');
  });
});

describe('the lock', () => {
  it('is taken over from a process that died, also where its id was given to another', async () => {
    await train({ steps: 10, name: 'run' });
    const path = join(runsDir, 'run', 'lock.json');
    for (const stale of [
      { pid: 2 ** 22 + 1, host: (await import('node:os')).hostname(), started: 'x' },
      { pid: process.pid, host: (await import('node:os')).hostname(), started: 'another time' },
    ]) {
      writeFileSync(path, JSON.stringify(stale));
      expect(readRun(runsDir, 'run').status).toBe('finished');
      acquireLock(join(runsDir, 'run')).release();
    }
    expect(readdirSync(join(runsDir, 'run')).filter((name) => name.startsWith('lock'))).toEqual([]);
  });
});

describe('checkpoints by name', () => {
  it('are the last one of a run, or the one of a step', async () => {
    await train({ steps: 300, name: 'run' });
    const source = diskCheckpoints(runsDir);
    expect(await source('runs/run')).toMatchObject({ algorithm: 'tiny', step: 300, settings: { rate: 0.1 } });
    expect((await source('runs/run@100')).weights).toEqual(
      new Uint8Array(readFileSync(join(runsDir, 'run', 'checkpoints', '100.safetensors'))),
    );
    expect((await failure(source('runs/run@120'))).message).toContain(
      'nearest is 100. It has 3: 100, 200, 300.',
    );
    expect((await failure(source('runs/ran'))).message).toContain('did you mean "run"?');
    expect((await failure(source('zoo/go9'))).message).toContain('The zoo is empty');
  });
});
