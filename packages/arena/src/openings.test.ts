import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeGame, type Go } from '@agon/envs';
import { parseSgf, sgfState } from '@agon/envs/sgf';
import { replaySgf } from '@agon/runs';
import { readOpenings } from './openings.node.js';
import { parseOpenings } from './openings.js';
import { playGame } from './record.js';
import { random } from './testing/players.js';
import { planTournament } from './tournament.js';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'agon-openings-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const go = makeGame('go:size=5');
/** Games with the faults of real files. */
const FIELD = join(import.meta.dirname, '../../envs/src/board/sgf/testdata/field');

describe('openings from text', () => {
  it('are one a line, with comments and empty lines left out', () => {
    const openings = parseOpenings('# two openings\nC3 D4\n\nA1, pass B2 # with a pass\n', go, 'file');
    expect(openings).toEqual([
      [12, 8],
      [20, 25, 16],
    ]);
  });

  it('are refused with file and line where a move is illegal, ends the game, or is not there', () => {
    expect(() => parseOpenings('C3\nC3 C3\n', go, 'book.txt')).toThrow(/^book\.txt:2: /);
    expect(() => parseOpenings('pass pass\n', go, 'book.txt')).toThrow(/book\.txt:1: .* ends the game/);
    expect(() => parseOpenings('# nothing\n', go, 'book.txt')).toThrow(
      /book\.txt has no opening: write one a line, such as "A5 B5"/,
    );
  });
});

describe('openings from files', () => {
  it('may be SGF, whose main lines count', () => {
    const path = join(directory, 'book.sgf');
    writeFileSync(path, '(;GM[1]SZ[5];B[cc];W[dd](;B[bb])(;B[aa]))\n(;GM[1]SZ[5];B[bb])');
    expect(readOpenings(path, go)).toEqual({ openings: [[12, 18, 6], [6]], warnings: [] });
    expect(() => readOpenings(path, makeGame('go:size=9'))).toThrow(
      /book\.sgf:1:\d+: this game is go:size=5/,
    );
    expect(() => readOpenings(join(directory, 'none.txt'), go)).toThrow(/cannot be read/);
  });

  it('by white first have black pass, and by the rules of the tournament', () => {
    const read = (text: string, env = 'go:size=9') => {
      const path = join(directory, 'one.sgf');
      writeFileSync(path, text);
      return readOpenings(path, makeGame(env) as Go);
    };
    const stones = (openings: number[][]): string => {
      const state = (makeGame('go:size=9') as Go).newInitialState();
      for (const action of openings[0]) state.apply(action);
      return Array.from({ length: 81 }, (_, cell) => 'XO'[state.at(cell)] ?? '')
        .map((each, cell) => (each ? each + state.game.points.textOfCell(cell) : ''))
        .filter(Boolean)
        .join(' ');
    };
    expect(stones(read('(;SZ[9];W[ee];B[cc])').openings)).toBe('XC7 OE5');
    expect(stones(read('(;SZ[9]PL[W];W[ee];B[cc])').openings)).toBe('XC7 OE5');
    expect(stones(read('(;SZ[9];B[ee];B[cc];W[gg])').openings)).toBe('XC7 XE5 OG3');
    expect(read('(;SZ[9]PL[W])').openings).toEqual([[81]]);
    const handicap = '(;SZ[9]HA[2]AB[gc][cg];W[ee])';
    expect(() => read(handicap)).toThrow(/one\.sgf:1:2: .* other stones set up/);
    expect(() => read('(;SZ[9]HA[2];W[ee])')).toThrow(/other stones set up/);
    expect(read(handicap, 'go:size=9,handicap=2').openings).toEqual([[40]]);
    expect(() => read('(;SZ[9];B[ee];AE[ee];W[cc])')).toThrow(/one\.sgf:1:14: an opening is moves alone/);
    expect(() => read('(;SZ[9];B[];W[])')).toThrow(/this game is finished/);
    expect(() => read('(;SZ[9]')).not.toThrow();
    expect(() => read('nothing')).toThrow(/one\.sgf:1:1: there is no game/);
    const triple = readFileSync(join(FIELD, 'tripleko_Japanese.sgf')).toString();
    expect(() => read(triple)).toThrow(/other stones set up/);
  });

  it('leave broken games of a file out, and name them', () => {
    const { openings, warnings } = readOpenings(join(FIELD, 'collection_oneline.sgf'), makeGame('go:size=9'));
    expect(openings).toEqual([
      [40, 2, 30, 29, 50],
      [40, 2, 30, 29, 50],
    ]);
    expect(warnings).toEqual([
      expect.stringMatching(
        /^left out of the openings: .*collection_oneline\.sgf:1:90: "ez" is no point of a 9×9 board\.$/,
      ),
    ]);
    expect(readOpenings(join(FIELD, 'latin1_movelost.sgf'), makeGame('go:size=9')).openings).toEqual([
      [40, 20, 60],
    ]);
    expect(readOpenings(join(FIELD, 'whitefirst_opening.sgf'), makeGame('go:size=9')).openings).toEqual([
      [81, 40, 20],
    ]);
    for (const name of ['empty', 'emptytree', 'midsetup', 'mid_ae', 'mid_aw', 'ha_noab']) {
      expect(() => readOpenings(join(FIELD, `${name}.sgf`), makeGame('go:size=9'))).toThrow(
        new RegExp(`${name}\\.sgf:1:\\d+: `),
      );
    }
  });

  it('must be files, and not too large', () => {
    expect(() => readOpenings(directory, go)).toThrow(/is a folder, and not a file/);
    expect(() => readOpenings('/dev/zero', go)).toThrow(/is a device or a socket, and not a file/);
  });

  it('are played in order by all pairs of agents, with seats swapped, and random moves may follow', () => {
    const openings = [[12], [6, 7]];
    const plan = { env: 'go:size=5', agents: ['a', 'b', 'c'], games: 6, seed: 1, openings };
    const jobs = planTournament(plan);
    expect(jobs.map(({ opening }) => opening.length)).toEqual([
      1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1,
    ]);
    for (const { opening } of planTournament({ ...plan, openingPlies: 3 }))
      expect([4, 5]).toContain(opening.length);
  });
});

