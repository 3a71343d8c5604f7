/** What a training command means: resolved settings, the config of the run, and the command line that repeats it. */
import { AgonError, MOST_THREADS, parseSettings, type Json } from '@agon/core';
import { requireTrainingMemory, type Task, type Trainer } from '@agon/learning';
import { defaultCheckpointEvery } from './checkpointInterval.js';
import { subjectFlag, subjectOf, type RunConfig } from './run.js';
import { resolveSubject, writtenSpec, type Named } from './subject.js';
import { commandWords, type AnyTrainer } from './trainers.js';

/** What decides a run: the flags of `agon train`. */
export interface TrainFlags extends Named {
  algorithm: AnyTrainer;
  /** Typed values or text; they override the preset. */
  settings?: Readonly<Record<string, unknown>>;
  /** A preset's name, or "none". Default: the one named like the environment and its size ("go5"), or like the environment, if there is one. */
  preset?: string;
  seed?: number;
  /** At least one of the two, unless the algorithm ends by itself. */
  steps?: number;
  minutes?: number;
  workers?: number;
  checkpointEvery?: number;
}

/** In the place of a preset's name: the algorithm's defaults, whatever the environment. */
const NO_PRESET = 'none';

/** The preset that applies, or null. @throws bad-option for an unknown name */
function choosePreset(
  algorithm: AnyTrainer,
  preset: string | undefined,
  own: readonly string[],
): string | null {
  const { presets } = algorithm;
  if (preset === NO_PRESET) return null;
  if (preset === undefined) return own.find((name) => Object.hasOwn(presets, name)) ?? null;
  if (Object.hasOwn(presets, preset)) return preset;
  const known = [...Object.keys(presets), NO_PRESET].join(', ');
  throw new AgonError('bad-option', `${algorithm.id} has no preset "${preset}". It has: ${known}.`);
}

/** What a preset sets. */
const presetSettings = (algorithm: AnyTrainer, preset: string | null) =>
  preset === null ? {} : algorithm.presets[preset];

function requirePositive(name: string, value: number | undefined, whole: boolean): void {
  if (value === undefined || (value > 0 && (!whole || Number.isSafeInteger(value)))) return;
  throw new AgonError(
    'bad-option',
    `${name} must be a ${whole ? 'whole ' : ''}number above 0, got ${value}.`,
  );
}

/**
 * The config of a new run, everything resolved and checked.
 * @throws bad-option for flags that are missing, out of range or unknown; unknown-env; unsupported where the algorithm
 *   does not train on this kind of environment, or for more memory than there is; what `Algorithm.check` throws
 */
export function resolveConfig(
  flags: TrainFlags,
  name: string,
  versions: Record<string, string>,
  created: string,
): RunConfig {
  const config = resolveFlags(flags, name, versions, created);
  const trainer: Trainer = flags.algorithm;
  trainer.check(config);
  requireTrainingMemory(trainer, config);
  return config;
}

const endless = (): AgonError =>
  new AgonError('bad-option', 'training needs an end: give --steps N, --minutes M, or both.');

/** The same, but not whether the settings go together: a run that goes on has those it has. */
function resolveFlags(
  flags: TrainFlags,
  name: string,
  versions: Record<string, string>,
  created: string,
): RunConfig {
  const { algorithm, steps, minutes, seed = 1, workers = 0 } = flags;
  const mayEnd = algorithm.length !== undefined || algorithm.endsWithItsData;
  if (steps === undefined && minutes === undefined && !mayEnd) throw endless();
  requirePositive('steps', steps, true);
  requirePositive('minutes', minutes, false);
  requirePositive('checkpointEvery', flags.checkpointEvery, true);
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new AgonError('bad-option', `seed must be a whole number from 0 on, got ${seed}.`);
  if (!Number.isSafeInteger(workers) || workers < 0 || workers > MOST_THREADS) {
    throw new AgonError(
      'bad-option',
      `workers must be a whole number from 0 to ${MOST_THREADS}, got ${workers}.`,
    );
  }
  const subject = resolveSubject(algorithm, flags);
  const preset = choosePreset(algorithm, flags.preset, subject.presets);
  const chosen = { ...presetSettings(algorithm, preset), ...flags.settings };
  const settings = parseSettings(algorithm.schema, chosen, `algorithm "${algorithm.id}"`);
  const ends = [steps, algorithm.length?.(settings)].filter((end) => end !== undefined);
  const end = ends.length > 0 ? Math.min(...ends) : undefined;
  if (end === undefined && minutes === undefined && !algorithm.endsWithItsData) throw endless();
  return {
    format: 1,
    name,
    algorithm: algorithm.id,
    ...subject.config,
    seed,
    steps: end ?? null,
    minutes: minutes ?? null,
    workers,
    checkpointEvery:
      flags.checkpointEvery ?? defaultCheckpointEvery(subject.nominalSpeed, { steps: end, minutes }),
    settings: settings as Record<string, Json>,
    preset,
    versions,
    created,
  };
}

