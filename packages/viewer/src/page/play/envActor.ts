/** An agent that plays an environment for people to watch, as the page sees it; it lives in a Web Worker (`envActorWorker.ts`). */
import type { Analysis } from '@agon/agents';
import type { Remote } from 'comlink';
import { serverPlace, type ServerPlace } from '../server/server.js';
import { WorkerCalls } from './workerCalls.js';

/** What an agent did in one step, and what it thought of it. */
export interface Deed {
  action: number;
  account: Analysis | undefined;
}

/** What the worker offers. */
export interface EnvActorService {
  /** Loads the agent of a spec string ("zoo/minatar-breakout") for an environment. */
  load(place: ServerPlace, env: string, agent: string): Promise<void>;
  /** Begins an episode; its environment is that of the page with this seed. */
  begin(seed: string): void;
  /** Plays one step. */
  act(): Promise<Deed>;
}

/** Keeps one step ready: while it is shown, the agent thinks about the next. */
export class EnvActor {
  private readonly calls = new WorkerCalls<EnvActorService>(
    new Worker(new URL('./envActorWorker.ts', import.meta.url), { type: 'module' }),
  );
  private deed: Deed | undefined;
  /** Counts episodes: what the agent did in an earlier one is not wanted any more. */
  private episode = 0;
  private readonly onFailure: (message: string) => void;

  /** @param onFailure told why it cannot play: no such agent, a network that does not fit, … */
  constructor(onFailure: (message: string) => void) {
    this.onFailure = onFailure;
  }

  load(env: string, agent: string): void {
    this.inOrder((service) => service.load(serverPlace(), env, agent));
  }

  /** Begins an episode and thinks about its first step. */
  begin(seed: string): void {
    this.episode++;
    this.deed = undefined;
    this.inOrder((service) => service.begin(seed));
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
    this.inOrder(async (service) => {
      if (episode !== this.episode) return;
      const deed = await service.act();
      if (episode === this.episode) this.deed = deed;
    });
  }

  private inOrder(call: (service: Remote<EnvActorService>) => Promise<void>): void {
    this.calls.inOrder(call).catch((error: Error) => this.onFailure(error.message));
  }

  dispose(): void {
    this.calls.dispose();
  }
}
