/** Tournaments on disk as the page wants them: read as they grow, a game's moves only when it is asked for. */
import {
  gameRecordSchema,
  GameLines,
  isDecided,
  numberOfGames,
  tournamentResult,
  withoutDuplicates,
  type GameRecord,
} from '@agon/arena';
import { readTournamentConfig, resumeCommand, type TournamentConfig } from '@agon/arena/node';
import { AgonError, parseJson } from '@agon/core';
import { inside } from '@agon/core/node';
import { makeEnvironment } from '@agon/envs';
import { readLines, type Replay } from '@agon/runs';
import {
  isLocked,
  isThere,
  readingFault,
  tournamentDirectory,
  tournamentNames,
  withFile,
} from '@agon/runs/node';
import { readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  turningPoint,
  type TournamentGame,
  type TournamentSummary,
  type TournamentView,
} from './tournamentView.js';

/** How much of a file is read at once, in bytes. */
const CHUNK_BYTES = 1 << 22;
/** At most so many damaged lines are told of one tournament. */
const FAULTS_TOLD = 10;

/** A game in memory: its record without what the players thought, and where its line lies in the file. */
interface KnownGame {
  record: GameRecord;
  turningPoint: number | undefined;
  start: number;
  end: number;
}

/** What changes when a file does; the same where there is none, or something else in its place. */
function fileStamp(path: string): { size: number; mtimeMs: number } {
  try {
    const { size, mtimeMs } = statSync(path);
    return { size, mtimeMs };
  } catch {
    return { size: 0, mtimeMs: 0 }; // who reads it says why
  }
}

function readRange(path: string, start: number, end: number): Buffer {
  return withFile(path, (file) => {
    const bytes = Buffer.alloc(end - start);
    let done = 0;
    while (done < bytes.length) {
      const count = readSync(file, bytes, done, bytes.length - done, start + done);
      if (count === 0) break; // the file was cut meanwhile
      done += count;
    }
    return bytes.subarray(0, done);
  });
}

/** The plan, and what it says of the lines. */
interface KnownPlan {
  config: TournamentConfig;
  total: number;
  lines: GameLines;
  stamp: string;
}

/** One tournament: what has been read of it stays in memory, and only what was added since is read again. */
class TournamentReader {
  private readonly runsDir: string;
  private readonly directory: string;
  private readonly name: string;
  private readonly games = new Map<string, KnownGame>();
  private faults: string[] = [];
  /** Bytes and lines of the file that have been read. */
  private end = 0;
  private numLines = 0;
  private plan: KnownPlan | undefined;
  private shown: { stamp: string; view: TournamentView } | undefined;

  constructor(runsDir: string, name: string, directory: string) {
    this.runsDir = runsDir;
    this.name = name;
    this.directory = directory;
  }

  private path(file: 'tournament.json' | 'games.jsonl'): string {
    return inside(this.directory, file);
  }

  /** Another plan makes other lines right: they are read again. */
  private readPlan(): KnownPlan {
    const stamp = JSON.stringify(fileStamp(this.path('tournament.json')));
    if (this.plan?.stamp !== stamp) {
      const config = readTournamentConfig(this.runsDir, this.name);
      const environment = makeEnvironment(config.env);
      const total = numberOfGames(config, environment);
      this.forgetGames();
      this.plan = { config, total, lines: new GameLines(config, environment), stamp };
    }
    return this.plan;
  }

  private forgetGames(): void {
    this.games.clear();
    this.faults = [];
    this.end = 0;
    this.numLines = 0;
  }

  /** Reads what was added; a line without its end is still being written. Damaged lines are left out and told. */
  private readGames(): void {
    const path = this.path('games.jsonl');
    if (!isThere(path)) return this.forgetGames();
    const size = withFile(path, (_, length) => length);
    if (size < this.end) this.plan = undefined; // it was cut or replaced
    const { lines } = this.readPlan();
    while (this.end < size) {
      const from = this.end;
      const take = (text: string, where: string, start: number, end: number): void =>
        this.takeGame(lines.read(text, where), from + start, from + end);
      let bytes = readRange(path, from, Math.min(size, from + CHUNK_BYTES));
      let read = readLines(bytes, path, take, this.numLines);
      if (read.bytes === 0 && from + bytes.length < size) {
        bytes = readRange(path, from, size); // a line that is longer than a chunk
        read = readLines(bytes, path, take, this.numLines);
      }
      this.faults.push(...read.faults);
      this.end += read.bytes;
      this.numLines += read.lines;
      if (read.bytes === 0) return;
    }
  }

