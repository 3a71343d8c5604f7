import { makeGame, type Go } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import { GoPlanes, NUM_PLANES } from '../go/planes.js';
import { NOT_IMITATED, Positions, type GoBatch } from './positions.js';
import { readGames, type GameRecord } from './records.js';
import { gameFile } from './testing/gameFiles.js';

const SIZE = 5;
const CELLS = SIZE * SIZE;
const game = makeGame(`go:size=${SIZE}`) as Go;

function batchOfOne(): GoBatch {
  const numbers = (size: number): Float32Array => new Float32Array(size);
  return {
    observation: numbers(CELLS * NUM_PLANES).fill(7),
    policy: numbers(CELLS + 1).fill(7),
    ...{ value: numbers(1), valueKnown: numbers(1), score: numbers(1), scoreKnown: numbers(1) },
    ...{ ownership: numbers(CELLS), ownershipKnown: numbers(1) },
  };
}

const records = (): GameRecord[] => readGames([gameFile(SIZE, 4, 14)], SIZE).records;

describe('positions of recorded games', () => {
  it('give back the planes of each position, in every view of the board', () => {
    const games = records();
    const positions = new Positions(game, games, 0.5);
    const planes = new GoPlanes(game);
    const batch = batchOfOne();
    const expected = new Float32Array(batch.observation.length);
    game.symmetries.forEach(({ actions }, symmetry) => {
      for (let row = 0; row < positions.size; row += 5) {
        const { state, moves } = games[positions.gameOf[row]];
        const ply = positions.plyOf[row];
        // The game played in that view has the planes and the move of that view.
        const turned = state.game.newInitialState();
        for (const action of moves.slice(0, ply)) turned.apply(actions[action]);
        planes.write(turned, expected);
        positions.readInto(batch, 0, row, symmetry);
        expect(batch.observation).toEqual(expected);
        expect(batch.policy.indexOf(1)).toBe(actions[moves[ply]]);
        expect(batch.policy.reduce((sum, each) => sum + each)).toBe(1);
      }
    });
  });

  it('mix the search’s values with later ones and the result, for the player to move', () => {
    const [first] = records();
    const values = new Float32Array(first.moves.length).fill(NaN);
    values[1] = 0.4;
    values[0] = -0.2;
    const leads = values.map((value) => 10 * value);
    const one: GameRecord = { ...first, end: 3, outcome: 1, lead: 5, values, leads };
    const positions = new Positions(game, [one], 0.5);
    const batch = batchOfOne();
    const read = (row: number): number[] => {
      positions.readInto(batch, 0, row, 0);
      return [batch.value[0], batch.score[0] * CELLS];
    };
    // Before move 2: the result, 1; move 1 (white): (0.4 + 1) / 2; move 0: (−0.2 + 0.7) / 2.
    expect(read(2)[0]).toBeCloseTo(1);
    expect(read(1)[0]).toBeCloseTo(-0.7);
    expect(read(0)[0]).toBeCloseTo(0.25);
    expect(read(2)[1]).toBeCloseTo(5);
    expect(read(1)[1]).toBeCloseTo(-4.5);
    expect(read(0)[1]).toBeCloseTo(1.25);
  });

  it('know the owners at the end of games that were played out, unless the result contradicts', () => {
    const games = records();
    const [played, resigned] = games;
    const wrong = { ...played, lead: played.lead + 2 };
    const positions = new Positions(game, [played, resigned, wrong], 0.5);
    expect([...positions.ownershipKnown]).toEqual([1, 0, 0]);
    const owners = new Int8Array(CELLS);
    played.state.ownershipInto(owners);
    const batch = batchOfOne();
    positions.readInto(batch, 0, 1, 0); // white's view
    expect([...batch.ownership].join()).toBe([...owners].map((owner) => -owner).join());
  });

  it('imitate only the player that searched, where one did', () => {
    const [one] = records();
    const values = one.values.slice();
    for (let ply = 2; ply < values.length; ply += 2) values[ply] = 0.1;
    const positions = new Positions(game, [one, { ...one, first: 1, values }], 0.5);
    const batch = batchOfOne();
    const imitated = Array.from({ length: positions.size }, (_, row) => {
      positions.readInto(batch, 0, row, 1);
      expect(batch.policy.includes(1)).toBe(positions.action(row) !== NOT_IMITATED);
      return positions.action(row);
    });
    const { moves } = one;
    expect(imitated.slice(0, moves.length)).toEqual(moves);
    const searched = moves.map((action, ply) => (ply >= 2 && ply % 2 === 0 ? action : NOT_IMITATED));
    expect(imitated.slice(moves.length)).toEqual(searched.slice(1));
  });

  it('leave out what is not to be learned from', () => {
    const [one] = records();
    const positions = new Positions(game, [{ ...one, first: 3, end: 5 }], 0.5);
    expect([...positions.plyOf]).toEqual([3, 4]);
  });
});
