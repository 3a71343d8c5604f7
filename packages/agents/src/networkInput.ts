/** Observations on their way into a network. */
import type { TensorSpec } from '@agon/engine';
import type { ObservationSpace } from '@agon/envs';

/** The array of an input that `observationInput` describes. */
export type InputArray = Uint8Array | Float32Array;

/** [rows, …shape]: bits where observations are nothing else, which dense layers read fast; else float32 in [0, 1] (floats as they are). */
export function observationInput({ shape, dtype, high }: ObservationSpace, rows: number): TensorSpec {
  return { shape: [rows, ...shape], dtype: dtype === 'uint8' && high === 1 ? 'bits' : 'float32' };
}

/** What an observation is multiplied with on its way in. */
export function observationScale({ dtype, high }: ObservationSpace): number {
  return dtype === 'uint8' ? 1 / high : 1;
}

/** Writes an observation, multiplied by `scale`, to `start` of an input. Allocates nothing. */
export function writeInput(out: InputArray, start: number, observation: InputArray, scale: number): void {
  for (let i = 0; i < observation.length; i++) out[start + i] = observation[i] * scale;
}
