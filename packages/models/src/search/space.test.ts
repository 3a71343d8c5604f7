/** Spaces of networks: genotypes and specs, chance and change, what is refused. */
import { RandomStream } from '@agon/core';
import { makeAnyNetwork } from '@agon/nets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Space } from './space.js';
import { findSpace, SPACES } from './spaces.js';

const space = new Space('conv3x4|conv5x4s2/max|none/res3x4|none/lstm8|mean|none/dense8|dense16|none');

/** A genotype of the space. */
const genotypes = fc.integer({ min: 0, max: space.size - 1 }).map((index) => space.at(index));

describe('a space', () => {
  it('numbers its genotypes, each once', () => {
    const all = new Set(Array.from({ length: space.size }, (_, i) => space.at(i).join()));
    expect(space.size).toBe(2 * 2 * 2 * 3 * 3);
    expect(all.size).toBe(space.size);
  });

  it('writes a genotype as a network, and finds one of that network again', () => {
    expect(space.network([1, 0, 1, 0, 1])).toBe('blocks:layers=conv5x4s2/max/lstm8/dense16');
    expect(space.genotype('blocks:layers=conv5x4s2/max/lstm8/dense16')).toEqual([1, 0, 1, 0, 1]);
    for (const other of ['blocks:layers=max', 'blocks:layers=conv3x4/conv3x4', 'mlp'])
      expect(space.genotype(other)).toBeUndefined();
    fc.assert(
      fc.property(genotypes, (genotype) => {
        const network = space.network(genotype);
        expect(space.network(space.genotype(network)!)).toBe(network);
      }),
      { seed: 1 },
    );
  });

  it('finds a network whose blocks fit several slots', () => {
    const twice = new Space('max|none/max|none/conv3x4/max');
    expect(twice.genotype('blocks:layers=max/conv3x4/max')).toEqual([0, 1, 0, 0]);
  });

  it('has networks of every kind only', () => {
    fc.assert(
      fc.property(
        genotypes,
        fc.constantFrom('classifier', 'q', 'actor-critic', 'policy-value'),
        (genotype, kind) => {
          const sizes = { input: [9, 10, 3], classes: 4, actions: 4 };
          const { parameters } = makeAnyNetwork(space.network(genotype), sizes, kind);
          expect(parameters.length).toBeGreaterThan(1);
        },
      ),
      { seed: 2 },
    );
  });

  it('changes a genotype in one slot, every such change with the same chance', () => {
    const rng = new RandomStream('changes');
    const start = [0, 0, 0, 0, 0];
    const counts = new Map<string, number>();
    for (let i = 0; i < 7000; i++) {
      const changed = space.mutate(start, rng);
      expect(changed.filter((choice, slot) => choice !== start[slot])).toHaveLength(1);
      counts.set(changed.join(), (counts.get(changed.join()) ?? 0) + 1);
    }
    // 1 + 1 + 1 + 2 + 2 changes, 1000 of each; four deviations are 117.
    expect(counts.size).toBe(7);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(117);
  });

  it('leaves the only genotype as it is', () => {
    expect(new Space('conv3x4/dense8').mutate([0, 0], new RandomStream(1))).toEqual([0, 0]);
  });

  it.each([
    ['conv3x4/none', 'blocks:layers=conv3x4'],
    [' conv3x4 | max /dense8', 'blocks:layers=conv3x4/dense8'],
  ])('reads %j', (text, first) => {
    const read = new Space(text);
    expect(read.network(read.at(0))).toBe(first);
  });

  it.each([
    ['max|none/dense8|none', /a network without any block/],
    ['conv3x4/lstm8|none/max', /"max" could follow "lstm8"/],
    ['dense8/lstm8', /"lstm8" could follow "dense8"/],
    ['conv3x4/', /unknown block ""/],
    ['cells2', /unknown block "cells/],
    [Array(51).fill('max').join('/'), /at most 50 slots/],
  ])('refuses %j', (text, message) => {
    expect(() => findSpace(text)).toThrow(message);
  });

  it('has names for some', () => {
    for (const name of Object.keys(SPACES)) expect(findSpace(name).size).toBeGreaterThan(100);
  });
});
