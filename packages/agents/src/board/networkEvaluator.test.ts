import { RandomStream } from '@agon/core';
import { Parameters, type TensorMap } from '@agon/engine';
import { makeGame, observationSize, type State } from '@agon/envs';
import { makeNetwork } from '@agon/nets';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NetworkEvaluator } from './networkEvaluator.js';

const game = makeGame('tic_tac_toe');
// Every part that a tower can have.
const network = makeNetwork(
  'residual-tower:blocks=2,channels=8,pooling=3,policyHead=points,territory=true',
  'policy-value',
  { input: game.observation.shape, actions: 9 },
);
const parameters = new Parameters(network.parameters);
const CAPACITY = 11;
const evaluator = new NetworkEvaluator(game, network, parameters, CAPACITY);

function randomState(seed: number): State {
  const rng = new RandomStream(seed);
  const state = game.newInitialState();
  for (let i = rng.int(5); i > 0; i--) {
    const legal = state.legalActions();
    state.apply(legal[rng.int(legal.length)]);
  }
  return state;
}

/** The same function, run by tfjs itself. */
function eager(states: State[]): { policy: number[][]; value: number[] } {
  const observations = states.map((state) => {
    const observation = new Float32Array(observationSize(game.observation));
    state.observe(observation);
    return [...observation];
  });
  return tf.tidy(() => {
    const values: TensorMap = {};
    for (const { name, shape } of network.parameters)
      values[name] = tf.tensor(parameters.view(name), [...shape]);
    const heads = network.apply(
      { observation: tf.tensor(observations.flat(), [states.length, ...game.observation.shape]) },
      values,
    );
    return { policy: heads.policy.arraySync() as number[][], value: heads.value.arraySync() as number[] };
  });
}

beforeAll(async () => {
  await tf.setBackend('cpu');
  // The branches of a new tower are switched off: random values everywhere, so that all of it is compared.
  const rng = new RandomStream('all of it');
  for (let i = 0; i < parameters.size; i++) parameters.flat[i] = 0.4 * (rng.uniform() - 0.5);
});
afterAll(() => evaluator.dispose());

describe('NetworkEvaluator', () => {
  it('answers as the network does in tfjs, for every number of positions', async () => {
    for (let count = 1; count <= CAPACITY; count++) {
      const states = Array.from({ length: count }, (_, i) => randomState(count * 100 + i));
      states.forEach((state, slot) => evaluator.add(state, slot));
      await evaluator.evaluate(count);
      const expected = eager(states);
      for (let slot = 0; slot < count; slot++) {
        expect(evaluator.values[slot]).toBeCloseTo(expected.value[slot], 5);
        for (let action = 0; action < 9; action++) {
          expect(evaluator.logits[slot * 9 + action]).toBeCloseTo(expected.policy[slot][action], 4);
        }
      }
    }
  });

  it('takes changed parameters at refresh, not before', async () => {
    const state = randomState(7);
    const ask = async (): Promise<number> => {
      evaluator.add(state, 0);
      await evaluator.evaluate(1);
      return evaluator.values[0];
    };
    const before = await ask();
    parameters.view('value.out.bias').fill(0.7);
    expect(await ask()).toBe(before);
    await evaluator.refresh();
    expect(await ask()).toBeCloseTo(eager([state]).value[0], 5);
    expect(evaluator.values[0]).not.toBe(before);
  });
});

describe('territory', () => {
  it("is told from player 0's side, whoever is to move, as tfjs computes it", async () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const state = randomState(seed);
      const sign = state.currentPlayer === 0 ? 1 : -1;
      const { ownership, lead } = await evaluator.territory(state);
      const observation = new Float32Array(observationSize(game.observation));
      state.observe(observation);
      tf.tidy(() => {
        const values: TensorMap = {};
        for (const { name, shape } of network.parameters)
          values[name] = tf.tensor(parameters.view(name), [...shape]);
        const heads = network.apply(
          { observation: tf.tensor(observation, [1, ...game.observation.shape]) },
          values,
        );
        const expected = [...heads.ownership.dataSync()].map((owner) => sign * owner);
        ownership.forEach((owner, cell) => expect(owner).toBeCloseTo(expected[cell], 4));
        expect(lead).toBeCloseTo(sign * 9 * heads.score.dataSync()[0], 3);
      });
    }
  });
});

describe('the mean over the views of the board', () => {
  it('is that of the answers about each of them, turned back', async () => {
    const state = randomState(3);
    const views = game.symmetries!.map(({ actions }) => {
      const turned = game.newInitialState();
      for (const action of state.history) turned.apply(actions[action]);
      return turned;
    });
    const all = new NetworkEvaluator(game, network, parameters, 2, 8);
    all.add(randomState(4), 0);
    all.add(state, 1);
    await all.evaluate(2);
    const { policy, value } = eager(views);
    const mean = (of: (view: number) => number) => views.reduce((sum, _, view) => sum + of(view) / 8, 0);
    expect(all.values[1]).toBeCloseTo(
      mean((view) => value[view]),
      4,
    );
    for (let action = 0; action < 9; action++) {
      const expected = mean((view) => policy[view][game.symmetries![view].actions[action]]);
      expect(all.logits[9 + action]).toBeCloseTo(expected, 4);
    }
    await all.dispose();
  });
});
