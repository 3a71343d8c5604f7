import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireLock } from './runLock.node.js';
import { random } from './testing/players.js';
import { readTournament, tournamentNames } from './tournamentFiles.node.js';
import { tournamentToDisk, type TournamentToDiskOptions } from './tournamentToDisk.node.js';

let runsDir: string;
beforeEach(() => {
  runsDir = mkdtempSync(join(tmpdir(), 'agon-tournaments-'));
});
afterEach(() => rmSync(runsDir, { recursive: true, force: true }));

const play = (more: Partial<TournamentToDiskOptions> = {}) =>
  tournamentToDisk({
    runsDir,
    env: 'tic_tac_toe',
    agents: ['a', 'b', 'c'],
    games: 8,
    seed: 1,
    makeAgent: (spec) => Promise.resolve(random(spec)),
    ...more,
  });

const gamesFile = (name: string) => join(runsDir, 'tournaments', name, 'games.jsonl');

describe('a tournament on disk', () => {
  it('has a line for each game, on disk before the next one starts', async () => {
    let lines = 0;
    const { name } = await play({
      onGame: () => {
        lines++;
        expect(readFileSync(gamesFile('tic_tac_toe-3-agents-seed1'), 'utf8').split('\n')).toHaveLength(
          lines + 1,
        );
      },
    });
    expect(lines).toBe(24);
    expect(tournamentNames(runsDir)).toEqual([name]);
    expect(readTournament(runsDir, name)).toMatchObject({ status: 'finished', config: { games: 8 } });
  });

  it('cut at any byte goes on to the same games and the same table', async () => {
    const { name, ...whole } = await play();
    const content = readFileSync(gamesFile(name));
    for (const bytes of [0, 1, 500, 1_234, content.length - 1, content.length - 40]) {
      writeFileSync(gamesFile(name), content);
      truncateSync(gamesFile(name), bytes);
      expect(readTournament(runsDir, name).status).toBe('interrupted');
      const warnings: string[] = [];
      const { name: resumed, ...result } = await play({
        resume: name,
        onOpen: (opened) => warnings.push(...opened.warnings),
      });
      expect(resumed).toBe(name);
      expect(result).toEqual(whole);
      expect(readFileSync(gamesFile(name))).toEqual(content);
      expect(warnings).toHaveLength(bytes === 0 ? 0 : 1);
    }
  });

  it('may grow, but keeps its plan', async () => {
    const { name } = await play({ games: 4 });
    const { name: same, ...grown } = await play({ resume: name, games: 8 });
    expect(same).toBe(name);
    const { name: other, ...whole } = await play({ games: 8 });
    expect(grown).toEqual(whole);
    expect(other).toBe(`${name}-2`);
    await expect(play({ resume: name, seed: 2, games: 2, agents: ['a', 'b'] })).rejects.toThrow(
      /agents is .*; seed is 2, the tournament has 1; games is 2, the tournament has 8/,
    );
    await expect(play({ name })).rejects.toThrow(`--resume ${name}`);
    await expect(play({ resume: 'tic_tac_toe-3-agents-seed2' })).rejects.toThrow(/did you mean/);
  });

  it('is played by one process only, and its damaged lines are named', async () => {
    const { name } = await play();
    const lock = acquireLock(join(runsDir, 'tournaments', name));
    expect(readTournament(runsDir, name).status).toBe('running');
    await expect(play({ resume: name })).rejects.toThrow(/is writing this run/);
    lock.release();
    appendFileSync(gamesFile(name), '{"id"\n{}\n');
    expect(() => readTournament(runsDir, name)).toThrow(/games\.jsonl:25 is no JSON/);
  });
});
