import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeGame } from '@agon/envs';
import { parseReplay, replaySgf, Resimulation, type Replay } from '@agon/runs';
import { boardReplay } from '../kept/keptGame.js';
import { gamesOfSgf } from './sgfReplay.js';

/** The only game of a text, checked to play again to its end. */
function gameOf(text: string): { replay: Replay; notes: string[] } {
  const { games, faults } = gamesOfSgf(text, 'x.sgf');
  expect(faults).toEqual([]);
  expect(games).toHaveLength(1);
  const replay = parseReplay(games[0].replay);
  expect(new Resimulation(replay).seek(Infinity).index).toBe(replay.actions.length);
  return games[0];
}

describe('an SGF file as replays', () => {
  it('brings back every game that this page writes: moves, komi, handicap, players, result', () => {
    const handicaps = fc.constantFrom(0, 2, 4);
    const choices = fc.array(fc.nat({ max: 80 }), { maxLength: 60 });
    fc.assert(
      fc.property(handicaps, choices, fc.constantFrom(undefined, 0, 1), (handicap, numbers, resigned) => {
        const game = makeGame(`go:size=9,komi=5.5,handicap=${handicap}`);
        const state = game.newInitialState();
        for (const number of numbers) {
          if (state.isTerminal) break;
          const legal = state.legalActions();
          state.apply(legal[number % legal.length]);
        }
        const isOver = state.isTerminal || resigned !== undefined;
        const played = { game, seed: 'sgf', actions: state.history, accounts: [], resigned, isOver };
        const replay = boardReplay({ ...played, players: ['you', 'zoo/go9'] });
        if (state.isTerminal && resigned !== undefined) return;
        const { replay: back, notes } = gameOf(replaySgf(replay, { isOver }));
        expect(back).toEqual(replay);
        expect(notes).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('shows the main line of another program’s game, and leaves unknown properties out', () => {
    const text =
      '(;GM[1]FF[4]AP[Sabaki:0.52]SZ[9]KM[6.5]PB[Lee]PW[Shin]RE[W+R]XX[?];B[ee]LB[ee:A](;W[cc];B[gg])(;W[gg]))';
    const { replay } = gameOf(text);
    expect(replay.actions).toEqual([40, 20, 60]);
    expect(replay.players).toEqual(['Lee', 'Shin']);
    expect([replay.result, replay.ended]).toEqual([[-1, 1], { reason: 'resign', player: 0 }]);
    expect(replay.options.komi).toBe(6.5);
  });

  it('takes handicap stones at their usual places as such, and sets up others as moves, saying so', () => {
    const usual = gameOf('(;SZ[9]HA[2]AB[gc][cg]PL[W];W[ee])');
    expect([usual.replay.options.handicap, usual.replay.actions, usual.notes]).toEqual([2, [40], []]);
    const free = gameOf('(;SZ[9]HA[2]AB[aa][bb]PL[W];W[ee];B[cc])');
    expect(free.replay.options.handicap).toBe(0);
    expect(free.replay.actions).toEqual([0, 81, 10, 40, 20]);
    expect(free.notes.join()).toMatch(/2 stones stand on the board/);
    const both = gameOf('(;SZ[9]AB[aa]AW[cc][dd];B[ee])');
    expect(both.replay.actions).toEqual([0, 20, 81, 30, 40]);
  });

  it('says whom the file names as the winner where the board says another, or nothing', () => {
    const lost = gameOf('(;SZ[9]KM[7]RE[B+3];B[ee];W[];B[])');
    expect([lost.replay.result, lost.replay.ended]).toEqual([[1, -1], undefined]);
    const other = gameOf('(;SZ[9]KM[7]RE[W+3];B[ee];W[];B[])');
    expect([other.replay.result, other.replay.ended?.reason]).toEqual([[-1, 1], 'agreed']);
    expect(other.notes).toEqual(['The file says W+3.']);
    expect(gameOf('(;SZ[9]RE[B+T];B[ee])').replay.ended).toMatchObject({ reason: 'forfeit', player: 1 });
    expect(gameOf('(;SZ[9];B[ee])').replay.ended).toEqual({ reason: 'limit' });
    expect(gameOf('(;SZ[9]RE[Draw];B[ee])').replay.result).toEqual([0, 0]);
  });

  it('shows a broken game as far as it goes, and says where it breaks', () => {
    const { games } = gamesOfSgf('(;SZ[9];B[ee];W[cc];B[cc];W[dd])', 'x.sgf');
    expect(games[0].replay.actions).toEqual([40, 20]);
    expect(games[0].notes[0]).toMatch(/first 2 moves are shown: SGF 1:\d+: /);
    const cut = gamesOfSgf('(;SZ[9];B[ee];W[cc];AE[ee]AB[aa];W[dd])', 'x.sgf');
    expect(cut.games[0].notes[0]).toMatch(/changes the position by hand/);
  });

  it('takes every game of a collection, and tells which are broken', () => {
    const { games, faults } = gamesOfSgf('(;SZ[9];B[ee])(;SZ[9];B[zz])(;SZ[5];B[cc])', 'many.sgf');
    expect(games.map(({ replay }) => replay.options.size)).toEqual([9, 5]);
    expect(faults).toEqual([expect.stringMatching(/^many\.sgf:1:\d+: "zz" is no point/)]);
  });
});
