/** What the lesson on the parts of a Transformer says, on a small book. */
import { RandomStream } from '@agon/core';
import type { FileStore } from '@agon/learning';
import { expect, it } from 'vitest';
import { lastOf } from '../testing/lastOf.js';
import { smallWorld } from '../words/smallWorld.js';
import { parts } from './parts.js';

it('finds that residual connections matter most', async () => {
  const book = new TextEncoder().encode(smallWorld(9000, new RandomStream('book')));
  const files: FileStore = { list: () => Promise.resolve(['input.txt']), read: () => Promise.resolve(book) };
  const { numbers, figure } = await lastOf(parts, { width: 16, layers: 3, updates: 50 }, 1, files);
  for (const name of ['positions', 'heads', 'norm', 'scaling'])
    expect(numbers.residualLoss, name).toBeGreaterThan(numbers[`${name}Loss`] + 0.1);
  const [losses, gradients] = figure.panels;
  for (const panel of [losses, gradients]) {
    if (panel.kind !== 'plot') throw new Error('other panels');
    expect(panel.lines.map(({ points }) => points.length)).toEqual([10, 10, 10, 10, 10, 10]);
    expect(panel.lines.flatMap(({ points }) => points.flat()).every((value) => value > 0)).toBe(true);
  }
}, 60_000);
