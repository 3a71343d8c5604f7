/** Evaluation: an agent's returns over seeded episodes, with mean, interquartile mean and a bootstrap interval. */
import type { Agent } from '@agon/agents';
import { AgonError } from '@agon/core';
import { makeEnvironment, type Environment } from '@agon/envs';
import type { Replay } from '@agon/runs';
import { playGame, recordEpisode } from './record.js';
import { interquartileMean, mean, meanInterval } from './statistics.js';

/** Who is evaluated, where, on which seeds. */
export interface EvaluationOptions {
  agent: Agent;
  /** The environment or its spec. */
  env: string | Environment;
  episodes: number;
  /** Episode i is seeded "SEED / episode i"; equal seeds give equal returns. */
  seed: string | number;
  /** Board games: who sits on the other seats. Seats rotate from game to game. */
  opponent?: Agent;
  /** Cut episodes after this many actions. */
  limit?: number;
  /** Keep accounts in the replays given to `onEpisode`. */
  accounts?: boolean;
  onEpisode?: (replay: Replay, index: number) => void;
  signal?: AbortSignal;
}

/** The result of an evaluation, with its uncertainty. */
export interface Evaluation {
  /** One return for each episode, undiscounted, from the agent's view. */
  returns: number[];
  mean: number;
  /** Interquartile mean. */
  iqm: number;
  /** 95 % bootstrap interval of the mean: a point where all returns are equal, null of one episode. */
  ci95: [low: number, high: number] | null;
  /** The agent's decisions (in games: all players' moves) per second of wall time. */
  stepsPerSecond: number;
  /** How many episodes the step limit cut. */
  cut: number;
}

/**
 * Plays `episodes` episodes and sums them up.
 * @throws bad-option without a positive whole number of episodes, or in a board game without an opponent; interrupted
 */
export async function evaluate(options: EvaluationOptions): Promise<Evaluation> {
  const { agent, episodes, seed, opponent, limit, accounts, signal } = options;
  if (!Number.isInteger(episodes) || episodes < 1) {
    throw new AgonError('bad-option', `episodes must be a whole number from 1 on, got ${episodes}.`);
  }
  const environment = typeof options.env === 'string' ? makeEnvironment(options.env) : options.env;
  if (environment.kind === 'game' && !opponent) {
    throw new AgonError(
      'bad-option',
      `${environment.game.id} is played against somebody: name an opponent, such as "random".`,
    );
  }
  const returns: number[] = [];
  let steps = 0;
  let cut = 0;
  const began = performance.now();
  for (let index = 0; index < episodes; index++) {
    const episode = { seed: `${seed} / episode ${index}`, accounts, limit, signal };
    let replay: Replay;
    let seat = 0;
    if (environment.kind === 'env') {
      replay = await recordEpisode(agent, environment.env, episode);
    } else {
      const { game } = environment;
      seat = index % game.numPlayers;
      const seats = Array.from({ length: game.numPlayers }, (_, i) => (i === seat ? agent : opponent!));
      replay = await playGame(seats, game, episode);
    }
    returns.push(replay.result[seat]);
    steps += replay.actions.length;
    if (replay.ended?.reason === 'limit') cut++;
    options.onEpisode?.(replay, index);
  }
  const seconds = (performance.now() - began) / 1000;
  return {
    returns,
    mean: mean(returns),
    iqm: interquartileMean(returns),
    ci95: meanInterval(returns, seed),
    stepsPerSecond: seconds > 0 ? steps / seconds : 0,
    cut,
  };
}
