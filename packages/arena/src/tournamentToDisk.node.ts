/**
 * Tournaments on disk, `runs/tournaments/<name>/`: `tournament.json` (the plan), `games.jsonl` (a line a game, with its
 * replay, written before the next game starts), `table.json` and
 * `crosstable.*` (the result), and `games.sgf` where the game is Go. A killed one goes on where it stopped.
 */
import { AgonError, formatSpec, nearest } from '@agon/core';
import { makeEnvironment, type Action } from '@agon/envs';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crosstableCsv, crosstableHtml, crosstableText } from './crosstable.js';
import { nodeDisk, replaceFile, replaceFileDurably } from './disk.node.js';
import { Journal, readJournal } from './journal.node.js';
import type { MakeAgent } from './gamePlayer.js';
import { diskAgents } from './players.node.js';
import { openWorkerPlayers } from './workers/workerPlayer.node.js';
import { checkRunName, shellWord } from './runConfig.js';
import { replaySgf } from './replaySgf.js';
import { acquireLock, isLocked } from './runLock.node.js';
import type { GameRecord } from './gameRecord.js';
import type { Adjudication } from './adjudication.js';
import type { SprtOptions } from './sprt.js';
import {
  isDecided,
  planTournament,
  tournament,
  tournamentResult,
  type TournamentOptions,
  type TournamentPlan,
  type TournamentResult,
} from './tournament.js';

/** `tournament.json`. */
export interface TournamentConfig extends Required<
  Pick<TournamentPlan, 'env' | 'agents' | 'games' | 'seed' | 'openingPlies' | 'schedule' | 'accounts'>
> {
  format: 1;
  name: string;
  limit: number | null;
  sprt: SprtOptions | null;
  adjudication: Adjudication | null;
  /** The file of openings as it was named, and what it held when the tournament was begun. */
  openingsFile: string | null;
  openings: Action[][] | null;
  /** ISO time at which it was begun. */
  created: string;
}

export interface TournamentToDiskOptions extends Omit<
  TournamentOptions,
  'played' | 'openPlayers' | 'makeAgent'
> {
  /** The folder of all runs; tournaments lie in its folder `tournaments`. */
  runsDir: string;
  /** The folder of the agents that ship with agon. */
  zooDir?: string;
  /** The name of the file that `openings` come from, for the command that resumes. */
  openingsFile?: string;
  /** Worker threads that play games side by side; 0 (if not given): games are played in this thread. */
  workers?: number;
  /** Makes agents in this thread, where `workers` is 0; worker threads and the default make those of `runsDir` and `zooDir`. */
  makeAgent?: MakeAgent;
  /** A new tournament's name. Default: "tic_tac_toe-3-agents-seed1", with -2, -3, … where it is taken. */
  name?: string;
  /** The name of the tournament to go on with; the plan must be the same, but for more games. */
  resume?: string;
  /** Told where the tournament lies and how many games it already has, before the first one. */
  onOpen?: (opened: {
    name: string;
    directory: string;
    played: number;
    records: readonly GameRecord[];
    total: number;
    warnings: string[];
  }) => void;
}

const paths = (directory: string) => ({
  config: join(directory, 'tournament.json'),
  games: join(directory, 'games.jsonl'),
  table: join(directory, 'table.json'),
  text: join(directory, 'crosstable.txt'),
  csv: join(directory, 'crosstable.csv'),
  html: join(directory, 'crosstable.html'),
  sgf: join(directory, 'games.sgf'),
});

/** The folder of all tournaments. */
export const tournamentsDir = (runsDir: string): string => join(runsDir, 'tournaments');

/** The names of the tournaments, sorted. */
export function tournamentNames(runsDir: string): string[] {
  const directory = tournamentsDir(runsDir);
  return nodeDisk.list(directory).filter((name) => existsSync(paths(join(directory, name)).config));
}

