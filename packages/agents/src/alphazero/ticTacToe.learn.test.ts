/**
 * The claim: after two minutes on two cores the tic-tac-toe preset plays without a mistake at 100 visits, whatever the
 * opponent does and whatever the opening was, on every seed. AGON_SLOW=1 runs five seeds, otherwise one.
 */
import { RandomStream } from '@agon/core';
import { makeGame, type State } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import type { Agent } from '../agent.js';
import { Solver } from '../players/solver.js';
import { trained } from '../testing/runs.js';
import { alphazero } from './alphazero.js';

const game = makeGame('tic_tac_toe');
const settings = alphazero.presets.tic_tac_toe;
/** Moves of self-play: under two minutes on two cores many times over. */
const STEPS = 100_000;
const SEEDS = process.env.AGON_SLOW === '1' ? [1, 2, 3, 4, 5] : [1];

/** A player that answers each position once. */
function memory(agent: Agent): (state: State) => Promise<number> {
  const known = new Map<string, number>();
  return async (state) => {
    const key = state.toString();
    if (!known.has(key)) known.set(key, await agent.act({ kind: 'game', state }, new RandomStream(key)));
    return known.get(key)!;
  };
}

/** Every game that can be played against the player in seat `seat`: how many it loses. */
async function lostGames(
  state: State,
  seat: number,
  choose: (state: State) => Promise<number>,
): Promise<number> {
  if (state.isTerminal) return Number(state.returns()[seat] < 0);
  const actions = state.currentPlayer === seat ? [await choose(state)] : state.legalActions();
  let lost = 0;
  for (const action of actions) {
    state.apply(action);
    lost += await lostGames(state, seat, choose);
    state.undo();
  }
  return lost;
}

/** All positions of the game, each once. */
function allPositions(): State[] {
  const found = new Map<string, State>();
  const walk = (state: State): void => {
    if (state.isTerminal || found.has(state.toString())) return;
    found.set(state.toString(), state.clone());
    for (const action of state.legalActions()) {
      state.apply(action);
      walk(state);
      state.undo();
    }
  };
  walk(game.newInitialState());
  return [...found.values()];
}

describe('AlphaZero at tic-tac-toe', () => {
  it.each(SEEDS)(
    'loses no game to any opponent in either seat, and throws no position away, seed %i',
    async (seed) => {
      const options = { env: game.id, settings, seed, steps: STEPS, workers: 0, checkpointEvery: STEPS };
      const agent = await alphazero.loadAgent('trained', await trained(alphazero, options), { visits: 100 });
      const choose = memory(agent);
      expect(await lostGames(game.newInitialState(), 0, choose)).toBe(0);
      expect(await lostGames(game.newInitialState(), 1, choose)).toBe(0);

      // The 4,520 positions that are not over, however foolishly they came about.
      const solver = new Solver(10_000);
      const positions = allPositions();
      expect(positions).toHaveLength(4520);
      let thrownAway = 0;
      for (const state of positions) {
        const chosen = solver.solveAction(state, await choose(state)).value;
        if (chosen < 0 && chosen < solver.solve(state).value) thrownAway++;
      }
      expect(thrownAway).toBe(0);
      await agent.dispose();
    },
    240_000,
  );
});
