/**
 * Tournaments on disk: every game is written before the next one starts, and a killed tournament goes on where it
 * stopped (see `tournamentFiles.node.ts`).
 */
import { AgonError, requireMemory } from '@agon/core';
import { inside, makeFolder } from '@agon/core/node';
import { makeEnvironment, unwrapped } from '@agon/envs';
import { threadsMemory } from '@agon/learning';
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { checkRunName } from '@agon/runs';
import {
  diskFailure,
  nodeDisk,
  replaceFileDurably,
  Journal,
  acquireLock,
  namesIn,
  tournamentPaths,
  tournamentsDir,
} from '@agon/runs/node';
import type { MakeAgent } from './makeAgents.js';
import type { GameRecord } from './gameRecord.js';
import { diskAgents } from './players.node.js';
import { planTournament, tournament, type TournamentOptions, type TournamentResult } from './tournament.js';
import type { TournamentPlan } from './tournamentPlan.js';
import {
  readGames,
  readTournamentConfig,
  resumeCommand,
  writeTables,
  type TournamentConfig,
} from './tournamentFiles.node.js';
import { openGames } from './workers/pools.node.js';

/** Where a tournament stands before its first game is played. */
export interface OpenedTournament {
  name: string;
  directory: string;
  /** Games that were played before. */
  records: readonly GameRecord[];
  /** Games of the whole tournament. */
  total: number;
  warnings: string[];
}

/** A tournament, and where it is kept. */
export interface TournamentToDiskOptions extends Omit<
  TournamentOptions,
  'played' | 'openPool' | 'makeAgent'
> {
  /** The folder of all runs; tournaments lie in its folder `tournaments`. */
  runsDir: string;
  /** Folders of trained agents that are kept. */
  zooDirs?: readonly string[];
  /** The name of the file that `openings` come from, for the command that resumes. */
  openingsFile?: string;
  /** Worker threads that play games side by side; 0 (if not given): games are played in this thread. */
  workers?: number;
  /** Makes agents in this thread, where `workers` is 0; worker threads and the default make those of `runsDir` and `zooDirs`. */
  makeAgent?: MakeAgent;
  /** A new tournament's name. Default: "tic_tac_toe-3-agents-seed1", with -2, -3, … where it is taken. */
  name?: string;
  /** The name of the tournament to go on with; the plan must be the same, but for more games. */
  resume?: string;
  /** Told where the tournament lies and how many games it already has, before the first one. */
  onOpen?: (opened: OpenedTournament) => void;
}

/** What must be the same when a tournament is resumed. */
const FIXED = [
  'env',
  'agents',
  'seed',
  'openingPlies',
  'openings',
  'schedule',
  'limit',
  'sprt',
  'adjudication',
] as const satisfies (keyof TournamentPlan)[];

function configOf(options: TournamentToDiskOptions, name: string, created: string): TournamentConfig {
  const { env, agents, games, seed, openingPlies, openings, openingsFile, schedule } = options;
  const { limit, sprt, adjudication, accounts, ratings } = options;
  return {
    format: 1,
    name,
    env,
    agents,
    games,
    seed,
    openingPlies: openingPlies ?? 0,
    openings,
    openingsFile,
    schedule,
    limit,
    sprt,
    adjudication,
    accounts,
    ratings,
    created,
  };
}

