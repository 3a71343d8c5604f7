/** What the lesson on rules says; and that its own rules are right for every command. */
import { openPairs } from '@agon/data';
import { describe, expect, it } from 'vitest';
import type { Bars } from '../figure.js';
import { lastOf } from '../testing/lastOf.js';
import { interpret } from './interpret.js';
import { rules } from './rules.js';

describe('the rules', () => {
  it('carry out all 20,910 commands of SCAN', async () => {
    const none = { list: async () => [], read: async () => new Uint8Array() };
    const { splits } = await openPairs('scan:split=simple', none);
    const all = Object.values(splits).flat();
    expect(all).toHaveLength(20_910);
    expect(all.filter(({ source, target }) => interpret(source.split(' ')).join(' ') !== target)).toEqual([]);
  });
});

describe('the lesson rules', () => {
  it('finds a network that carries out what is like it has learned, and not what is longer', async () => {
    const { numbers, figure } = await lastOf(rules, { updates: 300 }, 1);
    expect(numbers.inside).toBeGreaterThan(0.5);
    expect(numbers.outside).toBeLessThan(0.1);
    expect(numbers.rulesOutside).toBe(1);
    expect((figure.panels[0] as Bars).items.map(({ value }) => value)).toEqual([numbers.inside, 1, numbers.outside, 1]); // prettier-ignore
  }, 90_000);

  it.each(['convolutional', 'transformer'])('is the same again by its seed: %s', async (network) => {
    const settings = { network, split: 'add-jump', updates: 2 };
    expect(await lastOf(rules, settings, 4)).toEqual(await lastOf(rules, settings, 4));
  });
});
