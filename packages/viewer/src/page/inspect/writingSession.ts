/** One language model in its worker, and what it writes. Everything that is shown is a signal. */
import { signal } from '@preact/signals';
import { proxy, wrap, type Remote } from 'comlink';
import { serverPlace } from '../server/server.js';
import type { Asked, LoadedWriter, WritingNews, WritingService } from './writingService.js';
import { writingWords } from './writingWords.js';

/** Milliseconds without a change before what comes next is asked for. */
const PAUSE = 300;

/** Stays with one model; `close` ends its worker. */
export class WritingSession {
  readonly model = signal<LoadedWriter | undefined>(undefined);
  readonly news = signal<WritingNews | undefined>(undefined);
  /** The chances of what comes next, an `<svg>` element. */
  readonly figure = signal<string | undefined>(undefined);
  readonly isWriting = signal(false);
  readonly failure = signal<string | undefined>(undefined);
  private readonly worker: Worker;
  private readonly service: Remote<WritingService>;
  private pause: ReturnType<typeof setTimeout> | undefined;
  private isStopped = false;

  constructor(model: string) {
    this.worker = new Worker(new URL('./writingWorker.ts', import.meta.url), { type: 'module' });
    this.worker.onerror = ({ message }) => (this.failure.value = message || writingWords.noWorker);
    this.service = wrap<WritingService>(this.worker);
    void this.tell(async () => {
      this.model.value = await this.service.load(serverPlace(), model);
    });
  }

  /** The prompts among some whose symbols the model knows. */
  async known(prompts: readonly string[]): Promise<string[]> {
    return this.service.known(prompts);
  }

  /** Shows what comes after a prompt, once it has stood for a moment. */
  look(asked: Asked): void {
    clearTimeout(this.pause);
    if (this.isWriting.value) return;
    this.pause = setTimeout(() => {
      void this.tell(async () => {
        this.figure.value = await this.service.next(asked);
      });
    }, PAUSE);
  }

  write(asked: Asked): void {
    clearTimeout(this.pause);
    this.isStopped = false;
    this.isWriting.value = true;
    this.news.value = undefined;
    const tell = proxy((news: WritingNews): boolean => {
      this.news.value = news;
      this.figure.value = news.figure;
      return !this.isStopped;
    });
    void this.tell(async () => {
      try {
        await this.service.write(asked, tell);
      } finally {
        this.isWriting.value = false;
      }
    });
  }

  stop(): void {
    this.isStopped = true;
  }

  close(): void {
    clearTimeout(this.pause);
    this.worker.terminate();
  }

  private async tell(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.failure.value = undefined;
    } catch (error) {
      this.failure.value = (error as Error).message;
    }
  }
}
