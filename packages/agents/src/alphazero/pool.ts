/** A pool of self-play players: worker threads, and the learner's own thread when it has time. */
import { openThreads, type WorkerThread, type SpawnWorker } from '@agon/learning';
import type { GameBatch } from './gameBatch.js';
import { SelfPlayer, type SelfPlayConfig, type SelfPlayJob } from './selfPlayer.js';
import type { SelfPlayService } from './service.js';

/** The games of one iteration. */
export interface PlayedRound {
  games: GameBatch[];
  /** Share of the round in which the worker threads had nothing to play; 0 where there are none. */
  idleShare: number;
}

/** Games of one iteration while they are played. */
interface Round {
  /** Plays what no worker has taken yet in this thread, and waits for the rest; undefined where the pool was stopped. */
  finish(): Promise<PlayedRound | undefined>;
}

/**
 * Plays rounds of games. A round is cut into jobs of at most `parallelGames` games, each played from the same weights
 * with streams of its own, and results are put back into job order: what comes out does not depend on the number of
 * workers or on who was faster.
 */
export class SelfPlayPool {
  private readonly config: SelfPlayConfig;
  private readonly here: SelfPlayer;
  private readonly threads: WorkerThread<SelfPlayService>[];

  private constructor(config: SelfPlayConfig, here: SelfPlayer, threads: WorkerThread<SelfPlayService>[]) {
    this.config = config;
    this.here = here;
    this.threads = threads;
  }

  /** @throws unsupported where workers are wanted and `spawn` is not given */
  static async open(
    config: SelfPlayConfig,
    workers: number,
    spawn: SpawnWorker | undefined,
  ): Promise<SelfPlayPool> {
    const here = new SelfPlayer(config);
    const threads = await openThreads<SelfPlayService>({
      count: workers,
      spawn,
      open: (service) => service.open(config),
      close: (service) => service.close(),
    });
    return new SelfPlayPool(config, here, threads);
  }

  /** Starts to play games `firstGame`, `firstGame + 1`, … with `weights`, which must not change until the round is over. */
  begin(firstGame: number, numGames: number, weights: Float32Array, weightsVersion: number): Round {
    const jobs: SelfPlayJob[] = [];
    for (let game = firstGame; game < firstGame + numGames; game += this.config.settings.parallelGames) {
      const games = Math.min(this.config.settings.parallelGames, firstGame + numGames - game);
      jobs.push({ firstGame: game, numGames: games, weights, weightsVersion, record: game === firstGame });
    }
    const began = performance.now();
    let busyMs = 0;
    const results = new Array<GameBatch | undefined>(jobs.length);
    let next = 0;
    const work = async (play: (job: SelfPlayJob) => Promise<GameBatch | undefined>): Promise<void> => {
      while (next < jobs.length && !this.stopped) {
        const index = next++;
        results[index] = await play(jobs[index]);
      }
    };
    const away = Promise.all(
      this.threads.map(async (thread) => {
        await work((job) => thread.ask(thread.service.play(job)));
        busyMs += performance.now() - began;
      }),
    );
    away.catch(() => this.stop()); // told to whoever calls `finish`; until then the others need not go on
    return {
      finish: async () => {
        await Promise.all([away, work((job) => this.here.play(job))]);
        if (this.stopped) return undefined;
        const workersMs = this.threads.length * (performance.now() - began);
        return { games: results as GameBatch[], idleShare: workersMs && 1 - busyMs / workersMs };
      },
    };
  }

  /** Makes every player give up its games at the next tick. */
  stop(): void {
    Atomics.store(this.config.stop, 0, 1);
  }

  /** True after `stop`. */
  get stopped(): boolean {
    return Atomics.load(this.config.stop, 0) !== 0;
  }

  /** Stops the games in play; every worker ends its run, releases its session and leaves. */
  async close(): Promise<void> {
    this.stop();
    await Promise.all([
      this.here.dispose(),
      ...this.threads.splice(0).map((thread) => thread.leave(thread.service.close())),
    ]);
  }
}