/** The name that a run gets: "dqn-minatar-breakout-seed1". @param named as the user wrote it */
export function defaultRunName(algorithm: string, named: Named, seed: number): string {
  const { id, options } = writtenSpec(named);
  const parts = [algorithm, id, ...Object.entries(options).flat()];
  const words = (part: string): string => part.replace(/[^A-Za-z0-9._]+/g, '-').replace(/^[-.]+|-+$/g, '');
  const end = `-seed${seed}`;
  return (
    parts
      .map(words)
      .join('-')
      .slice(0, MOST_DEFAULT_LETTERS - end.length)
      .replace(/[-.]+$/, '') + end
  );
}

/** Letters of a name: files of 255 bytes are the most that systems take, and some are made of a name and more. */
const MOST_LETTERS = 200;
/** The same for a name that nobody chose: "-2", "-3", … may have to follow. */
const MOST_DEFAULT_LETTERS = 180;

/** Names that Windows keeps for devices, whatever ending they have. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** What is wrong with a name; undefined where nothing is. */
function nameFault(name: string): string | undefined {
  if (name.length > MOST_LETTERS) return `it has ${name.length} letters, and ${MOST_LETTERS} are the most`;
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) {
    return 'use letters (A to Z), digits, ".", "_" and "-", a letter or digit first';
  }
  if (name.endsWith('.') || DEVICE.test(name)) return 'Windows has no such files';
  if (name.endsWith('.tmp') || name === 'tournaments') return 'agon uses that name itself';
  return undefined;
}

/** Names of runs, tournaments and agents, which can be written as "runs/NAME@STEP:key=value". @throws bad-option */
export function checkRunName(name: string): void {
  const fault = nameFault(name);
  if (fault === undefined) return;
  const shown = JSON.stringify(name.length > 40 ? `${name.slice(0, 40)}…` : name);
  throw new AgonError('bad-option', `it cannot be named ${shown}: ${fault}.`);
}

/**
 * The config of a run that is resumed with `flags`: the run's own, with another end. Flags that are not given agree with
 * everything; where steps or minutes are given, they are the new end, and steps may only grow.
 * @throws bad-option with every flag that differs, or for more memory than there is; unsupported where the environment's rules have changed since
 */
