/** Writes folders of runs as training leaves them, without training: for tests of lists and curves. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Written {
  /** Fields of config.json that are others than here. */
  config?: Readonly<Record<string, unknown>>;
  /** Lines of metrics.jsonl; the step is the seconds where none are given. */
  lines: readonly ({ step: number } & Readonly<Record<string, number>>)[];
}

/** A finished run of `dqn` in `runsDir/name`. */
export function writeRun(runsDir: string, name: string, { config, lines }: Written): void {
  const directory = join(runsDir, name);
  for (const folder of ['checkpoints', 'replays']) mkdirSync(join(directory, folder), { recursive: true });
  const whole = {
    ...{ format: 1, name, algorithm: 'dqn', env: 'cart-pole', envVersion: 1, seed: 1, steps: 1000 },
    ...{ minutes: null, workers: 0, checkpointEvery: 100, settings: {}, preset: null, versions: {} },
    created: '2026-01-01T00:00:00.000Z',
    ...config,
  };
  const write = (file: string, text: string): void => writeFileSync(join(directory, file), text);
  write('config.json', JSON.stringify(whole));
  write('status.json', JSON.stringify({ status: 'finished', step: lines.at(-1)?.step ?? 0 }));
  write(
    'metrics.jsonl',
    lines.map((line) => `${JSON.stringify({ seconds: line.step, ...line })}\n`).join(''),
  );
}
