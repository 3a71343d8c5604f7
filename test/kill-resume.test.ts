/**
 * Processes that are killed (SIGKILL) at random moments and started again end with the same bytes as ones that were left
 * alone. 5 times in `npm test`, 50 (training) and 100 (tournaments) times with AGON_SLOW=1. Runs `dist`.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RandomStream } from '@agon/core';
import { listRuns, readMetrics, readReplay, readRun, readTournament } from '@agon/arena/node';

const isSlow = process.env.AGON_SLOW === '1';
const STEPS = 1_500;

let runsDir: string;
beforeAll(() => {
  runsDir = mkdtempSync(join(tmpdir(), 'agon-kill-'));
});
afterAll(() => rmSync(runsDir, { recursive: true, force: true }));

/** Runs a script; kills it after `killAfterMs` if it still runs. Resolves to whether it ended by itself, and its output. */
function runScript(
  script: string,
  args: string[],
  killAfterMs?: number,
): Promise<{ ended: boolean; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'kill-resume', script), ...args]);
    let output = '';
    child.stdout.on('data', (data) => (output += String(data)));
    child.stderr.on('data', (data) => (output += String(data)));
    const timer =
      killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      if (signal === 'SIGKILL') resolve({ ended: false, output });
      else if (code === 0) resolve({ ended: true, output });
      else reject(new Error(`${script} exited with ${code}: ${output}`));
    });
  });
}

/** The content of every file in a part of a run. */
const contents = (name: string, part: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(join(runsDir, name, part)).map((file) => [
      file,
      readFileSync(join(runsDir, name, part, file), 'latin1'),
    ]),
  );

const metricsOf = (name: string) => readMetrics(runsDir, name).map((line) => ({ ...line, seconds: 0 }));

describe('a training process', () => {
  it(
    'killed at random moments ends with the same weights and metrics as one left alone',
    async () => {
      const began = performance.now();
      await runScript('train.mjs', [runsDir, 'whole', String(STEPS)]);
      const wholeMs = performance.now() - began;
      const rng = new RandomStream('kill training');
      const kills = isSlow ? 50 : 5;
      let killed = 0;
      for (let run = 0; killed < kills; run++) {
        const name = `killed-${run}`;
        let stateStep = 0;
        for (let ended = false; !ended;) {
          const attempt = await runScript(
            'train.mjs',
            [runsDir, name, String(STEPS)],
            40 + rng.uniform() * wholeMs,
          );
          ended = attempt.ended;
          if (!ended) killed++;
          const summary = listRuns(runsDir).find(({ config }) => config.name === name);
          if (!summary) continue; // killed before there was anything
          expect(summary.status).toBe(ended ? 'finished' : 'interrupted');
          expect(summary.stateStep ?? 0).toBeGreaterThanOrEqual(stateStep);
          if (attempt.output) expect(attempt.output).toContain(`resumed at ${stateStep}\n`);
          stateStep = summary.stateStep ?? 0;
          for (const file of summary.replays) readReplay(runsDir, name, file);
        }
        expect(readRun(runsDir, name)).toMatchObject({ status: 'finished', step: STEPS });
        expect(contents(name, 'checkpoints')).toEqual(contents('whole', 'checkpoints'));
        expect(metricsOf(name)).toEqual(metricsOf('whole'));
        expect(Object.keys(contents(name, 'state'))).toEqual(Object.keys(contents('whole', 'state')));
        rmSync(join(runsDir, name), { recursive: true });
      }
    },
    isSlow ? 600_000 : 120_000,
  );
});

describe('a tournament process', () => {
  it(
    'killed at random moments ends with the same games and the same table as one left alone',
    async () => {
      const began = performance.now();
      await runScript('tournament.mjs', [runsDir, 'whole']);
      const wholeMs = performance.now() - began;
      const rng = new RandomStream('kill tournament');
      const kills = isSlow ? 100 : 5;
      const whole = readTournament(runsDir, 'whole');
      let killed = 0;
      for (let run = 0; killed < kills; run++) {
        const name = `killed-${run}`;
        for (let ended = false; !ended;) {
          ({ ended } = await runScript('tournament.mjs', [runsDir, name], 40 + rng.uniform() * wholeMs));
          if (!ended) killed++;
        }
        const { records, result, status } = readTournament(runsDir, name);
        expect(status).toBe('finished');
        expect(records).toEqual(whole.records);
        expect(result).toEqual(whole.result);
      }
    },
    isSlow ? 600_000 : 120_000,
  );
});
