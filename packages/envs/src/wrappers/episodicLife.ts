/** The loss of a life as the end of an episode, for training (Mnih et al. 2015; Baselines' `EpisodicLifeEnv`). */
import type { Json } from '@agon/core';
import * as v from 'valibot';
import type { Action, Env, StepResult } from '../env.js';
import { mixHash } from '../hash.js';
import { parseSaved } from '../saved.js';
import { Wrapper } from './wrapper.js';

const ownSchema = v.strictObject({ isLifeLost: v.boolean() });

/**
 * A step that loses a life is `terminated`. The `reset()` after it goes on with the same game by one step of "no-op" (action 0 where
 * there is none); only after the end of the game, or with a seed, a new game begins. Returns are then those of single lives.
 */
export class EpisodicLife extends Wrapper {
  private readonly game: { readonly lives: number };
  private readonly noop: number;
  /** The episode has ended by the loss of a life, and the game goes on. */
  private isLifeLost = false;
  private readonly lost: StepResult = { reward: 0, terminated: true, truncated: false };

  /** @param game what counts the lives: the game inside all wrappers */
  constructor(inner: Env, game: { readonly lives: number }) {
    super(inner);
    this.game = game;
    this.noop = Math.max(0, inner.actionNames.indexOf('no-op'));
  }

  override get goesOn(): boolean {
    return this.isLifeLost;
  }

  override reset(seed?: string | number): void {
    const goesOn = this.isLifeLost && seed === undefined;
    this.isLifeLost = false;
    if (goesOn) {
      const { terminated, truncated } = this.inner.step(this.noop);
      if (!terminated && !truncated) return;
    }
    this.inner.reset(seed);
  }

  override step(action: Action): StepResult {
    if (this.isLifeLost && this.actionNames[action] !== undefined) {
      this.lost.reward = 0;
      return this.lost;
    }
    const { lives } = this.game;
    const result = this.inner.step(action);
    if (result.terminated || result.truncated || this.game.lives >= lives) return result;
    this.isLifeLost = true;
    this.lost.reward = result.reward;
    return this.lost;
  }

  override hash(): number {
    return mixHash(this.inner.hash(), Number(this.isLifeLost)) >>> 0;
  }

  protected override saveOwn(): Json {
    return { isLifeLost: this.isLifeLost };
  }

  protected override loadOwn(own: Json): void {
    this.isLifeLost = parseSaved(ownSchema, own, `the episodic life of ${this.id}`).isLifeLost;
  }
}
