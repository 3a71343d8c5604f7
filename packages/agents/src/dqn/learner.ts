/** The value learner: a network, its target network, an optimiser, and the two compiled programs that use them. */
import { AgonError, RandomStream } from '@agon/core';
import { adam, compile, Parameters, rmsprop, trainStep, type Program, type TrainStep } from '@agon/engine';
import { observationSize, type Env } from '@agon/envs';
import { makeNetwork, type Network } from '@agon/nets';
import type { Batch } from '../replay/ring.js';
import type { StateArray } from '../trainer.js';
import { dqnLoss } from './loss.js';
import type { DqnSettings } from './settings.js';

/** The counters of a learner. */
export interface LearnerCounters {
  updates: number;
  optimiserStep: number;
}

const MOMENTS = 'optimiser.';

export class Learner {
  readonly network: Network;
  readonly parameters: Parameters;
  /** [numEnvs, …shape] What the actors see; write before `act`. */
  readonly seen: Float32Array;
  /** [numEnvs, A] The online network's action values after `act`. */
  readonly q: Float32Array;
  /** Write before `update`. */
  readonly batch: Batch;
  /** Optimiser steps so far. */
  updates = 0;
  /** Of the last update. */
  loss = 0;
  qMean = 0;

  private readonly target: Parameters;
  private readonly settings: DqnSettings;
  private readonly acting: Program;
  private readonly step: TrainStep;

  private constructor(
    settings: DqnSettings,
    network: Network,
    parameters: Parameters,
    target: Parameters,
    acting: Program,
    step: TrainStep,
  ) {
    this.settings = settings;
    this.network = network;
    this.parameters = parameters;
    this.target = target;
    this.acting = acting;
    this.step = step;
    this.seen = acting.inputs.observation as Float32Array;
    this.q = acting.outputs.q as Float32Array;
    const { observation, next, action, reward, discount } = step.inputs as unknown as Batch;
    this.batch = { observation, next, action, reward, discount };
  }

  /** Builds and compiles; initial parameters come from the stream named by `seed`. */
  static async create(env: Env, settings: DqnSettings, seed: string): Promise<Learner> {
    const { shape } = env.observation;
    const numActions = env.actionNames.length;
    const network = makeNetwork(settings.network, shape, numActions, 'q');
    const parameters = new Parameters(network.parameters).initialise(new RandomStream(`${seed} / init`));
    const target = new Parameters(network.parameters);
    target.copyFrom(parameters);

    const { numEnvs, batchSize, double, loss, optimiserEpsilon: epsilon, clipNorm } = settings;
    const acting = await compile(({ observation }, values) => network.apply(observation, values), {
      inputs: { observation: { shape: [numEnvs, ...shape] } },
      parameters,
      weights: 'live',
      threads: 1,
    });
    const inputs = {
      observation: { shape: [batchSize, ...shape] },
      next: { shape: [batchSize, ...shape] },
      action: { shape: [batchSize], dtype: 'int32' as const },
      reward: { shape: [batchSize] },
      discount: { shape: [batchSize] },
    };
    const step = await trainStep(dqnLoss(network, { numActions, double, loss }), {
      inputs,
      parameters,
      frozen: target,
      optimiser:
        settings.optimiser === 'adam' ? adam({ epsilon }) : rmsprop({ decay: 0.95, centred: true, epsilon }),
      clipNorm: clipNorm > 0 ? clipNorm : undefined,
      threads: 1,
    });
    return new Learner(settings, network, parameters, target, acting, step);
  }

  /** Computes `q` for `seen`. */
  act(): Promise<void> {
    return this.acting.run();
  }

  /** One optimiser step on `batch`, and a copy to the target network when it is due. @throws not-finite */
  async update(): Promise<void> {
    this.loss = await this.step.run(this.settings.learningRate);
    this.qMean = this.step.outputs.qMean[0];
    this.updates++;
    if (this.updates % this.settings.targetEvery === 0) this.target.copyFrom(this.parameters);
  }

  /** Copies of all numbers that the learner goes on from. */
  save(): { counters: LearnerCounters; arrays: Record<string, StateArray> } {
    const { step, arrays } = this.step.save();
    const moments = Object.entries(arrays).map(([name, values]) => [MOMENTS + name, values.slice()]);
    return {
      counters: { updates: this.updates, optimiserStep: step },
      arrays: {
        parameters: this.parameters.flat.slice(),
        target: this.target.flat.slice(),
        ...Object.fromEntries(moments),
      },
    };
  }

  /** @throws bad-checkpoint where the arrays are not this learner's */
  load(counters: LearnerCounters, arrays: Readonly<Record<string, StateArray>>): void {
    const names = ['parameters', 'target'] as const;
    for (const name of names) {
      const values = arrays[name];
      if (!(values instanceof Float32Array) || values.length !== this.parameters.size) {
        const got = values ? `${values.length} values` : 'none';
        throw new AgonError(
          'bad-checkpoint',
          `the state's "${name}" should have ${this.parameters.size} float32 values, it has ${got}. Resume with the settings it was saved with.`,
        );
      }
      this[name].flat.set(values);
    }
    const moments: Record<string, Float32Array> = {};
    for (const [name, values] of Object.entries(arrays)) {
      if (name.startsWith(MOMENTS)) moments[name.slice(MOMENTS.length)] = values as Float32Array;
    }
    this.step.load({ step: counters.optimiserStep, arrays: moments });
    this.updates = counters.updates;
  }

  async dispose(): Promise<void> {
    await this.acting.dispose();
    await this.step.dispose();
  }
}

/** Writes an observation as a network's input: divided by the space's largest value. Allocates nothing. */
export function writeInput(
  out: Float32Array,
  start: number,
  observation: Uint8Array | Float32Array,
  scale: number,
): void {
  for (let i = 0; i < observation.length; i++) out[start + i] = observation[i] * scale;
}

/** What an observation is multiplied with on its way into a network. */
export function inputScale(env: Env): number {
  return env.observation.dtype === 'uint8' ? 1 / env.observation.high : 1;
}

/** An array for one observation of the environment. */
export function observationArray(env: Env): Uint8Array | Float32Array {
  const size = observationSize(env.observation);
  return env.observation.dtype === 'uint8' ? new Uint8Array(size) : new Float32Array(size);
}
