/** Evaluation: an agent's returns over seeded episodes, with mean, interquartile mean and a bootstrap interval. */
import type { Agent } from '@agon/agents';
import { AgonError } from '@agon/core';
import { makeEnvironment, type Environment } from '@agon/envs';
import { poolOf, type Pool } from '@agon/learning';
import { episodesOf, type Episodes, type EpisodeSummary } from './episodes.js';
import { interquartileMean, mean, meanInterval } from './statistics.js';

/** Jobs of an evaluation, at most. */
const JOBS = 100;

/** How many episodes, on which seeds. */
interface EpisodesToPlay {
  episodes: number;
  /** Episode i is seeded "SEED / episode i"; equal seeds give equal returns. */
  seed: string | number;
  /** Told as they come, some at a time; the order is that of their numbers only in one thread. */
  onEpisode?: (episodeReturn: number) => void;
  signal?: AbortSignal;
}

/** Who is evaluated, where. */
export interface EvaluationOptions extends EpisodesToPlay {
  agent: Agent;
  /** The environment or its spec. */
  env: string | Environment;
  /** Board games: who sits on the other seats. Seats rotate from game to game. */
  opponent?: Agent;
  /** Cut episodes after this many actions. */
  limit?: number;
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
 * Plays episodes in this thread and sums them up.
 * @throws bad-option without a positive whole number of episodes, or in a board game without an opponent; interrupted
 */
export async function evaluate({
  agent,
  env,
  opponent,
  limit,
  ...options
}: EvaluationOptions): Promise<Evaluation> {
  const environment = typeof env === 'string' ? makeEnvironment(env) : env;
  const { run } = episodesOf({ agent, environment, opponent, limit, seed: options.seed });
  return evaluateIn(poolOf<Episodes>([], { run, close: async () => undefined }), options);
}

/**
 * Has episodes played by a pool that was opened with the same seed, and sums them up.
 * @throws bad-option without a positive whole number of episodes; interrupted
 */
export async function evaluateIn(
  pool: Pool<Episodes>,
  { episodes, seed, onEpisode, signal }: EpisodesToPlay,
): Promise<Evaluation> {
  if (!Number.isInteger(episodes) || episodes < 1) {
    throw new AgonError('bad-option', `episodes must be a whole number from 1 on, got ${episodes}.`);
  }
  const began = performance.now();
  const onResult = (played: EpisodeSummary[]): void =>
    played.forEach(({ episodeReturn }) => onEpisode?.(episodeReturn));
  const done = await pool.begin(slices(episodes), { common: null, signal, onResult }).finish();
  if (!done) throw new AgonError('interrupted', 'stopped before the episodes were over.');
  const seconds = (performance.now() - began) / 1000;
  const played = done.results.flat();
  const returns = played.map(({ episodeReturn }) => episodeReturn);
  const steps = played.reduce((sum, each) => sum + each.steps, 0);
  return {
    returns,
    mean: mean(returns),
    iqm: interquartileMean(returns),
    ci95: meanInterval(returns, seed),
    stepsPerSecond: seconds > 0 ? steps / seconds : 0,
    cut: played.filter(({ isCut }) => isCut).length,
  };
}

/** Episodes 0, 1, …, so many, in jobs of equal size. */
function* slices(episodes: number): Generator<Episodes['job']> {
  const each = Math.ceil(episodes / JOBS);
  for (let first = 0; first < episodes; first += each)
    yield { first, count: Math.min(each, episodes - first) };
}
