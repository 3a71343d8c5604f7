/** A position that a command names by its moves. */
import { makeGame, playMoves, type State } from '@agon/envs';

/** The state after `moves` in the game's text. @throws unknown-env, unsupported, illegal-action */
export function positionAfter(env: string, moves = ''): State {
  const state = makeGame(env).newInitialState();
  playMoves(state, moves);
  return state;
}
