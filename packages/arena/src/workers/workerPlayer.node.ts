/** Players in worker threads. They stop by message, never by force (a session that runs would abort the process). */
import { ask } from '@agon/agents';
import { AgonError } from '@agon/core';
import { disableTelemetry } from '@agon/engine';
import { wrap, type Remote } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { Worker } from 'node:worker_threads';
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
  private readonly service: Remote<GameService<AgentPlaces>>;
  /** Resolves when the thread has left in peace, rejects where it failed. */
  readonly ended: Promise<void>;

  constructor() {
    disableTelemetry();
    // No flags of this process: under test they would lead the worker to sources that plain Node cannot read.
    const worker = new Worker(ENTRY, { execArgv: [] });
    this.ended = new Promise((resolve, reject) => {
      worker.once('error', (cause) => {
        reject(new AgonError('worker-failed', `a worker thread failed: ${cause.message}`, { cause }));
      });
      worker.once('exit', (code) => {
        if (code === 0) resolve();
        else reject(new AgonError('worker-failed', `a worker thread left with exit code ${code}.`));
      });
    });
    this.ended.catch(() => undefined); // heard by those who wait for an answer
    this.service = wrap<GameService<AgentPlaces>>(nodeEndpoint(worker));
  }

  open(plan: TournamentPlan, places: AgentPlaces): Promise<void> {
    return ask(this, this.service.open(plan, places));
  }

  async play(job: Job, signal?: AbortSignal): Promise<GameRecord> {
    const stop = (): void => void this.service.stop();
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();
    try {
      return await ask(this, this.service.play(job));
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  async close(): Promise<void> {
    // A worker that has failed cannot answer; its failure is reported by the game that met it.
    const left = this.ended.catch(() => undefined);
    await Promise.race([this.service.close(), left]);
    await left;
  }
}

/** Starts `count` worker threads that play games of `plan`. @throws what making the agents throws; worker-failed */
export async function openWorkerPlayers(
  count: number,
  plan: TournamentPlan,
  places: AgentPlaces,
): Promise<GamePlayer[]> {
  const players = Array.from({ length: count }, () => new WorkerPlayer());
  const opened = await Promise.allSettled(players.map((player) => player.open(plan, places)));
  for (const result of opened) {
    if (result.status === 'fulfilled') continue;
    await Promise.all(players.map((player) => player.close()));
    throw result.reason;
  }
  return players;
}
