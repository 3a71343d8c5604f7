/** A limit on the steps of an episode (Gymnasium's `TimeLimit`). */
import { count, described, MOST_STEPS, type Json } from '@agon/core';
import * as v from 'valibot';
import type { Action, Env, StepResult } from '../env.js';
import { mixHash } from '../hash.js';
import { integer, parseSaved } from '../saved.js';
import { Wrapper } from './wrapper.js';

const elapsedSchema = integer(0, Number.MAX_SAFE_INTEGER);

/** Cuts an episode as `truncated` after `limit` steps, unless it has just ended by itself. */
export class TimeLimit extends Wrapper {
  private readonly limit: number;
  private elapsed = 0;
  private readonly cut: StepResult = { reward: 0, terminated: false, truncated: true };

  constructor(inner: Env, limit: number) {
    super(inner);
    this.limit = limit;
  }

  override reset(seed?: string | number): void {
    this.elapsed = 0;
    this.inner.reset(seed);
  }

  override step(action: Action): StepResult {
    if (this.elapsed >= this.limit) {
      if (this.actionNames[action] === undefined) this.inner.step(action); // which throws
      this.cut.reward = 0;
      return this.cut;
    }
    const result = this.inner.step(action);
    if (result.terminated) return result;
    if (++this.elapsed < this.limit) return result;
    this.cut.reward = result.reward;
    return this.cut;
  }

  override hash(): number {
    return mixHash(this.inner.hash(), this.elapsed) >>> 0;
  }

  protected override saveOwn(): Json {
    return this.elapsed;
  }

  protected override loadOwn(own: Json): void {
    this.elapsed = parseSaved(elapsedSchema, own, `the time limit of ${this.id}`);
  }
}

/** The option `limit` as every environment has it; 0 means no limit. */
export function limitOption(steps: number, unit = 'steps') {
  return v.optional(
    described(count(0, MOST_STEPS), `cut episodes after this many ${unit}; 0 = never`),
    steps,
  );
}

/** `env` with a time limit; itself where `limit` is 0. */
export function limited(env: Env, limit: number): Env {
  return limit > 0 ? new TimeLimit(env, limit) : env;
}
