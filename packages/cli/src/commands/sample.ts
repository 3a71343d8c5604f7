/** `agon sample`: what a trained model writes. */
import { AgonError, describeSettings, splitSetting } from '@agon/core';
import { makeFolder } from '@agon/core/node';
import { readCheckpoint } from '@agon/learning';
import { dataTrainer, textSamplingSchema } from '@agon/models';
import { diskCheckpoints, writeFile } from '@agon/runs/node';
import { join } from 'node:path';
import { print, printJson, say } from '../output.js';
import { RUNS_DIR, ZOO_DIRS } from '../places.js';
import { formatValue } from '../settingsText.js';
import { table } from '../tableText.js';

/** The command's flags. */
export interface SampleFlags {
  model?: string;
  prompt?: string;
  count: number;
  set?: string[];
  settings?: boolean;
  seed: number;
  out?: string;
  json?: boolean;
}

/** Between two samples of one file, or on the screen. */
const BETWEEN = '\n────────\n';

/** Prints the samples, or writes them to `out`. @throws bad-option, not-found, unsupported for what does not write; bad-checkpoint */
export async function sample(flags: SampleFlags): Promise<void> {
  if (flags.settings) return printSettings(flags.json);
  const { model: path, prompt, count, seed, out } = flags;
  if (path === undefined)
    throw new AgonError('bad-option', 'say which model writes: --model runs/NAME or --model zoo/NAME.');
  const settings: Record<string, string> = {};
  for (const text of flags.set ?? []) {
    const [key, value] = splitSetting(text);
    if (Object.hasOwn(settings, key))
      throw new AgonError('bad-option', `--set gives "${key}" twice; keep one.`);
    settings[key] = value;
  }
  const checkpoint = await readCheckpoint(path, diskCheckpoints(RUNS_DIR, ZOO_DIRS));
  const write = checkpoint.data === undefined ? undefined : dataTrainer(checkpoint.algorithm).sample;
  if (!write || checkpoint.data === undefined)
    throw new AgonError('unsupported', `"${path}" (${checkpoint.algorithm}) does not write anything.`);
  const began = performance.now();
  const { texts } = await write(checkpoint, { prompt, count, settings, seed });
  const seconds = (performance.now() - began) / 1000;
  if (out !== undefined) writeSamples(out, texts);
  if (flags.json) printJson({ model: path, prompt, seed, samples: texts, seconds });
  else if (out === undefined) print(texts.join(BETWEEN));
}

/** Into one file, or a file each into a folder: its name ends with a slash. */
function writeSamples(out: string, texts: readonly string[]): void {
  const encoder = new TextEncoder();
  const what = texts.length === 1 ? 'one sample' : `${texts.length} samples`;
  if (!/[/\\\\]$/.test(out)) {
    writeFile(out, encoder.encode(`${texts.join(BETWEEN)}\n`));
    return say(`${out}: ${what}.`);
  }
  makeFolder(out);
  const digits = String(texts.length).length;
  texts.forEach((text, i) =>
    writeFile(join(out, `${String(i + 1).padStart(digits, '0')}.txt`), encoder.encode(text)),
  );
  say(`${out}: ${what}, a file each.`);
}

function printSettings(json = false): void {
  const settings = describeSettings(textSamplingSchema);
  if (json) return printJson(settings);
  const rows = settings.map(({ key, default: value, type, description }) => [
    key,
    formatValue(value),
    type,
    description,
  ]);
  print(table([{ head: '--set' }, { head: 'default' }, { head: 'type' }, { head: 'meaning' }], rows));
}
