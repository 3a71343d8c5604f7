/** A policy and a value that learn from rollouts: the learner that REINFORCE, A2C and PPO share; each brings its own loss. */
import { RandomStream, type Json, type RandomState } from '@agon/core';
import { BIT_ROOM, compile, Parameters, trainStep, type Fn, type LossFn, type Optimiser } from '@agon/engine';
import type { Program, TrainStep } from '@agon/engine';
import { makeNetwork, type Heads, type Network } from '@agon/nets';
import type { Account } from '../agent.js';
import type { StateArray } from '../trainer.js';
import type { Actors } from './actors.js';
import {
  decayed,
  loadTraining,
  observationInput,
  observationScale,
  saveTraining,
  type OnPolicyLearner,
} from './learner.js';
import { lossInputs, Minibatches } from './minibatches.js';
import { draw, maskInto, policyAccount, softmaxInto } from './policy.js';
import type { Progress } from './progress.js';
import { explainedVariance, gaeInto } from './returns.js';
import type { Rollout } from './rollout.js';

/** What an algorithm chooses. */
export interface ActorCriticOptions {
  network: string;
  heads: Extract<Heads, 'actor-critic' | 'policy-value'>;
  numEnvs: number;
  rolloutSteps: number;
  /** Equal parts into which the rows of a rollout are shuffled, an update each. */
  minibatches: number;
  /** Passes over a rollout. */
  epochs: number;
  gamma: number;
  lambda: number;
  learningRate: number;
  /** Steps in which the learning rate falls to 0; Infinity: never. */
  decaySteps: number;
  optimiser: Optimiser;
  /** Largest global norm of the gradient; 0 = no limit. */
  clipNorm: number;
  loss(network: Network): LossFn;
  /** What the loss reads of each row, beside the observation and the action. */
  columns: readonly Column[];
}

/**
 * What is known of a row: the log-probability of its action and the value when it was chosen; its advantage and λ-return;
 * `weight`: 1 in the first episode of each environment in a rollout, 0 after it; `mask`, [A]: 1 for legal actions.
 */
export type Column = 'logProb' | 'value' | 'advantage' | 'return' | 'weight' | 'mask';

/** The JSON part of what is saved. */
interface Saved {
  updates: number;
  actions: RandomState;
  batches: RandomState;
}

/** N = environments, A = actions, R = rows of a rollout. */
export class ActorCriticLearner implements OnPolicyLearner {
  readonly parameters: Parameters;
  readonly seen: Uint8Array | Float32Array;
  readonly values: Float32Array;
  /** [N, A] The policies of what is `seen`, after `evaluate`. */
  readonly logits: Float32Array;
  private readonly options: ActorCriticOptions;
  private readonly acting: Program;
  private readonly step: TrainStep;
  private readonly scale: number;
  private readonly probabilities: Float32Array;
  private readonly actions: RandomStream;
  private readonly batches: RandomStream;
  /** [R] */
  private readonly advantages: Float32Array;
  private readonly returns: Float32Array;
  private readonly weights: Float32Array;
  private minibatches: Minibatches | undefined;

  private constructor(
    options: ActorCriticOptions,
    seed: string,
    scale: number,
    parameters: Parameters,
    acting: Program,
    step: TrainStep,
  ) {
    this.options = options;
    this.scale = scale;
    this.parameters = parameters;
    this.acting = acting;
    this.step = step;
    this.seen = acting.inputs.seen as Uint8Array | Float32Array;
    this.values = acting.outputs.value as Float32Array;
    this.logits = acting.outputs.policy as Float32Array;
    this.probabilities = new Float32Array(this.logits.length / options.numEnvs);
    this.actions = new RandomStream(`${seed} / actions`);
    this.batches = new RandomStream(`${seed} / minibatches`);
    const rows = options.numEnvs * options.rolloutSteps;
    this.advantages = new Float32Array(rows);
    this.returns = new Float32Array(rows);
    this.weights = new Float32Array(rows);
  }

