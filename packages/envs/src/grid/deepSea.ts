/**
 * Deep sea (Osband et al. 2019; bsuite `deep_sea`): a diver falls one row a step through an N×N grid and moves a column left or right.
 * The treasure, worth 1, lies at the bottom right; every move to the right costs 0.01/N, so that all small rewards point away
 * from it. Which action is "right" differs from cell to cell. Best return 0.99; a player without a plan finds the
 * treasure once in 2^N episodes.
 */
import { count, described, RandomStream } from '@agon/core';
import * as v from 'valibot';
import type { Action, ObservationSpace } from '../env.js';
import { EpisodeEnv, type EnvIdentity } from '../episodeEnv.js';

const MOVE_COST = 0.01;
const TREASURE = 1;

/** The options that a spec may give: deep-sea:size=10. */
export const deepSeaSchema = v.strictObject({
  size: v.optional(described(count(2, 100), 'side of the grid'), 10),
  mapping: v.optional(
    described(
      count(0, Number.MAX_SAFE_INTEGER),
      'seed that decides which action goes right in each cell; 0 = action 1 everywhere',
    ),
    42,
  ),
});
type DeepSeaOptions = v.InferOutput<typeof deepSeaSchema>;

/** The grid, its mapping of actions, and the diver. */
export class DeepSea extends EpisodeEnv {
  /** [size, size, 1] The diver's cell; nothing once the bottom is passed. */
  readonly observation: ObservationSpace;
  readonly actionNames = ['zero', 'one'];
  readonly size: number;
  row = 0;
  column = 0;
  /** [size, size] The action that moves to the right. */
  readonly right: Uint8Array;
  protected readonly fields = ['row', 'column'];

  constructor(identity: EnvIdentity, { size, mapping }: DeepSeaOptions) {
    super(identity);
    this.size = size;
    this.observation = { shape: [size, size, 1], dtype: 'uint8', high: 1 };
    const rng = new RandomStream(`deep-sea mapping ${mapping}`);
    this.right = Uint8Array.from({ length: size * size }, () => (mapping === 0 ? 1 : rng.int(2)));
  }

  protected begin(): void {
    this.row = 0;
    this.column = 0;
  }

  protected play(action: Action): number {
    const { size } = this;
    let reward = 0;
    if (action === this.right[this.row * size + this.column]) {
      if (this.column === size - 1) reward += TREASURE;
      reward -= MOVE_COST / size;
      this.column = Math.min(size - 1, this.column + 1);
    } else {
      this.column = Math.max(0, this.column - 1);
    }
    this.row++;
    this.terminal = this.row === size;
    return reward;
  }

  observe(out: Uint8Array | Float32Array): void {
    out.fill(0);
    if (this.row < this.size) out[this.row * this.size + this.column] = 1;
  }
}
