import { describe, expect, it } from 'vitest';
import { consideredVisits } from './sequentialHalving.js';

/** "3x8" is eight times 3. */
const sequence = (text: string): number[] =>
  text.split(' ').flatMap((part) => {
    const [visits, times = 1] = part.split('x').map(Number);
    return new Array<number>(times).fill(visits);
  });

describe('the schedule of sequential halving', () => {
  it.each([
    [8, 24, '0x8 1x4 2x4 3x2 4x2 5x2 6x2'],
    [8, 13, '0x8 1x4 2'],
    [7, 24, '0x7 1x3 2x3 3x2 4x2 5x2 6x2 7x2 8'],
    [8, 2, '0x2'],
    [0, 16, '0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15'],
    [1, 16, '0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15'],
  ])('for %i moves and %i simulations is that of mctx', (considered, simulations, expected) => {
    expect(Array.from(consideredVisits(considered, simulations))).toEqual(sequence(expected));
  });

  it('walks every considered move and fills the whole budget', () => {
    for (let considered = 2; considered <= 40; considered++) {
      for (const simulations of [1, 7, 50, 333]) {
        const schedule = consideredVisits(considered, simulations);
        expect(schedule.length).toBe(simulations);
        // Visits can be handed out in this order: a count never exceeds what earlier walks made possible.
        const counts = new Map([[0, considered]]);
        for (const visits of schedule) {
          const left = counts.get(visits) ?? 0;
          expect(left).toBeGreaterThan(0);
          counts.set(visits, left - 1);
          counts.set(visits + 1, (counts.get(visits + 1) ?? 0) + 1);
        }
      }
    }
  });
});
