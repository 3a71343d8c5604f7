/** Games in worker threads (these run the built package). */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeEnvironment } from '@agon/envs';
import { startWorker } from '@agon/learning/node';
import { describeJobs } from '@agon/learning/testing';
import { evaluate, evaluateIn } from '../evaluation.js';
import type { Episodes } from '../episodes.js';
import { diskAgents } from '../players.node.js';
import { planTournament } from '../tournament.js';
import { readTournament } from '../tournamentFiles.node.js';
import { tournamentToDisk, type TournamentToDiskOptions } from '../tournamentToDisk.node.js';
import { evaluation, games } from './handlers.node.js';
import { openEvaluation } from './pools.node.js';

let runsDir: string;
beforeEach(() => {
  runsDir = mkdtempSync(join(tmpdir(), 'agon-workers-'));
});
afterEach(() => rmSync(runsDir, { recursive: true, force: true }));

const play = (more: Partial<TournamentToDiskOptions>) =>
  tournamentToDisk({
    runsDir,
    env: 'tic_tac_toe',
    agents: ['random', 'scripted', 'mcts:visits=20'],
    games: 10,
    seed: 1,
    ...more,
  });

const gamesOf = (name: string) =>
  readTournament(runsDir, name).records.sort((a, b) => a.id.localeCompare(b.id));

describe('worker threads', () => {
  it('play the same games as this thread, and give the same table', async () => {
    const { name: here, ...alone } = await play({ workers: 0 });
    const { name: there, ...together } = await play({ workers: 3 });
    expect(gamesOf(there)).toEqual(gamesOf(here));
    expect(together).toEqual(alone);
  });

  it('say in their own words what is wrong with an agent', async () => {
    await expect(play({ workers: 2, agents: ['random', 'scriptet'] })).rejects.toMatchObject({
      code: 'unknown-agent',
      message: expect.stringContaining('did you mean "scripted"?') as string,
    });
  });

  it('stop in the middle of a game when told to', async () => {
    const controller = new AbortController();
    const agents = ['mcts:visits=200000', 'random'];
    const name = 'stopped';
    const playing = play({ workers: 2, agents, games: 1000, name, signal: controller.signal });
    setTimeout(() => controller.abort(), 1500);
    await expect(playing).rejects.toMatchObject({ code: 'interrupted' });
    expect(readTournament(runsDir, name).status).toBe('interrupted');
  });
});

const plan = { env: 'tic_tac_toe', agents: ['random', 'scripted', 'mcts:visits=20'], games: 4, seed: 1 };
const spawn = async () => startWorker(new URL('../../dist/workers/worker.node.js', import.meta.url));

describeJobs(games, {
  setup: { plan, places: { runsDir: 'runs' } },
  common: null,
  jobs: planTournament(plan),
  spawn,
});

describeJobs(evaluation, {
  setup: { env: 'cart-pole', agent: 'random', seed: 1, limit: 20, places: { runsDir: 'runs' } },
  common: null,
  jobs: Array.from({ length: 8 }, (_, i) => ({ first: 3 * i, count: 3 })),
  spawn,
});

describe('an evaluation in worker threads', () => {
  const evaluated = async (setup: Omit<Episodes['setup'], 'seed' | 'places'>, workers: number) => {
    const pool = await openEvaluation({ seed: 2, places: { runsDir: 'runs' }, ...setup }, workers);
    try {
      const result = await evaluateIn(pool, { episodes: 205, seed: 2 });
      return { ...result, stepsPerSecond: 0 };
    } finally {
      await pool.close();
    }
  };

  it.each([
    { env: 'minatar-breakout', agent: 'random', limit: 60 },
    { env: 'tic_tac_toe', agent: 'scripted', opponent: 'random' },
  ])('gives what this thread gives, for $env', async (setup) => {
    const here = await evaluated(setup, 0);
    expect(here.returns).toHaveLength(205);
    for (const workers of [1, 2]) expect(await evaluated(setup, workers)).toEqual(here);
    const { env, limit } = setup;
    const makeAgent = diskAgents({ runsDir: 'runs' });
    const agent = await makeAgent(setup.agent, makeEnvironment(env));
    const opponent = await makeAgent('random', makeEnvironment(env));
    const alone = await evaluate({ agent, opponent, env, limit, episodes: 205, seed: 2 });
    expect({ ...alone, stepsPerSecond: 0 }).toEqual(here);
  });

  it('says in its own words what is wrong with an agent', async () => {
    await expect(evaluated({ env: 'cart-pole', agent: 'randon' }, 1)).rejects.toMatchObject({
      code: 'unknown-agent',
    });
  });
});
