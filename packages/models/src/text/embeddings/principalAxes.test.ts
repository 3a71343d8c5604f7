import { RandomStream } from '@agon/core';
import { expect, it } from 'vitest';
import { principalAxes } from './principalAxes.js';

it('finds the axes of points that were turned and moved, and what each explains', () => {
  const rng = new RandomStream('axes');
  // Deviations 3, 1 and 0.1 along the columns of a rotation.
  const deviations = [3, 1, 0.1];
  const [c, s] = [Math.cos(0.7), Math.sin(0.7)];
  const rotation = [
    [c, -s, 0],
    [s * 0.6, c * 0.6, -0.8],
    [s * 0.8, c * 0.8, 0.6],
  ];
  const own = Array.from({ length: 400 }, () =>
    deviations.map((deviation) => deviation * (rng.uniform() - 0.5)),
  );
  const points = Float32Array.from(own.flatMap((at) => rotation.map((row) => 7 + row[0] * at[0] + row[1] * at[1] + row[2] * at[2]))); // prettier-ignore
  const { places, shares } = principalAxes(points, 3, 2);
  expect(shares[0]).toBeGreaterThan(0.85);
  expect(shares[0] + shares[1]).toBeGreaterThan(0.995);
  // Each axis is the one that was stretched, up to its sign and to chance.
  for (const axis of [0, 1]) {
    const products = own.map((at, i) => at[axis] * places[2 * i + axis]);
    const norm =
      Math.hypot(...own.map((at) => at[axis])) * Math.hypot(...own.map((_, i) => places[2 * i + axis]));
    expect(Math.abs(products.reduce((a, b) => a + b)) / norm).toBeGreaterThan(0.99);
  }
  const along = own.map((_, i) => places[2 * i]);
  expect(along.reduce((a, b) => a + b) / own.length).toBeCloseTo(0, 6);
  const mixed = own.reduce((sum, _, i) => sum + places[2 * i] * places[2 * i + 1], 0);
  expect(mixed / own.length).toBeCloseTo(0, 5);
});

it('gives equal points one place', () => {
  expect([...principalAxes(new Float32Array([1, 2, 1, 2]), 2, 2).places]).toEqual([0, 0, 0, 0]);
});
