/**
 * The zoo: trained agents that are kept, a folder each. `zoo/NAME/` holds `weights.safetensors`, `config.json` (what is
 * needed to load them) and `card.json` (how they were made and how well they play).
 */
import {
  AgonError,
  anyJson,
  faultOfFileName,
  nearest,
  specText,
  texts,
  wholeNumber,
  type Json,
} from '@agon/core';
import { inside, makeFolder } from '@agon/core/node';
import { decodeSafetensors } from '@agon/engine';
import type { Checkpoint } from '@agon/learning';
import { join } from 'node:path';
import * as v from 'valibot';
import { nodeDisk, replaceFile } from './disk.node.js';
import { hasSubject, trainedOf, type Trained } from './run.js';
import { trainCommand } from './runConfig.js';
import { isRun, readConfig, readMetrics } from './runFiles.node.js';
import { isThere, namesIn, readBytes, readSaved, readSavedIfAny } from './savedFile.node.js';
import { trainedName } from './trainedName.js';

/** `config.json` of a zoo folder: the run's config and the step of the weights. */
type ZooConfig = Trained & { format: 1; step: number };

const isZooConfig = (value: unknown): value is ZooConfig => hasSubject(value as ZooConfig);

const zooConfigSchema = v.pipe(
  v.object({
    format: v.literal(1),
    algorithm: v.string(),
    env: v.exactOptional(specText),
    data: v.exactOptional(v.string()),
    settings: v.record(v.string(), anyJson),
    step: wholeNumber,
  }),
  v.custom<ZooConfig>(isZooConfig, 'must name "env" or "data"'),
);

/** What an agent of the zoo scored. */
export interface ZooScore {
  /** The command that measures it again. */
  command: string;
  /** Board games: who played the other side. */
  opponent?: string;
  episodes: number;
  /** Mean return, its interquartile mean and 95 % interval (null as in `Evaluation`). */
  mean: number;
  iqm: number;
  ci95: [low: number, high: number] | null;
}

/** `card.json` of a zoo folder. */
export interface ZooCard {
  /**
   * The command that trained it, all settings spelled out, after those of the runs that it began from, joined by " && "; then
   * weights of this step were kept.
   */
  command: string;
  /** What it was trained on, one of the two; of data with the licence that it has. */
  env?: string;
  data?: string;
  licence?: string;
  seed: number;
  step: number;
  /** Wall time of training up to that step, that of those runs included. */
  minutes: number;
  scores: ZooScore[];
  versions: Record<string, string>;
  /** ISO time at which the training began. */
  created: string;
}

const zooCardSchema = v.object({
  command: v.string(),
  env: v.exactOptional(specText),
  data: v.exactOptional(v.string()),
  licence: v.exactOptional(v.string()),
  seed: wholeNumber,
  step: wholeNumber,
  minutes: v.number(),
  scores: v.array(
    v.object({
      command: v.string(),
      opponent: v.exactOptional(v.string()),
      episodes: wholeNumber,
      mean: v.number(),
      iqm: v.number(),
      ci95: v.tuple([v.number(), v.number()]),
    }),
  ),
  versions: texts,
  created: v.string(),
}) satisfies v.GenericSchema<unknown, ZooCard>;

/** Names inside a zoo folder. */
const CONFIG = 'config.json';
const ZOO_WEIGHTS = 'weights.safetensors';
const CARD = 'card.json';

/** The folder of each agent in these zoos; where a name is in two, the first one's. Either file says that it is one. */
function zooFolders(zooDirs: readonly string[]): Map<string, string> {
  const folders = new Map<string, string>();
  for (const zooDir of zooDirs) {
    for (const name of namesIn(zooDir)) {
      if (folders.has(name) || faultOfFileName(name) !== undefined) continue;
      const directory = join(zooDir, name);
      if ([CONFIG, ZOO_WEIGHTS].some((file) => isThere(join(directory, file)))) folders.set(name, directory);
    }
  }
  return folders;
}

/** The names of the agents in these zoos, sorted. */
export const zooNames = (zooDirs: readonly string[]): string[] => [...zooFolders(zooDirs).keys()].sort();

