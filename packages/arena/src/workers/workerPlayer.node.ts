/** Players in worker threads. */
import { openThreads, type WorkerThread } from '@agon/learning';
import { startWorker } from '@agon/learning/node';
import type { GamePlayer } from '../gamePlayer.js';
import type { AgentPlaces } from '../players.node.js';
import type { Job } from '../schedule.js';
import type { GameRecord } from '../gameRecord.js';
import type { TournamentPlan } from '../tournament.js';
import type { GameService } from './gameService.js';

/** The built worker: the same file, whether this one runs from src (tests) or from dist. */
const ENTRY = new URL('../../dist/workers/worker.node.js', import.meta.url);

/** A player whose games are played in a thread of its own. */
class WorkerPlayer implements GamePlayer {
  private readonly thread: WorkerThread<GameService<AgentPlaces>>;

  constructor(thread: WorkerThread<GameService<AgentPlaces>>) {
    this.thread = thread;
  }

  async play(job: Job, signal?: AbortSignal): Promise<GameRecord> {
    const { thread } = this;
    const stop = (): void => void thread.service.stop();
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();
    try {
      return await thread.ask(thread.service.play(job));
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  close(): Promise<void> {
    return this.thread.leave(this.thread.service.close());
  }
}

/** Starts `count` worker threads that play games of `plan`. @throws what making the agents throws; worker-failed */
export async function openWorkerPlayers(
  count: number,
  plan: TournamentPlan,
  places: AgentPlaces,
): Promise<GamePlayer[]> {
  const threads = await openThreads<GameService<AgentPlaces>>({
    count,
    spawn: () => Promise.resolve(startWorker(ENTRY)),
    open: (service) => service.open(plan, places),
    close: (service) => service.close(),
  });
  return threads.map((thread) => new WorkerPlayer(thread));
}
