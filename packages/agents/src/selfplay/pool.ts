/** A pool of self-play players: worker threads, and the learner's own thread when it has time. */
import { AgonError } from '@agon/core';
import { wrap, type Remote } from 'comlink';
import type { GameBatch } from '../alphazero/gameBatch.js';
import { SelfPlayer, type SelfPlayConfig, type SelfPlayJob } from '../alphazero/selfPlayer.js';
import type { SpawnedWorker, SpawnWorker } from '../trainer.js';
import { ask } from './answers.js';
import type { SelfPlayService } from './service.js';

interface Player {
  worker: SpawnedWorker;
  service: Remote<SelfPlayService>;
}

/** The games of one iteration. */
export interface PlayedRound {
  games: GameBatch[];
  /** Share of the round in which the worker threads had nothing to play; 0 where there are none. */
  idleShare: number;
}

/** Games of one iteration while they are played. */
export interface Round {
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
  private readonly members: Player[];

  private constructor(config: SelfPlayConfig, members: Player[]) {
    this.config = config;
    this.here = new SelfPlayer(config);
    this.members = members;
  }

  /** @throws unsupported where workers are wanted and `spawn` is not given */
  static async open(
    config: SelfPlayConfig,
    workers: number,
    spawn: SpawnWorker | undefined,
  ): Promise<SelfPlayPool> {
    if (workers > 0 && !spawn) {
      throw new AgonError(
        'unsupported',
        `${workers} self-play workers were asked for, but no way to start one was given: pass spawnWorker (in Node: nodeWorker of "@agon/agents/node"), or workers: 0.`,
      );
    }
    const pool = new SelfPlayPool(config, []);
    try {
      for (let i = 0; i < workers; i++) {
        const worker = await spawn!();
        const member = { worker, service: wrap<SelfPlayService>(worker.endpoint) };
        pool.members.push(member);
        await ask(member.worker, member.service.open(config));
      }
    } catch (error) {
      await pool.close();
      throw error;
    }
    return pool;
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
      this.members.map(async (member) => {
        await work((job) => ask(member.worker, member.service.play(job)));
        busyMs += performance.now() - began;
      }),
    );
    away.catch(() => this.stop()); // told to whoever calls `finish`; until then the others need not go on
    return {
      finish: async () => {
        await Promise.all([away, work((job) => this.here.play(job))]);
        if (this.stopped) return undefined;
        const workersMs = this.members.length * (performance.now() - began);
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
      ...this.members.splice(0).map(async ({ worker, service }) => {
        // A worker that has failed cannot answer; its failure is reported by the round that met it.
        const left = worker.ended.catch(() => undefined);
        await Promise.race([service.close(), left]);
        await left;
      }),
    ]);
  }
}
