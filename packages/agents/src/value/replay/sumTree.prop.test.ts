/** The sum tree against a plain array. */
import { RandomStream } from '@agon/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SumTree } from './sumTree.js';

/** The slot that holds x, by adding up from the left. */
function slowFind(weights: readonly number[], x: number): number {
  let sum = 0;
  for (let slot = 0; slot < weights.length; slot++) {
    sum += weights[slot];
    if (x < sum) return slot;
  }
  return weights.length - 1;
}

describe('the sum tree', () => {
  it('finds the slot that an array finds, after any changes', () => {
    const change = fc.tuple(fc.nat(9), fc.nat(5));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 40 }), fc.nat(1e6), (changes, part) => {
        const tree = new SumTree(10);
        const weights = new Array<number>(10).fill(0);
        for (const [slot, weight] of changes) {
          tree.set(slot, weight);
          weights[slot] = weight;
        }
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        expect(tree.total).toBe(total);
        if (total === 0) return;
        const x = (total * part) / (1e6 + 1);
        expect(tree.find(x)).toBe(slowFind(weights, x));
      }),
    );
  });

  it('draws slots in proportion to their weights', () => {
    const weights = [3, 0, 1, 0.5, 0, 5.5];
    const tree = new SumTree(weights.length);
    weights.forEach((weight, slot) => tree.set(slot, weight));
    const rng = new RandomStream('draws');
    const counts = weights.map(() => 0);
    for (let i = 0; i < 100_000; i++) counts[tree.find(rng.uniform() * tree.total)]++;
    // Four standard deviations of a count are at most 632.
    counts.forEach((count, slot) => expect(Math.abs(count - weights[slot] * 10_000)).toBeLessThan(650));
    expect([counts[1], counts[4]]).toEqual([0, 0]);
  });

  it('never finds an empty slot, even at the very end of the total', () => {
    const tree = new SumTree(5);
    for (const [slot, weight] of [
      [0, 0.1],
      [1, 0.2],
      [2, 0.3],
    ])
      tree.set(slot, weight);
    expect(tree.find(tree.total)).toBe(2);
    expect(tree.find(tree.total * 2)).toBe(2);
  });

  it('sums after loading as it did when it was saved', () => {
    const rng = new RandomStream('weights');
    const tree = new SumTree(37);
    for (let i = 0; i < 500; i++) tree.set(rng.int(37), rng.uniform());
    const other = new SumTree(37);
    other.load(tree.save());
    expect(other.total).toBe(tree.total);
    for (let i = 0; i < 100; i++) {
      const x = rng.uniform() * tree.total;
      expect(other.find(x)).toBe(tree.find(x));
    }
  });
});
