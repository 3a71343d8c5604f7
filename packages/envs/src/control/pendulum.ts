/**
 * Pendulum, as Gymnasium's Pendulum-v1: a torque too weak to lift it must swing a pendulum up and hold it there. Each step costs
 * θ² + 0.1 θ'² + 0.001 u², and the episode is cut at the time limit only.
 * Gymnasium's torque u is any number in [−2, 2]; actions here are integers, so `torques` evenly spaced ones are offered.
 */
import { count, described, type Rng } from '@agon/core';
import * as v from 'valibot';
import type { Action, ObservationSpace } from '../env.js';
import { EpisodeEnv, type EnvIdentity } from '../episodeEnv.js';
import { limitOption } from '../wrappers/timeLimit.js';
import { between, clamp } from './range.js';

const GRAVITY = 10;
const MASS = 1;
const LENGTH = 1;
const TAU = 0.05;
const MAX_SPEED = 8;
/** The greatest torque, either way. */
export const MAX_TORQUE = 2;

/** The options: how many torques are offered, and the time limit. */
export const pendulumSchema = v.strictObject({
  torques: v.optional(
    described(count(2, 101), 'number of torques to choose from, evenly spaced from -2 to 2'),
    5,
  ),
  limit: limitOption(200),
});
type PendulumOptions = v.InferOutput<typeof pendulumSchema>;

/** The system and its step. Action i is the i-th torque from −2. */
export class Pendulum extends EpisodeEnv {
  /** cos θ, sin θ, θ'. */
  readonly observation: ObservationSpace = { shape: [3], dtype: 'float32', high: Infinity };
  readonly actionNames: readonly string[];
  /** The angle from upright, in radians and not wrapped, and its speed; the torque of the last step (for the drawing). */
  theta = 0;
  thetaDot = 0;
  torque = 0;
  protected readonly fields = ['theta', 'thetaDot', 'torque'];
  private readonly torques: Float64Array;

  constructor(identity: EnvIdentity, { torques }: PendulumOptions) {
    super(identity);
    this.torques = Float64Array.from(
      { length: torques },
      (_, i) => -MAX_TORQUE + (2 * MAX_TORQUE * i) / (torques - 1),
    );
    this.actionNames = Array.from(this.torques, (torque) => `torque ${Number(torque.toFixed(3))}`);
  }

  protected begin(rng: Rng): void {
    this.theta = between(rng, -Math.PI, Math.PI);
    this.thetaDot = between(rng, -1, 1);
    this.torque = 0;
  }

  protected play(action: Action): number {
    this.torque = this.torques[action];
    const cost = wrap(this.theta) ** 2 + 0.1 * this.thetaDot ** 2 + 0.001 * this.torque ** 2;
    const acceleration =
      ((3 * GRAVITY) / (2 * LENGTH)) * Math.sin(this.theta) + (3 / (MASS * LENGTH ** 2)) * this.torque;
    this.thetaDot = clamp(this.thetaDot + acceleration * TAU, -MAX_SPEED, MAX_SPEED);
    this.theta += this.thetaDot * TAU;
    return -cost;
  }

  observe(out: Uint8Array | Float32Array): void {
    out[0] = Math.cos(this.theta);
    out[1] = Math.sin(this.theta);
    out[2] = this.thetaDot;
  }
}

/** The same angle in [−π, π). */
function wrap(angle: number): number {
  const turn = 2 * Math.PI;
  const rest = (angle + Math.PI) % turn;
  return (rest < 0 ? rest + turn : rest) - Math.PI;
}
