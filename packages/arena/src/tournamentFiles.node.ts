/**
 * The files of a tournament, `runs/tournaments/<name>/`: `tournament.json` (the plan), `games.jsonl` (a line a game, with
 * its replay), `table.json` and `crosstable.*` (the result), and `games.sgf` where the game is Go.
 */
import { AgonError, formatSpec, nearest } from '@agon/core';
import { makeEnvironment } from '@agon/envs';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crosstableCsv, crosstableHtml, crosstableText } from './crosstable.js';
import { nodeDisk, replaceFile, replaceFileDurably } from './disk.node.js';
import type { GameRecord } from './gameRecord.js';
import { readJournal } from './journal.node.js';
import { replaySgf } from './replaySgf.js';
import { shellWord } from './runConfig.js';
import { isLocked } from './runLock.node.js';
import {
  isDecided,
  planTournament,
  tournamentResult,
  type TournamentPlan,
  type TournamentResult,
} from './tournament.js';

/** `tournament.json`: the plan, with what was not given left out. */
export interface TournamentConfig extends TournamentPlan {
  format: 1;
  name: string;
  /** The file that the openings were read from. */
  openingsFile?: string;
  /** ISO time at which it was begun. */
  created: string;
}

/** Paths inside a tournament's directory. */
export const tournamentPaths = (directory: string) => ({
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
  return nodeDisk.list(directory).filter((name) => existsSync(tournamentPaths(join(directory, name)).config));
}

/** A tournament's `tournament.json`; its name is that of the folder. @throws not-found with the near name, bad-file */
export function readTournamentConfig(runsDir: string, name: string): TournamentConfig {
  const names = tournamentNames(runsDir);
  if (!names.includes(name)) {
    const near = nearest(name, names);
    const known = names.length ? `There are: ${names.join(', ')}.` : 'There are none yet.';
    const hint = near ? `did you mean "${near}"? ` : '';
    const text = `there is no tournament "${name}" in ${tournamentsDir(runsDir)}; ${hint}${known}`;
    throw new AgonError('not-found', text, { details: { name, names } });
  }
  const path = tournamentPaths(join(tournamentsDir(runsDir), name)).config;
  let config: TournamentConfig;
  try {
    config = JSON.parse(readFileSync(path, 'utf8')) as TournamentConfig;
  } catch (cause) {
    throw new AgonError('bad-file', `${path} cannot be read: ${(cause as Error).message}.`, { cause });
  }
  if (config.format === 1) return { ...config, name };
  throw new AgonError('bad-file', `${path} has format ${String(config.format)}; this agon reads format 1.`);
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
  const directory = join(tournamentsDir(runsDir), name);
  const environment = makeEnvironment(config.env);
  const { records } = readGames(directory);
  const complete = records.length >= planTournament(config, environment).length || isDecided(config, records);
  const status = isLocked(directory) ? 'running' : complete ? 'finished' : 'interrupted';
  return { config, status, records, result: tournamentResult(config, records, environment.kind) };
}

/** The games in a tournament's directory, each once, and how far its file is whole. */
export function readGames(directory: string): { records: GameRecord[]; bytes: number; torn: boolean } {
  const { lines, bytes, torn } = readJournal<GameRecord>(tournamentPaths(directory).games);
  return { records: [...new Map(lines.map((record) => [record.id, record])).values()], bytes, torn };
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
export function writeTables(directory: string, name: string, result: TournamentResult): void {
  const { table, text, csv, html, sgf } = tournamentPaths(directory);
  if (result.kind === 'game') {
    const { records } = readGames(directory);
    if (records[0]?.replay.env === 'go') {
      replaceFile(
        nodeDisk,
        sgf,
        records.map(({ replay, opening }) => replaySgf(replay, opening.length)).join('\n'),
      );
    }
    replaceFile(nodeDisk, text, crosstableText(result));
    replaceFile(nodeDisk, csv, crosstableCsv(result));
    replaceFile(nodeDisk, html, crosstableHtml(result, name));
  }
  replaceFileDurably(nodeDisk, table, JSON.stringify(result, null, 2) + '\n');
}
