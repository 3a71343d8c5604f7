/** The list of a folder's runs, asked for again and again: of a run that has not changed nothing is read. */
import { AgonError, crc32c } from '@agon/core';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { isMainForSure, mainMetric } from './mainMetric.js';
import {
  isReadable,
  subjectOf,
  type ListedEntry,
  type ListedRun,
  type MetricsLine,
  type RunConfig,
} from './run.js';
import { listRun, runNames, runPaths, TAIL_BYTES, tailOfMetrics } from './runFiles.node.js';
import { isLocked } from './runLock.node.js';

/** Most runs measure their main metric so often that this much of the file has it. */
const SHORT_TAIL_BYTES = 1 << 12;

/** The last lines of a run's metrics, few where they have its main metric. */
function shortTail(directory: string, { algorithm }: RunConfig): MetricsLine[] {
  const few = tailOfMetrics(directory, SHORT_TAIL_BYTES);
  const isEnough = few.some((line) => Object.keys(line).some((id) => isMainForSure(algorithm, id)));
  return isEnough ? few : tailOfMetrics(directory, TAIL_BYTES);
}

const settingOf = (config: RunConfig): number => {
  const decides = [config.algorithm, subjectOf(config), config.envVersion, config.settings];
  return crc32c(new TextEncoder().encode(JSON.stringify(decides)));
};

/** A run as it stands in a list of many. */
export function entryOf(run: ListedRun): ListedEntry {
  if (!isReadable(run)) return run;
  const { name, status, step, damage, last, checkpoints } = run;
  const { algorithm, seed, steps, preset, created, ...config } = run.config;
  const subject = config.env === undefined ? { data: config.data } : { env: config.env };
  const measured = Object.keys(last).filter((id) => id !== 'seconds');
  const metric = mainMetric(algorithm, measured);
  return {
    name,
    config: { algorithm, ...subject, seed, steps, preset, created } as RunConfig,
    status,
    step,
    result: metric === undefined ? null : { metric, value: last[metric] },
    setting: settingOf(run.config),
    checkpoints: checkpoints.slice(-1),
    ...(damage && { damage }),
  };
}

/** What is known of a run, and of which state of its files. */
interface Known {
  stamp: string;
  /** When it was last written, in milliseconds since 1970. */
  writtenAt: number;
  /** The one before, until it is read again; undefined where there is none. */
  entry: ListedEntry | undefined;
  isRead: boolean;
}

/** What changes when a file or a folder does; empty where there is none. */
function stampOfFile(path: string): { stamp: string; mtimeMs: number } {
  try {
    const { ino, size, mtimeMs, ctimeMs } = statSync(path);
    return { stamp: `${ino} ${size} ${mtimeMs} ${ctimeMs}`, mtimeMs };
  } catch {
    return { stamp: '', mtimeMs: 0 }; // who reads it says why
  }
}

/** All runs of one folder; it need not exist yet. */
export class RunList {
  private readonly runsDir: string;
  private known = new Map<string, Known>();
  private order: string[] = [];
  /** Rises whenever an entry or their order has changed. */
  version = 0;
  /** Whether all runs that the last look has found are read. */
  isWhole = false;

  constructor(runsDir: string) {
    this.runsDir = runsDir;
  }

  /** What can be told of all runs that have been read, the most recently written first. */
  get entries(): ListedEntry[] {
    return this.order.flatMap((name) => this.known.get(name)?.entry ?? []);
  }

  /** Looks at the files of every run, and reads those that have changed; see `read`. */
  look(budgetMs = Infinity): void {
    const before = this.known;
    this.known = new Map(runNames(this.runsDir).map((name) => [name, this.lookAt(name, before.get(name))]));
    const order = [...this.known].sort((a, b) => b[1].writtenAt - a[1].writtenAt).map(([name]) => name);
    const isSameOrder =
      order.length === this.order.length && order.every((name, i) => name === this.order[i]);
    if (!isSameOrder) this.version++;
    this.order = order;
    this.read(budgetMs);
  }

  /**
   * Reads the runs that have changed before the last look, the most recently written first.
   * @param budgetMs after so many milliseconds the rest is left to the next time; the first is always read
   */
  read(budgetMs: number): void {
    const began = performance.now();
    let isOver = false;
    for (const name of this.order) {
      const known = this.known.get(name)!;
      if (known.isRead) continue;
      if (isOver) return void (this.isWhole = false);
      known.entry = this.entryOf(name);
      known.isRead = true;
      this.version++;
      isOver = performance.now() - began >= budgetMs;
    }
    this.isWhole = true;
  }

  /** The same as before where nothing has changed. */
  private lookAt(name: string, before: Known | undefined): Known {
    const directory = join(this.runsDir, name);
    const { config, metrics, status, state, checkpoints, replays } = runPaths(directory);
    const written = [metrics, config].map(stampOfFile);
    const others = [status, join(state, 'manifest.json'), checkpoints, replays].map(stampOfFile);
    const stamp = [...written, ...others].map((each) => each.stamp).join('|') + String(isLocked(directory));
    if (before?.isRead && before.stamp === stamp) return before;
    const writtenAt = written.find(({ mtimeMs }) => mtimeMs > 0)?.mtimeMs ?? 0;
    return { stamp, writtenAt, entry: before?.entry, isRead: false };
  }

  private entryOf(name: string): ListedEntry | undefined {
    try {
      return entryOf(listRun(this.runsDir, name, shortTail));
    } catch (error) {
      if (error instanceof AgonError && error.code === 'not-found') return undefined; // removed meanwhile
      throw error;
    }
  }
}
