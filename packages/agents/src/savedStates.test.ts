/** What each trainer says of a saved state that is damaged: the part is named, and nothing goes on from it. */
import { AgonError, parseSettings, type Json } from '@agon/core';
import { describe, expect, it, vi } from 'vitest';
import type { SavedState, TrainOptions } from '@agon/learning';
import { algorithm } from './algorithms.js';
import { gameFile, reads } from './imitation/testing/gameFiles.js';
import { nodeWorker } from './nodeWorker.node.js';
import { checkpoints, collect, readBack } from '@agon/learning/testing';

// Many networks are compiled, and machines can be busy.
vi.setConfig({ testTimeout: 300_000 });

/** Changes a state in place. */
type Damage = (state: SavedState) => void;

const setAt = (
  json: Json,
  path: string,
  change: (owner: Record<string, Json>, key: string) => void,
): void => {
  const keys = path.split('.');
  const last = keys.pop()!;
  const owner = keys.reduce<Json>((value, key) => (value as Record<string, Json>)[key], json);
  change(owner as Record<string, Json>, last);
};
const without =
  (path: string): Damage =>
  ({ json }) =>
    setAt(json, path, (owner, key) => {
      expect(owner).toHaveProperty(key);
      delete owner[key];
    });
const wrong =
  (path: string, value: Json): Damage =>
  ({ json }) =>
    setAt(json, path, (owner, key) => {
      expect(owner).toHaveProperty(key);
      owner[key] = value;
    });
const noArray =
  (name: string): Damage =>
  ({ arrays }) => {
    expect(arrays).toHaveProperty([name]);
    delete arrays[name];
  };
const cutArray =
  (name: string): Damage =>
  ({ arrays }) => {
    expect(arrays).toHaveProperty([name]);
    arrays[name] = arrays[name].slice(1);
  };
const bytesFor =
  (name: string): Damage =>
  ({ arrays }) => {
    expect(arrays).toHaveProperty([name]);
    arrays[name] = new Uint8Array(arrays[name].length);
  };
const noRows =
  (name: string): Damage =>
  ({ segments }) => {
    expect(segments).toHaveProperty(name);
    delete segments[name];
  };

const VALUE = {
  network: 'mlp:hidden=8',
  numEnvs: 2,
  bufferSize: 60,
  learningStarts: 20,
  batchSize: 4,
  targetEvery: 10,
  epsilonSteps: 100,
};
const RECURRENT = { lstm: 4, unroll: 4, burnIn: 2 };
const POLICY = {
  network: 'actor-critic-mlp:hidden=8',
  numEnvs: 2,
  rolloutSteps: 8,
  minibatches: 2,
  epochs: 1,
};
const SEARCH = {
  network: 'board-mlp:hidden=8',
  visits: 4,
  gamesPerIteration: 4,
  parallelGames: 4,
  window: 100,
  batchSize: 4,
  averaging: 0.9,
  matchGames: 0,
};
const TOWER = 'residual-tower:blocks=1,channels=4,pooling=4,policyHead=points,territory=true';
const PIPELINE = {
  policyNetwork: 'alphago-policy:layers=2,channels=4',
  valueNetwork: 'alphago-value:layers=2,channels=4',
  batchSize: 4,
  ...{ policySteps: 0, rolloutSteps: 0, reinforceSteps: 4, gameSteps: 0, valueSteps: 0, matchSteps: 0 },
  ...{ reinforceGames: 2, reinforcePositions: 8, poolEvery: 1, matchGames: 2 },
};

interface Case {
  id: string;
  env: string;
  settings: Record<string, unknown>;
  steps: number;
  workers?: number;
  /** Each with what is told of it. */
  damages: readonly (readonly [Damage, string | RegExp])[];
}

