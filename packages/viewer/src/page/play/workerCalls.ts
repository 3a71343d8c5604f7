/** Calls of what a Web Worker offers, one after the other. */
import { Lifeline } from '@agon/core';
import { releaseProxy, wrap, type Endpoint, type Remote } from 'comlink';

/** What a worker is to its owner; a port to one does as well. */
type WorkerPort = Endpoint & { onerror?: Worker['onerror']; terminate(): void };

/** How a call is given up. */
export interface GiveUp<Service> {
  /** Aborted where the answer is not wanted any more. */
  signal: AbortSignal;
  /** Tells the worker to end what it does; only while this very call is under way. */
  stop(service: Remote<Service>): void;
}

/** A worker of one owner: a call begins when the one before is done, and fails where the worker does. */
export class WorkerCalls<Service> {
  private readonly worker: WorkerPort;
  private readonly service: Remote<Service>;
  private last: Promise<unknown> = Promise.resolve();
  private readonly lifeline: Lifeline;

  constructor(worker: WorkerPort) {
    this.worker = worker;
    this.service = wrap<Service>(worker);
    const failed = new Promise((_resolve, reject) => {
      worker.onerror = (event) => reject(new Error(event.message || 'the worker could not be started'));
    });
    this.lifeline = new Lifeline(failed); // reported by whichever call is under way
  }

  /**
   * A call that is given up never answers: it fails with the signal's reason, at its turn where it waits, else when the worker has
   * ended it.
   * @throws Error with the words of what went wrong
   */
  inOrder<T>(call: (service: Remote<Service>) => Promise<T>, giveUp?: GiveUp<Service>): Promise<T> {
    const result = this.last.then(() => (giveUp ? this.stoppable(call, giveUp) : this.begin(call)));
    this.last = result.catch(() => undefined);
    return result;
  }

  private begin<T>(call: (service: Remote<Service>) => Promise<T>): Promise<T> {
    return this.lifeline.holds(call(this.service));
  }

  private async stoppable<T>(
    call: (service: Remote<Service>) => Promise<T>,
    { signal, stop }: GiveUp<Service>,
  ): Promise<T> {
    signal.throwIfAborted();
    const onAbort = (): void => stop(this.service);
    signal.addEventListener('abort', onAbort);
    try {
      return await this.begin(call);
    } finally {
      signal.removeEventListener('abort', onAbort);
      signal.throwIfAborted(); // whatever came of it
    }
  }

  dispose(): void {
    this.service[releaseProxy]();
    this.worker.terminate();
  }
}