describe('a replay as SGF', () => {
  const agents = [random('black <1>'), random('white]2')];

  it('is read back to the same moves, players and result', async () => {
    const replay = await playGame(agents, go, { seed: 'sgf', limit: 60 });
    const [game] = parseSgf(replaySgf(replay)).games;
    expect([...sgfState(game).history]).toEqual(replay.actions);
    expect(game.players).toEqual(['black <1>', 'white]2']);
    const winner = replay.result[0] > 0 ? 'B+' : replay.result[0] < 0 ? 'W+' : '0';
    expect(game.result.startsWith(winner)).toBe(true);
  });

  it('says how many moves were no choice of the players, and why a game was forfeited', async () => {
    const opening = [12, 6];
    const replay = await playGame(agents, go, { seed: 'sgf', limit: 4, opening });
    const text = replaySgf(
      { ...replay, ended: { reason: 'forfeit', player: 0, text: 'it crashed' } },
      { opening: 2 },
    );
    const [game] = parseSgf(text).games;
    expect(game.nodes[0].properties.C).toEqual(['opening=2']);
    expect(game.nodes.at(-1)?.properties.C).toEqual(['it crashed']);
  });

  it('has each thought at the move that it led to, and says whose it is', async () => {
    const replay = await playGame(agents, go, { seed: 'sgf', limit: 4 });
    const account = [{ value: 0.25, visits: [3, 5] }, null, { value: -0.5 }];
    const [game] = parseSgf(replaySgf({ ...replay, account }, { opening: 1 })).games;
    expect(game.nodes.slice(0, 4).map(({ properties }) => properties.C)).toEqual([
      ['opening=1'],
      ['black (black <1>): value 0.250, visits 8'],
      undefined,
      ['black (black <1>): value -0.500'],
    ]);
    expect(parseSgf(replaySgf(replay, { isOver: false })).games[0].result).toBe('?');
  });

  it('says who resigned and who forfeited, whichever colour they had', async () => {
    const replay = await playGame(agents, go, { seed: 'sgf', limit: 4 });
    for (const [reason, player, text] of [
      ['resign', 0, 'W+R'],
      ['resign', 1, 'B+R'],
      ['forfeit', 0, 'W+F'],
      ['forfeit', 1, 'B+F'],
    ] as const) {
      const result = player === 0 ? [-1, 1] : [1, -1];
      expect(parseSgf(replaySgf({ ...replay, result, ended: { reason, player } })).games[0].result).toBe(
        text,
      );
    }
    expect(
      parseSgf(replaySgf({ ...replay, result: [0, 0], ended: { reason: 'agreed' } })).games[0].result,
    ).toBe('0');
  });

  it('is for Go only', async () => {
    const replay = await playGame(agents, makeGame('tic_tac_toe'), { seed: 'x' });
    expect(() => replaySgf(replay)).toThrow(/SGF is for Go; this is a replay of tic_tac_toe/);
  });
});
