/**
 * Acrobot (Sutton 1996; Sutton & Barto, first edition, section 11.3), as Gymnasium's Acrobot-v1: two links hang from a bar;
 * torque at the joint between them must swing the tip above the bar by one link's length; −1 a step until then.
 * The equations are the book's (DeJong & Spong 1994); a step of 0.2 s is one step of Runge and Kutta's fourth-order method.
 */
import type { Rng } from '@agon/core';
import type { Action, ObservationSpace } from '../env.js';
import { EpisodeEnv } from '../episodeEnv.js';
import { between, clamp } from './range.js';

const GRAVITY = 9.8;
const MASS = 1;
const LENGTH = 1;
/** From a link's upper end to its centre of mass. */
const CENTRE = 0.5;
const INERTIA = 1;
const TAU = 0.2;
const MAX_SPEED_1 = 4 * Math.PI;
const MAX_SPEED_2 = 9 * Math.PI;
const START = 0.1;

/** θ1, θ2, θ1', θ2' of the present and of the stages of a Runge–Kutta step. */
type Angles = Float64Array;

/** The system and its step. A torque of −1, 0 or +1 for the three actions. */
export class Acrobot extends EpisodeEnv {
  /** cos θ1, sin θ1, cos θ2, sin θ2, θ1', θ2'. */
  readonly observation: ObservationSpace = { shape: [6], dtype: 'float32', high: Infinity };
  readonly actionNames = ['left', 'no-op', 'right'];
  /** θ1 (0: the first link hangs down), θ2 (0: the second goes straight on), and their speeds, in radians and seconds. */
  readonly angles: Angles = new Float64Array(4);
  protected readonly fields = ['angles'];
  private readonly stage: Angles = new Float64Array(4);
  private readonly slope: Angles = new Float64Array(4);
  private readonly sum: Angles = new Float64Array(4);

  protected begin(rng: Rng): void {
    for (let i = 0; i < 4; i++) this.angles[i] = between(rng, -START, START);
  }

  protected play(action: Action): number {
    const { angles } = this;
    this.rungeKutta(action - 1);
    angles[0] = wrap(angles[0]);
    angles[1] = wrap(angles[1]);
    angles[2] = clamp(angles[2], -MAX_SPEED_1, MAX_SPEED_1);
    angles[3] = clamp(angles[3], -MAX_SPEED_2, MAX_SPEED_2);
    this.terminal = -Math.cos(angles[0]) - Math.cos(angles[1] + angles[0]) > 1;
    return this.terminal ? 0 : -1;
  }

  observe(out: Uint8Array | Float32Array): void {
    const { angles } = this;
    out[0] = Math.cos(angles[0]);
    out[1] = Math.sin(angles[0]);
    out[2] = Math.cos(angles[1]);
    out[3] = Math.sin(angles[1]);
    out[4] = angles[2];
    out[5] = angles[3];
  }

  /** One step of TAU: slopes at the start, twice in the middle, and at the end, weighted 1, 2, 2, 1. */
  private rungeKutta(torque: number): void {
    const { angles, stage, slope, sum } = this;
    sum.fill(0);
    stage.set(angles);
    for (let k = 0; k < 4; k++) {
      slopesInto(slope, stage, torque);
      const weight = k === 0 || k === 3 ? 1 : 2;
      const ahead = k === 2 ? TAU : TAU / 2;
      for (let i = 0; i < 4; i++) {
        sum[i] += weight * slope[i];
        stage[i] = angles[i] + ahead * slope[i];
      }
    }
    for (let i = 0; i < 4; i++) angles[i] += (TAU / 6) * sum[i];
  }
}

/** The time derivative of θ1, θ2, θ1', θ2'. */
function slopesInto(out: Angles, [theta1, theta2, speed1, speed2]: Angles, torque: number): void {
  const cos2 = Math.cos(theta2);
  const sin2 = Math.sin(theta2);
  const d1 =
    MASS * CENTRE ** 2 + MASS * (LENGTH ** 2 + CENTRE ** 2 + 2 * LENGTH * CENTRE * cos2) + 2 * INERTIA;
  const d2 = MASS * (CENTRE ** 2 + LENGTH * CENTRE * cos2) + INERTIA;
  const phi2 = MASS * CENTRE * GRAVITY * Math.cos(theta1 + theta2 - Math.PI / 2);
  const phi1 =
    -MASS * LENGTH * CENTRE * speed2 ** 2 * sin2 -
    2 * MASS * LENGTH * CENTRE * speed2 * speed1 * sin2 +
    (MASS * CENTRE + MASS * LENGTH) * GRAVITY * Math.cos(theta1 - Math.PI / 2) +
    phi2;
  const acceleration2 =
    (torque + (d2 / d1) * phi1 - MASS * LENGTH * CENTRE * speed1 ** 2 * sin2 - phi2) /
    (MASS * CENTRE ** 2 + INERTIA - d2 ** 2 / d1);
  out[0] = speed1;
  out[1] = speed2;
  out[2] = -(d2 * acceleration2 + phi1) / d1;
  out[3] = acceleration2;
}

/** The same angle in [−π, π]. */
function wrap(angle: number): number {
  while (angle > Math.PI) angle -= 2 * Math.PI;
  while (angle < -Math.PI) angle += 2 * Math.PI;
  return angle;
}
