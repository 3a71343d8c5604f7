/** `agon train`: trains an agent and writes the run. */
import { AgonError, splitSetting } from '@agon/core';
import { parseDevice } from '@agon/engine';
import { learnsFromData } from '@agon/learning';
import { defaultWorkers } from '@agon/learning/node';
import {
  commandWords,
  describeTrainer,
  resolveConfig,
  shellWord,
  trainer,
  type AnyTrainer,
  type TrainFlags as Training,
} from '@agon/runs';
import {
  listRuns,
  readConfig,
  readDataFiles,
  readTrials,
  trainToDisk,
  type RunEvent,
  type RunOutcome,
} from '@agon/runs/node';
import { dataOf } from '../dataFlags.js';
import { takeDevice } from '../devices.js';
import { formatDuration, formatNumber } from '../format.js';
import { listenForInterrupts } from '../interrupt.js';
import { kinds } from '../kinds.js';
import { folded } from '../lineRoom.js';
import { print, printJson, say } from '../output.js';
import { table } from '../tableText.js';
import { paint } from '../paint.js';
import { RUNS_DIR, ZOO_DIRS } from '../places.js';
import { describeConfig, TrainingDisplay } from '../trainingDisplay.js';
import { formatValue } from '../settingsText.js';

/** The command's flags. What is not given is the algorithm's, or the resumed run's. */
export interface TrainFlags {
  env?: string;
  steps?: number;
  minutes?: number;
  seed?: number;
  workers?: number;
  preset?: string;
  set?: string[];
  data?: string;
  text?: string;
  sgf?: string;
  run?: string;
  resume?: string;
  checkpointEvery?: number;
  device?: string;
  settings?: boolean;
  dryRun?: boolean;
  json?: boolean;
  jsonl?: boolean;
}

/**
 * Trains until the end of the run or the first Ctrl-C, or only tells what it would do (`settings`, `dryRun`).
 * @returns how the run ended; undefined where none was
 * @throws as `trainToDisk`; interrupted with the line that resumes the run
 */
export async function train(id: string, given: TrainFlags): Promise<RunOutcome | undefined> {
  const flags = { ...given, data: dataOf(given) };
  const chosen = trainer(id);
  if (chosen.id !== id) say(`${id} is now called ${chosen.id}.`);
  if (flags.settings) return void printSettings(chosen, flags.json);
  const resume = flags.resume === undefined ? undefined : runToResume(chosen, flags.resume);
  const training = await resolveFlags(chosen, flags, resume);
  if (flags.device !== undefined) parseDevice(flags.device);
  if (flags.dryRun) return void dryRun(training, flags);
  await takeDevice(flags.device);
  const display = new TrainingDisplay();
  const interrupts = listenForInterrupts((text) => display.say(text));
  let outcome: RunOutcome;
  try {
    outcome = await trainToDisk({
      ...training,
      runsDir: RUNS_DIR,
      zooDirs: ZOO_DIRS,
      name: flags.run,
      resume,
      onEvent: (event) => {
        display.onEvent(event);
        if (flags.jsonl) printEvent(event);
      },
      signal: interrupts.signal,
    });
    display.done(outcome.status === 'finished');
  } finally {
    interrupts.release();
  }
  if (flags.json) printJson({ ...outcome, ...foundBy(chosen, outcome) });
  if (outcome.status === 'interrupted') {
    throw new AgonError(
      'interrupted',
      `${interruptedText(outcome)}\n  npx agon ${commandWords(chosen.id).join(' ')} --resume ${shellWord(outcome.name)}`,
    );
  }
  sayFinished(outcome, training.env ?? (training.data as string), chosen);
  return outcome;
}

/** Of a search: its trials, and the best network. */
function foundBy({ id }: AnyTrainer, { name }: RunOutcome): object {
  if (commandWords(id)[0] !== 'search') return {};
  const trials = readTrials(RUNS_DIR, name);
  return { trials: trials.length, best: trials.findLast(({ isBest }) => isBest) };
}

/** One line of `--jsonl`: what happened, without weights, states and moves. */
function printEvent(event: RunEvent): void {
  const { kind } = event;
  if (kind === 'checkpoint') print(JSON.stringify({ kind, step: event.step }));
  else if (kind === 'episode') {
    const { actions, result } = event.episode;
    print(JSON.stringify({ kind, step: event.step, length: actions.length, result }));
  } else print(JSON.stringify(event));
}

/** What is said of a run that was stopped; the line that resumes it follows. */
export function interruptedText({ name, step }: RunOutcome): string {
  return `stopped at step ${formatNumber(step)}; the state is saved in ${RUNS_DIR}/${name}. To go on:`;
}

