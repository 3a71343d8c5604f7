/** A flickering screen (Hausknecht & Stone 2015): a game that is fully observable turned into one that needs memory. */
import { randomState, type Json, type Rng } from '@agon/core';
import * as v from 'valibot';
import { illegalAction, type Action, type Env, type StepResult } from '../env.js';
import { parseSaved } from '../saved.js';
import { PrivateStream, Wrapper } from './wrapper.js';

const ownSchema = v.strictObject({ isBlank: v.boolean(), isOver: v.boolean(), random: randomState });

/** Each observation, the first of an episode included, is all zeros with probability `probability`. */
export class Flicker extends Wrapper {
  private readonly probability: number;
  private readonly stream = new PrivateStream('flicker');
  private isBlank = false;
  private isOver = false;

  constructor(inner: Env, probability: number) {
    super(inner);
    this.probability = probability;
  }

  override reset(seed?: string | number): void {
    this.stream.reset(seed);
    this.inner.reset(seed);
    this.isOver = false;
    this.flip();
  }

  override useRng(rng: Rng): void {
    this.stream.use(rng);
    this.inner.useRng(rng);
  }

  override step(action: Action): StepResult {
    if (this.actionNames[action] === undefined) throw illegalAction(this, action);
    const result = this.inner.step(action);
    if (!this.isOver) this.flip();
    this.isOver = result.terminated || result.truncated;
    return result;
  }

  override observe(out: Uint8Array | Float32Array): void {
    if (this.isBlank) out.fill(0);
    else this.inner.observe(out);
  }

  protected override saveOwn(): Json {
    return { isBlank: this.isBlank, isOver: this.isOver, random: this.stream.save() };
  }

  protected override loadOwn(own: Json): void {
    const { isBlank, isOver, random } = parseSaved(ownSchema, own, `the flicker of ${this.id}`);
    this.isBlank = isBlank;
    this.isOver = isOver;
    this.stream.restore(random);
  }

  private flip(): void {
    this.isBlank = this.stream.uniform() < this.probability;
  }
}
