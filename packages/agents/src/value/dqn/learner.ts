/** The value learner: a network, its target network, an optimiser, and the compiled program of a step. */
import { randomState, RandomStream, wholeNumber, type RandomState } from '@agon/core';
import {
  adam,
  BIT_ROOM,
  Parameters,
  rmsprop,
  trainStep,
  type ArrayMap,
  type TensorSpec,
  type TrainStep,
} from '@agon/engine';
import type { Env } from '@agon/envs';
import { momentsOf, namedMoments, readState, takeParameters, type StateArray } from '@agon/learning';
import type { QNetwork } from '@agon/nets';
import * as v from 'valibot';
import { observationInput } from '../../networkInput.js';
import type { Batch } from '../replay/ring.js';
import type { SequenceBatch } from '../replay/sequences.js';
import { sequencePasses } from './losses/sequencePasses.js';
import { transitionPasses, valueLoss } from './losses/valueLoss.js';
import { NoiseTable } from './noise.js';
import type { DqnSettings } from './settings.js';
import { attackerOf, NUM_CHOICE_FRACTIONS, sequenceShape, valueKind, valueNetwork } from './valueNetwork.js';

/** Parameters that a moving average is made of. */
const AVERAGED = 100;

/** The counters of a learner. */
export interface LearnerCounters {
  updates: number;
  optimiserStep: number;
  noise?: RandomState;
  fractions?: RandomState;
}

/** `LearnerCounters` in a saved state. */
export const learnerCountersSchema = v.object({
  updates: wholeNumber,
  optimiserStep: wholeNumber,
  noise: v.optional(randomState),
  fractions: v.optional(randomState),
}) satisfies v.GenericSchema<unknown, LearnerCounters>;

/**
 * What every algorithm of the DQN family learns with: the caller writes rows drawn from replay into the inputs,
 * `update` fits them, and `priority` is what prioritised replay reads afterwards. R = rows of a batch.
 */
export class Learner {
  readonly network: QNetwork;
  readonly parameters: Parameters;
  /** Noise of the passes, where layers are noisy; a network that acts in the same thread shares it. */
  readonly noise?: NoiseTable;
  /** Write before `update`: transitions, or `sequences` of a recurrent network. */
  readonly batch: Batch;
  readonly sequences: SequenceBatch;
  /** [R] How much each row counts; of prioritised replay and sequences. */
  readonly weight?: Float32Array;
  /** [R] Each row's policy and intrinsic reward, where there are several policies. */
  readonly policy?: Int32Array;
  readonly bonus?: Float32Array;
  /** [R] How far each row was from its target at the last update. */
  readonly priority: Float32Array;
  /** Optimiser steps so far. */
  updates = 0;
  /** Of the last update. */
  loss = 0;
  qMean = 0;

  private readonly target: Parameters;
  /** A moving average of the parameters, if there is one. */
  private readonly average: Parameters | undefined;
  private readonly settings: DqnSettings;
  private readonly step: TrainStep;
  private readonly fractions?: RandomStream;

  private constructor(
    settings: DqnSettings,
    seed: string,
    network: QNetwork,
    parameters: Parameters,
    target: Parameters,
    step: TrainStep,
  ) {
    this.settings = settings;
    this.network = network;
    this.parameters = parameters;
    this.target = target;
    if (settings.averageUpdates > 0) {
      this.average = new Parameters(network.parameters);
      this.average.copyFrom(parameters);
    }
    this.step = step;
    const inputs: Partial<ArrayMap> = step.inputs;
    this.batch = inputs as unknown as Batch;
    this.sequences = inputs as unknown as SequenceBatch;
    this.weight = inputs.weight as Float32Array | undefined;
    this.policy = inputs.policy as Int32Array | undefined;
    this.bonus = inputs.bonus as Float32Array | undefined;
    this.priority = step.outputs.priority as Float32Array;
    if (network.noiseSize) this.noise = new NoiseTable(`${seed} / noise`, network.noiseSize);
    if (network.head.implicit) this.fractions = new RandomStream(`${seed} / fractions`);
  }

  /**
   * Builds and compiles; initial parameters come from the stream named by `seed`.
   * @throws bad-option where settings contradict each other; unknown-net, unsupported
   */
  static async create(env: Env, settings: DqnSettings, seed: string): Promise<Learner> {
    const kind = valueKind(settings);
    const network = valueNetwork(env, settings, kind);
    const parameters = new Parameters(network.parameters, BIT_ROOM).initialise(
      new RandomStream(`${seed} / init`),
    );
    const target = new Parameters(network.parameters, BIT_ROOM);
    target.copyFrom(parameters);

    const { double, optimiserEpsilon: epsilon, clipNorm } = settings;
    const options = { network, kind, double, attacker: attackerOf(settings, env) };
    const shape = sequenceShape(settings);
    const passes = shape ? sequencePasses(options, shape) : transitionPasses(options);
    const step = await trainStep(valueLoss(options, passes), {
      inputs: learningInputs(network, settings, (rows) => observationInput(env.observation, rows)),
      parameters,
      frozen: target,
      optimiser:
        settings.optimiser === 'adam' ? adam({ epsilon }) : rmsprop({ decay: 0.95, centred: true, epsilon }),
      clipNorm: clipNorm > 0 ? clipNorm : undefined,
      threads: 1,
    });
    return new Learner(settings, seed, network, parameters, target, step);
  }

