/** Self-play as jobs: a round of games is cut into batches, each played from the same weights with streams of its own. */
import type { LiveGame, PlainWork } from '@agon/learning';
import type { GameBatch } from './gameBatch.js';
import type { AlphazeroSettings } from './settings.js';

/** What a player needs once. */
export interface SelfPlayConfig {
  /** The environment's spec. */
  env: string;
  settings: AlphazeroSettings;
  seed: number;
}

/** The network that a round's games are played by. */
export interface SelfPlayWeights {
  /** All parameters, flat. */
  weights: Float32Array;
  /** Differs where the weights differ. */
  version: number;
}

/** Games to play. */
export interface SelfPlayJob {
  /** The number of the first game; a game's random stream depends on the run's seed and its number only. */
  firstGame: number;
  numGames: number;
  /** Keep what the search thought in the first game. */
  record: boolean;
}

export type SelfPlay = PlainWork<{
  setup: SelfPlayConfig;
  common: SelfPlayWeights;
  job: SelfPlayJob;
  result: GameBatch;
  /** Games that have gone on, as they stand. */
  progress: LiveGame[];
}>;

/** Games `firstGame`, `firstGame + 1`, … as jobs of at most `parallelGames`; the first game of all is recorded. */
export function selfPlayJobs(firstGame: number, numGames: number, parallelGames: number): SelfPlayJob[] {
  const jobs: SelfPlayJob[] = [];
  for (let done = 0; done < numGames; done += parallelGames) {
    const games = Math.min(parallelGames, numGames - done);
    jobs.push({ firstGame: firstGame + done, numGames: games, record: done === 0 });
  }
  return jobs;
}
