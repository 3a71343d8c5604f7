/** Bare moves played again: what a replay needs beside them. */
import { AgonError } from '@agon/core';
import { unwrapped, type Environment } from '@agon/envs';
import { gameEpisode, HASH_EVERY } from '@agon/learning';
import type { Replay } from '@agon/runs';

/** A replay but for who played and how it ended otherwise than by the rules. */
export type PlayedAgain = Omit<Replay, 'players' | 'ended' | 'account'>;

/** @throws illegal-action where a move cannot be played, or comes after the end */
export function playAgain(environment: Environment, seed: string, actions: number[]): PlayedAgain {
  const { id, options, version } = unwrapped(environment);
  const head = { format: 1, env: id, options: { ...options } as Replay['options'], version } as const;
  if (environment.kind === 'env') {
    const { env } = environment;
    const hashes: number[] = [];
    let score = 0;
    let isOver = false;
    env.reset(seed);
    actions.forEach((action, index) => {
      if (isOver || action < 0 || action >= env.actionNames.length) throw illegal(action, index);
      const { reward, terminated, truncated } = env.step(action);
      score += reward;
      isOver = terminated || truncated;
      if ((index + 1) % HASH_EVERY === 0) hashes.push(env.hash());
    });
    return { ...head, seed, actions, hashes: [...hashes, env.hash()], result: [score] };
  }
  const state = environment.game.newInitialState();
  actions.forEach((action, index) => {
    if (state.isTerminal || !state.isLegal(action)) throw illegal(action, index);
    state.applyAssumeLegal(action);
  });
  const { hashes, result } = gameEpisode(environment.game, seed, actions, null);
  return { ...head, seed, actions, hashes: actions.length === 0 ? [state.hash()] : hashes, result };
}

const illegal = (action: number, index: number): AgonError =>
  new AgonError('illegal-action', `move ${index + 1} (action ${action}) cannot be played.`);
