import { RandomStream } from '@agon/core';
import { decodeSafetensors, Parameters } from '@agon/engine';
import { Go, makeEnvironment, makeGame, type Action } from '@agon/envs';
import { joinedRows, type AgentCheckpoint, type TrainOptions } from '@agon/learning';
import { describe, expect, it } from 'vitest';
import { makeNetwork } from '@agon/nets';
import { imitation } from '../imitation/imitation.js';
import { GoPlanes } from '../go/planes.js';
import { makeAgent } from '../registry.js';
import { checkpoints, collect, readBack } from '@agon/learning/testing';
import { episodesOf } from '../testing/runs.js';
import { alphazero } from '../alphazero/alphazero.js';
import { ObservationRows } from './observationRows.js';
import { shownGame } from './shownGame.js';

const ENV = 'go:size=5,komi=2.5';
const NETWORK = 'residual-tower:blocks=1,channels=8,pooling=4,policyHead=points,territory=true';
const game = makeGame(ENV) as Go;

/** A network of `train imitation`, as drawn but with heads that say something. */
function learned(): AgentCheckpoint {
  const { observation } = shownGame(ENV, 'alphago');
  const network = makeNetwork(NETWORK, 'policy-value', {
    input: observation.shape,
    actions: game.numActions,
  });
  const rng = new RandomStream('learned');
  const parameters = new Parameters(network.parameters).initialise(rng);
  for (let i = 0; i < parameters.flat.length; i++) parameters.flat[i] += 0.1 * (rng.uniform() - 0.5);
  const weights = parameters.toSafetensors({});
  return { algorithm: imitation.id, env: ENV, settings: { network: NETWORK }, step: 1, weights };
}

const settings = {
  network: NETWORK,
  planes: 'alphago',
  start: 'zoo/learned',
  selection: 'gumbel',
  visits: 4,
  gamesPerIteration: 2,
  window: 1000,
  batchSize: 4,
  ownershipWeight: 1,
  scoreWeight: 1,
  matchGames: 2,
};
const options = (changes: Partial<TrainOptions> = {}): TrainOptions => ({
  env: ENV,
  settings,
  seed: 3,
  steps: 200,
  workers: 0,
  checkpointEvery: 50,
  checkpoints: () => Promise.resolve(learned()),
  ...changes,
});

describe('AlphaZero with AlphaGo’s planes', () => {
  it('plays like the supervised network that it begins with', async () => {
    const [first] = checkpoints(await collect(alphazero.train(options({ steps: 1 }))));
    const environment = makeEnvironment(ENV);
    const trained = { algorithm: 'alphazero', env: ENV, settings: { ...settings }, step: 0 };
    const agents = [
      await makeAgent('zoo/a:visits=40,symmetries=8', environment, () => Promise.resolve(learned())),
      await makeAgent('runs/b:visits=40,symmetries=8', environment, () =>
        Promise.resolve({ ...trained, weights: first.weights }),
      ),
    ];
    const state = game.newInitialState();
    for (const action of [12, 7, 11, 13, 6] satisfies Action[]) state.apply(action);
    for (const agent of agents) await agent.act({ kind: 'game', state }, new RandomStream(1));
    expect(agents[1].analysis()).toEqual(agents[0].analysis());
    expect(await agents[1].territory!(state)).toEqual(await agents[0].territory!(state));
    for (const agent of agents) await agent.dispose();
  });

  it('keeps those planes of every position of a game', async () => {
    const events = await collect(alphazero.train(options()));
    const { observations } = checkpoints(events)[1].state.segments;
    const { rowBytes, start } = observations;
    const [episode] = episodesOf(events);
    const planes = new GoPlanes(game);
    const seen = new Float32Array(25 * planes.observation.shape[2]);
    const rows = new ObservationRows(planes.observation, episode.actions.length);
    const state = game.newInitialState();
    episode.actions.forEach((action, ply) => {
      planes.write(state, seen);
      rows.write(ply, seen);
      state.apply(action);
    });
    expect([start, rowBytes]).toEqual([0, rows.width]);
    expect(episode.actions.length).toBeGreaterThan(20);
    expect(joinedRows(observations).slice(0, rows.array.length)).toEqual(rows.array);
  });

  it('begins with a network of its own kind too', async () => {
    const settingsOfRun = { ...settings, start: '' };
    const [{ weights }] = checkpoints(await collect(alphazero.train(options({ settings: settingsOfRun }))));
    const trained = { algorithm: 'alphazero', env: ENV, settings: settingsOfRun, step: 0, weights };
    const begun = options({ seed: 4, steps: 1, checkpoints: () => Promise.resolve(trained) });
    const [first] = checkpoints(await collect(alphazero.train(begun)));
    expect(decodeSafetensors(first.weights).tensors).toEqual(decodeSafetensors(weights).tensors);
    const otherwise = { ...trained, settings: { ...settingsOfRun, planes: 'game' } };
    const refused = options({ checkpoints: () => Promise.resolve(otherwise) });
    await expect(collect(alphazero.train(refused))).rejects.toMatchObject({
      code: 'bad-option',
      message: expect.stringMatching(/set "planes" to game/),
    });
  });

  it('goes on from a checkpoint with the bytes of a run that never stopped', async () => {
    const whole = checkpoints(await collect(alphazero.train(options())));
    expect(whole.length).toBeGreaterThan(2);
    const resume = readBack(whole.slice(0, 2));
    const resumed = checkpoints(await collect(alphazero.train(options({ resume }))));
    expect(resumed).toEqual(whole.slice(2));
  });

  it('has the shape of its input told by its settings', () => {
    expect(alphazero.task.inputShape!(ENV, settings)).toEqual([5, 5, 50]);
    expect(alphazero.task.inputShape!(ENV, { network: NETWORK })).toEqual(game.observation.shape);
  });

  it('is refused for other games, and with weights that see other planes', async () => {
    const run = (changes: Partial<TrainOptions>) => collect(alphazero.train(options(changes)));
    await expect(run({ env: 'othello:size=4' })).rejects.toMatchObject({
      code: 'bad-option',
      message: expect.stringMatching(/positions of Go, and "othello" is another game/),
    });
    await expect(run({ settings: { ...settings, planes: 'game' } })).rejects.toMatchObject({
      code: 'bad-option',
      message: expect.stringMatching(/set "planes" to alphago/),
    });
    const othello = { ...settings, planes: 'game' };
    await expect(run({ env: 'othello:size=4', settings: othello })).rejects.toMatchObject({
      code: 'bad-option',
      message: expect.stringMatching(/plays go; begin with one of othello/),
    });
    const nameless = { checkpoints: () => Promise.resolve({ ...learned(), settings: {} }) };
    await expect(run(nameless)).rejects.toMatchObject({ code: 'bad-option' });
  });
});
