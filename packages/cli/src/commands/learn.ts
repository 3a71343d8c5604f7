/** `agon learn`: the lessons; `agon learn NAME`: one of them. */
import { AgonError, describeSettings, splitSetting } from '@agon/core';
import { makeFolder } from '@agon/core/node';
import { describeDataset } from '@agon/data';
import { diskFiles, isThere } from '@agon/data/node';
import { drawFigure, findLesson, formatRecording, lessons, type Lesson, type Shown } from '@agon/models';
import { diskCheckpoints, writeFile } from '@agon/runs/node';
import { join } from 'node:path';
import { formatNumber } from '../format.js';
import { listenForInterrupts } from '../interrupt.js';
import { print, printJson, say } from '../output.js';
import { paint } from '../paint.js';
import { RUNS_DIR, ZOO_DIRS } from '../places.js';
import { formatValue } from '../settingsText.js';
import { Status } from '../status.js';
import { table } from '../tableText.js';

/** The command's flags. */
export interface LearnFlags {
  set?: string[];
  settings?: boolean;
  seed: number;
  out: string;
  json?: boolean;
}

/**
 * Lists the lessons, or runs one and writes `OUT/NAME.svg` and `OUT/NAME.json`.
 * @throws not-found with the near name; bad-option; interrupted
 */
export async function learn(id: string | undefined, flags: LearnFlags): Promise<void> {
  if (id === undefined) {
    if (flags.set || flags.settings)
      throw new AgonError('bad-option', 'say which lesson: agon learn NAME. `agon learn` lists them.');
    return list(flags.json);
  }
  const chosen = findLesson(id);
  if (flags.settings) return printSettings(chosen, flags.json);
  const settings = settingsOf(flags);
  if (!flags.json) sayAbout(chosen);
  const last = await run(chosen, settings, flags.seed);
  makeFolder(flags.out);
  const [picture, numbers] = ['svg', 'json'].map((ending) => join(flags.out, `${id}.${ending}`));
  const told = { lesson: id, seed: flags.seed, settings, numbers: last.numbers };
  writeFile(picture, new TextEncoder().encode(drawFigure(last.figure, { background: 'white' })));
  writeFile(numbers, new TextEncoder().encode(`${formatRecording({ ...told, figure: last.figure })}\n`));
  if (flags.json) return printJson({ ...told, files: [picture, numbers] });
  for (const sentence of chosen.sentences) print(sentence);
  print(`\n${numbersText(last)}`);
  print(`picture: ${picture}   numbers: ${numbers}`);
  for (const source of chosen.sources ?? []) print(source);
  print(`paper:   ${chosen.paper}\ngo on:   ${chosen.command}\nused by: ${chosen.usedBy}`);
}

/** What `--set` gives. @throws bad-option where one is given twice */
function settingsOf({ set = [] }: LearnFlags): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const [key, value] of set.map((text) => splitSetting(text))) {
    if (Object.hasOwn(settings, key))
      throw new AgonError('bad-option', `--set gives "${key}" twice; keep one.`);
    settings[key] = value;
  }
  return settings;
}

const numbersText = ({ numbers }: Shown): string =>
  Object.entries(numbers)
    .map(([name, value]) => `${name} ${formatNumber(value)}`)
    .join(', ');

function sayAbout({ title, question }: Lesson): void {
  say(paint('bold', title));
  say(question);
}

/** Runs a lesson to its end. */
async function run(chosen: Lesson, settings: Record<string, string>, seed: number): Promise<Shown> {
  const status = new Status();
  const checkpoints = diskCheckpoints(RUNS_DIR, ZOO_DIRS);
  const interrupts = listenForInterrupts((text) => status.say(text), 'stopping …');
  let last: Shown | undefined;
  try {
    for await (last of chosen.run(settings, {
      seed,
      files: diskFiles(),
      checkpoints,
      signal: interrupts.signal,
    })) {
      const line = `${chosen.id}: ${Math.floor(100 * last.done)} %, ${numbersText(last)}`;
      status.update(() => ({ block: [line], line }));
    }
  } finally {
    status.clear();
    interrupts.release();
  }
  if (interrupts.signal.aborted || last === undefined)
    throw new AgonError('interrupted', `"${chosen.id}" was stopped; nothing was written.`);
  return last;
}

/** Whether a dataset is one that is fetched, and was not. */
const isMissing = (id: string): boolean => describeDataset(id).origin === 'fetched' && !isThere(id);

function list(json = false): void {
  const all = lessons.map(({ id, title, question, paper, data = [] }) => ({
    id,
    title,
    question,
    paper,
    data,
  }));
  if (json) return printJson(all);
  print(
    table(
      [{ head: 'lesson' }, { head: 'title' }, { head: 'data' }],
      all.map(({ id, title, data }) => [id, title, data.join(', ')]),
    ),
  );
  const missing = [...new Set(all.flatMap(({ data }) => data))].filter(isMissing);
  for (const id of missing) say(`Dataset "${id}" is not here yet: agon data get ${id}`);
  say('`npx agon learn LESSON` runs one, `npx agon view` shows them all under Learn.');
}

function printSettings({ id, schema }: Lesson, json = false): void {
  const settings = describeSettings(schema);
  if (json) return printJson({ id, settings });
  const rows = settings.map((each) => [each.key, formatValue(each.default), each.type, each.description]);
  print(table([{ head: '--set' }, { head: 'default' }, { head: 'type' }, { head: 'meaning' }], rows));
}
