/** What a worker thread can do beside answering. */
export interface ServedThread {
  /** Ends this thread's hold on its message port, after the last answer is out. */
  leave(): void;
  /** Tells whoever started it something that it did not ask for; see `WorkerThread.hear`. */
  tell(news: object): void;
}
