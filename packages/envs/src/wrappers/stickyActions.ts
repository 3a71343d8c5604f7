/** Sticky actions (Machado et al. 2018, section 5). */
import { randomState, type Json, type Rng } from '@agon/core';
import * as v from 'valibot';
import { illegalAction, type Action, type Env, type StepResult } from '../env.js';
import { mixHash } from '../hash.js';
import { integer, parseSaved } from '../saved.js';
import { PrivateStream, Wrapper } from './wrapper.js';

const ownSchema = v.strictObject({ last: integer(0, 1000), random: randomState });

/**
 * With probability `probability` a step executes the last executed action instead of the wanted one. Around single frames, so that each
 * frame of a skip draws, as in the Arcade Learning Environment. An episode begins with action 0 as the last one.
 */
export class StickyActions extends Wrapper {
  private readonly probability: number;
  private readonly stream = new PrivateStream('sticky actions');
  private last: Action = 0;

  constructor(inner: Env, probability: number) {
    super(inner);
    this.probability = probability;
  }

  override reset(seed?: string | number): void {
    this.stream.reset(seed);
    this.last = 0;
    this.inner.reset(seed);
  }

  override useRng(rng: Rng): void {
    this.stream.use(rng);
    this.inner.useRng(rng);
  }

  override step(action: Action): StepResult {
    if (this.actionNames[action] === undefined) throw illegalAction(this, action);
    if (this.stream.uniform() >= this.probability) this.last = action;
    return this.inner.step(this.last);
  }

  override hash(): number {
    return mixHash(this.inner.hash(), this.last) >>> 0;
  }

  protected override saveOwn(): Json {
    return { last: this.last, random: this.stream.save() };
  }

  protected override loadOwn(own: Json): void {
    const { last, random } = parseSaved(ownSchema, own, `the sticky actions of ${this.id}`);
    this.last = last;
    this.stream.restore(random);
  }
}
