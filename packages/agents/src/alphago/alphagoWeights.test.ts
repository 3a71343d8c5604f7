import { makeGame, type Go } from '@agon/envs';
import { expect, it } from 'vitest';
import { AlphagoWeights } from './alphagoWeights.js';

const game = makeGame('go:size=5,komi=2.5') as Go;
const weightsOf = (valueChannels: number): AlphagoWeights =>
  new AlphagoWeights(game, {
    policyNetwork: 'alphago-policy:layers=4,channels=8',
    valueNetwork: `alphago-value:layers=4,channels=${valueChannels}`,
  }).initialise('weights');

it("begins the value network with the policy's convolutions, its head as it was drawn", () => {
  const weights = weightsOf(8);
  const drawn = weightsOf(8);
  weights.beginValue();
  for (const { name } of weights.value.specs) {
    const from = name.startsWith('layer') ? weights.policy : drawn.value;
    expect(weights.value.view(name), name).toEqual(from.view(name));
  }
  expect(weights.policy.flat).toEqual(drawn.policy.flat);
});

it('leaves a value network of other channels as it was drawn', () => {
  const weights = weightsOf(6);
  weights.beginValue();
  expect(weights.value.flat).toEqual(weightsOf(6).value.flat);
});
