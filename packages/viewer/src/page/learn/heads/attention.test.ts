import type { Heads } from '@agon/models';
import { describe, expect, it } from 'vitest';
import { linesOf, mostLookedAt, productsOf, rowOf, thumbnail } from './attention.js';

/** Heads that each look at one place before, the number of the head places back. */
function looksBack(length: number): Heads {
  const [layers, heads] = [2, 2];
  const attention = new Float32Array(layers * heads * length ** 2);
  for (let head = 0; head < layers * heads; head++)
    for (let i = 0; i < length; i++) attention[(head * length + i) * length + Math.max(0, i - head)] = 1;
  const tokens = Array.from({ length }, (_, i) => String(i));
  const queries = Float32Array.from({ length: layers * heads * length * 3 }, (_, i) => i);
  return {
    kind: 'heads',
    title: '',
    tokens,
    layers,
    heads,
    attention,
    queries,
    keys: queries.map((x) => -x),
  };
}

describe('what heads look at', () => {
  it('is found by layer, head and token', () => {
    expect([...rowOf(looksBack(5), { layer: 1, head: 1 }, 4)]).toEqual([0, 1, 0, 0, 0]);
    expect(mostLookedAt(Float32Array.of(0.1, 0.6, 0.3), 2)).toEqual([1, 2]);
  });

  it('is drawn for all tokens of a short text, and for one of a long one', () => {
    expect(linesOf(looksBack(5), 0, [0, 1], undefined)).toHaveLength(10);
    expect(linesOf(looksBack(5), 0, [1], 3)).toEqual([{ layer: 0, head: 1, from: 3, to: 2, share: 1 }]);
    expect(linesOf(looksBack(200), 0, [0, 1], undefined)).toEqual([]);
    expect(linesOf(looksBack(200), 0, [0, 1], 150)).toHaveLength(2);
  });

  it('stays to be seen in a small picture', () => {
    const map = new Float32Array(100 * 100);
    map[99 * 100] = 1;
    const small = thumbnail(map, 100, 10);
    expect(small[90]).toBe(1);
    expect(small.reduce((a, b) => a + b)).toBe(1);
  });

  it('is made of products of query and key', () => {
    const { query, key, products, sum } = productsOf(looksBack(2), { layer: 0, head: 1 }, 1, 0);
    expect([...query]).toEqual([9, 10, 11]);
    expect([...key]).toEqual([-6, -7, -8]);
    expect([...products]).toEqual([-54, -70, -88]);
    expect(sum).toBe(-212);
  });
});