/** The directory and config of a new tournament. */
function create(options: TournamentToDiskOptions): TournamentConfig {
  const { runsDir, env, agents, seed } = options;
  const base = options.name ?? `${env.replace(/[^A-Za-z0-9._]+/g, '-')}-${agents.length}-agents-seed${seed}`;
  checkRunName(base);
  makeFolder(tournamentsDir(runsDir));
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base}-${n}`;
    const directory = inside(tournamentsDir(runsDir), name);
    if (namesIn(tournamentsDir(runsDir), name).length > 0) {
      if (options.name === undefined) continue;
      const text = `there is already a tournament "${name}"; resume it with --resume ${name}, or choose another name.`;
      throw new AgonError('bad-option', text);
    }
    makeFolder(directory);
    return configOf(options, name, new Date().toISOString());
  }
}

/** The config of a tournament to go on with. @throws bad-option naming what differs */
function reopen(options: TournamentToDiskOptions, name: string): TournamentConfig {
  const stored = readTournamentConfig(options.runsDir, name);
  const asked = configOf(options, name, stored.created);
  const found: string[] = [];
  for (const key of FIXED) {
    const [now, then] = [asked[key], stored[key]].map((value) => JSON.stringify(value) ?? 'not given');
    if (now !== then) found.push(`${key} is ${now}, the tournament has ${then}`);
  }
  if (asked.games < stored.games) {
    found.push(`games is ${asked.games}, the tournament has ${stored.games} (it may only grow)`);
  }
  if (found.length === 0) return asked;
  const text = `tournament "${name}" cannot be resumed with another plan: ${found.join('; ')}. Its own is: ${resumeCommand(stored)}`;
  throw new AgonError('bad-option', text, { details: { differences: found } });
}

/** @throws unsupported where the games were played by other rules */
function checkVersion(records: readonly GameRecord[], plan: TournamentPlan): void {
  const { version } = unwrapped(makeEnvironment(plan.env));
  const other = records.find(({ replay }) => replay.version !== version);
  if (!other) return;
  const text = `the games so far were played with version ${other.replay.version} of ${plan.env}; this is version ${version}, which behaves differently. Begin a new tournament.`;
  throw new AgonError('unsupported', text);
}

/**
 * Plays a tournament and writes every game to disk before the next one starts; a crash loses at most the games that were
 * being played.
 * @throws as `tournament`; bad-option where the name is taken or the resumed plan differs; not-found; unsupported where
 *   another process plays this tournament, or its games were played by other rules; disk where the system refuses to write
 */
export async function tournamentToDisk(
  options: TournamentToDiskOptions,
): Promise<TournamentResult & { name: string }> {
  // Both complain before anything is made.
  planTournament(options);
  requireMemory('this tournament', [threadsMemory(options.workers ?? 0)]);
  const config = options.resume === undefined ? create(options) : reopen(options, options.resume);
  const directory = join(tournamentsDir(options.runsDir), config.name);
  const lock = acquireLock(directory);
  let numRead = 0;
  let journal: Journal | undefined;
  let isRefused = false;
  try {
    replaceFileDurably(nodeDisk, tournamentPaths(directory).config, JSON.stringify(config, null, 2) + '\n');
    const { records, bytes, torn } = readGames(directory, config);
    checkVersion(records, config);
    const jobs = new Set(planTournament(config).map(({ id }) => id));
    const played = records.filter(({ id }) => jobs.has(id));
    numRead = records.length;
    const { runsDir, zooDirs, workers = 0, makeAgent = diskAgents({ runsDir, zooDirs }) } = options;
    const warnings: string[] = [];
    if (torn) warnings.push('the last line of games.jsonl was torn by a crash; that game is played again.');
    if (workers > availableParallelism()) {
      warnings.push(
        `${workers} workers share ${availableParallelism()} cores: agents that think by the clock think less than they would alone.`,
      );
    }
    options.onOpen?.({ name: config.name, directory, records: played, total: jobs.size, warnings });
    const games = new Journal(tournamentPaths(directory).games, bytes);
    journal = games;
    let result: TournamentResult;
    try {
      result = await tournament({
        ...options,
        makeAgent,
        openPool:
          workers > 0 ? () => openGames({ plan: config, places: { runsDir, zooDirs } }, workers) : undefined,
        played,
        onGame: (record, done, total) => {
          games.append(record);
          options.onGame?.(record, done, total);
        },
      });
    } finally {
      games.close();
    }
    writeTables(directory, config, result);
    return { name: config.name, ...result };
  } catch (failure) {
    const numGames = numRead + (journal?.lines ?? 0);
    const games = numGames === 1 ? '1 game is' : `${numGames} games are`;
    const kept = (): string => `${games} kept in ${directory}.`;
    const error = diskFailure(failure, kept, resumeCommand(config));
    // A new one that is refused before its first game leaves nothing behind, and the name free.
    isRefused = options.resume === undefined && error instanceof AgonError && error.isUsage && numGames === 0;
    throw error;
  } finally {
    lock.release();
    if (isRefused) rmSync(directory, { recursive: true });
  }
}
