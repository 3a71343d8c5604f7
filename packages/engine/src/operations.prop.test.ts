/**
 * Every operation, compiled, agrees with tfjs's cpu backend and with finite differences over random shapes, its gradient and
 * the gradient's gradient too; and on onnxruntime-web's WebAssembly, as in a page. Which kernels that covers is written to docs/engine-kernels.md.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import * as web from 'onnxruntime-web/wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Runtime } from './runtime.js';
import { measureAgreement } from './testing/agreement.js';
import { Coverage } from './testing/coverage.js';
import { OPERATIONS } from './testing/operations.js';
import { derivative, measureSecondDerivative } from './testing/secondDerivative.js';

/** |a − b| ≤ 1e-4 (1 + max |b|) */
const TOLERANCE = 1e-4;
/** Finite differences in float32 are themselves this wrong. */
const FINITE_DIFFERENCE_TOLERANCE = 1e-2;
/** Second derivatives are compared with differences of larger steps, extrapolated. */
const SECOND_DIFFERENCE_TOLERANCE = 1e-3;
const isSlow = process.env.AGON_SLOW === '1';
const RUNS = 8;
/** Of the first so many, the second derivative too. */
const SECOND_RUNS = isSlow ? RUNS : 2;
/** The first so many are run on onnxruntime-web too. */
const PAGE_RUNS = 2;
/** Third derivatives of these, of all at full length. */
const THIRD = new Set(
  ['avgPool', 'conv2d', 'elu', 'logSoftmax', 'maxPool', 'pow', 'resizeBilinear', 'softmax', 'tanh'], // prettier-ignore
);
const TABLE = new URL('../../../docs/engine-kernels.md', import.meta.url);

const coverage = new Coverage();

beforeAll(async () => {
  web.env.logLevel = 'error';
  web.env.wasm.numThreads = 1;
  await tf.setBackend('cpu');
});

describe('compiled operations equal tfjs cpu, and their gradients finite differences', () => {
  it.each(Object.entries(OPERATIONS))('%s', async (name, instances) => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(instances, async (instance) => {
        const isInPage = run < PAGE_RUNS;
        const found = await measureAgreement(
          instance,
          `${name} ${run++}`,
          isInPage ? (web as Runtime) : undefined,
        );
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
        expect(found.page, `${what}: in a page`).toBeLessThanOrEqual(TOLERANCE);
        const isTrained = Object.values(instance.operands).some((operand) => operand.isTrained);
        if (isTrained && run <= SECOND_RUNS) {
          const second = await measureSecondDerivative(instance, `${name} ${run} second`);
          expect(second.eager, `${what}: second derivative`).toBeLessThanOrEqual(TOLERANCE);
          expect(second.finiteDifference, `${what}: second difference`).toBeLessThanOrEqual(
            SECOND_DIFFERENCE_TOLERANCE,
          );
        }
        coverage.add(name, found, { isTrained, isInPage });
      }),
      { seed: 20261123, numRuns: RUNS },
    );
  });

  it.each(Object.entries(OPERATIONS).filter(([name]) => isSlow || THIRD.has(name)))(
    '%s: third derivatives',
    async (name, instances) => {
      const [instance] = fc.sample(instances, { seed: 20261123, numRuns: 1 });
      if (!Object.values(instance.operands).some((operand) => operand.isTrained)) return;
      const third = await measureSecondDerivative(derivative(instance), `${name} third`);
      expect(third.eager).toBeLessThanOrEqual(TOLERANCE);
      expect(third.finiteDifference).toBeLessThanOrEqual(FINITE_DIFFERENCE_TOLERANCE);
    },
  );

  it('cover every kernel that can be compiled, as docs/engine-kernels.md says', () => {
    if (coverage.numOperations < Object.keys(OPERATIONS).length) return; // some were filtered out or failed, which shows
    expect(coverage.untested()).toEqual([]);
    const table = coverage.table();
    if (process.env.AGON_UPDATE === '1') writeFileSync(TABLE, table);
    const written = existsSync(TABLE) ? readFileSync(TABLE, 'utf8') : '';
    expect(written, 'docs/engine-kernels.md is out of date: run this test with AGON_UPDATE=1').toBe(table);
  });
});
