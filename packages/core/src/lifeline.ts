/**
 * Answers of something that may fail before it gives them: a worker thread that dies. A `Promise.race` of each answer with one long-lived
 * promise would do the same, but that promise would keep every race, with its answer, for as long as it lives.
 */
export class Lifeline {
  private readonly waiting = new Set<(reason: unknown) => void>();
  private cut: { reason: unknown } | undefined;

  /** @param failing rejects when nothing will answer any more; how it resolves, if it does, counts for nothing */
  constructor(failing: Promise<unknown>) {
    failing.catch((reason: unknown) => {
      this.cut = { reason };
      for (const reject of this.waiting) reject(reason);
      this.waiting.clear();
    });
  }

  /** The answer. @throws what it throws; the failure where that comes first */
  holds<T>(answer: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.cut) reject(this.cut.reason as Error);
      else this.waiting.add(reject);
      answer.then(resolve, reject).finally(() => this.waiting.delete(reject));
    });
  }
}
