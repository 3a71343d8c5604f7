/**
 * Mountain car (Moore 1990; Sutton & Barto, example 10.1), as Gymnasium's MountainCar-v0: an engine too weak for the hill must
 * gain speed by rocking; −1 for every step until the flag at 0.5.
 */
import type { Rng } from '@agon/core';
import type { Action, ObservationSpace } from '../env.js';
import { EpisodeEnv } from '../episodeEnv.js';
import { between, clamp } from './range.js';

/** The ends of the track and the flag, as positions; the hill's height is sin(3 · position). */
export const MIN_POSITION = -1.2;
export const MAX_POSITION = 0.6;
export const GOAL = 0.5;
const MAX_SPEED = 0.07;
const FORCE = 0.001;
const GRAVITY = 0.0025;

/** The system and its step. The engine pushes left, not at all, or right. */
export class MountainCar extends EpisodeEnv {
  /** Position, speed. */
  readonly observation: ObservationSpace = { shape: [2], dtype: 'float32', high: Infinity };
  readonly actionNames = ['left', 'no-op', 'right'];
  position = 0;
  velocity = 0;
  protected readonly fields = ['position', 'velocity'];

  protected begin(rng: Rng): void {
    this.position = between(rng, -0.6, -0.4);
    this.velocity = 0;
  }

  protected play(action: Action): number {
    const force = (action - 1) * FORCE - Math.cos(3 * this.position) * GRAVITY;
    this.velocity = clamp(this.velocity + force, -MAX_SPEED, MAX_SPEED);
    this.position = clamp(this.position + this.velocity, MIN_POSITION, MAX_POSITION);
    if (this.position === MIN_POSITION && this.velocity < 0) this.velocity = 0;
    this.terminal = this.position >= GOAL && this.velocity >= 0;
    return -1;
  }

  observe(out: Uint8Array | Float32Array): void {
    out[0] = this.position;
    out[1] = this.velocity;
  }
}
