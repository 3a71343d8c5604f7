/** Drivers: they await the evaluator between the two synchronous halves of a search. */
import { breath } from '@agon/core';
import type { Evaluator } from './evaluator.js';
import type { Search } from './search.js';

/** Batches after which the clock is looked at where the evaluator answers at once. */
const BATCHES_BETWEEN_CLOCKS = 256;

/** A turn of the event loop where one is due. Waiting for an evaluator need not be one: it may answer in the waiting thread. */
function dueTurn(batch: number, answer: void | Promise<void>): Promise<void> | undefined {
  return answer !== undefined || batch % BATCHES_BETWEEN_CLOCKS === 0 ? breath() : undefined;
}

/** When a search stops: at `visits` root visits, or when `milliseconds` have passed, whichever comes first. */
export interface SearchBudget {
  /** Visits of the root's moves in all, those of a reused tree included. */
  visits: number;
  /** Visits that Gumbel's halving is planned for, where the search is left before its end; `visits` if not given. */
  planned?: number;
  /** Wall-clock limit; a batch that the evaluator is busy with is finished. */
  milliseconds?: number;
}

/**
 * Searches until the root's moves have `visits` visits, or the root is decided, or the time is over. Up to
 * `evaluator.capacity` leaves of the one search are evaluated at a time: a batch larger than 1 is faster with a network, and a
 * little weaker for equal visits. Long searches give others turns, so that `search.stop()` reaches them.
 */
export async function runSearch(
  search: Search,
  evaluator: Evaluator,
  budget: number | SearchBudget,
): Promise<void> {
  if (typeof budget === 'number') search.start(budget);
  else search.start(budget.visits, budget.milliseconds, budget.planned);
  for (let batch = 1; ; batch++) {
    const count = search.collect(evaluator, 0, evaluator.capacity);
    if (count === 0) return;
    const answer = evaluator.evaluate(count);
    if (answer !== undefined) await answer;
    search.apply(evaluator, 0);
    const turn = dueTurn(batch, answer);
    if (turn) await turn;
  }
}

/**
 * Runs many searches to `visits` each with their leaves in common batches, `leavesEach` of each search at a time
 * (1: each search walks as if it were alone).
 */
export async function runSearches(
  searches: readonly Search[],
  evaluator: Evaluator,
  visits: number,
  leavesEach = 1,
): Promise<void> {
  for (const search of searches) search.start(visits);
  const slots = new Int32Array(searches.length);
  let next = 0;
  for (let batch = 1; ; batch++) {
    let filled = 0;
    let asked = 0;
    const first = next;
    while (asked < searches.length && filled < evaluator.capacity) {
      slots[next] = filled;
      filled += searches[next].collect(evaluator, filled, Math.min(leavesEach, evaluator.capacity - filled));
      next = (next + 1) % searches.length;
      asked++;
    }
    if (filled === 0) {
      if (asked === searches.length) return;
      continue;
    }
    const answer = evaluator.evaluate(filled);
    if (answer !== undefined) await answer;
    for (let i = 0; i < asked; i++) {
      const index = (first + i) % searches.length;
      searches[index].apply(evaluator, slots[index]);
    }
    const turn = dueTurn(batch, answer);
    if (turn) await turn;
  }
}
