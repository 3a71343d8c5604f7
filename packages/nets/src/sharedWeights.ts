/** Transfer: beginning with those layers of another network that fit (Yosinski et al. 2014). */
import { AgonError } from '@agon/core';
import { decodeWeights, type Parameters } from '@agon/engine';

/**
 * Gives parameters the values of those in a file of weights that have the same name and shape; the others stay as they are.
 * @param path what the file is called in an error
 * @returns the names of those that were taken
 * @throws bad-checkpoint where there is none, or the file is damaged; not-finite
 */
export function takeSharedWeights(parameters: Parameters, weights: Uint8Array, path: string): string[] {
  const { tensors } = decodeWeights(weights);
  const shared = parameters.specs.filter(
    ({ name, shape }) => Object.hasOwn(tensors, name) && String(tensors[name].shape) === String(shape),
  );
  if (shared.length === 0)
    throw new AgonError('bad-checkpoint', `"${path}" has no layer in common with this network.`);
  for (const { name } of shared) parameters.view(name).set(tensors[name].data);
  return shared.map(({ name }) => name);
}