  /** Builds and compiles; all streams are named after `seed`. @throws unknown-net, bad-option, unsupported */
  static async create(
    actors: Actors,
    seed: string,
    options: ActorCriticOptions,
  ): Promise<ActorCriticLearner> {
    const { observation, numActions } = actors;
    const network = makeNetwork(options.network, observation.shape, numActions, options.heads);
    const parameters = new Parameters(network.parameters, BIT_ROOM).initialise(
      new RandomStream(`${seed} / init`),
    );
    const { numEnvs, rolloutSteps, minibatches, clipNorm } = options;
    const outputs: Fn = ({ seen }, values) => {
      const { policy, value } = network.apply(seen, values);
      return { policy, value };
    };
    const acting = await compile(outputs, {
      inputs: { seen: observationInput(observation, numEnvs) },
      parameters,
      weights: 'live',
      threads: 1,
    });
    const columns = options.columns.map((name) => ({
      name,
      width: name === 'mask' ? numActions : undefined,
    }));
    const step = await trainStep(options.loss(network), {
      inputs: lossInputs((numEnvs * rolloutSteps) / minibatches, observation, columns),
      parameters,
      optimiser: options.optimiser,
      clipNorm: clipNorm > 0 ? clipNorm : undefined,
      threads: 1,
    });
    return new ActorCriticLearner(options, seed, observationScale(observation), parameters, acting, step);
  }

  evaluate(): Promise<void> {
    return this.acting.run();
  }

  choose(rollout: Rollout, t: number): void {
    const { logits, probabilities } = this;
    const count = probabilities.length;
    if (rollout.masks) maskInto(logits, rollout.masks, t * logits.length);
    for (let i = 0; i < rollout.numEnvs; i++) {
      const normaliser = softmaxInto(probabilities, logits, i * count, count);
      const action = draw(probabilities, this.actions);
      const row = t * rollout.numEnvs + i;
      rollout.actions[row] = action;
      rollout.logProbs[row] = logits[i * count + action] - normaliser;
    }
  }

  account(): Account {
    softmaxInto(this.probabilities, this.logits, 0, this.probabilities.length);
    return policyAccount(this.probabilities, this.values[0]);
  }

  async learn(rollout: Rollout, begun: number, progress: Progress): Promise<void> {
    const { gamma, lambda, epochs, learningRate, decaySteps } = this.options;
    const { advantages, returns } = this;
    gaeInto(advantages, returns, rollout, gamma, lambda);
    const rows = rollout.length * rollout.numEnvs;
    progress.add(
      'explainedVariance',
      explainedVariance(returns.subarray(0, rows), advantages.subarray(0, rows)),
    );
    firstEpisodesInto(this.weights, rollout);
    this.minibatches ??= this.minibatchesOf(rollout);
    const rate = decayed(learningRate, begun, decaySteps);
    progress.add('learningRate', rate);
    for (let epoch = 0; epoch < epochs; epoch++) {
      await this.minibatches.epoch(this.batches, rate, () => {
        for (const [name, [value]] of Object.entries(this.step.outputs)) progress.add(name, value);
        progress.add('gradientNorm', this.step.gradientNorm);
      });
    }
  }

  save(): { json: Json; arrays: Record<string, StateArray> } {
    const { updates, arrays } = saveTraining(this.parameters, this.step);
    const saved: Saved = { updates, actions: this.actions.save(), batches: this.batches.save() };
    return { json: saved as unknown as Json, arrays };
  }

  load(json: Json, arrays: Readonly<Record<string, StateArray>>): void {
    const saved = json as unknown as Saved;
    loadTraining(this.parameters, this.step, saved.updates, arrays);
    this.actions.restore(saved.actions);
    this.batches.restore(saved.batches);
  }

  async dispose(): Promise<void> {
    await this.acting.dispose();
    await this.step.dispose();
  }

  private minibatchesOf(rollout: Rollout): Minibatches {
    const all: Record<Column, Float32Array | Uint8Array | undefined> = {
      logProb: rollout.logProbs,
      value: rollout.values.subarray(0, this.returns.length),
      advantage: this.advantages,
      return: this.returns,
      weight: this.weights,
      mask: rollout.masks,
    };
    const columns: Record<string, Float32Array | Uint8Array> = {};
    for (const name of this.options.columns) {
      const column = all[name];
      if (!column) throw new TypeError(`these actors have no ${name}`);
      columns[name] = column;
    }
    const size = this.returns.length / this.options.minibatches;
    return new Minibatches(this.step, size, rollout.observations, this.scale, {
      action: rollout.actions,
      ...columns,
    });
  }
}

/** Writes 1 for the steps of each environment's first episode in the rollout, its last one included, and 0 for all others. */
function firstEpisodesInto(out: Float32Array, rollout: Rollout): void {
  const { length, numEnvs, terminated, truncated } = rollout;
  out.fill(0);
  for (let i = 0; i < numEnvs; i++) {
    for (let t = 0; t < length; t++) {
      const row = t * numEnvs + i;
      out[row] = 1;
      if (terminated[row] || truncated[row]) break;
    }
  }
}
