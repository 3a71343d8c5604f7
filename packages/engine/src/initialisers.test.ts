import { RandomStream } from '@agon/core';
import { describe, expect, it } from 'vitest';
import {
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  lecunNormal,
  lecunUniform,
  orthogonal,
  type Initialiser,
} from './initialisers.js';

function draw(init: Initialiser, shape: readonly number[]): Float32Array {
  const out = new Float32Array(shape.reduce((a, b) => a * b, 1));
  init(out, shape, new RandomStream('initialisers'));
  return out;
}

const variance = (values: Float32Array) =>
  values.reduce((sum, value) => sum + value * value, 0) / values.length;

describe('initialisers', () => {
  // Fans of a [3, 3, 64, 32] filter: in 9 · 64 = 576, out 9 · 32 = 288; of a [200, 100] matrix: 200 and 100.
  it.each<[string, Initialiser, number, number]>([
    ['Glorot uniform', glorotUniform, 2 / (576 + 288), 2 / 300],
    ['Glorot normal', glorotNormal, 2 / (576 + 288), 2 / 300],
    ['He uniform', heUniform, 2 / 576, 2 / 200],
    ['He normal', heNormal, 2 / 576, 2 / 200],
    ['LeCun uniform', lecunUniform, 1 / 576, 1 / 200],
    ['LeCun normal', lecunNormal, 1 / 576, 1 / 200],
  ])('%s has the variance of its paper', (_name, init, convolution, dense) => {
    // 18,432 and 20,000 draws: the sample variance is within 4 % (four standard deviations).
    expect(variance(draw(init, [3, 3, 64, 32])) / convolution).toBeCloseTo(1, 1);
    expect(Math.abs(variance(draw(init, [200, 100])) / dense - 1)).toBeLessThan(0.05);
  });

  it.each([
    [7, 4],
    [4, 7],
    [5, 5],
  ])('an orthogonal %i × %i matrix has orthonormal rows or columns, times the gain', (rows, columns) => {
    const gain = 1.5;
    const matrix = draw(orthogonal(gain), [rows, columns]);
    const byColumns = rows >= columns;
    const count = Math.min(rows, columns);
    const entry = (vector: number, i: number) =>
      byColumns ? matrix[i * columns + vector] : matrix[vector * columns + i];
    for (let a = 0; a < count; a++) {
      for (let b = 0; b < count; b++) {
        let dot = 0;
        for (let i = 0; i < Math.max(rows, columns); i++) dot += entry(a, i) * entry(b, i);
        expect(dot).toBeCloseTo(a === b ? gain ** 2 : 0, 5);
      }
    }
  });
});
