/** REINFORCE where episodes are cut: what counts as their return, in learning and in the metrics. */
import { parseSettings } from '@agon/core';
import { BIT_ROOM, decodeSafetensors, Parameters } from '@agon/engine';
import { makeEnv } from '@agon/envs';
import type { SavedState, TrainOptions } from '@agon/learning';
import { describe, expect, it } from 'vitest';
import { makeNetwork } from '@agon/nets';
import { expectRecorded } from '../../testing/episodes.js';
import { checkpoints, collect, lastCheckpoint, metric, readBack } from '@agon/learning/testing';
import { episodesOf } from '../../testing/runs.js';
import { reinforce } from './index.js';

const NETWORK = 'actor-critic-mlp:hidden=8';

/** Settings of 4 episodes an update, and the run's options, for so many steps. */
function optionsOf(env: string, steps: number, settings: Record<string, unknown>): TrainOptions {
  const all = { network: NETWORK, episodes: 4, decaySteps: 1e6, ...settings };
  return {
    env,
    settings: parseSettings(reinforce.schema, all, 'test'),
    seed: 1,
    steps,
    workers: 0,
    checkpointEvery: 20,
  };
}

/** A state whose network says of every observation that it is worth `value` more. */
function valuingMore(state: SavedState, env: string, value: number): SavedState {
  const { observation, actionNames } = makeEnv(env);
  const network = makeNetwork(NETWORK, 'actor-critic', {
    input: observation.shape,
    actions: actionNames.length,
  });
  const parameters = new Parameters(network.parameters, BIT_ROOM);
  parameters.flat.set(state.arrays.parameters);
  parameters.view('value.bias')[0] += value;
  return { ...state, arrays: { ...state.arrays, parameters: parameters.flat.slice() } };
}

/** [how episodes are cut after five steps, the environment, the limit of the learner's own] */
const CUTS: [string, string, number][] = [
  ['by episodeLimit', 'cart-pole', 5],
  ["by the environment's time limit", 'cart-pole:limit=5', 30],
];

describe.each(CUTS)('REINFORCE, episodes cut %s', (_name, env, episodeLimit) => {
  it('lets nothing follow without a baseline, and its estimate with one', async () => {
    const policyAfter = async (baseline: boolean, value: number) => {
      const before = await collect(reinforce.train(optionsOf(env, 20, { episodeLimit, baseline })));
      const resume = valuingMore(readBack(checkpoints(before)), env, value);
      const options = { ...optionsOf(env, 40, { episodeLimit, baseline }), resume };
      const { tensors } = decodeSafetensors(lastCheckpoint(await collect(reinforce.train(options))).weights);
      return tensors['policy.weight'].data;
    };
    expect(await policyAfter(false, 100)).toEqual(await policyAfter(false, 0));
    expect(await policyAfter(true, 100)).not.toEqual(await policyAfter(true, 0));
  });

  it('counts the episodes that it learns from, cut ones too, and no others', async () => {
    const events = await collect(reinforce.train(optionsOf(env, 1_200, { episodeLimit })));
    const { json } = lastCheckpoint(events).state;
    const { learner, progress } = json as { learner: { updates: number }; progress: { episodes: number } };
    expect(learner.updates).toBeGreaterThan(50);
    expect(progress.episodes).toBe(4 * learner.updates);
    // No pole falls within five steps from rest.
    expect([...metric(events, 'return'), ...metric(events, 'episodeLength')]).toEqual([5, 5]);
  });
});

it('REINFORCE counts long episodes as often as short ones', async () => {
  const events = await collect(reinforce.train(optionsOf('cart-pole', 1_200, { learningRate: 0 })));
  const { json } = lastCheckpoint(events).state;
  const { learner, progress } = json as { learner: { updates: number }; progress: { episodes: number } };
  expect(progress.episodes).toBe(4 * learner.updates);
});

it('REINFORCE records no episode that it cuts', async () => {
  const options = optionsOf('minatar-breakout', 12_000, { episodeLimit: 8 });
  const events = await collect(reinforce.train({ ...options, checkpointEvery: 100 }));
  const episodes = episodesOf(events);
  expect(episodes.length).toBeLessThan(checkpoints(events).length - 10);
  expectRecorded('minatar-breakout', episodes);
});
