/**
 * Cart-pole (Barto, Sutton & Anderson 1983), as Gymnasium's CartPole-v1: a pole stands on a cart that is pushed left or right;
 * one point for every step until the pole leans more than 12° or the cart leaves the track. Euler's method, 50 steps a second.
 */
import type { Rng } from '@agon/core';
import type { Action, ObservationSpace } from '../env.js';
import { EpisodeEnv } from '../episodeEnv.js';
import { between } from './range.js';

const GRAVITY = 9.8;
const CART_MASS = 1;
const POLE_MASS = 0.1;
const TOTAL_MASS = CART_MASS + POLE_MASS;
/** Half of the pole's length, in metres. */
const HALF_LENGTH = 0.5;
/** Newtons. */
const FORCE = 10;
/** Seconds a step. */
const TAU = 0.02;
/** The episode ends beyond these. */
const MAX_ANGLE = (12 * 2 * Math.PI) / 360;
const MAX_X = 2.4;
/** All four numbers start uniformly in ±START. */
const START = 0.05;

/** The system and its step. A force of 10 newtons to the left or to the right. */
export class CartPole extends EpisodeEnv {
  /** x, x', θ, θ'. */
  readonly observation: ObservationSpace = { shape: [4], dtype: 'float32', high: Infinity };
  readonly actionNames = ['left', 'right'];
  /** The cart's place in metres and its speed; the pole's angle from the vertical (clockwise) in radians and its speed. */
  x = 0;
  xDot = 0;
  theta = 0;
  thetaDot = 0;
  protected readonly fields = ['x', 'xDot', 'theta', 'thetaDot'];

  protected begin(rng: Rng): void {
    this.x = between(rng, -START, START);
    this.xDot = between(rng, -START, START);
    this.theta = between(rng, -START, START);
    this.thetaDot = between(rng, -START, START);
  }

  protected play(action: Action): number {
    const force = action === 1 ? FORCE : -FORCE;
    const cos = Math.cos(this.theta);
    const sin = Math.sin(this.theta);
    const push = (force + POLE_MASS * HALF_LENGTH * this.thetaDot ** 2 * sin) / TOTAL_MASS;
    const thetaAcceleration =
      (GRAVITY * sin - cos * push) / (HALF_LENGTH * (4 / 3 - (POLE_MASS * cos ** 2) / TOTAL_MASS));
    const xAcceleration = push - (POLE_MASS * HALF_LENGTH * thetaAcceleration * cos) / TOTAL_MASS;
    this.x += TAU * this.xDot;
    this.xDot += TAU * xAcceleration;
    this.theta += TAU * this.thetaDot;
    this.thetaDot += TAU * thetaAcceleration;
    this.terminal = Math.abs(this.x) > MAX_X || Math.abs(this.theta) > MAX_ANGLE;
    return 1;
  }

  observe(out: Uint8Array | Float32Array): void {
    out[0] = this.x;
    out[1] = this.xDot;
    out[2] = this.theta;
    out[3] = this.thetaDot;
  }
}