  private takeGame(record: GameRecord, start: number, end: number): void {
    const { account, ...replay } = record.replay;
    const swing = record.seats.length === 2 ? turningPoint(account) : undefined;
    this.games.set(record.id, { record: { ...record, replay }, turningPoint: swing, start, end });
  }

  /** What is wrong with the lines that are not counted; undefined where nothing is. */
  private damage(): string[] | undefined {
    const more = this.faults.length - FAULTS_TOLD;
    if (this.faults.length === 0) return undefined;
    return [
      ...this.faults.slice(0, FAULTS_TOLD).map((fault) => `${fault} This game is not counted.`),
      ...(more > 0 ? [`${more} more lines of games.jsonl are damaged, and not counted.`] : []),
    ];
  }

  /** What changes whenever anything of the tournament does: cheap to ask for. */
  stamp(): string {
    const files = ['tournament.json', 'games.jsonl', 'lock.json'].map((file) =>
      fileStamp(join(this.directory, file)),
    );
    return JSON.stringify([files, isLocked(this.directory)]);
  }

  /** @throws bad-file, unknown-env, bad-option */
  summary(): TournamentSummary {
    this.readGames();
    const { config, total } = this.readPlan();
    const { name, env, agents, created } = config;
    const records = [...this.games.values()].map(({ record }) => record);
    const isComplete = records.length >= total || isDecided(config, records);
    const status = isLocked(this.directory) ? 'running' : isComplete ? 'finished' : 'interrupted';
    return { name, env, agents, played: records.length, total, status, created, damage: this.damage() };
  }

  /** @throws bad-file, unknown-env, bad-option */
  view(): TournamentView {
    const stamp = this.stamp();
    if (this.shown?.stamp === stamp) return this.shown.view;
    const summary = this.summary();
    const { config } = this.readPlan();
    const known = [...this.games.values()];
    const records = known.map(({ record }) => record);
    const { kind } = makeEnvironment(config.env);
    const counted = kind === 'game' ? new Set(withoutDuplicates(records)) : undefined;
    const games = known.map(({ record, turningPoint }): TournamentGame => {
      const { id, seats, replay } = record;
      const { result, actions, ended } = replay;
      const isDuplicate = counted?.has(record) === false ? true : undefined;
      return { id, seats, result, length: actions.length, ended, isDuplicate, turningPoint };
    });
    const result = tournamentResult(config, records, kind);
    const view = { ...summary, result, games, resume: resumeCommand(config) };
    this.shown = { stamp, view };
    return view;
  }

  /** A game with its moves and thoughts. @throws not-found, bad-file */
  replay(id: string): Replay {
    this.readGames();
    const game = this.games.get(id);
    if (!game) {
      const text = `tournament "${this.name}" has no game "${id}"; ${this.games.size} games have been played so far.`;
      throw new AgonError('not-found', text);
    }
    const path = this.path('games.jsonl');
    const line = readRange(path, game.start, game.end).toString('utf8');
    return parseJson(gameRecordSchema, line, `${path}, game "${id}"`).replay;
  }
}

/** All tournaments of a folder of runs. */
export class Tournaments {
  private readonly runsDir: string;
  private readonly readers = new Map<string, TournamentReader>();

  constructor(runsDir: string) {
    this.runsDir = runsDir;
  }

  /** One tournament. @throws not-found with the near name; so a name that is no tournament's reaches no path */
  open(name: string): TournamentReader {
    const directory = tournamentDirectory(this.runsDir, name);
    const reader = this.readers.get(name) ?? new TournamentReader(this.runsDir, name, directory);
    this.readers.set(name, reader);
    return reader;
  }

  /** What changes whenever anything of any tournament does. */
  stamp(): string {
    return JSON.stringify(tournamentNames(this.runsDir).map((name) => [name, this.open(name).stamp()]));
  }

  /** All tournaments, the newest first; one whose files cannot be read says why. */
  list(): TournamentSummary[] {
    const summaries = tournamentNames(this.runsDir).map((name): TournamentSummary => {
      try {
        return this.open(name).summary();
      } catch (error) {
        const fault = readingFault(error);
        const nothing = { env: '', agents: [], played: 0, total: 0, created: '' };
        return { name, ...nothing, status: 'damaged', error: fault };
      }
    });
    return summaries.sort((a, b) => b.created.localeCompare(a.created));
  }
}
