/** A training run in this page: a Web Worker learns, the page draws. It lives until the page is left. */
import { makeEnvironment } from '@agon/envs';
import type { AgentCheckpoint, Episode, LiveGame } from '@agon/learning';
import { replayOfEpisode, type Replay, type PlayConfig, type RunStatus } from '@agon/runs';
import { computed, signal } from '@preact/signals';
import { proxy, wrap, type Remote } from 'comlink';
import { MetricSeries } from '../charts/metricSeries.js';
import type { MetricsView, Progress } from '../charts/metricsFeed.js';
import { keepPageAgent } from '../server/pageAgents.js';

/** What decides a run in the page. */
export interface Lesson {
  algorithm: string;
  env: string;
  /** The agent's decisions. */
  steps: number;
}

/** What a page is told while it trains. */
export type TrainingNews =
  | { kind: 'metrics'; step: number; values: Record<string, number> }
  | { kind: 'episode'; step: number; episode: Episode }
  | { kind: 'checkpoint'; step: number; weights: Uint8Array }
  | { kind: 'live'; games: LiveGame[] };

/** What the worker offers (`trainingWorker.ts`). */
export interface TrainingService {
  /** Says what will be trained. @throws AgonError where the algorithm does not train on this */
  prepare(lesson: Lesson, seed: number): PlayConfig;
  /** Resolves at the end: false where it was stopped before its last step. @throws what the algorithm throws */
  train(tell: (news: TrainingNews) => void | Promise<void>): Promise<boolean>;
  stop(): void;
}

/** One run. Everything that is shown is a signal, set from the worker's news. */
export class Training implements MetricsView {
  readonly config: PlayConfig;
  readonly series = new MetricSeries();
  readonly version = signal(0);
  readonly progress = signal<Progress | undefined>(undefined);
  readonly damaged = signal(0);
  readonly connected = true;
  readonly status = signal<RunStatus>('running');
  readonly failure = signal<string | undefined>(undefined);
  readonly step = signal(0);
  /** The newest recorded episode. */
  readonly replay = signal<Replay | undefined>(undefined);
  /** The games of self-play at this moment. */
  readonly live = signal<readonly LiveGame[]>([]);
  /** The newest weights; kept as `page/NAME`. */
  readonly checkpoint = signal<AgentCheckpoint | undefined>(undefined);
  readonly agent = computed(() => this.checkpoint.value && `page/${this.config.name}`);
  private readonly worker: Worker;
  private readonly service: Remote<TrainingService>;
  private readonly began = performance.now();

  private constructor(worker: Worker, service: Remote<TrainingService>, config: PlayConfig) {
    this.worker = worker;
    this.service = service;
    this.config = config;
    worker.onerror = (event) => this.end('failed', event.message);
    void this.train();
  }

  /** Begins. @throws Error with the words of what is wrong */
  static async begin(lesson: Lesson, seed: number): Promise<Training> {
    const worker = new Worker(new URL('./trainingWorker.ts', import.meta.url), { type: 'module' });
    const failed = new Promise<never>((_resolve, reject) => {
      worker.onerror = (event) => reject(new Error(event.message || 'the worker could not be started'));
    });
    const service = wrap<TrainingService>(worker);
    const config = await Promise.race([service.prepare(lesson, seed), failed]);
    return new Training(worker, service, config);
  }

  /** A round of games under way is dropped; the last whole one ends as a checkpoint. */
  async stop(): Promise<void> {
    await this.service.stop();
  }

  /** The run is not shown any more. */
  dispose(): void {
    this.worker.terminate();
  }

  private async train(): Promise<void> {
    try {
      const complete = await this.service.train(proxy((news: TrainingNews) => this.take(news)));
      this.end(complete ? 'finished' : 'interrupted');
    } catch (error) {
      this.end('failed', (error as Error).message);
    }
  }

  private take(news: TrainingNews): void {
    if (news.kind === 'live') {
      if (this.status.value === 'running') this.live.value = news.games;
      return;
    }
    this.step.value = Math.max(this.step.value, news.step);
    if (news.kind === 'metrics') {
      const seconds = (performance.now() - this.began) / 1000;
      this.series.append([{ step: news.step, seconds, ...news.values }]);
      this.version.value = this.series.version;
      this.progress.value = { share: 1, writtenAt: Date.now() };
    } else if (news.kind === 'episode') {
      const environment = makeEnvironment(this.config.env);
      this.replay.value = replayOfEpisode(environment, `page/${this.config.name}`, news.episode);
    } else {
      const { algorithm, env, settings, name } = this.config;
      const checkpoint = { algorithm, env, settings, step: news.step, weights: news.weights };
      keepPageAgent(name, checkpoint).then(
        () => (this.checkpoint.value = checkpoint),
        (error: Error) => (this.failure.value = error.message),
      );
    }
  }

  private end(status: RunStatus, failure?: string): void {
    this.status.value = status;
    this.live.value = [];
    if (failure !== undefined) this.failure.value = failure;
    if (status !== 'failed') this.worker.terminate();
  }
}
