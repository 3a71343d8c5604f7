/** The worker thread's side: a table of handlers, one of which is opened. */
import { transfer } from 'comlink';
import type { ServedThread } from '../threads/servedThread.js';
import { posted } from '../threads/workerThread.js';
import type { JobHandler, Session, Work } from './work.js';

/** What a worker thread that does jobs answers to. */
export interface JobService {
  /** @param name of the handler */
  open(name: string, setup: unknown): Promise<void>;
  /**
   * Does a job; see `Session.run`.
   * @param common given where it is another one than for the last job
   * @param isWatched whether progress is to be told, as `Progress`
   */
  run(job: unknown, isWatched: boolean, common?: { data: unknown }): Promise<unknown>;
  /** Gives up the job that is being done. */
  stop(): void;
  /** Gives up the job that is being done, releases everything and leaves. */
  close(): Promise<void>;
}

/** What is told between the question for a job and its answer. */
export interface Progress {
  progress: unknown;
}

/** A result whose arrays are moved, not copied; those that are part of some larger memory are not its own. */
function moved(result: unknown): unknown {
  if (typeof result !== 'object' || result === null) return result;
  const buffers = Object.values(result)
    .filter(
      (value): value is Uint8Array =>
        ArrayBuffer.isView(value) &&
        value.buffer instanceof ArrayBuffer &&
        value.byteLength === value.buffer.byteLength,
    )
    .map((array) => array.buffer as ArrayBuffer);
  return transfer(result, [...new Set(buffers)]);
}

/** @param handlers the kinds of work that this thread can do */
export function jobService(handlers: readonly JobHandler<Work>[], { leave, tell }: ServedThread): JobService {
  let session: Session<Work> | undefined;
  let common: unknown;
  let stopping = new AbortController();
  let doing: Promise<unknown> = Promise.resolve();

  async function open(name: string, setup: unknown): Promise<void> {
    const handler = handlers.find((each) => each.name === name);
    if (!handler) throw new Error(`this worker does not know the job "${name}"`);
    session = await handler.open(setup);
  }

  async function run(job: unknown, isWatched: boolean): Promise<unknown> {
    if (!session) throw new Error('a worker was given a job before it was opened');
    const report = isWatched ? (progress: unknown) => tell({ progress } satisfies Progress) : undefined;
    return moved(await session.run(job, common, { signal: stopping.signal, report }));
  }

  return {
    open: (name, setup) => posted(open(name, setup)),
    run(job, isWatched, changed) {
      if (changed) common = changed.data;
      stopping = new AbortController();
      const answer = run(job, isWatched);
      doing = answer.catch(() => undefined); // the one who asked for the job hears of the failure
      return posted(answer);
    },
    stop: () => stopping.abort(),
    async close() {
      stopping.abort();
      await doing;
      await session?.close();
      leave();
    },
  };
}
