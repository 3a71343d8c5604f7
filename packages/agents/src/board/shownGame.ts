/** What a run's network sees of its game. */
import { AgonError } from '@agon/core';
import { Go, makeGame, type Game, type GoState, type State } from '@agon/envs';
import { withGoPlanes } from '../go/planes.js';

/**
 * The game `env`, whose observations are its own planes or AlphaGo's.
 * @throws unknown-env; bad-option where AlphaGo's are asked for and the game is not Go
 */
export function shownGame(env: string, planes: 'game' | 'alphago'): Game {
  const game = makeGame(env);
  if (planes === 'game') return game;
  if (game instanceof Go) return withGoPlanes(game);
  throw new AgonError(
    'bad-option',
    `algorithm "alphazero": "planes" is ${planes}, which shows positions of Go, and "${game.id}" is another game; leave it out.`,
  );
}

/** Writes positions as `game` shows them: its own, or those of the same game without the view that it may have. */
export function writerOf(game: Game): (state: State, out: Float32Array) => void {
  const view = game instanceof Go ? game.view : undefined;
  return view ? (state, out) => view.write(state as GoState, out) : (state, out) => state.observe(out);
}
