/** A cheap measure of strength during training: the bare network against a random player. */
import type { Rng } from '@agon/core';
import type { Game, State } from '@agon/envs';
import type { Evaluator } from '@agon/mcts';

/**
 * The network's mean score (1 a win, ½ a draw) over `numGames` games, colours alternating, all at once. The network plays its most
 * likely legal action, without search. `evaluator.capacity` ≥ numGames; two-player games.
 */
export async function scoreAgainstRandom(
  game: Game,
  evaluator: Evaluator,
  numGames: number,
  rng: Rng,
): Promise<number> {
  const states = Array.from({ length: numGames }, () => game.newInitialState());
  const seat = (index: number): number => index % game.numPlayers;
  for (;;) {
    states.forEach((state, index) => {
      while (!state.isTerminal && state.currentPlayer !== seat(index)) {
        const legal = state.legalActions();
        state.applyAssumeLegal(legal[rng.int(legal.length)]);
      }
    });
    const waiting = states.filter((state) => !state.isTerminal);
    if (waiting.length === 0) break;
    waiting.forEach((state, slot) => evaluator.add(state, slot));
    await evaluator.evaluate(waiting.length);
    waiting.forEach((state, slot) => state.applyAssumeLegal(mostLikely(state, evaluator, slot)));
  }
  const scores = states.map((state, index) => (state.returns()[seat(index)] + 1) / 2);
  return scores.reduce((sum, score) => sum + score, 0) / numGames;
}

/** The legal action with the largest logit, the first of equals. */
export function mostLikely(state: State, evaluator: Evaluator, slot: number): number {
  const start = slot * state.game.numActions;
  return state
    .legalActions()
    .reduce((best, action) =>
      evaluator.logits[start + action] > evaluator.logits[start + best] ? action : best,
    );
}