const CASES: Record<string, Case> = {
  dqn: {
    id: 'dqn',
    env: 'cart-pole',
    settings: { ...VALUE, averageUpdates: 10 },
    steps: 60,
    damages: [
      [without('step'), `the state's "step" is missing`],
      [without('learner.updates'), `the state's "learner.updates" is missing`],
      [wrong('sampling', [1, 2, 3]), `the state's "sampling.3"`],
      [without('progress.returns'), `the state's "progress.returns" is missing`],
      [wrong('progress.lengths', ['1']), `the state's "progress.lengths" must be a list of whole numbers`],
      [wrong('progress.sums', { loss: 1 }), `the state's "progress.sums.loss" must be Object`],
      // As an earlier version kept them.
      [wrong('progress', { recent: {}, lossSum: 1 }), `the state's "progress.returns" is missing`],
      [without('exploration'), `the state's "exploration" is missing`],
      [without('actors.cut'), `the state's "actors.cut" is missing`],
      [wrong('actors.returns', [1]), `the state's "actors.returns" is of 1 environments, this run has 2`],
      [wrong('actors.recording', { actions: [] }), `the state's "actors.recording.hashes" is missing`],
      [wrong('actors.envs', [1, {}]), /the state's "actors\.envs\.0": not a saved state of cart-pole/],
      [
        ({ json }) => void Object.assign(json as object, { actors: null }),
        `the state's "actors" must be Object`,
      ],
      [noArray('parameters'), `the state's "parameters" should have`],
      [cutArray('target'), `the state's "target" should have`],
      [
        bytesFor('average'),
        /the state's "average" should have \d+ float32 values, it has \d+ values of uint8/,
      ],
      [bytesFor('optimiser.mean'), `the state's "optimiser.mean" should have float32 values`],
      [noArray('optimiser.meanSquare'), '0 values of "meanSquare"'],
      [noRows('replay'), 'the state has no rows "replay"'],
    ],
  },
  'dqn with a worker': {
    id: 'dqn',
    env: 'cart-pole',
    settings: VALUE,
    steps: 64,
    workers: 1,
    damages: [
      [wrong('workers', []), 'this run has 1 worker threads, the state has 0 worker threads'],
      [without('workers.0.exploration'), `the state's "workers.0.exploration" is missing`],
      [without('workers.0.actors.episodes'), `the state's "actors.episodes" is missing`],
      [wrong('wanted', 1), `the state's "wanted" must be boolean`],
      [cutArray('actorWeights'), `the state's "actorWeights" should have`],
    ],
  },
  rainbow: {
    id: 'rainbow',
    env: 'cart-pole',
    settings: VALUE,
    steps: 60,
    damages: [
      [without('learner.noise'), `the state's "learner.noise" is missing`],
      [noArray('priorities'), 'priorities, the state has none'],
      [cutArray('priorities'), /prioritised replay needs \d+ priorities/],
      [bytesFor('priorities'), /prioritised replay needs \d+ priorities/],
    ],
  },
  iqn: {
    id: 'iqn',
    env: 'cart-pole',
    settings: VALUE,
    steps: 40,
    damages: [[without('learner.fractions'), `the state's "learner.fractions" is missing`]],
  },
  r2d2: {
    id: 'r2d2',
    env: 'cart-pole',
    settings: { ...VALUE, ...RECURRENT },
    steps: 60,
    damages: [
      [noArray('memory'), `the state's "memory" should have 16 float32 values, it has none`],
      [cutArray('memory'), `the state's "memory" should have 16 float32 values, it has 15`],
    ],
  },
  agent57: {
    id: 'agent57',
    env: 'cart-pole',
    settings: VALUE,
    steps: 40,
    damages: [
      [without('explorer'), `the state's "explorer" is missing`],
      [without('explorer.rng'), `the state's "explorer.rng" is missing`],
      [wrong('explorer.pulls', [[1]]), `the state's "explorer.pulls.0.1"`],
      [wrong('explorer.policies', [0]), `the state's "explorer.policies" is of 1 environments`],
      [noArray('counts'), `the state's "counts" should have 262144 uint32 values`],
      [bytesFor('counts'), /"counts" should have 262144 uint32 values, it has 262144 values of uint8/],
    ],
  },
  ppo: {
    id: 'ppo',
    env: 'cart-pole',
    settings: POLICY,
    steps: 32,
    damages: [
      [without('learner'), `the state's "learner" is missing`],
      [without('learner.updates'), `the state's "learner.updates" is missing`],
      [wrong('learner.actions', [0]), `the state's "learner.actions.1"`],
      [without('learner.minibatches'), `the state's "learner.minibatches" is missing`],
      [without('actors.recorder.begun'), `the state's "actors.recorder.begun" is missing`],
      [wrong('actors.envs', {}), `the state's "actors.envs": not a saved state of 2 environments`],
      [
        wrong('actors.envs.lengths', [1]),
        /"actors\.envs": expected the saved state of 2 environments, got 1 lengths/,
      ],
      [without('progress.episodes'), `the state's "progress.episodes" is missing`],
      [cutArray('parameters'), `the state's "parameters" should have`],
    ],
  },
  pqn: {
    id: 'pqn',
    env: 'cart-pole',
    settings: { ...POLICY, network: 'mlp:hidden=8' },
    steps: 32,
    damages: [[without('learner.exploration'), `the state's "learner.exploration" is missing`]],
  },
  'ppo-selfplay': {
    id: 'ppo-selfplay',
    env: 'tic_tac_toe',
    settings: { ...POLICY, network: 'board-mlp:hidden=8' },
    steps: 32,
    damages: [
      [without('actors.numbers'), `the state's "actors.numbers" is missing`],
      [without('actors.openings'), `the state's "actors.openings" is missing`],
      [wrong('actors.histories', [[0]]), `the state's "actors.histories" is of 1 games, this run has 2`],
      [wrong('actors.histories', [[], [4, 4]]), /the state's "actors\.histories\.1": .*illegal/],
    ],
  },
  alphazero: {
    id: 'alphazero',
    env: 'tic_tac_toe',
    settings: SEARCH,
    steps: 60,
    damages: [
      [without('resignChecks'), `the state's "resignChecks" is missing`],
      [wrong('fresh', 0.5), `the state's "fresh": Invalid safe integer: Received 0.5.`],
      [without('updates'), `the state's "updates" is missing`],
      [noArray('average'), `the state's "average" should have`],
      [bytesFor('mean'), `the state's "mean" should have float32 values`],
      [noRows('policies'), 'the saved replay rows "policies" have no bytes each'],
      [({ segments }) => void segments.policies.end--, 'the saved replay rows "policies" end at'],
    ],
  },
  supervised: {
    id: 'supervised',
    env: 'go:size=5,komi=2.5',
    settings: { sgf: 'games', network: TOWER, batchSize: 4 },
    steps: 2,
    damages: [
      [without('games'), `the state's "games" is missing`],
      [wrong('step', '2'), `the state's "step" must be number`],
      [noArray('ownership'), `the state's "ownership" should have`],
      [cutArray('ownershipKnown'), `the state's "ownershipKnown" should have`],
      [noArray('parameters'), `the state's "parameters" should have`],
    ],
  },
  alphago: {
    id: 'alphago',
    env: 'go:size=5,komi=2.5',
    settings: { sgf: 'games', ...PIPELINE },
    steps: 2,
    damages: [
      [without('beganWithValue'), `the state's "beganWithValue" is missing`],
      [cutArray('rollout'), `the state's "rollout" should have`],
      [noArray('reinforced'), `the state's "reinforced" should have`],
      [noArray('stage.pool2'), `the state's "pool2" should have`],
      [noRows('games'), 'the state has no rows "games"'],
    ],
  },
};

describe.each(Object.entries(CASES))(
  'a damaged state of %s',
  (_, { id, env, settings, steps, workers = 0, damages }) => {
    it('is refused by the name of what is missing or wrong', async () => {
      const { schema, train } = algorithm(id);
      const options: TrainOptions = {
        env,
        settings: parseSettings(schema, settings, 'test'),
        seed: 1,
        steps,
        workers,
        spawnWorker: nodeWorker,
        checkpointEvery: 1_000,
        readFiles: reads(gameFile(5, 4, 12)),
      };
      const all = checkpoints(await collect(train(options)));
      const resumed = (damage: Damage) => {
        const resume = readBack(all);
        damage(resume);
        return collect(train({ ...options, steps: steps + 1, resume }));
      };
      for (const [damage, said] of damages) {
        const error: unknown = await resumed(damage).then(
          () => new Error(`not refused: ${said}`),
          (reason: unknown) => reason,
        );
        expect(String(error)).toMatch(said);
        expect((error as AgonError).code, String(error)).toBe('bad-checkpoint');
      }
      await resumed(() => undefined); // as it is, it goes on
    });
  },
);
