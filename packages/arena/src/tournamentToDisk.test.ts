import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireLock, tournamentNames } from '@agon/runs/node';
import type { GameRecord } from './gameRecord.js';
import { random } from './testing/players.js';
import { readTournament } from './tournamentFiles.node.js';
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
    expect(() => readTournament(runsDir, name)).toThrow(
      /games\.jsonl:25 is damaged: .*games\.jsonl:26 is damaged: .*The other 24 games are whole/,
    );
    await expect(play({ resume: name })).rejects.toThrow(/games\.jsonl:25 is damaged/);
  });

  type Line = GameRecord & { replay: Record<string, unknown> };
  it.each<[string, (game: Line) => unknown, string]>([
    [
      'a result that no game has',
      ({ replay }) => (replay.result = [1e9, -1e9]),
      '"replay.result" must be 1 : -1',
    ],
    ['a result of which both lose', ({ replay }) => (replay.result = [-1, -1]), '"replay.result" must be'],
    ['a result of one player', ({ replay }) => (replay.result = [1]), '"replay.result" must be'],
    [
      'a result that is no number',
      ({ replay }) => (replay.result = [null, null] as never),
      '"replay.result"',
    ],
    ['a player that is not there', (game) => (game.seats = [0, 7]), 'is between 0 and 1, not 0 and 7'],
    ['other agents', (game) => (game.seats = [1, 2]), 'is between 0 and 1, not 1 and 2'],
    ['an id that is a path', (game) => (game.id = '../../../x'), 'is not in the plan'],
    ['an id of another round', (game) => (game.id = '0-1-8'), 'is not in the plan'],
    ['the id of another game', (game) => (game.id = '0-2-0'), 'is between 0 and 2'],
    ['another environment', ({ replay }) => (replay.env = 'hex'), 'is "hex", not tic_tac_toe'],
    ['another opening', (game) => (game.opening = [0, 1, 2, 3]), 'does not begin with its opening'],
  ])('is not resumed from a game with %s, and keeps all of it', async (_, damage, message) => {
    const { name } = await play({ games: 2 });
    const [first, ...others] = readFileSync(gamesFile(name), 'utf8').split('\n');
    const game = JSON.parse(first) as Line;
    damage(game);
    const content = [JSON.stringify(game), ...others].join('\n');
    writeFileSync(gamesFile(name), content);
    const refused = play({ games: 2, resume: name });
    await expect(refused).rejects.toThrow(/games\.jsonl:1 is damaged/);
    await expect(refused).rejects.toThrow(message);
    expect(readFileSync(gamesFile(name), 'utf8')).toBe(content);
  });

  it('takes no folder that has lost its plan for a new one', async () => {
    const { name } = await play({ games: 2 });
    rmSync(join(runsDir, 'tournaments', name, 'tournament.json'));
    await expect(play({ games: 2, name })).rejects.toThrow('there is already a tournament');
    expect((await play({ games: 2 })).name).toBe(`${name}-2`);
    await expect(play({ games: 2, resume: name })).rejects.toThrow(
      /tournament\.json cannot be read: it is not there/,
    );
    expect(readFileSync(gamesFile(name), 'utf8').split('\n')).toHaveLength(7);
  });

  it('is not resumed from the same game twice', async () => {
    const { name } = await play({ games: 2 });
    const content = readFileSync(gamesFile(name), 'utf8');
    appendFileSync(gamesFile(name), content);
    await expect(play({ games: 2, resume: name })).rejects.toThrow(
      /games\.jsonl:7 is damaged: game "0-1-0" was there before/,
    );
  });
});
