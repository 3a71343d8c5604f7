/** PQN's learner (Gallici et al. 2024, algorithm 1): one q network, ε-greedy in many environments, no target network, no replay. */
import type { Json } from '@agon/core';
import { radam, type Parameters } from '@agon/engine';
import type { Progress, StateArray } from '@agon/learning';
import type { Analysis } from '../../agent.js';
import { argmax, qAnalysis } from '../../value/dqn/analysis.js';
import type { Actors } from '../onPolicy/actors.js';
import { CompiledNetwork } from '../onPolicy/compiledNetwork.js';
import { decayed, type OnPolicyLearner } from '../onPolicy/learner.js';
import { Minibatches } from '../onPolicy/minibatches.js';
import { lambdaReturnsInto } from '../onPolicy/returns.js';
import type { Rollout } from '../onPolicy/rollout.js';
import { pqnLoss } from './loss.js';
import type { PqnMetric } from './metrics.js';
import { epsilonAt, type PqnSettings } from './settings.js';

/** N = environments, A = actions, R = rows of a rollout. */
export class PqnLearner implements OnPolicyLearner<PqnMetric> {
  /** [N] max_a Q */
  readonly values: Float32Array;
  /** [N, A] The action values of what is `seen`, after `evaluate`. */
  readonly q: Float32Array;
  private readonly settings: PqnSettings;
  private readonly decaySteps: number;
  private readonly network: CompiledNetwork;
  /** [N] The best action of each environment. */
  private readonly best: Int32Array;
  /** [R] */
  private readonly returns: Float32Array;
  private minibatches: Minibatches | undefined;

  private constructor(settings: PqnSettings, decaySteps: number, network: CompiledNetwork) {
    this.settings = settings;
    this.decaySteps = decaySteps;
    this.network = network;
    this.q = network.acting.outputs.q as Float32Array;
    this.values = new Float32Array(settings.numEnvs);
    this.best = new Int32Array(settings.numEnvs);
    this.returns = new Float32Array(settings.numEnvs * settings.rolloutSteps);
  }

  /**
   * Builds and compiles; all streams are named after `seed`.
   * @param decaySteps steps in which the learning rate falls to 0
   * @throws unknown-net, bad-option, unsupported
   */
  static async create(
    actors: Actors,
    seed: string,
    settings: PqnSettings,
    decaySteps: number,
  ): Promise<PqnLearner> {
    const network = await CompiledNetwork.create(actors, seed, {
      ...settings,
      networkKind: 'q',
      optimiser: radam({ epsilon: settings.optimiserEpsilon }),
      loss: (built) => pqnLoss(built, actors.numActions),
      columns: [{ name: 'return' }],
      streams: ['exploration', 'minibatches'],
    });
    return new PqnLearner(settings, decaySteps, network);
  }

  get parameters(): Parameters {
    return this.network.parameters;
  }

  get seen(): Uint8Array | Float32Array {
    return this.network.seen;
  }

  async evaluate(): Promise<void> {
    await this.network.acting.run();
    const { q, best, values } = this;
    const numActions = q.length / best.length;
    for (let i = 0; i < best.length; i++) {
      best[i] = argmax(q, i * numActions, numActions);
      values[i] = q[i * numActions + best[i]];
    }
  }

  /** ε-greedy: one draw for each environment, and one more for a random action. */
  choose(rollout: Rollout, t: number, step: number): void {
    const { best } = this;
    const { exploration } = this.network.streams;
    const numActions = this.q.length / best.length;
    const epsilon = epsilonAt(this.settings, step);
    for (let i = 0; i < best.length; i++) {
      const isRandom = exploration.uniform() < epsilon;
      rollout.actions[t * best.length + i] = isRandom ? exploration.int(numActions) : best[i];
    }
  }

  analysis(): Analysis {
    return qAnalysis(this.q, 0, this.q.length / this.best.length);
  }

  async learn(rollout: Rollout, begun: number, progress: Progress<PqnMetric>): Promise<void> {
    const { gamma, lambda, epochs, learningRate, rewardScale } = this.settings;
    const { returns } = this;
    const { step, streams } = this.network;
    for (let row = 0; row < returns.length; row++) rollout.rewards[row] *= rewardScale;
    lambdaReturnsInto(returns, rollout, gamma, lambda);
    this.minibatches ??= new Minibatches(
      step,
      returns.length / this.settings.minibatches,
      rollout.observations,
      { action: rollout.actions, return: returns },
    );
    const rate = decayed(learningRate, begun, this.decaySteps);
    progress.add('learningRate', rate);
    progress.add('epsilon', epsilonAt(this.settings, begun));
    for (let epoch = 0; epoch < epochs; epoch++) {
      await this.minibatches.epoch(streams.minibatches, rate, () => {
        progress.add('loss', step.outputs.loss[0]);
        progress.add('qMean', step.outputs.qMean[0]);
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
}
