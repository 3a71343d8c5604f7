/** One network in its worker, and what is looked at. Everything that is shown is a signal. */
import { computed, signal } from '@preact/signals';
import type { Saliency } from '@agon/models';
import { transfer, wrap, type Remote } from 'comlink';
import { serverPlace } from '../server/server.js';
import type { InspectService, LoadedNetwork, SeenInput, UnitAccount } from './inspectService.js';
import { inspectWords } from './words.js';

/** A unit of a layer. */
export interface ChosenUnit {
  readonly layer: number;
  readonly unit: number;
}

/** Stays with one model; `close` ends its worker. */
export class InspectSession {
  readonly network = signal<LoadedNetwork | undefined>(undefined);
  readonly seen = signal<SeenInput | undefined>(undefined);
  /** Of each layer. */
  readonly values = signal<readonly Float32Array[] | undefined>(undefined);
  readonly chosen = signal<ChosenUnit | undefined>(undefined);
  readonly account = signal<UnitAccount | undefined>(undefined);
  readonly way = signal<Saliency>('gradient');
  readonly failure = signal<string | undefined>(undefined);
  /** The layer that is shown. */
  readonly layer = computed(() => this.chosen.value?.layer ?? 0);
  private readonly worker: Worker;
  private readonly service: Remote<InspectService>;
  /** Rise with every question: only the newest answers are shown. */
  private looked = 0;
  private asked = 0;

  constructor(model: string) {
    this.worker = new Worker(new URL('./inspectWorker.ts', import.meta.url), { type: 'module' });
    this.worker.onerror = ({ message }) => (this.failure.value = message || inspectWords.noWorker);
    this.service = wrap<InspectService>(this.worker);
    void this.tell(async () => {
      this.network.value = await this.service.load(serverPlace(), model);
    });
  }

  showPicture(index: number): void {
    void this.tell(async () => this.take(await this.service.picture(index)));
  }

  showPlayed(seed: number, steps: number): void {
    void this.tell(async () => this.take(await this.service.played(seed, steps)));
  }

  /** Looks at an input of the caller's: an observation of a replay, a drawing. */
  show(seen: SeenInput): void {
    void this.tell(() => this.take(seen));
  }

  /** @param unit undefined: the one with the largest value */
  choose(layer: number, unit?: number): void {
    const values = this.values.value?.[layer];
    if (!values) return;
    const largest = values.reduce((best, value, i) => (value > values[best] ? i : best), 0);
    this.chosen.value = { layer, unit: unit ?? largest };
    void this.tell(() => this.ask());
  }

  setWay(way: Saliency): void {
    this.way.value = way;
    void this.tell(() => this.ask());
  }

  close(): void {
    this.worker.terminate();
  }

  private async take(seen: SeenInput): Promise<void> {
    const question = ++this.looked;
    const copy = seen.input.slice();
    const values = await this.service.look(transfer(copy, [copy.buffer]));
    if (question !== this.looked) return;
    this.seen.value = seen;
    this.values.value = values;
    const { layer = values.length - 1, unit } = this.chosen.value ?? {};
    this.choose(layer, unit);
  }

  private async ask(): Promise<void> {
    const chosen = this.chosen.value;
    if (!chosen) return;
    const question = ++this.asked;
    const account = await this.service.unit(chosen.layer, chosen.unit, this.way.value);
    if (question === this.asked) this.account.value = account;
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
