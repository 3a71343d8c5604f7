/** How episodes and games are recorded for replay files. */
import type { Game } from '@agon/envs';
import type { Episode, Thought } from './trainer.js';

/** Actions between two hashes of an `Episode`. */
export const HASH_EVERY = 100;

/** Longer episodes are not recorded: their replays would be larger than the rest of a state. */
export const RECORDING_LIMIT = 20_000;

/** A game as an episode: played again from its moves, for hashes and result. `accounts`: what was thought at each move, if that was kept. */
export function gameEpisode<T extends Thought>(
  game: Game,
  seed: string,
  actions: number[],
  accounts: (T | null)[] | null,
): Episode<T> {
  const state = game.newInitialState();
  const hashes: number[] = [];
  actions.forEach((action, index) => {
    state.applyAssumeLegal(action);
    if ((index + 1) % HASH_EVERY === 0 || index === actions.length - 1) hashes.push(state.hash());
  });
  return { seed, actions, hashes, result: state.returns(), ...(accounts && { accounts }) };
}
