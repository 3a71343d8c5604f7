/** A classifier that learns in this page: a Web Worker learns, the page draws. It lives until the page is left. */
import type { DataConfig, RunStatus } from '@agon/runs';
import { signal } from '@preact/signals';
import { proxy, wrap, type Remote } from 'comlink';
import type { MetricsView, Progress } from '../../charts/metricsFeed.js';
import { MetricSeries } from '../../charts/metricSeries.js';
import { serverPlace } from '../../server/server.js';
import type {
  PictureChoices,
  PictureLesson,
  PictureNews,
  PictureService,
  TestAnswers,
  TestPictures,
} from './pictureService.js';
import { pictureWords } from './words.js';

interface Started {
  worker: Worker;
  service: Remote<PictureService>;
  /** Rejects where the worker cannot go on. */
  failed: Promise<never>;
}

function startWorker(): Started {
  const worker = new Worker(new URL('./pictureWorker.ts', import.meta.url), { type: 'module' });
  const failed = new Promise<never>((_resolve, reject) => {
    worker.onerror = ({ message }) => reject(new Error(message || pictureWords.noWorker));
  });
  return { worker, service: wrap<PictureService>(worker), failed };
}

/** What can be chosen. @throws Error with the words of what is wrong */
export async function fetchPictureChoices(): Promise<PictureChoices> {
  const { worker, service, failed } = startWorker();
  try {
    return await Promise.race([service.choices(serverPlace()), failed]);
  } finally {
    worker.terminate();
  }
}

/** One run. Everything that is shown is a signal, set from the worker's news. */
export class PictureTraining implements MetricsView {
  readonly config: DataConfig;
  readonly series = new MetricSeries();
  readonly version = signal(0);
  readonly progress = signal<Progress | undefined>(undefined);
  readonly damaged = signal(0);
  readonly connected = true;
  readonly status = signal<RunStatus>('running');
  readonly failure = signal<string | undefined>(undefined);
  readonly warnings = signal<readonly string[]>([]);
  readonly step = signal(0);
  /** Of the test; undefined until the data is open. */
  readonly pictures = signal<TestPictures | undefined>(undefined);
  readonly answers = signal<TestAnswers | undefined>(undefined);
  /** The newest weights. */
  readonly checkpoint = signal<{ step: number; weights: Uint8Array } | undefined>(undefined);
  private readonly worker: Worker;
  private readonly service: Remote<PictureService>;
  private readonly began = performance.now();

  private constructor({ worker, service, failed }: Started, config: DataConfig) {
    this.worker = worker;
    this.service = service;
    this.config = config;
    failed.catch((error: Error) => this.end('failed', error.message));
    void this.train();
  }

  /** Begins. @throws Error with the words of what is wrong */
  static async begin(lesson: PictureLesson, seed: number): Promise<PictureTraining> {
    const started = startWorker();
    try {
      const { service, failed } = started;
      const config = await Promise.race([service.prepare(serverPlace(), lesson, seed), failed]);
      return new PictureTraining(started, config);
    } catch (error) {
      started.worker.terminate();
      throw error;
    }
  }

  /** The last whole update ends as a checkpoint. */
  async stop(): Promise<void> {
    await this.service.stop();
  }

  /** The probabilities of all classes for one picture; undefined before there are weights. @param pixels [height, width, channels] */
  classify(pixels: Uint8Array): Promise<Float64Array | undefined> {
    return this.service.classify(pixels);
  }

  /** The run is not shown any more. */
  dispose(): void {
    this.worker.terminate();
  }

  private async train(): Promise<void> {
    try {
      const isComplete = await this.service.train(proxy((news: PictureNews) => this.take(news)));
      this.end(isComplete ? 'finished' : 'interrupted');
    } catch (error) {
      this.end('failed', (error as Error).message);
    }
  }

  private take(news: PictureNews): void {
    if (news.kind === 'pictures') this.pictures.value = news.pictures;
    else if (news.kind === 'answers') this.answers.value = news.answers;
    else if (news.kind === 'warning') this.warnings.value = [...this.warnings.value, news.text];
    else {
      this.step.value = Math.max(this.step.value, news.step);
      if (news.kind === 'checkpoint') this.checkpoint.value = news;
      else {
        const seconds = (performance.now() - this.began) / 1000;
        this.series.append([{ step: news.step, seconds, ...news.values }]);
        this.version.value = this.series.version;
        this.progress.value = { share: 1, writtenAt: Date.now() };
      }
    }
  }

  /** The worker stays where it has learned something: drawings are answered by it. */
  private end(status: RunStatus, failure?: string): void {
    this.status.value = status;
    if (failure !== undefined) this.failure.value = failure;
  }
}
