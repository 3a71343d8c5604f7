/** A policy and a value that learn from rollouts: the learner that REINFORCE, A2C and PPO share; each brings its own loss. */
import type { Json } from '@agon/core';
import type { LossFn, Optimiser, Parameters } from '@agon/engine';
import type { StateArray, Progress } from '@agon/learning';
import type { Network, NetworkKind } from '@agon/nets';
import type { Analysis } from '../../agent.js';
import type { Actors } from './actors.js';
import { CompiledNetwork } from './compiledNetwork.js';
import { decayed, type OnPolicyLearner } from './learner.js';
import type { ActorCriticMetric } from './metrics.js';
import { Minibatches } from './minibatches.js';
import { draw, maskInto, policyAnalysis, softmaxInto } from './policy.js';
import { explainedVariance, gaeInto } from './returns.js';
import type { Rollout } from './rollout.js';

/** What an algorithm chooses. */
export interface ActorCriticOptions {
  network: string;
  networkKind: Extract<NetworkKind, 'actor-critic' | 'policy-value'>;
  numEnvs: number;
  rolloutSteps: number;
  /** Equal parts into which the rows of a rollout are shuffled, an update each. */
  minibatches: number;
  /** Passes over a rollout. */
  epochs: number;
  gamma: number;
  lambda: number;
  /** Whether what follows where an episode is cut is worth its value, as if not given; false, for λ = 1: nothing. */
  bootstraps?: boolean;
  learningRate: number;
  /** Steps in which the learning rate falls to 0; Infinity: never. */
  decaySteps: number;
  optimiser: Optimiser;
  /** Largest global norm of the gradient; 0 = no limit. */
  clipNorm: number;
  /** Its outputs are told by their names. */
  loss(network: Network): LossFn;
  /** What the loss reads of each row, beside the observation and the action. */
  columns: readonly Column[];
}

/**
 * What is known of a row: the log-probability of its action and the value when it was chosen; its advantage and λ-return;
 * `weight`: 1 in the first episode of each environment in a rollout, 0 after it; `mask`, [A]: 1 for legal actions.
 */
type Column = 'logProb' | 'value' | 'advantage' | 'return' | 'weight' | 'mask';

/** N = environments, A = actions, R = rows of a rollout. */
export class ActorCriticLearner implements OnPolicyLearner<ActorCriticMetric> {
  readonly values: Float32Array;
  /** [N, A] The policies of what is `seen`, after `evaluate`. */
  readonly logits: Float32Array;
  private readonly options: ActorCriticOptions;
  private readonly network: CompiledNetwork;
  private readonly probabilities: Float32Array;
  /** [R] */
  private readonly advantages: Float32Array;
  private readonly returns: Float32Array;
  private readonly weights: Float32Array;
  private minibatches: Minibatches | undefined;

  private constructor(options: ActorCriticOptions, network: CompiledNetwork) {
    this.options = options;
    this.network = network;
    this.values = network.acting.outputs.value as Float32Array;
    this.logits = network.acting.outputs.policy as Float32Array;
    this.probabilities = new Float32Array(this.logits.length / options.numEnvs);
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
    const columns = options.columns.map((name) => ({
      name,
      width: name === 'mask' ? actors.numActions : undefined,
    }));
    const streams = ['actions', 'minibatches'];
    const network = await CompiledNetwork.create(actors, seed, { ...options, columns, streams });
    return new ActorCriticLearner(options, network);
  }

  get parameters(): Parameters {
    return this.network.parameters;
  }

  get seen(): Uint8Array | Float32Array {
    return this.network.seen;
  }

  evaluate(): Promise<void> {
    return this.network.acting.run();
  }

  choose(rollout: Rollout, t: number): void {
    const { logits, probabilities } = this;
    const { streams } = this.network;
    const count = probabilities.length;
    if (rollout.masks) maskInto(logits, rollout.masks, t * logits.length);
    for (let i = 0; i < rollout.numEnvs; i++) {
      const normaliser = softmaxInto(probabilities, logits, i * count, count);
      const action = draw(probabilities, streams.actions);
      const row = t * rollout.numEnvs + i;
      rollout.actions[row] = action;
      rollout.logProbs[row] = logits[i * count + action] - normaliser;
    }
  }

  analysis(): Analysis {
    softmaxInto(this.probabilities, this.logits, 0, this.probabilities.length);
    return policyAnalysis(this.probabilities, this.values[0]);
  }

  async learn(rollout: Rollout, begun: number, progress: Progress<ActorCriticMetric>): Promise<void> {
    const { gamma, lambda, bootstraps = true, epochs, learningRate, decaySteps } = this.options;
    const { step, streams } = this.network;
    const { advantages, returns } = this;
    if (!bootstraps) {
      rollout.finalValues.fill(0);
      rollout.values.fill(0, rollout.length * rollout.numEnvs);
    }
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
      await this.minibatches.epoch(streams.minibatches, rate, () => {
        for (const [name, [value]] of Object.entries(step.outputs))
          progress.add(name as ActorCriticMetric, value);
        progress.add('gradientNorm', step.gradientNorm);
      });
    }
  }

  save(): { json: Json; arrays: Record<string, StateArray> } {
    return this.network.save();
  }

  load(json: Json, arrays: Readonly<Record<string, StateArray>>): void {
    this.network.load(json, arrays);
  }

  dispose(): Promise<void> {
    return this.network.dispose();
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
    return new Minibatches(this.network.step, size, rollout.observations, {
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
