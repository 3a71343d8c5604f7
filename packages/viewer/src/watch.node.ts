/** Looks at something again and again while anybody waits for it to change: one look for all who do. */
import { setTimeout as delay } from 'node:timers/promises';

/** A look that takes long is taken for at most this share of the time. */
const LOOKING_SHARE = 0.2;

/** One thing that is watched. Nobody looks at it while `during` is not under way. */
export class Watch {
  private readonly look: () => boolean;
  private readonly pollMs: number;
  private readonly waiting = new Set<() => void>();
  private watchers = 0;
  private stop = new AbortController();
  private failure: Error | undefined;
  /** Rises with every change. */
  version = 0;

  /** @param look tells whether it has changed since it was asked before; the first time it only looks */
  constructor(look: () => boolean, pollMs: number) {
    this.look = look;
    this.pollMs = pollMs;
  }

  /** Whether anybody watches. */
  get isWatched(): boolean {
    return this.watchers > 0;
  }

  /** Watches while `use` is under way. @throws what the first look throws */
  async during(use: () => Promise<void>): Promise<void> {
    const isFirst = this.watchers++ === 0;
    try {
      if (isFirst) this.begin();
      await use();
    } finally {
      if (--this.watchers === 0) this.stop.abort();
    }
  }

  private begin(): void {
    this.stop = new AbortController();
    this.failure = undefined;
    this.look();
    void this.poll(this.stop.signal);
  }

  /** Resolves when there is a newer version than `seen`, or the signal aborts. @throws what a look throws */
  async changed(seen: number, signal: AbortSignal): Promise<void> {
    if (this.version === seen && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const done = (): void => {
          this.waiting.delete(done);
          signal.removeEventListener('abort', done);
          resolve();
        };
        this.waiting.add(done);
        signal.addEventListener('abort', done);
      });
    }
    if (this.failure && !signal.aborted) throw this.failure;
  }

  private async poll(signal: AbortSignal): Promise<void> {
    let took = 0;
    while (!this.failure) {
      const pause = Math.max(this.pollMs, took / LOOKING_SHARE);
      await delay(pause, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      const began = performance.now();
      if (this.hasChanged()) {
        this.version++;
        for (const done of [...this.waiting]) done();
      }
      took = performance.now() - began;
    }
  }

  private hasChanged(): boolean {
    try {
      return this.look();
    } catch (error) {
      this.failure = error as Error;
      return true;
    }
  }
}
