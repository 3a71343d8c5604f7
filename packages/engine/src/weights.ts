/** Trained weights as they come from a file or from a state. */
import { AgonError } from '@agon/core';
import { decodeSafetensors, type SafetensorsFile, type StateArray } from './safetensors.js';
import { showShape } from './tensors.js';

/**
 * Refuses values that no training that went well leaves behind.
 * @param what whose values they are, as it reads in an error: 'the tensor "w" [2, 3]'
 * @throws not-finite naming the first NaN or infinity and its index in the flat array
 */
export function checkFinite(values: StateArray, what: string): void {
  const index = values.findIndex((value: number) => !Number.isFinite(value));
  if (index === -1) return;
  throw new AgonError(
    'not-finite',
    `weights must be finite: ${what} holds ${values[index]} at index ${index} of ${values.length}. Use an earlier checkpoint, or train with a smaller learning rate.`,
    { details: { index } },
  );
}

/**
 * The tensors and metadata of a file of weights.
 * @throws bad-checkpoint (see `decodeSafetensors`); not-finite naming the tensor and the index
 */
export function decodeWeights(bytes: Uint8Array): SafetensorsFile {
  const file = decodeSafetensors(bytes);
  for (const [name, { shape, data }] of Object.entries(file.tensors))
    checkFinite(data, `the tensor "${name}" ${showShape(shape)}`);
  return file;
}
