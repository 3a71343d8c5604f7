/** What training is said to take of memory, against what it takes, and what is refused. */
import { parseSettings, RandomStream, totalBytes } from '@agon/core';
import { adam, countParameters, layerTable, Parameters, trainingBytes, trainStep } from '@agon/engine';
import { makeEnv, makeGame } from '@agon/envs';
import { requireTrainingMemory, trainingMemory } from '@agon/learning';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { makeNetwork } from '@agon/nets';
import { algorithm, algorithms } from './algorithms.js';
import { Experience as Window } from './alphazero/experience.js';
import { Experience } from './value/dqn/experience.js';
import { dqnSchema } from './value/dqn/settings.js';

const GB = 1e9;
/** The environments of presets that are not named like one; of go: on 19×19 its updates alone take more than 2 GB. */
const ENVS: Readonly<Record<string, string>> = {
  atari: 'pixel-breakout',
  go: 'go9',
  go5: 'go:size=5',
  go7: 'go:size=7',
  nature: 'pixel-breakout',
  'minatar-paper': 'minatar-breakout',
};

/** The plan of an algorithm on an environment, with its defaults but for what is given. */
function planOf(id: string, env: string, changes: Record<string, unknown> = {}, workers = 0) {
  const { schema } = algorithm(id);
  const sgf = 'sgf' in schema.entries ? { sgf: '.' } : {};
  return { env, settings: parseSettings(schema, { ...sgf, ...changes }, id), workers };
}

/** Bytes of the parts that are called so. */
function bytesOf(id: string, what: string, env: string, changes: Record<string, unknown> = {}): number {
  return totalBytes(
    trainingMemory(algorithm(id), planOf(id, env, changes)).filter((item) => item.what === what),
  );
}

const presets = Object.values(algorithms).flatMap(({ id, presets: own }) =>
  Object.keys(own).map((preset) => [id, preset] as const),
);

describe('the memory that training needs', () => {
  it.each(presets)('of %s with preset %s is there on a machine with 2 GB', (id, preset) => {
    const found = algorithm(id);
    const plan = planOf(id, ENVS[preset] ?? preset, found.presets[preset], found.takesWorkers ? 3 : 0);
    expect(() => requireTrainingMemory(found, plan, 2 * GB)).not.toThrow();
  });

  it('has the replay buffer to the byte', () => {
    for (const changes of [
      {},
      { numSteps: 5, numEnvs: 7 },
      { bufferSize: 2 },
      { lstm: 16, storedState: true },
    ]) {
      const settings = parseSettings(dqnSchema, changes, 'dqn');
      const { ring } = new Experience(makeEnv('pixel-pong'), settings, settings.numEnvs);
      expect(bytesOf('dqn', 'the replay buffer', 'pixel-pong', changes)).toBe(ring.bytes);
    }
  });

  it('has the window to the byte', () => {
    for (const id of ['go:size=5', 'connect_four', 'tic_tac_toe']) {
      const { bytes } = new Window(makeGame(id), 1000);
      expect(bytesOf('alphazero', 'the window', id, { window: 1000 })).toBe(bytes);
    }
  });

  it('has six copies of every parameter, and a target network', () => {
    const size = countParameters(makeNetwork('mlp', 'q', { input: [4], actions: 2 }).parameters);
    expect(bytesOf('dqn', 'the network', 'cart-pole')).toBe(4 * size * 7);
  });

  it('grows with the batch, the atoms, the environments and the games', () => {
    const grows = (id: string, env: string, key: string, [few, many]: [number, number]): number =>
      totalBytes(trainingMemory(algorithm(id), planOf(id, env, { [key]: many }))) /
      totalBytes(trainingMemory(algorithm(id), planOf(id, env, { [key]: few })));
    expect(grows('dqn', 'cart-pole', 'batchSize', [100_000, 1_000_000])).toBeGreaterThan(9);
    expect(grows('qr-dqn', 'cart-pole', 'atoms', [1000, 10_000])).toBeGreaterThan(90);
    expect(grows('ppo', 'cart-pole', 'numEnvs', [10_000, 100_000])).toBeGreaterThan(9);
    expect(grows('alphazero', 'connect_four', 'visits', [1e6, 1e7])).toBeGreaterThan(9);
  });
});

