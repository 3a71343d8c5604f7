/** Worker threads as seen by who starts them: questions and answers, errors included, and how they are told to leave. */
import { AgonError, Lifeline, type ErrorCode, type Json } from '@agon/core';
import { wrap, type Endpoint, type Remote } from 'comlink';
import type { SpawnedWorker, SpawnWorker } from '../trainer.js';

/** An error as it crosses threads: comlink would keep no more of it than its text. */
interface PostedError {
  code: ErrorCode;
  message: string;
  details: Json;
}

/** In the worker: the same promise, with an error of ours as plain data. */
export async function posted<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof AgonError)) throw error;
    const { code, message, details } = error;
    throw { code, message, details } satisfies PostedError;
  }
}

/** A worker thread that answers as S says. They stop by message, never by force: a session that runs would abort the process. */
export class WorkerThread<S> {
  /** What it can be asked; see `ask`. */
  readonly service: Remote<S>;
  private readonly endpoint: Endpoint;
  private readonly ended: Promise<void>;
  private readonly lifeline: Lifeline;

  /** @param part the name of what it answers as; see `serveJobs` */
  constructor({ endpoint, ended }: SpawnedWorker, part: string) {
    this.endpoint = endpoint;
    this.service = wrap<Record<string, unknown>>(endpoint)[part] as unknown as Remote<S>;
    this.ended = ended;
    this.lifeline = new Lifeline(
      ended.then(() => {
        throw new AgonError('worker-failed', 'a worker thread left while it was needed.');
      }),
    );
  }

  /** The answer of `service`. @throws what went wrong there with its own code; worker-failed for anything unforeseen */
  async ask<T>(answer: Promise<T>): Promise<T> {
    try {
      return await this.lifeline.holds(answer);
    } catch (error) {
      if (error instanceof AgonError) throw error;
      const { code, message, details } = error as Partial<PostedError> & { message: string };
      if (code !== undefined) throw new AgonError(code, message, { cause: error, details });
      throw new AgonError('worker-failed', `a worker thread failed: ${message}`, { cause: error });
    }
  }

  /** Hears what the thread tells without being asked. */
  hear(listener: (news: object) => void): void {
    this.endpoint.addEventListener('message', (event) => {
      const { data } = event as MessageEvent<object>;
      if (!('id' in data)) listener(data); // answers have the question's
    });
  }

  /** Waits until it has left, as `farewell`, an answer of `service`, tells it to. */
  async leave(farewell: Promise<void>): Promise<void> {
    // One that has failed cannot answer; its failure is reported by whoever waited for an answer.
    const left = this.ended.catch(() => undefined);
    await Promise.race([farewell, left]);
    await left;
  }
}

/** How threads that answer as S says are started. */
interface ThreadsToOpen<S> {
  /** The name of what they answer as; see `serveJobs`. */
  part: string;
  count: number;
  /** Absent where there is no way to start one. */
  spawn: SpawnWorker | undefined;
  /** The first question to thread `index`. */
  open(service: Remote<S>, index: number): Promise<void>;
  /** Tells a thread to leave. */
  close(service: Remote<S>): Promise<void>;
}

/** Starts threads, all at a time; where one fails, all leave. @throws unsupported without `spawn`; what `open` throws; worker-failed */
export async function openThreads<S>({
  part,
  count,
  spawn,
  open,
  close,
}: ThreadsToOpen<S>): Promise<WorkerThread<S>[]> {
  if (count > 0 && !spawn) {
    throw new AgonError(
      'unsupported',
      `${count} worker threads were asked for, but no way to start one was given: pass spawnWorker (in Node: nodeWorker of "@agon/agents/node"), or workers: 0.`,
    );
  }
  const threads: WorkerThread<S>[] = [];
  const opened = await Promise.allSettled(
    Array.from({ length: count }, async (_, index) => {
      const thread = new WorkerThread<S>(await spawn!(), part);
      threads[index] = thread;
      await thread.ask(open(thread.service, index));
    }),
  );
  const failed = opened.find((result) => result.status === 'rejected');
  if (!failed) return threads;
  await Promise.all(threads.map((thread) => thread.leave(close(thread.service))));
  throw failed.reason;
}
