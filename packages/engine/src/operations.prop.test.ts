/** Every operation, compiled, agrees with tfjs's cpu backend and with finite differences over random shapes. */
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { measureAgreement } from './testing/agreement.js';
import { OPERATIONS } from './testing/operations.js';

/** |a − b| ≤ 1e-4 (1 + max |b|) */
const TOLERANCE = 1e-4;
/** Finite differences in float32 are themselves this wrong. */
const FINITE_DIFFERENCE_TOLERANCE = 1e-2;
const RUNS = 8;

beforeAll(() => tf.setBackend('cpu'));

describe('compiled operations equal tfjs cpu, and their gradients finite differences', () => {
  it.each(Object.entries(OPERATIONS))('%s', async (name, instances) => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(instances, async (instance) => {
        const found = await measureAgreement(instance, `${name} ${run++}`);
        const shapes = Object.entries(instance.operands).map(
          ([operand, { shape }]) => `${operand} [${shape.join()}]`,
        );
        const what = `${name} on ${shapes.join(', ')}`;
        expect(found.inference, `${what}: for inference`).toBeLessThanOrEqual(TOLERANCE);
        expect(found.training, `${what}: for training`).toBeLessThanOrEqual(TOLERANCE);
        expect(found.gradient, `${what}: gradient`).toBeLessThanOrEqual(TOLERANCE);
        expect(found.finiteDifference, `${what}: finite difference`).toBeLessThanOrEqual(
          FINITE_DIFFERENCE_TOLERANCE,
        );
      }),
      { seed: 20261123, numRuns: RUNS },
    );
  });
});