describe('an update', () => {
  it.each([
    ['mlp', 'q', [400], 20_000],
    ['nature-cnn', 'q', [84, 84, 4], 200],
    ['residual-tower:blocks=2,channels=32', 'policy-value', [9, 9, 17], 600],
  ] as const)('of %s takes between half and twice what is said', async (spec, kind, shape, rows) => {
    const network = makeNetwork(spec, kind, { input: shape, actions: 9 });
    const parameters = new Parameters(network.parameters).initialise(new RandomStream(1));
    const inputs = { observation: { shape: [rows, ...shape] } };
    const said = trainingBytes(layerTable(network.apply, inputs, network.parameters));
    const before = process.memoryUsage().rss;
    const step = await trainStep(
      (inputs, values) => {
        const heads = Object.values(network.apply(inputs, values)).map((head) => tf.mean(tf.square(head)));
        return { loss: tf.addN(heads) as tf.Scalar };
      },
      { inputs, parameters, optimiser: adam() },
    );
    await step.run(1e-4);
    await step.run(1e-4); // the runtime takes a second block
    const took = process.memoryUsage().rss - before;
    await step.dispose();
    expect(took / said).toBeGreaterThan(0.5);
    expect(took / said).toBeLessThan(2);
  });
});

describe('what does not fit', () => {
  it.each([
    ['dqn', 'cart-pole', { bufferSize: 1e11 }, /2.40 TB.*replay buffer.*lower "bufferSize"/],
    ['dqn', 'cart-pole', { numEnvs: 1e10 }, /the environments.*lower "numEnvs"/],
    ['dqn', 'cart-pole', { batchSize: 1e8 }, /an update.*lower "batchSize"/],
    ['dqn', 'cart-pole', { network: 'mlp:hidden=99999999' }, /700 million parameters \(2.80 GB/],
    ['dqn', 'cart-pole', { network: 'nature-cnn:width=1e9' }, /pictures/],
    ['drqn', 'cart-pole', { lstm: 1e9 }, /parameters/],
    ['r2d2', 'cart-pole', { unroll: 10_000, batchSize: 10_000 }, /an update/],
    ['qr-dqn', 'cart-pole', { atoms: 10_000 }, /an update/],
    ['prioritised-dqn', 'cart-pole', { bufferSize: 1e10 }, /its priorities 275 GB/],
    ['ppo', 'cart-pole', { rolloutSteps: 1e9 }, /lower "rolloutSteps"/],
    ['a2c', 'cart-pole', { numEnvs: 1e9 }, /lower "numEnvs"/],
    ['pqn', 'cart-pole', { numEnvs: 1e9 }, /lower "numEnvs"/],
    ['reinforce', 'cart-pole', { episodes: 1e9 }, /lower "episodes"/],
    ['reinforce', 'cart-pole', { episodeLimit: 1e9 }, /lower "episodeLimit"/],
    ['ppo-selfplay', 'tic_tac_toe', { numEnvs: 1e9 }, /the rows of a rollout.*lower "numEnvs"/],
    ['alphazero', 'tic_tac_toe', { window: 1e11 }, /the window.*lower "window"/],
    ['alphazero', 'connect_four', { visits: 1e9 }, /trees.*lower "visits"/],
    ['alphazero', 'tic_tac_toe', { parallelGames: 1e9 }, /lower "parallelGames"/],
    ['alphazero', 'tic_tac_toe', { gamesPerIteration: 1e9 }, /lower "gamesPerIteration"/],
    ['alphazero', 'tic_tac_toe', { network: 'residual-tower:channels=1e6' }, /parameters/],
    ['imitation', 'go9', { batchSize: 1e8 }, /lower "batchSize"/],
    ['move-model', 'go9', { batchSize: 60_000 }, /lower "batchSize"/],
    ['alphago', 'go9', { matchVisits: 1e9 }, /lower "matchVisits"/],
    ['alphago', 'go9', { reinforcePositions: 1e9 }, /lower "reinforcePositions"/],
  ])('%s on %s with %o is refused', (id, env, changes, message) => {
    expect(() => requireTrainingMemory(algorithm(id), planOf(id, env, changes), 16 * GB)).toThrow(message);
  });

  it('is refused for its threads too', () => {
    const plan = planOf('alphazero', 'tic_tac_toe', {}, 1000);
    expect(() => requireTrainingMemory(algorithm('alphazero'), plan, 16 * GB)).toThrow(
      /the worker threads 45.0 GB.*lower the number of workers/,
    );
  });
});
