/**
 * The files of a tournament, `runs/tournaments/<name>/`: `tournament.json` (the plan), `games.jsonl` (a line a game, with
 * its replay), `table.json` and `crosstable.*` (the result), and `games.sgf` where the game is Go.
 */
import { AgonError, formatSpec, integers, specText, wholeNumber } from '@agon/core';
import { inside } from '@agon/core/node';
import { makeEnvironment } from '@agon/envs';
import { join } from 'node:path';
import * as v from 'valibot';
import { readLines, replaySgf, shellWord } from '@agon/runs';
import {
  nodeDisk,
  replaceFile,
  replaceFileDurably,
  isLocked,
  isThere,
  readBytes,
  readSaved,
  TOURNAMENT_FILE,
  TOURNAMENT_GAMES,
  tournamentDirectory,
  tournamentPaths,
} from '@agon/runs/node';
import { adjudicationSchema, type Adjudication } from './adjudication.js';
import { crosstableCsv, crosstableHtml, crosstableText } from './crosstable.js';
import { GameLines } from './gameLines.js';
import type { GameRecord } from './gameRecord.js';
import { sprtSchema, type SprtOptions } from './sprt.js';
import { isDecided, numberOfGames, tournamentResult, type TournamentResult } from './tournament.js';
import type { TournamentPlan } from './tournamentPlan.js';

/** `tournament.json`: the plan, with what was not given left out. */
export interface TournamentConfig extends TournamentPlan {
  format: 1;
  name: string;
  /** The file that the openings were read from. */
  openingsFile?: string;
  /** ISO time at which it was begun. */
  created: string;
}

/** What `tournament.json` must hold. The order of the keys of a test is kept: a resumed plan is compared with it. */
const tournamentSchema = v.object({
  format: v.literal(1),
  name: v.string(),
  env: specText,
  agents: v.array(v.string()),
  games: v.pipe(wholeNumber, v.minValue(1)),
  seed: v.union([v.string(), v.number()]),
  schedule: v.exactOptional(v.picklist(['round-robin', 'gauntlet'])),
  sprt: v.exactOptional(
    v.custom<SprtOptions>((value) => v.is(sprtSchema, value), 'must be a sequential test'),
  ),
  openingPlies: v.exactOptional(wholeNumber),
  openings: v.exactOptional(v.array(integers)),
  openingsFile: v.exactOptional(v.string()),
  limit: v.exactOptional(wholeNumber),
  adjudication: v.exactOptional(
    v.custom<Adjudication>((value) => v.is(adjudicationSchema, value), 'must be what ends games early'),
  ),
  accounts: v.exactOptional(v.boolean()),
  ratings: v.exactOptional(
    v.object({
      prior: v.exactOptional(v.number()),
      firstPlayerAdvantage: v.exactOptional(v.union([v.number(), v.literal('estimate')])),
      anchors: v.exactOptional(v.record(v.string(), v.number())),
    }),
  ),
  created: v.string(),
}) satisfies v.GenericSchema<unknown, TournamentConfig>;

/**
 * A tournament's `tournament.json`, with the name of its folder.
 * @throws not-found, bad-file; what `planTournament` throws of the plan, with the path
 */
export function readTournamentConfig(runsDir: string, name: string): TournamentConfig {
  const directory = tournamentDirectory(runsDir, name);
  const config = { ...readSaved(tournamentSchema, directory, TOURNAMENT_FILE), name };
  try {
    numberOfGames(config);
  } catch (cause) {
    if (!(cause instanceof AgonError)) throw cause;
    throw new AgonError(cause.code, `${join(directory, TOURNAMENT_FILE)}: ${cause.message}`, { cause });
  }
  return config;
}

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
  const directory = tournamentDirectory(runsDir, name);
  const environment = makeEnvironment(config.env);
  const { records } = readGames(directory, config);
  const complete = records.length >= numberOfGames(config, environment) || isDecided(config, records);
  const status = isLocked(directory) ? 'running' : complete ? 'finished' : 'interrupted';
  return { config, status, records, result: tournamentResult(config, records, environment.kind) };
}

/** Faults that are told of one file. */
const FAULTS_TOLD = 3;

/**
 * The games in a tournament's directory, and how far its file is whole.
 * @throws bad-file with the lines that are damaged, or hold what cannot be (see `GameLines`)
 */
export function readGames(
  directory: string,
  plan: TournamentPlan,
): { records: GameRecord[]; bytes: number; torn: boolean } {
  const path = inside(directory, TOURNAMENT_GAMES);
  const content = isThere(path) ? readBytes(directory, TOURNAMENT_GAMES) : new Uint8Array();
  const lines = new GameLines(plan, makeEnvironment(plan.env));
  const records: GameRecord[] = [];
  const { faults, bytes } = readLines(content, path, (text, where) => records.push(lines.read(text, where)));
  if (faults.length === 0) return { records, bytes, torn: bytes < content.length };
  const more = faults.length > FAULTS_TOLD ? ` And ${faults.length - FAULTS_TOLD} more.` : '';
  throw new AgonError(
    'bad-file',
    `${faults.slice(0, FAULTS_TOLD).join(' ')}${more} The other ${records.length} games are whole. Restore the file from a copy, or delete these lines: their games are then played again.`,
    { details: { path, faults: faults.slice(0, 100) } },
  );
}

/** Settings as a flag's text: "elo0=0,elo1=5". */
const formatSettings = (settings: object): string =>
  formatSpec('', settings as Record<string, unknown>).slice(1);

/** The command line that goes on with a tournament. */
export function resumeCommand(config: TournamentConfig): string {
  const words = ['npx', 'agon', 'tournament', '--env', config.env, '--agents', ...config.agents];
  const flag = (name: string, value: string | number | undefined): void => {
    if (value !== undefined) words.push(name, String(value));
  };
  flag('--games', config.games);
  flag('--seed', config.seed);
  flag('--opening-plies', config.openingPlies || undefined);
  flag('--openings', config.openingsFile);
  flag('--schedule', config.schedule);
  flag('--limit', config.limit);
  flag('--sprt', config.sprt && formatSettings(config.sprt));
  flag('--adjudicate', config.adjudication && formatSettings(config.adjudication));
  for (const [agent, elo] of Object.entries(config.ratings?.anchors ?? {}))
    flag('--anchor', `${agent}=${elo}`);
  flag('--prior', config.ratings?.prior);
  flag('--first-player-advantage', config.ratings?.firstPlayerAdvantage);
  if (config.accounts) words.push('--accounts');
  flag('--resume', config.name);
  return words.map(shellWord).join(' ');
}

/** Writes the result as JSON, the crosstable of board games as text, CSV and HTML, and games of Go as SGF. */
export function writeTables(directory: string, config: TournamentConfig, result: TournamentResult): void {
  const { table, text, csv, html, sgf } = tournamentPaths(directory);
  if (result.kind === 'game') {
    const { records } = readGames(directory, config);
    if (records[0]?.replay.env === 'go') {
      replaceFile(
        nodeDisk,
        sgf,
        records.map(({ replay, opening }) => replaySgf(replay, { opening: opening.length })).join('\n'),
      );
    }
    replaceFile(nodeDisk, text, crosstableText(result));
    replaceFile(nodeDisk, csv, crosstableCsv(result));
    replaceFile(nodeDisk, html, crosstableHtml(result, config.name));
  }
  replaceFileDurably(nodeDisk, table, JSON.stringify(result, null, 2) + '\n');
}