/** @throws not-found with the nearest name */
function zooFolder(zooDirs: readonly string[], name: string): string {
  const folder = zooFolders(zooDirs).get(name);
  if (folder !== undefined) return folder;
  const names = zooNames(zooDirs);
  const near = nearest(name, names);
  const known = names.length
    ? `There are: ${names.join(', ')}.`
    : 'The zoo is empty; `agon export runs/NAME --zoo NAME` keeps an agent.';
  const text = `there is no trained agent "zoo/${name}"; ${near ? `did you mean "zoo/${near}"? ` : ''}${known}`;
  throw new AgonError('not-found', text, { details: { name, names } });
}

/** What an agent of the zoo is, without its weights. @throws not-found, bad-file */
export function readZooConfig(zooDirs: readonly string[], name: string): Trained & { step: number } {
  const config = readSaved(zooConfigSchema, zooFolder(zooDirs, name), CONFIG);
  return { ...trainedOf(config), step: config.step };
}

/** The agent "zoo/NAME". @throws not-found, bad-file */
export function readZooCheckpoint(zooDirs: readonly string[], name: string): Checkpoint {
  const weights = readBytes(zooFolder(zooDirs, name), ZOO_WEIGHTS);
  return { ...readZooConfig(zooDirs, name), weights };
}

/** The card of an agent; undefined where it has none. @throws not-found, bad-file */
export const readCard = (zooDirs: readonly string[], name: string): ZooCard | undefined =>
  readSavedIfAny(zooCardSchema, zooFolder(zooDirs, name), CARD);

/** How weights came about: what a card says of it. */
type Making = Pick<ZooCard, 'command' | 'minutes'>;

/** Where the weights lie that others began from. */
interface Places {
  zooDir: string;
  runsDir: string;
}

/**
 * How the weights of a run's step were made.
 * @param later the runs that began from it: one that names itself, or one of those, as copied folders may, began from none
 * @throws not-found (no such run), bad-file
 */
function makingOf(places: Places, run: string, step: number, later: readonly string[] = []): Making {
  const config = readConfig(places.runsDir, run);
  const before = makingOfStart(places, config.settings.start ?? config.settings.from, [...later, run]);
  const own = trainCommand(config, run);
  if (before?.command.endsWith(own)) return before; // it has replaced the agent that it began from
  const seconds = readMetrics(places.runsDir, run).findLast((line) => line.step <= step)?.seconds ?? 0;
  return {
    command: before ? `${before.command} && ${own}` : own,
    minutes: Math.round(10 * (before?.minutes ?? 0) + seconds / 6) / 10,
  };
}

/** How the weights were made that a run began from; undefined where it began from none, or they are no longer there. */
function makingOfStart(
  places: Places,
  start: Json | undefined,
  later: readonly string[],
): Making | undefined {
  const trained = trainedName(String(start));
  if (!trained) return undefined;
  const { place, name, step } = trained;
  if (place === 'zoo') {
    return zooNames([places.zooDir]).includes(name) ? readCard([places.zooDir], name) : undefined;
  }
  if (later.includes(name) || !isRun(places.runsDir, name)) return undefined;
  return makingOf(places, name, step === undefined ? Infinity : Number(step), later);
}

/**
 * Keeps weights of a run as `zooDir/name/` (see `checkRunName`); what was there is replaced.
 * @param checkpoint the weights, as `diskCheckpoints` reads them for "runs/RUN@STEP"
 * @returns the folder
 * @throws not-found (no such run)
 */
export function keepInZoo(
  { zooDir, runsDir }: { zooDir: string; runsDir: string },
  name: string,
  run: string,
  checkpoint: Checkpoint,
  scores: ZooScore[],
): string {
  const { seed, versions, created } = readConfig(runsDir, run);
  const { weights, step } = checkpoint;
  const { algorithm, settings, ...subject } = trainedOf(checkpoint);
  const making = makingOf({ zooDir, runsDir }, run, step);
  const licence = checkpoint.data === undefined ? undefined : decodeSafetensors(weights).metadata.licence;
  const card: ZooCard = {
    ...making,
    ...subject,
    ...(licence !== undefined && { licence }),
    seed,
    step,
    scores,
    versions,
    created,
  };
  const directory = inside(zooDir, name);
  makeFolder(directory);
  const text = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
  replaceFile(nodeDisk, inside(directory, ZOO_WEIGHTS), weights);
  replaceFile(
    nodeDisk,
    inside(directory, CONFIG),
    text({ format: 1, algorithm, ...subject, settings, step }),
  );
  replaceFile(nodeDisk, inside(directory, CARD), text(card));
  return directory;
}