function readTournamentConfig(runsDir: string, name: string): TournamentConfig {
  const names = tournamentNames(runsDir);
  if (!names.includes(name)) {
    const near = nearest(name, names);
    const known = names.length ? `There are: ${names.join(', ')}.` : 'There are none yet.';
    const hint = near ? `did you mean "${near}"? ` : '';
    throw new AgonError(
      'not-found',
      `there is no tournament "${name}" in ${tournamentsDir(runsDir)}; ${hint}${known}`,
    );
  }
  return JSON.parse(
    readFileSync(paths(join(tournamentsDir(runsDir), name)).config, 'utf8'),
  ) as TournamentConfig;
}

/** The plan in a config. */
const planOf = ({
  env,
  agents,
  games,
  seed,
  openingPlies,
  schedule,
  accounts,
  limit,
  sprt,
  adjudication,
  openings,
}: TournamentConfig): TournamentPlan => ({
  env,
  agents,
  games,
  seed,
  openingPlies,
  schedule,
  accounts,
  limit: limit ?? undefined,
  sprt: sprt ?? undefined,
  adjudication: adjudication ?? undefined,
  openings: openings ?? undefined,
});

/** A tournament as it stands on disk. */
export interface StoredTournament {
  config: TournamentConfig;
  status: 'running' | 'finished' | 'interrupted';
  records: GameRecord[];
  result: TournamentResult;
}

/** Reads a tournament and computes its table. @throws not-found, bad-file */
export function readTournament(runsDir: string, name: string): StoredTournament {
  const config = readTournamentConfig(runsDir, name);
  const directory = join(tournamentsDir(runsDir), name);
  const environment = makeEnvironment(config.env);
  const records = unique(readJournal<GameRecord>(paths(directory).games).lines);
  const plan = planOf(config);
  const complete = records.length >= planTournament(plan, environment).length || isDecided(plan, records);
  const status = isLocked(directory) ? 'running' : complete ? 'finished' : 'interrupted';
  return { config, status, records, result: tournamentResult(plan, records, environment.kind) };
}

/** Each game once. */
function unique(records: readonly GameRecord[]): GameRecord[] {
  return [...new Map(records.map((record) => [record.id, record])).values()];
}

/** Settings as a flag's text: "elo0=0,elo1=5". */
const formatSettings = (settings: object): string =>
  formatSpec('', settings as Record<string, unknown>).slice(1);

/** The command line that goes on with a tournament. */
export function resumeCommand(config: TournamentConfig): string {
  const words = ['npx', 'agon', 'tournament', '--env', config.env, '--agents', ...config.agents];
  words.push('--games', String(config.games), '--seed', String(config.seed));
  if (config.openingPlies) words.push('--opening-plies', String(config.openingPlies));
  if (config.openingsFile !== null) words.push('--openings', config.openingsFile);
  if (config.schedule !== 'round-robin') words.push('--schedule', config.schedule);
  if (config.limit !== null) words.push('--limit', String(config.limit));
  if (config.sprt) words.push('--sprt', formatSettings(config.sprt));
  if (config.adjudication) words.push('--adjudicate', formatSettings(config.adjudication));
  words.push('--resume', config.name);
  return words.map(shellWord).join(' ');
}

function configOf(options: TournamentToDiskOptions, name: string, created: string): TournamentConfig {
  const { env, agents, games, seed, openingPlies = 0, schedule = 'round-robin' } = options;
  const { limit = null, sprt = null, adjudication = null, accounts = false } = options;
  const { openingsFile = null, openings = null } = options;
  return {
    format: 1,
    name,
    env,
    agents,
    games,
    seed,
    openingPlies,
    schedule,
    limit,
    sprt,
    adjudication,
    openingsFile,
    openings,
    accounts,
    created,
  };
}