export function resumedConfig(
  flags: TrainFlags,
  run: RunConfig,
  versions: Record<string, string>,
): RunConfig {
  const found: string[] = [];
  const compare = (key: string, now: Json, then: Json): void => {
    const [asked, has] = [JSON.stringify(now), JSON.stringify(then)];
    if (asked !== has) found.push(`${key} is ${asked}, the run has ${has}`);
  };
  const refuse = (): never => {
    const text = `run "${run.name}" cannot be resumed with other flags: ${found.join('; ')}. Give the same flags, or begin a new run.`;
    throw new AgonError('bad-option', text, { details: { differences: found } });
  };
  compare('algorithm', flags.algorithm.id, run.algorithm);
  if (found.length) refuse();
  const { algorithm } = flags;
  const preset = choosePreset(algorithm, flags.preset ?? NO_PRESET, []);
  const settings = { ...run.settings, ...presetSettings(algorithm, preset), ...flags.settings };
  const hasEnd = flags.steps !== undefined || flags.minutes !== undefined;
  const merged: TrainFlags = {
    ...flags,
    seed: flags.seed ?? run.seed,
    steps: hasEnd ? flags.steps : (run.steps ?? undefined),
    minutes: hasEnd ? flags.minutes : (run.minutes ?? undefined),
    workers: flags.workers ?? run.workers,
    checkpointEvery: flags.checkpointEvery ?? run.checkpointEvery,
    settings,
    preset: NO_PRESET,
  };
  const asked = resolveFlags(merged, run.name, versions, run.created);
  for (const key of ['env', 'data', 'seed', 'workers', 'checkpointEvery'] as const)
    compare(key, asked[key] ?? null, run[key] ?? null);
  for (const key of Object.keys(asked.settings)) {
    // A setting that is newer than the run, and that nobody asks for, has its default.
    if (Object.hasOwn(settings, key)) compare(key, asked.settings[key], run.settings[key] ?? null);
  }
  if (flags.steps !== undefined && run.steps !== null && flags.steps < run.steps) {
    found.push(`steps is ${flags.steps}, the run has ${run.steps} (it may only grow)`);
  }
  if (found.length) refuse();
  if (asked.envVersion !== run.envVersion) {
    const text = `run "${run.name}" was trained on version ${run.envVersion} of ${run.env}; this is version ${asked.envVersion}, which behaves differently. Begin a new run.`;
    throw new AgonError('unsupported', text);
  }
  requireTrainingMemory<Task>(algorithm, asked);
  const grows = asked.steps !== null && run.steps !== null && asked.steps > run.steps;
  const earlierSteps = [...(run.earlierSteps ?? []), ...(grows ? [run.steps as number] : [])];
  return { ...asked, preset: run.preset, ...(earlierSteps.length > 0 && { earlierSteps }) };
}

/**
 * What to say where a run goes on to another end than it had: a learning rate that falls over the run's steps is from there on what it
 * is at this step of a run of the new length.
 */
export function scheduleWarnings({ followsLength }: Trainer, resumed: RunConfig, run: RunConfig): string[] {
  if (!followsLength || resumed.steps === run.steps) return [];
  const { setting, value } = followsLength;
  if (resumed.settings[setting] !== value) return [];
  const end = ({ steps }: RunConfig): string => (steps === null ? 'no number of steps' : `${steps} steps`);
  return [
    `${setting}=${value} lets the learning rate fall over the steps of the run: it had ${end(run)}, now it has ${end(resumed)}, so the rate jumps here. A run that is to grow without that needs a ${setting} of its own from the start.`,
  ];
}

/** Quotes a word for a POSIX shell where it needs it. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_./:=,@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A setting as `--set` reads it: lists with slashes. */
function settingText(value: Json): string {
  if (Array.isArray(value)) return value.map(settingText).join('/');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/**
 * The command line that repeats a run exactly, all settings spelled out so that changed defaults and presets change nothing. A run that
 * was given later ends has one for each, joined by " && ": what falls with the steps, such as a learning rate, has fallen in each.
 * @param run the name to repeat it under; not given: none, unless later ends need one
 */
export function trainCommand(config: RunConfig, run?: string): string {
  const earlier = config.earlierSteps ?? [];
  const name = run ?? (earlier.length > 0 ? config.name : undefined);
  const [first, ...later] = [...earlier, config.steps];
  const begin = [...beginWords(config, first), ...(name === undefined ? [] : ['--run', name])];
  const goOn = later.map((steps) => [...endWords(config, steps), '--resume', name as string]);
  return [begin, ...goOn].map((words) => words.map(shellWord).join(' ')).join(' && ');
}

/** What to train, and until when. */
function endWords(config: RunConfig, steps: number | null): string[] {
  const { algorithm, minutes } = config;
  const words = ['npx', 'agon', ...commandWords(algorithm), subjectFlag(config), subjectOf(config)];
  if (steps !== null) words.push('--steps', String(steps));
  if (minutes !== null) words.push('--minutes', String(minutes));
  return words;
}

/** The words that begin a run. */
function beginWords(config: RunConfig, steps: number | null): string[] {
  const words = endWords(config, steps);
  words.push('--seed', String(config.seed), '--workers', String(config.workers));
  words.push('--checkpoint-every', String(config.checkpointEvery));
  words.push('--preset', NO_PRESET);
  for (const [key, value] of Object.entries(config.settings)) {
    if (value !== null) words.push('--set', `${key}=${settingText(value)}`);
  }
  return words;
}
