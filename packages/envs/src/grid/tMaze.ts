/**
 * T-maze (Bakker 2002, "Reinforcement learning with long short-term memory", section 4.1): a sign at the start of a corridor tells
 * which way to turn at its far end; on the way all looks the same. Right turn: +4; wrong turn, and every step that runs into a wall
 * or stays: −0.1; the turn ends the episode. Without memory nothing better than half of the turns is possible.
 */
import { count, described, type Rng } from '@agon/core';
import * as v from 'valibot';
import type { Action, ObservationSpace } from '../env.js';
import { EpisodeEnv, type EnvIdentity } from '../episodeEnv.js';
import { limitOption } from '../wrappers/timeLimit.js';

const RIGHT_TURN = 4;
const PENALTY = -0.1;

const UP = 0;
const RIGHT = 1;
const DOWN = 2;

/** The options that a spec may give: t-maze:length=10. */
export const tMazeSchema = v.strictObject({
  length: v.optional(described(count(1, 1000), 'steps from the start to the junction'), 10),
  limit: limitOption(200),
});
type TMazeOptions = v.InferOutput<typeof tMazeSchema>;

/** The state of an episode, and its step. */
export class TMaze extends EpisodeEnv {
  /** Bakker's three bits: 011 (turn up) or 110 (turn down) at the start, 101 in the corridor, 010 at the junction. */
  readonly observation: ObservationSpace = { shape: [3], dtype: 'float32', high: 1 };
  readonly actionNames = ['up', 'right', 'down', 'left'];
  readonly length: number;
  /** Steps from the start, 0..length. */
  position = 0;
  /** The turn that the sign names. */
  goalIsUp = true;
  /** The turn that was taken: −1 up, 1 down, 0 none yet. */
  turned = 0;
  protected readonly fields = ['position', 'goalIsUp', 'turned'];

  constructor(identity: EnvIdentity, { length }: TMazeOptions) {
    super(identity);
    this.length = length;
  }

  protected begin(rng: Rng): void {
    this.position = 0;
    this.goalIsUp = rng.int(2) === 0;
    this.turned = 0;
  }

  protected play(action: Action): number {
    if (action === UP || action === DOWN) {
      if (this.position < this.length) return PENALTY;
      this.turned = action === UP ? -1 : 1;
      this.terminal = true;
      return (action === UP) === this.goalIsUp ? RIGHT_TURN : PENALTY;
    }
    const next = this.position + (action === RIGHT ? 1 : -1);
    if (next < 0 || next > this.length) return PENALTY;
    this.position = next;
    return 0;
  }

  observe(out: Uint8Array | Float32Array): void {
    const isStart = this.position === 0;
    const isJunction = this.position === this.length;
    out[0] = isStart ? Number(!this.goalIsUp) : Number(!isJunction);
    out[1] = Number(isStart || isJunction);
    out[2] = isStart ? Number(this.goalIsUp) : Number(!isJunction);
  }
}
