/** PQN's learner (Gallici et al. 2024, algorithm 1): one q network, ε-greedy in many environments, no target network, no replay. */
import { RandomStream, type Json, type RandomState } from '@agon/core';
import { BIT_ROOM, compile, Parameters, radam, trainStep, type Program, type TrainStep } from '@agon/engine';
import { makeNetwork } from '@agon/nets';
import type { Account } from '../agent.js';
import { argmax, qAccount } from '../dqn/account.js';
import type { Actors } from '../onPolicy/actors.js';
import {
  decayed,
  loadTraining,
  observationInput,
  observationScale,
  saveTraining,
  type OnPolicyLearner,
} from '../onPolicy/learner.js';
import { lossInputs, Minibatches } from '../onPolicy/minibatches.js';
import type { Progress } from '../onPolicy/progress.js';
import { lambdaReturnsInto } from '../onPolicy/returns.js';
import type { Rollout } from '../onPolicy/rollout.js';
import type { StateArray } from '../trainer.js';
import { pqnLoss } from './loss.js';
import { epsilonAt, type PqnSettings } from './settings.js';

/** The JSON part of what is saved. */
interface Saved {
  updates: number;
  exploration: RandomState;
  batches: RandomState;
}

/** N = environments, A = actions, R = rows of a rollout. */
export class PqnLearner implements OnPolicyLearner {
  readonly parameters: Parameters;
  readonly seen: Uint8Array | Float32Array;
  /** [N] max_a Q */
  readonly values: Float32Array;
  /** [N, A] The action values of what is `seen`, after `evaluate`. */
  readonly q: Float32Array;
  private readonly settings: PqnSettings;
  private readonly decaySteps: number;
  private readonly scale: number;
  private readonly acting: Program;
  private readonly step: TrainStep;
  /** [N] The best action of each environment. */
  private readonly best: Int32Array;
  private readonly exploration: RandomStream;
  private readonly batches: RandomStream;
  /** [R] */
  private readonly returns: Float32Array;
  private minibatches: Minibatches | undefined;

  private constructor(
    settings: PqnSettings,
    decaySteps: number,
    seed: string,
    scale: number,
    parameters: Parameters,
    acting: Program,
    step: TrainStep,
  ) {
    this.settings = settings;
    this.decaySteps = decaySteps;
    this.scale = scale;
    this.parameters = parameters;
    this.acting = acting;
    this.step = step;
    this.seen = acting.inputs.seen as Uint8Array | Float32Array;
    this.q = acting.outputs.q as Float32Array;
    this.values = new Float32Array(settings.numEnvs);
    this.best = new Int32Array(settings.numEnvs);
    this.exploration = new RandomStream(`${seed} / exploration`);
    this.batches = new RandomStream(`${seed} / minibatches`);
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
    const { observation, numActions } = actors;
    const network = makeNetwork(settings.network, observation.shape, numActions, 'q');
    const parameters = new Parameters(network.parameters, BIT_ROOM).initialise(
      new RandomStream(`${seed} / init`),
    );
    const { numEnvs, rolloutSteps, minibatches, optimiserEpsilon: epsilon, clipNorm } = settings;
    const acting = await compile(({ seen }, values) => network.apply(seen, values), {
      inputs: { seen: observationInput(observation, numEnvs) },
      parameters,
      weights: 'live',
      threads: 1,
    });
    const step = await trainStep(pqnLoss(network, numActions), {
      inputs: lossInputs((numEnvs * rolloutSteps) / minibatches, observation, [{ name: 'return' }]),
      parameters,
      optimiser: radam({ epsilon }),
      clipNorm: clipNorm > 0 ? clipNorm : undefined,
      threads: 1,
    });
    return new PqnLearner(
      settings,
      decaySteps,
      seed,
      observationScale(observation),
      parameters,
      acting,
      step,
    );
  }

  async evaluate(): Promise<void> {
    await this.acting.run();
    const { q, best, values } = this;
    const numActions = q.length / best.length;
    for (let i = 0; i < best.length; i++) {
      best[i] = argmax(q, i * numActions, numActions);
      values[i] = q[i * numActions + best[i]];
    }
  }

  /** ε-greedy: one draw for each environment, and one more for a random action. */
  choose(rollout: Rollout, t: number, step: number): void {
    const { best, exploration } = this;
    const numActions = this.q.length / best.length;
    const epsilon = epsilonAt(this.settings, step);
    for (let i = 0; i < best.length; i++) {
      const isRandom = exploration.uniform() < epsilon;
      rollout.actions[t * best.length + i] = isRandom ? exploration.int(numActions) : best[i];
    }
  }

  account(): Account {
    return qAccount(this.q, 0, this.q.length / this.best.length);
  }

  async learn(rollout: Rollout, begun: number, progress: Progress): Promise<void> {
    const { gamma, lambda, epochs, learningRate, rewardScale } = this.settings;
    const { returns, step } = this;
    for (let row = 0; row < returns.length; row++) rollout.rewards[row] *= rewardScale;
    lambdaReturnsInto(returns, rollout, gamma, lambda);
    this.minibatches ??= new Minibatches(
      step,
      returns.length / this.settings.minibatches,
      rollout.observations,
      this.scale,
      { action: rollout.actions, return: returns },
    );
    const rate = decayed(learningRate, begun, this.decaySteps);
    progress.add('learningRate', rate);
    progress.add('epsilon', epsilonAt(this.settings, begun));
    for (let epoch = 0; epoch < epochs; epoch++) {
      await this.minibatches.epoch(this.batches, rate, () => {
        progress.add('loss', step.outputs.loss[0]);
        progress.add('qMean', step.outputs.qMean[0]);
        progress.add('gradientNorm', step.gradientNorm);
      });
    }
  }

  save(): { json: Json; arrays: Record<string, StateArray> } {
    const { updates, arrays } = saveTraining(this.parameters, this.step);
    const saved: Saved = { updates, exploration: this.exploration.save(), batches: this.batches.save() };
    return { json: saved as unknown as Json, arrays };
  }

  load(json: Json, arrays: Readonly<Record<string, StateArray>>): void {
    const saved = json as unknown as Saved;
    loadTraining(this.parameters, this.step, saved.updates, arrays);
    this.exploration.restore(saved.exploration);
    this.batches.restore(saved.batches);
  }

  async dispose(): Promise<void> {
    await this.acting.dispose();
    await this.step.dispose();
  }
}
