/** Batches for tests of replay. */
import type { Batch } from '../value/replay/ring.js';

/** Room for one transition of observations with so many values. */
export const batchOfOne = (size: number): Batch => ({
  observation: new Float32Array(size),
  next: new Float32Array(size),
  action: new Int32Array(1),
  reward: new Float32Array(1),
  discount: new Float32Array(1),
});
