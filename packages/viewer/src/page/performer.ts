/** An agent that plays an environment for people to watch, as the page sees it; it lives in a Web Worker (`performerWorker.ts`). */
import type { Account } from '@agon/agents';
import { releaseProxy, wrap, type Remote } from 'comlink';
import { serverPlace, type ServerPlace } from './server.js';

/** What an agent did in one step, and what it thought of it. */
export interface Deed {
  action: number;
  account: Account | undefined;
}

/** What the worker offers. */
export interface PerformerService {
  /** Loads the agent of a spec string ("zoo/minatar-breakout") for an environment. */
  load(place: ServerPlace, env: string, agent: string): Promise<void>;
  /** Begins an episode; its environment is that of the page with this seed. */
  begin(seed: string): void;
  /** Plays one step. */
  act(): Promise<Deed>;
}

/** Keeps one step ready: while it is shown, the agent thinks about the next. */
export class Performer {
  private readonly worker: Worker;
  private readonly service: Remote<PerformerService>;
  private readonly failed: Promise<never>;
  /** Calls in order: an episode begins when the step under way is done. */
  private last: Promise<unknown> = Promise.resolve();
  private deed: Deed | undefined;
  /** Counts episodes: what the agent did in an earlier one is not wanted any more. */
  private episode = 0;
  private readonly onFailure: (message: string) => void;

  /** @param onFailure told why it cannot play: no such agent, a network that does not fit, … */
  constructor(onFailure: (message: string) => void) {
    this.onFailure = onFailure;
    this.worker = new Worker(new URL('./performerWorker.ts', import.meta.url), { type: 'module' });
    this.service = wrap<PerformerService>(this.worker);
    this.failed = new Promise((_resolve, reject) => {
      this.worker.onerror = (event) => reject(new Error(event.message || 'the worker could not be started'));
    });
    this.failed.catch(() => undefined); // reported by whichever call is under way
  }

  load(env: string, agent: string): void {
    this.inOrder(() => this.service.load(serverPlace(), env, agent));
  }

  /** Begins an episode and thinks about its first step. */
  begin(seed: string): void {
    this.episode++;
    this.deed = undefined;
    this.inOrder(() => this.service.begin(seed));
    this.prepare();
  }

  /** The next step, where it is ready. */
  take(): Deed | undefined {
    const { deed } = this;
    this.deed = undefined;
    return deed;
  }

  /** Thinks about the next step; after `take`, where the episode goes on. */
  prepare(): void {
    const { episode } = this;
    this.inOrder(async () => {
      if (episode !== this.episode) return;
      const deed = await this.service.act();
      if (episode === this.episode) this.deed = deed;
    });
  }

  private inOrder(call: () => Promise<void>): void {
    this.last = this.last
      .then(() => Promise.race([call(), this.failed]))
      .catch((error: Error) => this.onFailure(error.message));
  }

  dispose(): void {
    this.service[releaseProxy]();
    this.worker.terminate();
  }
}
