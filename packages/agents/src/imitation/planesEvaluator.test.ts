import { RandomStream } from '@agon/core';
import { Parameters } from '@agon/engine';
import { makeGame, type Action, type Go } from '@agon/envs';
import { makeNetwork } from '@agon/nets';
import { afterAll, describe, expect, it } from 'vitest';
import { GoPlanes } from '../go/planes.js';
import { planesEvaluator } from './planesEvaluator.js';

const game = makeGame('go:size=5,komi=3') as Go;
const SPEC = 'residual-tower:blocks=1,channels=8,pooling=4,policyHead=points,policyChannels=8,territory=true';
const network = makeNetwork(SPEC, 'policy-value', {
  input: new GoPlanes(game).observation.shape,
  actions: game.numActions,
});
const rng = new RandomStream('planes evaluator');
const parameters = new Parameters(network.parameters).initialise(rng);
// Zero-initialised heads would answer 0 everywhere, and prove nothing.
for (const { name } of network.parameters) {
  const values = parameters.view(name);
  for (let i = 0; i < values.length; i++) values[i] += 0.2 * (rng.uniform() - 0.5);
}
const evaluator = planesEvaluator(game, network, parameters, 2, 8);
afterAll(() => evaluator.dispose());

const [black, white] = [[7, 12, 3], [8, 16, 21]]; // prettier-ignore

function played(actions: readonly Action[]) {
  const state = game.newInitialState();
  for (const action of actions) state.apply(action);
  return state;
}

describe('the mean over all views of the board', () => {
  const moves = black.flatMap((cell, i) => [cell, white[i]]);

  it.each(game.symmetries.map((symmetry, index) => [index, symmetry] as const))(
    'turns with the board: view %i',
    async (_, { cells, actions }) => {
      const state = played(moves);
      const turned = played(moves.map((action) => actions[action]));
      evaluator.add(state, 0);
      evaluator.add(turned, 1);
      await evaluator.evaluate(2);
      const { logits, values } = evaluator;
      const answered = [...logits.subarray(0, game.numActions)];
      answered.forEach((logit, action) =>
        expect(logits[game.numActions + actions[action]]).toBeCloseTo(logit, 4),
      );
      expect(new Set(answered.map((logit) => logit.toFixed(3))).size).toBeGreaterThan(8);
      expect(values[1]).toBeCloseTo(values[0], 4);

      const here = await evaluator.territory(state);
      const there = await evaluator.territory(turned);
      expect(there.lead).toBeCloseTo(here.lead, 4);
      here.ownership.forEach((owner, cell) => expect(there.ownership[cells[cell]]).toBeCloseTo(owner, 4));
      expect(new Set(here.ownership.map((owner) => owner.toFixed(3))).size).toBeGreaterThan(8);
    },
  );
});
