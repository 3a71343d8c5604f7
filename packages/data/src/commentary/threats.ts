/** Moves that win at once, in small games of two players. */
import type { Action, State } from '@agon/envs';

/** Actions of a game that is small enough to try all pairs of moves. */
const MOST_ACTIONS = 16;

/** Whether threats are looked for. */
export const hasThreats = ({ game }: State): boolean => game.numActions <= MOST_ACTIONS;

/** Whether a move ends the game with a win for whoever plays it. */
function wins(state: State, action: Action): boolean {
  const player = state.currentPlayer;
  state.apply(action);
  const won = state.isTerminal && state.returns()[player] > 0;
  state.undo();
  return won;
}

/**
 * The moves with which the player who is not to move would win, whatever else the other one plays before it. None where the game is over.
 * The state is as before afterwards.
 */
export function threatsIn(state: State): Action[] {
  const replies = state.legalActions();
  return Array.from({ length: state.game.numActions }, (_, action) => action).filter((action) => {
    const others = replies.filter((reply) => reply !== action);
    return others.length > 0 && others.every((reply) => winsAfter(state, reply, action));
  });
}

function winsAfter(state: State, reply: Action, action: Action): boolean {
  state.apply(reply);
  const won = !state.isTerminal && state.isLegal(action) && wins(state, action);
  state.undo();
  return won;
}
