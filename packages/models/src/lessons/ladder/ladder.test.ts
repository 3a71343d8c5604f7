/** What the lesson on the ladder of language models draws, on a small book. */
import type { FileStore } from '@agon/learning';
import { expect, it } from 'vitest';
import { lastOf } from '../testing/lastOf.js';
import { smallWorld } from '../words/smallWorld.js';
import { RandomStream } from '@agon/core';
import { ladder } from './ladder.js';

it('races five networks beside counts, each as long, and all learn', async () => {
  const book = new TextEncoder().encode(smallWorld(9000, new RandomStream('book')));
  const files: FileStore = { list: () => Promise.resolve(['input.txt']), read: () => Promise.resolve(book) };
  const { numbers, figure, done } = await lastOf(ladder, { seconds: 0.3 }, 1, files);
  expect(done).toBe(1);
  const [plot] = figure.panels;
  if (plot.kind !== 'plot') throw new Error('other panels');
  const networks = plot.lines.slice(0, 5);
  for (const { name, points } of networks) {
    expect(points, name).toHaveLength(12);
    expect(points[11][1], name).toBeLessThan(points[0][1]);
    expect(points[11][0], name).toBeGreaterThanOrEqual(0.3);
  }
  // Among about thirty symbols, guessing is log 30 = 3.4.
  expect(numbers.ngramLoss).toBeLessThan(1);
  expect(plot.lines[5].points.every(([, loss]) => loss === numbers.ngramLoss)).toBe(true);
}, 60_000);
