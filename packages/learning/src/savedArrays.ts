/** Parameters and an optimiser's moments among the arrays of a saved state. */
import { AgonError } from '@agon/core';
import { checkFinite, type Parameters } from '@agon/engine';
import type { StateArray } from './trainer.js';

/** What the names of moments begin with. */
const MOMENTS = 'optimiser.';

/** Moments under their names in a state. */
export function namedMoments(moments: Readonly<Record<string, Float32Array>>): Record<string, Float32Array> {
  return Object.fromEntries(Object.entries(moments).map(([name, values]) => [MOMENTS + name, values]));
}

/** The inverse of `namedMoments`, among all arrays of a state. */
export function momentsOf(arrays: Readonly<Record<string, StateArray>>): Record<string, Float32Array> {
  const moments: Record<string, Float32Array> = {};
  for (const [name, array] of Object.entries(arrays)) {
    if (name.startsWith(MOMENTS)) moments[name.slice(MOMENTS.length)] = array as Float32Array;
  }
  return moments;
}

/** Sets parameters from a state's array. @throws bad-checkpoint where it is missing or of another network; not-finite */
export function takeParameters(
  parameters: Parameters,
  name: string,
  arrays: Readonly<Record<string, StateArray | undefined>>,
): void {
  const values = arrays[name];
  if (!(values instanceof Float32Array) || values.length !== parameters.size) {
    const got = values ? `${values.length} values` : 'none';
    throw new AgonError(
      'bad-checkpoint',
      `the state's "${name}" should have ${parameters.size} float32 values, it has ${got}. Resume with the settings it was saved with.`,
    );
  }
  checkFinite(values, `the state's "${name}"`);
  parameters.flat.set(values);
}
