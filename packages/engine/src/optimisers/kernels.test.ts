/** The SIMD passes: built from their source, and right at the edges of a vector. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import wabt from 'wabt';
import { KERNEL_BASE64 } from './kernelBytes.js';
import { VectorMemory } from './kernels.js';

describe('the kernels', () => {
  it('are what kernels.wat assembles to', async () => {
    const source = readFileSync(new URL('kernels.wat', import.meta.url), 'utf8');
    const built = (await wabt()).parseWat('kernels.wat', source, { simd: true }).toBinary({}).buffer;
    expect(KERNEL_BASE64).toBe(Buffer.from(built).toString('base64'));
  });

  it.each([1, 2, 3, 4, 5, 63, 1000])('sum the squares of %i values, with neighbours left out', (size) => {
    const memory = new VectorMemory(size, 3);
    memory.view(0).fill(7);
    memory.view(2).fill(7);
    const values = memory.view(1);
    values.forEach((_, i) => (values[i] = Math.sin(i)));
    const expected = values.reduce((sum, value) => sum + value * value, 0);
    expect(memory.kernels.sumOfSquares(memory.address(1), memory.bytes)).toBeCloseTo(expected, 10);
  });

  it.each([1, 3, 4, 5, 8, 63, 100])(
    'multiply and add vectors of %i values, and leave their neighbours',
    (size) => {
      const memory = new VectorMemory(3 * size, 3);
      const [step, row, hidden] = [0, 1, 2].map((vector) => memory.view(vector, size, size));
      const [toStep, toRow, toHidden] = [0, 1, 2].map((vector) => memory.address(vector) + 4 * size);
      const { kernels } = memory;
      for (let i = 0; i < size; i++)
        [step[i], row[i], hidden[i]] = [Math.sin(i), Math.cos(i), Math.sin(2 * i)];
      const [step0, row0] = [step.slice(), row.slice()];
      const expected = row.reduce((sum, value, i) => sum + value * hidden[i], 0);
      expect(kernels.dot(toRow, toHidden, 4 * size)).toBeCloseTo(expected, 4);
      kernels.pull(toStep, toRow, toHidden, 0.5, 4 * size);
      for (let i = 0; i < size; i++) {
        expect(step[i]).toBeCloseTo(step0[i] + 0.5 * row0[i], 6);
        expect(row[i]).toBeCloseTo(row0[i] + 0.5 * hidden[i], 6);
      }
      kernels.addScaled(toStep, toHidden, -2, 4 * size);
      step.forEach((value, i) => expect(value).toBeCloseTo(step0[i] + 0.5 * row0[i] - 2 * hidden[i], 5));
      for (const vector of [0, 1, 2]) {
        expect(memory.view(vector, 0, size)).toEqual(new Float32Array(size));
        expect(memory.view(vector, 2 * size, size)).toEqual(new Float32Array(size));
      }
    },
  );

  it('do not overflow on the largest float32, and do on an infinity', () => {
    const memory = new VectorMemory(5, 1);
    memory.view(0).fill(3.4e38);
    expect(memory.kernels.sumOfSquares(memory.address(0), memory.bytes)).toBeCloseTo(5 * 3.4e38 ** 2, -72);
    memory.view(0)[4] = Infinity;
    expect(memory.kernels.sumOfSquares(memory.address(0), memory.bytes)).toBe(Infinity);
    memory.view(0)[4] = NaN;
    expect(memory.kernels.sumOfSquares(memory.address(0), memory.bytes)).toBeNaN();
  });
});
