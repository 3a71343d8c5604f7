/** Tournaments on disk as the page wants them: read as they grow, a game's moves only when it is asked for. */
import { AgonError } from '@agon/core';
import {
  isDecided,
  planTournament,
  tournamentResult,
  withoutDuplicates,
  type GameRecord,
  type Replay,
} from '@agon/arena';
import {
  isLocked,
  readTournamentConfig,
  resumeCommand,
  tournamentNames,
  tournamentPaths,
  tournamentsDir,
  type TournamentConfig,
} from '@agon/arena/node';
import { makeEnvironment } from '@agon/envs';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  turningPoint,
  type TournamentGame,
  type TournamentSummary,
  type TournamentView,
} from './tournamentView.js';

/** How much of a file is read at once, in bytes. */
const CHUNK_BYTES = 1 << 22;
const NEWLINE = 10;

/** A game in memory: its record without what the players thought, and where its line lies in the file. */
interface KnownGame {
  record: GameRecord;
  turningPoint: number | undefined;
  start: number;
  end: number;
}

/** The size and time of a file; zeros where it does not exist. */
function fileStamp(path: string): { size: number; mtimeMs: number } {
  return statSync(path, { throwIfNoEntry: false }) ?? { size: 0, mtimeMs: 0 };
}

function readRange(path: string, start: number, end: number): Buffer {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(end - start);
    let done = 0;
    while (done < bytes.length) {
      const count = readSync(file, bytes, done, bytes.length - done, start + done);
      if (count === 0) break; // the file was cut meanwhile
      done += count;
    }
    return bytes.subarray(0, done);
  } finally {
    closeSync(file);
  }
}

/** One tournament: what has been read of it stays in memory, and only what was added since is read again. */
class TournamentReader {
  private readonly runsDir: string;
  private readonly directory: string;
  private readonly paths: ReturnType<typeof tournamentPaths>;
  private readonly name: string;
  private readonly games = new Map<string, KnownGame>();
  /** Bytes of the file that have been read: whole lines. */
  private end = 0;
  private plan: { config: TournamentConfig; total: number; mtimeMs: number } | undefined;
  private shown: { stamp: string; view: TournamentView } | undefined;

  constructor(runsDir: string, name: string) {
    this.runsDir = runsDir;
    this.name = name;
    this.directory = join(tournamentsDir(runsDir), name);
    this.paths = tournamentPaths(this.directory);
  }

  private readPlan(): { config: TournamentConfig; total: number } {
    const { mtimeMs } = fileStamp(this.paths.config);
    if (this.plan?.mtimeMs !== mtimeMs) {
      const config = readTournamentConfig(this.runsDir, this.name);
      this.plan = { config, total: planTournament(config).length, mtimeMs };
    }
    return this.plan;
  }

  /** Reads what was added; a line without its end is still being written. @throws bad-file naming the byte */
  private readGames(): void {
    const { size } = fileStamp(this.paths.games);
    if (size < this.end) {
      this.games.clear();
      this.end = 0;
    }
    while (this.end < size) {
      let bytes = readRange(this.paths.games, this.end, Math.min(size, this.end + CHUNK_BYTES));
      if (!bytes.includes(NEWLINE)) bytes = readRange(this.paths.games, this.end, size);
      const whole = bytes.lastIndexOf(NEWLINE) + 1;
      if (whole === 0) return;
      for (let at = 0; at < whole;) {
        const stop = bytes.indexOf(NEWLINE, at);
        if (stop > at) this.takeGame(bytes.toString('utf8', at, stop), this.end + at, this.end + stop);
        at = stop + 1;
      }
      this.end += whole;
    }
  }

  private takeGame(line: string, start: number, end: number): void {
    let record: GameRecord;
    try {
      record = JSON.parse(line) as GameRecord;
    } catch (cause) {
      const text = `${this.paths.games} is damaged at byte ${start}: ${(cause as Error).message}.`;
      throw new AgonError('bad-file', text, { cause });
    }
    const { account, ...replay } = record.replay;
    const swing = record.seats.length === 2 ? turningPoint(account) : undefined;
    this.games.set(record.id, { record: { ...record, replay }, turningPoint: swing, start, end });
  }

  /** What changes whenever anything of the tournament does: cheap to ask for. */
  stamp(): string {
    const files = [this.paths.config, this.paths.games].map(fileStamp);
    return JSON.stringify([files.map(({ size, mtimeMs }) => [size, mtimeMs]), isLocked(this.directory)]);
  }

  /** @throws bad-file, unknown-env, bad-option */
  summary(): TournamentSummary {
    const { config, total } = this.readPlan();
    this.readGames();
    const { name, env, agents, created } = config;
    const records = [...this.games.values()].map(({ record }) => record);
    const isComplete = records.length >= total || isDecided(config, records);
    const status = isLocked(this.directory) ? 'running' : isComplete ? 'finished' : 'interrupted';
    return { name, env, agents, played: records.length, total, status, created };
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
    const line = readRange(this.paths.games, game.start, game.end).toString('utf8');
    return (JSON.parse(line) as GameRecord).replay;
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
    if (!tournamentNames(this.runsDir).includes(name)) {
      this.readers.delete(name);
      readTournamentConfig(this.runsDir, name); // throws with the names that there are
    }
    const reader = this.readers.get(name) ?? new TournamentReader(this.runsDir, name);
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
        if (!(error instanceof AgonError)) throw error;
        const nothing = { env: '', agents: [], played: 0, total: 0, created: '' };
        return { name, ...nothing, status: 'interrupted', error: error.message };
      }
    });
    return summaries.sort((a, b) => b.created.localeCompare(a.created));
  }
}
