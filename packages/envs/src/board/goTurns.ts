/** Positions of Go in which either player may move: files and controllers let one play twice in a row, and go on after the end. */
import { BLACK, WHITE } from './goBoard.js';
import type { GoState, SetUpStone } from './go.js';
import type { PlayerId } from '../game.js';

/** The stones on the board. */
export function stonesOn(state: GoState): SetUpStone[] {
  const stones: SetUpStone[] = [];
  for (let cell = 0; cell < state.game.pass; cell++) {
    const owner = state.at(cell);
    if (owner === BLACK || owner === WHITE) stones.push([cell, owner]);
  }
  return stones;
}

/**
 * `state` itself where it is the player's turn, or becomes it by a pass of the other one, which is then played. Where that pass would
 * be the first move or end the game, or the game is over: a new state that begins with the stones on the board, and has forgotten
 * the earlier positions that superko forbids.
 */
export function withTurn(state: GoState, player: PlayerId): GoState {
  if (state.currentPlayer === player) return state;
  const { game, history } = state;
  if (!state.isTerminal && history.length > 0) {
    state.applyAssumeLegal(game.pass);
    if (!state.isTerminal) return state;
    state.undo();
  }
  return game.newStateFrom(stonesOn(state), player);
}
