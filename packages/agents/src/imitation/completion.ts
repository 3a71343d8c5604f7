/** Plays resigned games on to their end with a network's first choices, so that whose each cell was becomes known. */
import type { GoState } from '@agon/envs';
import type { Evaluator } from '@agon/mcts';
import { mostLikely } from '../board/match.js';
import type { Positions } from './positions.js';

/**
 * Fills `positions.ownership` of games that were not played to their end. A game whose continuation is won by another than the
 * recorded winner stays unknown. Returns how many became known.
 */
export async function completeGames(positions: Positions, evaluator: Evaluator): Promise<number> {
  const open: { index: number; state: GoState }[] = [];
  positions.games.forEach(({ state, outcome }, index) => {
    if (!state.isTerminal && !Number.isNaN(outcome)) open.push({ index, state: state.clone() });
  });
  let known = 0;
  const cells = positions.ownership.length / positions.games.length;
  for (let playing = open.splice(0, evaluator.capacity); playing.length > 0;) {
    playing.forEach(({ state }, slot) => evaluator.add(state, slot));
    await evaluator.evaluate(playing.length);
    playing.forEach(({ state }, slot) => state.applyAssumeLegal(mostLikely(state, evaluator, slot)));
    playing = playing.filter(({ index, state }) => {
      if (!state.isTerminal) return true;
      const owners = positions.ownership.subarray(index * cells, (index + 1) * cells);
      const lead = state.ownershipInto(owners);
      positions.ownershipKnown[index] = Math.sign(lead) === positions.games[index].outcome ? 1 : 0;
      known += positions.ownershipKnown[index];
      return false;
    });
    playing.push(...open.splice(0, evaluator.capacity - playing.length));
  }
  return known;
}