function sayFinished(outcome: RunOutcome, subject: string, { task }: AnyTrainer): void {
  const trained = `${RUNS_DIR}/${outcome.name}`;
  const time = formatDuration(outcome.seconds);
  say(`${paint('green', 'finished')} at step ${formatNumber(outcome.step)} after ${time}: ${trained}`);
  for (const line of kinds[task.kind].toDo(shellWord(subject), trained)) say(`  ${line}`);
  say(`  watch it:    npx agon view ${trained}`);
}

/** The name of the run to go on with; "latest" is the algorithm's newest. @throws not-found */
function runToResume(chosen: AnyTrainer, name: string): string {
  if (name !== 'latest') return name.replace(new RegExp(`^${RUNS_DIR}/`), '').replace(/\/$/, '');
  const newest = listRuns(RUNS_DIR).find((run) => run.config?.algorithm === chosen.id);
  if (newest) return newest.name;
  throw new AgonError(
    'not-found',
    `there is no run of ${chosen.id} in ${RUNS_DIR} to resume; leave --resume away to begin one.`,
  );
}

async function resolveFlags(
  chosen: AnyTrainer,
  flags: TrainFlags,
  resume: string | undefined,
): Promise<Training> {
  const { preset, steps, minutes, seed, checkpointEvery } = flags;
  // Self-play fills the cores; a resumed run keeps its number of workers.
  const workers =
    flags.workers ?? (resume === undefined && chosen.takesWorkers ? defaultWorkers() : undefined);
  const settings: Record<string, string> = {};
  for (const text of [...dataSettings(chosen, flags), ...(flags.set ?? [])]) {
    const [key, value] = splitSetting(text);
    if (Object.hasOwn(settings, key))
      throw new AgonError('bad-option', `--set gives "${key}" twice; keep one.`);
    settings[key] = value;
  }
  const subject = await subjectFlags(chosen, flags, settings, resume);
  return { algorithm: chosen, ...subject, settings, preset, steps, minutes, seed, workers, checkpointEvery };
}

/** What it learns from: as the flags say, or as the resumed run does, or as the files of games do. */
async function subjectFlags(
  chosen: AnyTrainer,
  flags: TrainFlags,
  settings: Readonly<Record<string, string>>,
  resume: string | undefined,
): Promise<Pick<Training, 'env' | 'data'>> {
  const { env } = flags;
  const data = learnsFromData(chosen) ? flags.data : undefined;
  if (env !== undefined || data !== undefined) return { env, data };
  if (resume !== undefined) {
    const run = readConfig(RUNS_DIR, resume);
    return { env: run.env, data: run.data };
  }
  return {
    env: learnsFromData(chosen) ? undefined : await chosen.task.defaultEnv?.(settings, readDataFiles),
  };
}

/** What `--data` and `--sgf` set of an algorithm that learns to play. @throws bad-option where it learns from no data */
function dataSettings(chosen: AnyTrainer, { data, sgf }: TrainFlags): string[] {
  const given = sgf === undefined ? [] : [`sgf=${sgf}`];
  if (data === undefined || learnsFromData(chosen)) return given;
  const { id, task } = chosen;
  if (task.dataSetting === undefined)
    throw new AgonError('bad-option', `${id} learns from no data but what it plays; leave --data out.`);
  return [...given, `${task.dataSetting}=${data}`];
}

function dryRun(training: Training, flags: TrainFlags): void {
  const config = resolveConfig(training, flags.run ?? flags.resume ?? '(to be named)', {}, '');
  if (flags.json) return printJson(config);
  for (const line of describeConfig(config, `${RUNS_DIR}/${config.name}`)) print(line);
}

function printSettings(chosen: AnyTrainer, json = false): void {
  const settings = describeTrainer(chosen, 'en');
  const { id, title, paper, task, presets } = chosen;
  if (json) return printJson({ id, title, paper, kind: task.kind, settings, presets });
  print(`${folded(`${id}: ${title} (${paper})`)}\n`);
  const rows = settings.map((setting) => [
    setting.key,
    setting.default === undefined ? 'required' : formatValue(setting.default),
    setting.type,
    setting.description,
  ]);
  print(table([{ head: '--set' }, { head: 'default' }, { head: 'type' }, { head: 'meaning' }], rows));
  for (const [name, changes] of Object.entries(presets)) {
    const text = Object.entries(changes).map(([key, value]) => `${key}=${formatValue(value)}`);
    print(`\n${folded(`preset ${name}: ${text.join(' ')}`)}`);
  }
}