  /** The parameters were given other values before the first update: the target network and the average follow. */
  begun(): void {
    this.target.copyFrom(this.parameters);
    this.average?.copyFrom(this.parameters);
  }

  /** One optimiser step on the batch, and a copy to the target network when it is due. @throws not-finite */
  async update(): Promise<void> {
    this.draw();
    this.loss = await this.step.run(this.settings.learningRate);
    this.qMean = this.step.outputs.qMean[0];
    this.updates++;
    if (this.updates % this.settings.targetEvery === 0) this.target.copyFrom(this.parameters);
    this.takeIntoAverage();
  }

  /** Every update would be no better and cost as much as the rest of it: the average is of AVERAGED of `averageUpdates` updates. */
  private takeIntoAverage(): void {
    if (!this.average) return;
    const every = Math.ceil(this.settings.averageUpdates / AVERAGED);
    if (this.updates > every && this.updates % every > 0) return;
    // At first the last ones, then over half of what there is, which leaves little of the first ones.
    const count = Math.min(this.updates / 2, this.settings.averageUpdates) / every;
    this.average.copyFrom(this.parameters, Math.min(1, 1 / count));
  }

  /**
   * The weights to play with, safetensors bytes. Values that are bootstrapped swing around, and the policy with them; their
   * average over many updates plays better than most of those it is made of (Polyak & Juditsky 1992; for DQN: Schwarzer et
   * al. 2023, "Bigger, better, faster", which acts by it).
   */
  weights(): Uint8Array {
    return (this.average ?? this.parameters).toSafetensors();
  }

  /** Independent noise for each pass, and quantile fractions. */
  private draw(): void {
    const { noise, fractions } = this;
    const inputs: Partial<ArrayMap> = this.step.inputs;
    if (noise) {
      for (const name of ['noise', 'nextNoise', 'choiceNoise']) {
        const out = inputs[name];
        if (out) noise.fill(out as Float32Array);
      }
    }
    if (fractions) {
      for (const name of ['fractions', 'nextFractions']) {
        const out = inputs[name] as Float32Array;
        for (let i = 0; i < out.length; i++) out[i] = fractions.uniform();
      }
    }
  }

  /** Copies of all numbers that the learner goes on from. */
  save(): { counters: LearnerCounters; arrays: Record<string, StateArray> } {
    const { step, arrays } = this.step.save();
    return {
      counters: {
        updates: this.updates,
        optimiserStep: step,
        ...(this.noise ? { noise: this.noise.save() } : {}),
        ...(this.fractions ? { fractions: this.fractions.save() } : {}),
      },
      arrays: {
        parameters: this.parameters.flat.slice(),
        target: this.target.flat.slice(),
        ...(this.average ? { average: this.average.flat.slice() } : {}),
        ...namedMoments(arrays),
      },
    };
  }

  /** @throws bad-checkpoint where counters or arrays are not this learner's */
  load(counters: LearnerCounters, arrays: Readonly<Record<string, StateArray>>): void {
    const { parameters, target, average } = this;
    for (const [name, own] of Object.entries({ parameters, target, average })) {
      if (own) takeParameters(own, name, arrays);
    }
    this.step.load({ step: counters.optimiserStep, arrays: momentsOf(arrays) });
    this.updates = counters.updates;
    this.noise?.restore(readState(randomState, counters.noise, 'learner.noise'));
    this.fractions?.restore(readState(randomState, counters.fractions, 'learner.fractions'));
  }

  async dispose(): Promise<void> {
    await this.step.dispose();
  }
}

/** The inputs of the loss: those of its passes, of the fit, and random numbers. */
function learningInputs(
  { head, noiseSize }: QNetwork,
  settings: DqnSettings,
  observations: (rows: number) => TensorSpec,
): Record<string, TensorSpec> {
  const { batchSize, double, atoms, priorityExponent } = settings;
  const sequence = sequenceShape(settings);
  const rows = batchSize * (sequence ? sequence.unroll : 1);
  const inputs: Record<string, TensorSpec> = {
    action: { shape: [rows], dtype: 'int32' },
    reward: { shape: [rows] },
    discount: { shape: [rows] },
  };
  if (sequence) {
    const { burnIn, unroll, numSteps } = sequence;
    const after = unroll + numSteps;
    inputs.observation = observations(batchSize * after);
    inputs.begins = { shape: [batchSize, after] };
    inputs.state = { shape: [batchSize, 2 * head.lstm] };
    if (numSteps > 1) inputs.following = { shape: [batchSize, unroll], dtype: 'int32' };
    if (burnIn) {
      inputs.warm = observations(batchSize * burnIn);
      inputs.warmBegins = { shape: [batchSize, burnIn] };
    }
  } else {
    inputs.observation = observations(rows);
    inputs.next = observations(rows);
  }
  if (sequence || priorityExponent > 0) inputs.weight = { shape: [rows] };
  if (noiseSize) {
    inputs.noise = { shape: [noiseSize] };
    inputs.nextNoise = { shape: [noiseSize] };
    if (double && !sequence) inputs.choiceNoise = { shape: [noiseSize] };
  }
  if (head.implicit) {
    inputs.fractions = { shape: [rows, atoms] };
    inputs.nextFractions = { shape: [rows, NUM_CHOICE_FRACTIONS + atoms] };
  }
  if (head.policies) {
    inputs.policy = { shape: [rows], dtype: 'int32' };
    inputs.bonus = { shape: [rows] };
  }
  return inputs;
}
