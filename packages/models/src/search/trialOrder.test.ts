/** Trials under way as a method sees them: the order follows from their updates alone. */
import { expect, it } from 'vitest';
import type { SearchMethod, Trial } from './methods/method.js';
import { TrialOrder } from './trialOrder.js';

/** Asks for trials of these updates, and writes down what it is told. */
function scripted(updates: readonly number[]): SearchMethod & { told: string[] } {
  let asked = 0;
  const told: string[] = [];
  return {
    told,
    ask: (): Trial | undefined =>
      asked < updates.length ? { id: asked, genotype: [], updates: updates[asked++] } : undefined,
    tell: ({ id }, score) => void told.push(`${id}:${score}`),
  };
}

function ordered(updates: readonly number[], parallel: number, steps = Infinity): string[] {
  const method = scripted(updates);
  const order = new TrialOrder(method, parallel);
  for (;;) {
    expect(order.fill(steps).length).toBeLessThanOrEqual(parallel);
    if (!order.next) return method.told;
    order.tell(order.next.updates);
  }
}

it('tells a single one after the other', () => {
  expect(ordered([5, 1, 3], 1)).toEqual(['0:5', '1:1', '2:3']);
});

it('tells those under way as if each took as long as it has updates, of equal ones the first', () => {
  // At 0: 0 (ends at 9) and 1 (3). At 3: 2 begins, ends at 6. At 6: 3 begins, ends at 9, after 0, which began before it.
  expect(ordered([9, 3, 3, 3], 2)).toEqual(['1:3', '2:3', '0:9', '3:3']);
});

it('begins no trial when all that were begun have the updates of the search, and ends those that were', () => {
  expect(ordered([4, 4, 4, 4, 4], 2, 9)).toEqual(['0:4', '1:4', '2:4']);
  expect(ordered([4, 4, 4], 2, 8)).toEqual(['0:4', '1:4']);
});

it('cannot tell of a trial that nobody asked for', () => {
  expect(() => new TrialOrder(scripted([]), 2).tell(1)).toThrow(/no trial is under way/);
});
