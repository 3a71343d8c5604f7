import { makeGame, type Action, type Go, type GoState } from '@agon/envs';
import * as v from 'valibot';
import { describe, expect, it, vi } from 'vitest';
import { makeLiveGames, readLiveGames } from '@agon/learning';
import { planesEvaluator } from '../imitation/planesEvaluator.js';
import { alphagoSchema } from './alphagoSettings.js';
import { AlphagoWeights } from './alphagoWeights.js';
import { ReinforceStage } from './reinforceStage.js';

const game = makeGame('go:size=5,komi=2.5') as Go;
const settings = v.parse(alphagoSchema, {
  sgf: 'games',
  policyNetwork: 'alphago-policy:layers=3,channels=8',
  valueNetwork: 'alphago-value:layers=3,channels=8',
  reinforceGames: 2,
  reinforcePositions: 128,
});

/** Mean log p of a player's moves in a game, by the reinforced policy as it is now. */
async function logProbability(
  weights: AlphagoWeights,
  moves: readonly Action[],
  player: number,
): Promise<number> {
  const evaluator = planesEvaluator(game, weights.policyNetwork, weights.reinforced, 1);
  const state = game.newInitialState();
  const found: number[] = [];
  for (const action of moves) {
    if (state.turn === player) {
      evaluator.add(state, 0);
      await evaluator.evaluate(1);
      const { logits } = evaluator;
      found.push(logits[action] - Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)));
    }
    state.apply(action);
  }
  await evaluator.dispose();
  return found.reduce((sum, each) => sum + each, 0) / found.length;
}

describe('an update by REINFORCE', () => {
  it('makes the moves of a game that was won more likely, of one that was lost less, for Black and White', async () => {
    const weights = new AlphagoWeights(game, settings).initialise('reinforce');
    const live = makeLiveGames(2, game.maxGameLength);
    const stage = await ReinforceStage.open(game, weights, settings, 'reinforce', live);
    const seen = new Set<string>();
    for (let step = 0; step < 6; step++) {
      const before = new AlphagoWeights(game, settings);
      before.reinforced.copyFrom(weights.reinforced);
      const states: GoState[] = [];
      const begin = game.newInitialState.bind(game);
      const spy = vi.spyOn(game, 'newInitialState').mockImplementation(() => {
        states.push(begin());
        return states[states.length - 1];
      });
      await stage.step(step);
      spy.mockRestore();
      expect(states).toHaveLength(2);
      const shown = states.map(({ history }, index) => ({
        game: 2 * step + index,
        moves: [...history],
        isOver: true,
      }));
      expect(readLiveGames(live)).toEqual(shown);
      // The learner has Black in the first game and White in the second.
      for (const [player, state] of states.entries()) {
        const outcome = state.returns()[player];
        const change =
          (await logProbability(weights, state.history, player)) -
          (await logProbability(before, state.history, player));
        expect(Math.sign(change), `step ${step}, player ${player}`).toBe(outcome);
        seen.add(`player ${player}: ${outcome}`);
      }
    }
    expect([...seen].sort()).toEqual(['player 0: -1', 'player 0: 1', 'player 1: -1', 'player 1: 1']);
    await stage.dispose();
  });
});
