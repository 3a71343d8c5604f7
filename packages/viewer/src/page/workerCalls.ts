/** Calls of what a Web Worker offers, one after the other. */
import { releaseProxy, wrap, type Remote } from 'comlink';

/** A worker of one owner: a call begins when the one before is done, and fails where the worker does. */
export class WorkerCalls<Service> {
  private readonly worker: Worker;
  private readonly service: Remote<Service>;
  private last: Promise<unknown> = Promise.resolve();
  private readonly failed: Promise<never>;

  constructor(worker: Worker) {
    this.worker = worker;
    this.service = wrap<Service>(worker);
    this.failed = new Promise((_resolve, reject) => {
      worker.onerror = (event) => reject(new Error(event.message || 'the worker could not be started'));
    });
    this.failed.catch(() => undefined); // reported by whichever call is under way
  }

  /** @throws Error with the words of what went wrong */
  inOrder<T>(call: (service: Remote<Service>) => Promise<T>): Promise<T> {
    const result = this.last.then(() => Promise.race([call(this.service), this.failed]));
    this.last = result.catch(() => undefined);
    return result;
  }

  dispose(): void {
    this.service[releaseProxy]();
    this.worker.terminate();
  }
}
