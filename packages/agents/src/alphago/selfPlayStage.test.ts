import { makeGame, type Go, type GoState } from '@agon/envs';
import * as v from 'valibot';
import { describe, expect, it, vi } from 'vitest';
import { joinedRows, makeLiveGames, readLiveGames, type LiveGames } from '@agon/learning';
import { GoPlanes } from '../go/planes.js';
import { Positions, type GoBatch } from '../imitation/positions.js';
import { alphagoSchema } from './alphagoSettings.js';
import { AlphagoWeights } from './alphagoWeights.js';
import { SelfPlayGames, SelfPlayStage } from './selfPlayStage.js';

const game = makeGame('go:size=5,komi=2.5') as Go;
const cells = 25;
const settings = v.parse(alphagoSchema, {
  sgf: 'games',
  policyNetwork: 'alphago-policy:layers=3,channels=8',
  valueNetwork: 'alphago-value:layers=3,channels=8',
  gamesPerStep: 24,
});

/** The games of two steps: all that were played, and what was kept. */
async function played(live?: LiveGames): Promise<{ states: GoState[]; games: SelfPlayGames }> {
  const weights = new AlphagoWeights(game, settings).initialise('self-play');
  const games = new SelfPlayGames(game);
  const stage = new SelfPlayStage(game, weights, games, settings, 'self-play', live);
  const states: GoState[] = [];
  const begin = game.newInitialState.bind(game);
  const spy = vi.spyOn(game, 'newInitialState').mockImplementation(() => {
    states.push(begin());
    return states[states.length - 1];
  });
  await stage.step(0);
  await stage.step(1);
  spy.mockRestore();
  await stage.dispose();
  return { states, games };
}

it('shows games while they are played', async () => {
  const live = makeLiveGames(2, game.maxGameLength);
  const { states } = await played(live);
  const shown = [24, 25].map((index) => ({ game: index, moves: [...states[index].history], isOver: true }));
  expect(readLiveGames(live)).toEqual(shown);
});

/** The position before move `ply` of a game. */
function positionAt(moves: readonly number[], ply: number): GoState {
  const state = game.newInitialState();
  for (const action of moves.slice(0, ply)) state.apply(action);
  return state;
}

describe('positions for the value network', () => {
  it('are one of each game, after its drawn move, with the outcome for the player to move', async () => {
    const { states, games } = await played();
    expect(states).toHaveLength(48);
    expect(states.every((state) => state.isTerminal)).toBe(true);
    expect(games.records.length).toBeGreaterThan(30);

    const positions = new Positions(game, games.records, 1);
    expect(positions.size).toBe(games.records.length);
    expect([...positions.gameOf]).toEqual(games.records.map((_, index) => index));
    const planes = new GoPlanes(game);
    const numPlanes = planes.observation.shape[2];
    const expected = new Float32Array(cells * numPlanes);
    const batch: GoBatch = {
      observation: new Float32Array(cells * numPlanes),
      policy: new Float32Array(game.numActions),
      ...{ value: new Float32Array(1), valueKnown: new Float32Array(1) },
      ...{ score: new Float32Array(1), scoreKnown: new Float32Array(1) },
      ...{ ownership: new Float32Array(cells), ownershipKnown: new Float32Array(1) },
    };
    const kinds = new Set<string>();
    games.records.forEach(({ moves, first, end }, row) => {
      // The drawn move is one of the first ¾ · 25, and what is learned from comes after it and before the end.
      expect(first).toBeGreaterThanOrEqual(1);
      expect(first).toBeLessThanOrEqual(19);
      expect(end).toBe(first + 1);
      expect(moves.length).toBeGreaterThan(first);
      expect(positions.plyOf[row]).toBe(first);
      const state = positionAt(moves, first);
      const outcome = positionAt(moves, moves.length).returns()[state.turn];
      positions.readInto(batch, 0, row, 0);
      planes.write(state, expected);
      expect(batch.observation).toEqual(expected);
      expect([batch.value[0], batch.valueKnown[0]]).toEqual([outcome, 1]);
      expect(positions.outcome(row)).toBe(outcome);
      kinds.add(`player ${state.turn}: ${outcome}`);
    });
    expect([...kinds].sort()).toEqual(['player 0: -1', 'player 0: 1', 'player 1: -1', 'player 1: 1']);
    expect(new Set(positions.plyOf).size).toBeGreaterThan(10);
  });

  it('come back from the rows of a saved state', async () => {
    const { games } = await played();
    const again = new SelfPlayGames(game);
    again.load(games.segment());
    const plain = ({ records }: SelfPlayGames) =>
      records.map(({ source, moves, first, end, outcome }) => ({ source, moves, first, end, outcome }));
    expect(plain(again)).toEqual(plain(games));
    expect(joinedRows(again.segment())).toHaveLength(0);
  });
});
