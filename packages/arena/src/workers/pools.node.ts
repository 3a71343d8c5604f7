/** Pools for games and episodes: in worker threads, or in this one where there are none. */
import { requireMemory } from '@agon/core';
import { openPool, threadsMemory, type Pool } from '@agon/learning';
import { startWorker } from '@agon/learning/node';
import type { Episodes } from '../episodes.js';
import type { Games } from '../gameSession.js';
import { evaluation, games } from './handlers.node.js';

/** The built worker: the same file, whether this one runs from src (tests) or from dist. */
const ENTRY = new URL('../../dist/workers/worker.node.js', import.meta.url);

const placesOf = (workers: number) => ({
  here: workers === 0,
  workers,
  spawn: async () => startWorker(ENTRY),
});

/** @throws what making the agents throws; worker-failed */
export const openGames = (setup: Games['setup'], workers: number): Promise<Pool<Games>> =>
  openPool(games, setup, placesOf(workers));

/** @throws what making the agents throws; bad-option in a board game without an opponent, or for more workers than memory has room for; worker-failed */
export async function openEvaluation(setup: Episodes['setup'], workers: number): Promise<Pool<Episodes>> {
  requireMemory('this evaluation', [threadsMemory(workers)]);
  return openPool(evaluation, setup, placesOf(workers));
}
