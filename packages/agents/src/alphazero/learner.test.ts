import { RandomStream } from '@agon/core';
import { Parameters } from '@agon/engine';
import { makeGame, observationSize } from '@agon/envs';
import { makeNetwork } from '@agon/nets';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { ObservationRows } from '../board/observationRows.js';
import { Experience } from './experience.js';
import { Learner } from './learner.js';
import { alphazeroSchema, type AlphazeroSettings } from './settings.js';

const game = makeGame('tic_tac_toe');
const network = makeNetwork('board-mlp:hidden=64', 'policy-value', {
  input: game.observation.shape,
  actions: game.numActions,
});
const settings = (changes: Partial<AlphazeroSettings>): AlphazeroSettings =>
  v.parse(alphazeroSchema, { batchSize: 32, learningRate: 0.01, l2: 0, ...changes });

/** The positions of one random game; the policy target is every legal action alike, the outcome the real one. */
function experience(): { rows: Experience; targetEntropy: number } {
  const rng = new RandomStream('game');
  const state = game.newInitialState();
  const rows: { observation: Uint8Array; policy: Float32Array; mover: number; legal: number }[] = [];
  while (!state.isTerminal) {
    const legal = state.legalActions();
    const observation = new Uint8Array(observationSize(game.observation));
    state.observe(observation);
    const policy = new Float32Array(9);
    for (const action of legal) policy[action] = 1 / legal.length;
    rows.push({ observation, policy, mover: state.currentPlayer, legal: legal.length });
    state.apply(legal[rng.int(legal.length)]);
  }
  const returns = state.returns();
  const observations = new ObservationRows(game.observation, rows.length);
  rows.forEach(({ observation }, row) => observations.write(row, observation));
  const made = new Experience(game, 1000);
  made.append({
    lengths: Int32Array.of(rows.length),
    actions: Int32Array.from(state.history),
    returns: Float32Array.from(returns),
    observations: observations.array,
    policies: Float32Array.from(rows.flatMap((row) => [...row.policy])),
    concentrations: new Float32Array(rows.length),
    outcomes: Float32Array.from(rows, (row) => returns[row.mover]),
    resignations: new Uint8Array(1),
    ownership: new Uint8Array(0),
    scores: new Float32Array(0),
    evaluations: rows.length,
    accounts: null,
  });
  return { rows: made, targetEntropy: rows.reduce((sum, row) => sum + Math.log(row.legal), 0) / rows.length };
}

const fresh = (): Parameters => new Parameters(network.parameters).initialise(new RandomStream('weights'));
const never = (): boolean => false;

describe('Learner', () => {
  it('learns a few positions by heart: the loss falls to the entropy of the targets', async () => {
    const learner = await Learner.create(network, game, fresh(), settings({}));
    const { rows, targetEntropy } = experience();
    await learner.train(rows, 400, 'first', never);
    const after = await learner.train(rows, 200, 'second', never);
    // The mean over 6,400 draws of rows is within 0.05 of the mean over rows.
    expect(Math.abs(after.policyLoss - targetEntropy)).toBeLessThan(0.05);
    expect(after.valueLoss).toBeLessThan(0.01);
    expect(after.loss).toBeCloseTo(after.policyLoss + after.valueLoss, 5);
    await learner.dispose();
  });

  it('begins at the entropy of a guess when all weights are 0, and adds the weights to the loss', async () => {
    const zero = new Parameters(network.parameters);
    const learner = await Learner.create(network, game, zero, settings({ learningRate: 0 }));
    const { policyLoss, policyEntropy } = await learner.train(experience().rows, 3, 'any', never);
    expect(policyLoss).toBeCloseTo(Math.log(9), 5);
    expect(policyEntropy).toBeCloseTo(Math.log(9), 5);
    await learner.dispose();

    const parameters = fresh();
    const squares = parameters.flat.reduce((sum, value) => sum + value * value, 0);
    const regular = await Learner.create(network, game, parameters, settings({ learningRate: 0, l2: 0.01 }));
    const result = await regular.train(experience().rows, 1, 'any', never);
    expect(result.loss).toBeCloseTo(result.policyLoss + result.valueLoss + 0.01 * squares, 3);
    await regular.dispose();
  });

  it.each([0, 0.9])('goes on from what was saved with the same bytes, averaging %s', async (averaging) => {
    const a = fresh();
    const whole = await Learner.create(network, game, a, settings({ averaging }));
    await whole.train(experience().rows, 20, 'first', never);
    const saved = whole.save();
    await whole.train(experience().rows, 20, 'second', never);
    const b = fresh();
    const resumed = await Learner.create(network, game, b, settings({ averaging }));
    resumed.load(saved.step, saved.arrays);
    await resumed.train(experience().rows, 20, 'second', never);
    expect(b.flat).toEqual(a.flat);
    expect(resumed.average.flat).toEqual(whole.average.flat);
    await whole.dispose();
    await resumed.dispose();
  });

  it('keeps a moving average of the weights, at first over the last tenth of the updates; without one, the weights themselves', async () => {
    const parameters = fresh();
    const learner = await Learner.create(network, game, parameters, settings({ averaging: 0.9 }));
    expect(learner.average.flat).toEqual(parameters.flat);
    const { rows } = experience();
    // From update 90 on, n / (n + 10) is above the decay.
    let expected = [...parameters.flat.subarray(0, 20)];
    for (let update = 1; update <= 100; update++) {
      await learner.train(rows, 1, `update ${update}`, never);
      const rate = update < 90 ? 10 / (update + 10) : 0.1;
      expected = expected.map((average, i) => average + rate * (parameters.flat[i] - average));
    }
    expected.forEach((value, i) => expect(learner.average.flat[i]).toBeCloseTo(value, 5));
    expect(learner.average.flat).not.toEqual(parameters.flat);
    await learner.dispose();

    const plain = await Learner.create(network, game, parameters, settings({}));
    await plain.train(rows, 3, 'plain', never);
    expect(plain.average).toBe(parameters);
    await plain.dispose();
  });

  it('ends a round early where it is told to stop', async () => {
    const learner = await Learner.create(network, game, fresh(), settings({}));
    let asked = 0;
    const { iterationUpdates } = await learner.train(experience().rows, 1000, 'any', () => ++asked > 5);
    expect(iterationUpdates).toBe(5);
    await learner.dispose();
  });
});
