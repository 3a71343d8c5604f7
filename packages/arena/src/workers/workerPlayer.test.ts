/** Games in worker threads (these run the built package). */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTournament } from '../tournamentFiles.node.js';
import { tournamentToDisk, type TournamentToDiskOptions } from '../tournamentToDisk.node.js';
import { openWorkerPlayers } from './workerPlayer.node.js';

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

  it('leave when they are closed, whether they have played or not', async () => {
    const plan = { env: 'tic_tac_toe', agents: ['random', 'scripted'], games: 2, seed: 1 };
    const players = await openWorkerPlayers(2, plan, { runsDir });
    const record = await players[0].play({ id: '0-1-0', seats: [0, 1], opening: [4], seed: 's' });
    expect(record.replay.actions[0]).toBe(4);
    await Promise.all(players.map((player) => player.close()));
  });
});
