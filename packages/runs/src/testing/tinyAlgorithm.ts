/** A tiny, deterministic training loop for tests of runs: no network, but everything that a real state is made of. */
import { environmentSituation, type Agent, type Algorithm } from '@agon/agents';
import {
  AgonError,
  randomState,
  RandomStream,
  wholeNumber,
  type RandomState,
  type SettingsSchema,
} from '@agon/core';
import { decodeSafetensors, encodeSafetensors } from '@agon/engine/safetensors';
import { makeEnv } from '@agon/envs';
import {
  readState,
  segmentOf,
  takeArray,
  type Episode,
  type StateArray,
  type TrainEvent,
  type TrainOptions,
} from '@agon/learning';
import * as v from 'valibot';

const NUM_WEIGHTS = 64;
/** Rows of 4 float32: a replay buffer that forgets what is older than `KEPT` rows. */
const ROW_BYTES = 16;
const KEPT = 150;
const METRICS_EVERY = 10;
const EPISODE_EVERY = 25;

const schema = v.strictObject({
  rate: v.optional(v.pipe(v.number(), v.minValue(0)), 0.1),
  /** Throw at this step, as a loss that became NaN would. */
  failAt: v.optional(v.number(), -1),
  /** Give the event loop a turn after so many steps. */
  pauseEvery: v.optional(v.number(), 20),
});

interface TinyState {
  step: number;
  rng: RandomState;
  firstRow: number;
}

const stateSchema = v.object({
  step: wholeNumber,
  rng: randomState,
  firstRow: wholeNumber,
}) satisfies v.GenericSchema<unknown, TinyState>;

/** An episode of random moves, as a trainer would record it. */
function playEpisode(envSpec: string, seed: string): Episode {
  const env = makeEnv(envSpec);
  const rng = new RandomStream(`${seed} / moves`);
  const episode: Episode = { seed, actions: [], hashes: [], result: [0] };
  env.reset(seed);
  for (let ended = false; !ended;) {
    const action = rng.int(env.actionNames.length);
    const { reward, terminated, truncated } = env.step(action);
    episode.result[0] += reward;
    episode.actions.push(action);
    if (episode.actions.length % 100 === 0) episode.hashes.push(env.hash());
    ended = terminated || truncated;
  }
  episode.hashes.push(env.hash());
  return episode;
}

/** A random walk of weights that remembers its rows: every number of it depends on all steps before. */
async function* train(options: TrainOptions): AsyncGenerator<TrainEvent, void> {
  const { rate, failAt, pauseEvery } = options.settings as v.InferOutput<typeof schema>;
  const { steps = Infinity, minutes = Infinity, checkpointEvery, resume, signal } = options;
  const deadline = performance.now() + minutes * 60_000;
  const rng = new RandomStream(`tiny ${options.seed}`);
  const weights = new Float32Array(NUM_WEIGHTS);
  const rows: Float32Array[] = [];
  let firstRow = 0;
  let savedRows = 0;
  let step = 0;
  if (resume) {
    const saved = readState(stateSchema, resume.json);
    step = saved.step;
    rng.restore(saved.rng);
    takeArray(weights, 'weights', resume.arrays);
    const log = segmentOf(resume.segments, 'rows');
    for (const { buffer, byteOffset, length } of log.pieces) {
      const values = new Float32Array(buffer, byteOffset, length / 4);
      for (let i = 0; i < values.length; i += 4) rows.push(values.slice(i, i + 4));
    }
    firstRow = log.start;
    savedRows = log.end;
  }
  const checkpoint = (): TrainEvent => {
    const end = firstRow + rows.length;
    const start = Math.max(savedRows, firstRow);
    const bytes = new Uint8Array((end - start) * ROW_BYTES);
    for (let row = start; row < end; row++) {
      bytes.set(new Uint8Array(rows[row - firstRow].buffer), (row - start) * ROW_BYTES);
    }
    savedRows = end;
    const state: TinyState = { step, rng: rng.save(), firstRow };
    const arrays: Record<string, StateArray> = { weights: weights.slice() };
    return {
      kind: 'checkpoint',
      step,
      weights: encodeSafetensors({ weights: { shape: [NUM_WEIGHTS], data: weights } }),
      state: {
        json: { ...state },
        arrays,
        segments: { rows: { rowBytes: ROW_BYTES, start, end, keepFrom: firstRow, pieces: [bytes] } },
      },
    };
  };
  if (!resume) yield { kind: 'start', step, info: { parameters: NUM_WEIGHTS } };
  let last = resume ? step : -1;
  while (step < steps && performance.now() < deadline && !signal?.aborted) {
    if (step === failAt) throw new AgonError('not-finite', `the loss became NaN at step ${step}.`);
    const i = rng.int(NUM_WEIGHTS);
    const old = rows.length ? rows[rng.int(rows.length)] : undefined;
    weights[i] += rate * (rng.uniform() - 0.5 + (old ? 0.1 * old[3] : 0));
    rows.push(Float32Array.of(step, i, rng.uniform(), weights[i]));
    if (rows.length > KEPT) {
      rows.shift();
      firstRow++;
    }
    step++;
    if (step % METRICS_EVERY === 0)
      yield { kind: 'metrics', step, values: { loss: weights[i], rows: rows.length } };
    if (step % EPISODE_EVERY === 0) {
      yield { kind: 'episode', step, episode: playEpisode(options.env, `tiny ${options.seed} / ${step}`) };
    }
    if (step % checkpointEvery === 0) {
      yield checkpoint();
      last = step;
    }
    if (step % pauseEvery === 0) await new Promise((resolve) => setTimeout(resolve, 0));
  }
  if (last !== step) yield checkpoint();
}

/** The trained "agent": plays the action that its first weight names. */
function tinyAgent(name: string, first: number): Agent {
  return {
    name,
    reset: () => undefined,
    act: (situation) => {
      const { env } = environmentSituation(situation, name);
      return Math.floor(Math.abs(first) * 1000) % env.actionNames.length;
    },
    analysis: () => undefined,
    dispose: () => Promise.resolve(),
  };
}

/**
 * Its weights move by random numbers, drawn rows and the step alone, so that any loss of state shows. Registered
 * nowhere: tests hand it over.
 */
export const tinyAlgorithm: Algorithm = {
  id: 'tiny',
  title: 'a random walk, for tests',
  paper: 'none',
  task: { kind: 'env' },
  metrics: { loss: { unit: 'none' }, rows: { unit: 'count' } },
  headline: ['loss'],
  schema: schema as SettingsSchema,
  agentSchema: v.strictObject({}),
  presets: { brisk: { rate: 0.5 } },
  check: () => undefined,
  memory: () => [],
  train,
  loadAgent: (name, { weights }) =>
    Promise.resolve(tinyAgent(name, decodeSafetensors(weights).tensors.weights.data[0])),
  subject() {
    throw new AgonError('unsupported', 'a random walk has no network to look into.');
  },
};
