/** Sessions in worker threads, as seen by who gives them jobs. */
import type { SpawnWorker } from '../trainer.js';
import { openThreads, type WorkerThread } from '../threads/workerThread.js';
import type { JobService, Progress } from './jobService.js';
import type { Hooks, Session, Work } from './work.js';

/** What `serveJobs` serves jobs as. */
export const JOBS = 'jobs';

/**
 * Starts `count` threads that do jobs of the handler with this name.
 * @throws unsupported without `spawn`; what opening the handler throws; worker-failed
 */
export async function openThreadSessions<W extends Work>(
  name: string,
  setup: W['setup'],
  count: number,
  spawn: SpawnWorker | undefined,
): Promise<Session<W>[]> {
  const threads = await openThreads<JobService>({
    part: JOBS,
    count,
    spawn,
    open: (service) => service.open(name, setup),
    close: (service) => service.close(),
  });
  return threads.map((thread) => new ThreadSession<W>(thread));
}

/** One in a worker thread. What is common to a round's jobs is posted to it once. */
class ThreadSession<W extends Work> implements Session<W> {
  private readonly thread: WorkerThread<JobService>;
  private posted: W['common'] = undefined;
  private report: Hooks<W>['report'];

  constructor(thread: WorkerThread<JobService>) {
    this.thread = thread;
    thread.hear((news) => this.report?.((news as Progress).progress));
  }

  async run(job: W['job'], common: W['common'], { signal, report }: Hooks<W>): Promise<W['result']> {
    if (signal.aborted) return undefined;
    const { thread } = this;
    const changed = common === this.posted ? undefined : { data: common };
    this.posted = common;
    this.report = report;
    const stop = (): void => void thread.service.stop();
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await thread.ask(thread.service.run(job, report !== undefined, changed));
    } finally {
      signal.removeEventListener('abort', stop);
      this.report = undefined;
    }
  }

  close(): Promise<void> {
    return this.thread.leave(this.thread.service.close());
  }
}
