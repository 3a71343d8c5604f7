/** Lessons in their worker. A lesson that is stopped loses its worker: nothing of it is kept. */
import { signal } from '@preact/signals';
import { proxy, wrap, type Remote } from 'comlink';
import { figureWidth } from '../elements/figureWidth.js';
import { serverPlace } from '../server/server.js';
import { learnWords } from './words.js';
import type { LessonInfo, LessonNews, LessonService, RecordedNews } from './lessonService.js';

function startWorker(): { worker: Worker; service: Remote<LessonService> } {
  const worker = new Worker(new URL('./lessonWorker.ts', import.meta.url), { type: 'module' });
  return { worker, service: wrap<LessonService>(worker) };
}

/** All lessons; undefined until they are known. */
export const lessonList = signal<readonly LessonInfo[] | undefined>(undefined);

/** Asks a worker of its own one thing. */
async function ask<T>(question: (service: Remote<LessonService>) => Promise<T>): Promise<T> {
  const { worker, service } = startWorker();
  const failed = new Promise<never>((_resolve, reject) => {
    worker.onerror = ({ message }) => reject(new Error(message || learnWords.noWorker));
  });
  try {
    return await Promise.race([question(service), failed]);
  } finally {
    worker.terminate();
  }
}

/** Asks for the list, once. */
export async function fetchLessons(): Promise<void> {
  if (lessonList.value) return;
  lessonList.value = await ask(async (service) => service.list());
}

/** The finished run that a lesson keeps. */
export const fetchRecorded = (id: string): Promise<RecordedNews | undefined> =>
  ask(async (service) => service.recorded(id, figureWidth()));

/** One lesson under way, or over. Everything that is shown is a signal. */
export class LessonRun {
  readonly news = signal<LessonNews | undefined>(undefined);
  readonly isRunning = signal(true);
  readonly failure = signal<string | undefined>(undefined);
  private readonly worker: Worker;

  constructor(id: string, settings: Readonly<Record<string, string>>, seed: number) {
    const { worker, service } = startWorker();
    this.worker = worker;
    worker.onerror = ({ message }) => this.end(message || learnWords.noWorker);
    const tell = proxy((news: LessonNews) => void (this.news.value = news));
    service.run(serverPlace(), id, settings, seed, figureWidth(), tell).then(
      () => this.end(),
      (error: Error) => this.end(error.message),
    );
  }

  stop(): void {
    this.end();
  }

  private end(failure?: string): void {
    this.worker.terminate();
    this.isRunning.value = false;
    if (failure !== undefined) this.failure.value = failure;
  }
}
