/** An attack on what an agent sees. */
import type { Rng } from '@agon/core';

/** Changes observations, one after the other. */
export interface ObservationAttack {
  /**
   * What the agent sees instead: an array that the next call overwrites.
   * @param observation of the network's space, left as it is
   */
  change(observation: Uint8Array, rng: Rng): Promise<Uint8Array>;
  dispose(): Promise<void>;
}
