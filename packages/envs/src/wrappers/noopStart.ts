/** Random starts by doing nothing (Mnih et al. 2015, "up to 30 no-op actions"; Gymnasium's `noop_max`). */
import { randomState, type Json, type Rng } from '@agon/core';
import type { Env } from '../env.js';
import { parseSaved } from '../saved.js';
import { PrivateStream, Wrapper } from './wrapper.js';

/** Every episode begins with 1 to `max` steps of the action "no-op" (action 0 where there is none); they pay nothing. */
export class NoopStart extends Wrapper {
  private readonly max: number;
  private readonly noop: number;
  private readonly stream = new PrivateStream('no-op starts');

  constructor(inner: Env, max: number) {
    super(inner);
    this.max = max;
    this.noop = Math.max(0, inner.actionNames.indexOf('no-op'));
  }

  override reset(seed?: string | number): void {
    this.stream.reset(seed);
    this.inner.reset(seed);
    for (let rest = 1 + this.stream.int(this.max); rest > 0; rest--) {
      const { terminated, truncated } = this.inner.step(this.noop);
      if (terminated || truncated) this.inner.reset();
    }
  }

  override useRng(rng: Rng): void {
    this.stream.use(rng);
    this.inner.useRng(rng);
  }

  protected override saveOwn(): Json {
    return this.stream.save();
  }

  protected override loadOwn(own: Json): void {
    this.stream.restore(parseSaved(randomState, own, `the no-op starts of ${this.id}`));
  }
}
