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