/** The directory and config of a new tournament. */
function create(options: TournamentToDiskOptions): TournamentConfig {
  const { runsDir, env, agents, seed } = options;
  const base = options.name ?? `${env.replace(/[^A-Za-z0-9._]+/g, '-')}-${agents.length}-agents-seed${seed}`;
  checkRunName(base);
  mkdirSync(tournamentsDir(runsDir), { recursive: true });
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base}-${n}`;
    const directory = join(tournamentsDir(runsDir), name);
    if (existsSync(paths(directory).config)) {
      if (options.name === undefined) continue;
      const text = `there is already a tournament "${name}"; go on with it by --resume ${name}, or choose another name.`;
      throw new AgonError('bad-option', text);
    }
    mkdirSync(directory, { recursive: true });
    return configOf(options, name, new Date().toISOString());
  }
}

/** The config of a tournament to go on with. @throws bad-option naming what differs */
function reopen(options: TournamentToDiskOptions, name: string): TournamentConfig {
  const stored = readTournamentConfig(options.runsDir, name);
  const asked = configOf(options, name, stored.created);
  const found: string[] = [];
  for (const key of [
    'env',
    'agents',
    'seed',
    'openingPlies',
    'schedule',
    'limit',
    'sprt',
    'adjudication',
    'openings',
  ] as const) {
    const [now, then] = [JSON.stringify(asked[key]), JSON.stringify(stored[key])];
    if (now !== then) found.push(`${key} is ${now}, the tournament has ${then}`);
  }
  if (asked.games < stored.games)
    found.push(`games is ${asked.games}, the tournament has ${stored.games} (it may only grow)`);
  if (found.length === 0) return asked;
  const text = `tournament "${name}" cannot be resumed with another plan: ${found.join('; ')}. Its own is: ${resumeCommand(stored)}`;
  throw new AgonError('bad-option', text, { details: { differences: found } });
}

/** Writes the result as JSON, the crosstable of board games as text, CSV and HTML, and games of Go as SGF. */
function writeTables(
  directory: string,
  name: string,
  records: readonly GameRecord[],
  result: TournamentResult,
): void {
  const { table, text, csv, html, sgf } = paths(directory);
  if (result.kind === 'game') {
    if (records[0]?.replay.env === 'go') {
      replaceFile(nodeDisk, sgf, records.map(({ replay }) => replaySgf(replay)).join('\n'));
    }
    replaceFile(nodeDisk, text, crosstableText(result));
    replaceFile(nodeDisk, csv, crosstableCsv(result));
    replaceFile(nodeDisk, html, crosstableHtml(result, name));
  }
  replaceFileDurably(nodeDisk, table, JSON.stringify(result, null, 2) + '\n');
}

/**
 * Plays a tournament and writes every game to disk before the next one starts; a crash loses at most the game that was
 * being played.
 * @throws as `tournament`; bad-option where the name is taken or the resumed plan differs; not-found; unsupported where
 *   another process plays this tournament
 */
export async function tournamentToDisk(
  options: TournamentToDiskOptions,
): Promise<TournamentResult & { name: string }> {
  planTournament(options); // complains before anything is made
  const config = options.resume === undefined ? create(options) : reopen(options, options.resume);
  const directory = join(tournamentsDir(options.runsDir), config.name);
  const lock = acquireLock(directory);
  let journal: Journal | undefined;
  try {
    replaceFileDurably(nodeDisk, paths(directory).config, JSON.stringify(config, null, 2) + '\n');
    const stored = readJournal<GameRecord>(paths(directory).games);
    const jobs = new Set(planTournament(planOf(config)).map(({ id }) => id));
    const played = unique(stored.lines).filter(({ id }) => jobs.has(id));
    const warnings = stored.torn
      ? ['the last line of games.jsonl was torn by a crash; that game is played again.']
      : [];
    options.onOpen?.({
      name: config.name,
      directory,
      played: played.length,
      records: played,
      total: jobs.size,
      warnings,
    });
    const writer = (journal = new Journal(paths(directory).games, stored.bytes));
    const { runsDir, zooDir, workers = 0, makeAgent = diskAgents({ runsDir, zooDir }) } = options;
    const result = await tournament({
      ...options,
      makeAgent,
      openPlayers:
        workers > 0 ? () => openWorkerPlayers(workers, planOf(config), { runsDir, zooDir }) : undefined,
      played,
      onGame: (record, done, total) => {
        writer.append(record);
        options.onGame?.(record, done, total);
      },
    });
    writeTables(
      directory,
      config.name,
      unique(readJournal<GameRecord>(paths(directory).games).lines),
      result,
    );
    return { name: config.name, ...result };
  } finally {
    journal?.close();
    lock.release();
  }
}
