/** One search in its worker, and what is looked at. Everything that is shown is a signal. */
import { signal } from '@preact/signals';
import { serverPlace } from '../server/server.js';
import { WorkerCalls } from '../play/workerCalls.js';
import type { MicroscopeService, SearchLook, Way } from './microscopeService.js';

const FIRST_BUDGET = 64;

/** Stays with one agent; `close` ends its worker. */
export class MicroscopeSession {
  readonly look = signal<SearchLook | undefined>(undefined);
  readonly failure = signal<string | undefined>(undefined);
  readonly way = signal<Way>('own');
  readonly budget = signal(FIRST_BUDGET);
  /** Simulations that are asked for. */
  readonly at = signal(0);
  /** Moves from the start of the game to the root of the search. */
  readonly history = signal<readonly number[]>([]);
  private readonly calls = new WorkerCalls<MicroscopeService>(
    new Worker(new URL('./microscopeWorker.ts', import.meta.url), { type: 'module' }),
  );
  private path: readonly number[] = [];
  /** Rises with every question: only the newest is asked once its turn comes. */
  private asked = 0;

  constructor(env: string, agent: string) {
    this.tell(() => this.calls.inOrder((service) => service.load(serverPlace(), env, agent)));
    this.open();
  }

  /** Looks at the search after so many simulations. */
  goTo(simulations: number): void {
    this.at.value = Math.max(0, Math.min(this.budget.value, simulations));
    this.ask();
  }

  /** Looks at a position of the tree. @param path moves from its root */
  descend(path: readonly number[]): void {
    this.path = path;
    this.ask();
  }

  choose(way: Way): void {
    this.way.value = way;
    this.open();
  }

  plan(budget: number): void {
    this.budget.value = budget;
    this.goTo(Math.min(this.at.value, budget));
  }

  /** Begins a new search where these moves lead. */
  searchAfter(history: readonly number[]): void {
    this.history.value = history;
    this.path = [];
    this.open();
  }

  close(): void {
    this.asked++;
    this.calls.dispose();
  }

  private open(): void {
    const { history, way } = this;
    this.tell(() => this.calls.inOrder((service) => service.open(history.value, way.value)));
    this.ask();
  }

  private ask(): void {
    const own = ++this.asked;
    this.tell(async () => {
      const look = await this.calls.inOrder(async (service) =>
        own === this.asked ? service.look(this.at.value, this.budget.value, this.path) : undefined,
      );
      if (look && own === this.asked) this.look.value = look;
    });
  }

  private tell(work: () => Promise<void>): void {
    // What follows from a failure says less than the first one.
    work().catch((error: Error) => (this.failure.value ??= error.message));
  }
}
