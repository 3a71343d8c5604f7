/**
 * REINFORCE by self-play (Silver et al. 2016, "Reinforcement learning of policy networks"): games against an opponent drawn from a
 * pool of earlier policies, and gradient ascent on z · log p(a | s), z the outcome for the learner. The pool begins with the policy
 * learned from games. B = positions of an update, A = actions.
 */
import { RandomStream } from '@agon/core';
import { Parameters, sgd, trainStep, type TrainStep } from '@agon/engine';
import type { Go, GoState } from '@agon/envs';
import {
  LiveReporter,
  Means,
  shownState,
  takeArray,
  type LiveGames,
  type MetricValues,
  type StateArray,
} from '@agon/learning';
import { batchOf } from '@agon/nets';
import * as tf from '@tensorflow/tfjs';
import { GoPlanes } from '../go/planes.js';
import type { NetworkEvaluator } from '../board/networkEvaluator.js';
import { planesEvaluator } from '../imitation/planesEvaluator.js';
import type { AlphagoSettings } from './alphagoSettings.js';
import type { AlphagoWeights } from './alphagoWeights.js';
import { matchScore, playOn } from './sampledGames.js';
import type { Stage } from './stage.js';

/** The largest norm of a gradient. */
const CLIP_NORM = 5;

/** A decision of the learner. */
interface Decision {
  game: number;
  observation: Float32Array;
  action: number;
}

/** Changes `weights.reinforced`; a step is one batch of games and one update. */
export class ReinforceStage implements Stage {
  readonly name = 'reinforce';
  readonly result = ['winRate'];
  readonly reportEvery = 10;
  readonly saveEvery = 20;
  private readonly game: Go;
  private readonly weights: AlphagoWeights;
  private readonly settings: AlphagoSettings;
  private readonly seed: string;
  private readonly planes: GoPlanes;
  private readonly update: TrainStep;
  private readonly learner: NetworkEvaluator;
  private readonly opponentWeights: Parameters;
  private readonly opponent: NetworkEvaluator;
  /** Earlier policies, the oldest first. */
  private pool: Float32Array[];
  private readonly means = new Means();
  private readonly reporter: LiveReporter | undefined;

  private constructor(
    game: Go,
    weights: AlphagoWeights,
    settings: AlphagoSettings,
    seed: string,
    update: TrainStep,
    live: LiveGames | undefined,
  ) {
    this.game = game;
    this.weights = weights;
    this.settings = settings;
    this.seed = seed;
    this.update = update;
    this.reporter = live && new LiveReporter(live);
    this.planes = new GoPlanes(game);
    const { policyNetwork, policy, reinforced } = weights;
    const capacity = Math.max(settings.reinforceGames, settings.matchGames);
    this.opponentWeights = new Parameters(policyNetwork.parameters);
    this.learner = planesEvaluator(game, policyNetwork, reinforced, capacity);
    this.opponent = planesEvaluator(game, policyNetwork, this.opponentWeights, capacity);
    this.pool = [policy.flat.slice()];
  }

  /**
   * The first step begins with `weights.reinforced` equal to `weights.policy`.
   * @param live where games are shown while they are played
   */
  static async open(
    game: Go,
    weights: AlphagoWeights,
    settings: AlphagoSettings,
    seed: string,
    live?: LiveGames,
  ): Promise<ReinforceStage> {
    const { reinforcePositions: batch } = settings;
    const { policyNetwork } = weights;
    const update = await trainStep(
      (inputs, values) => {
        const { policy } = policyNetwork.apply(inputs, values);
        const chosen = tf.sum(tf.mul(inputs.chosen, tf.logSoftmax(policy as tf.Tensor2D)), 1);
        return { loss: tf.neg(tf.mean(tf.mul(chosen, inputs.outcome))) as tf.Scalar };
      },
      {
        inputs: {
          ...batchOf(policyNetwork, batch),
          chosen: { shape: [batch, game.numActions] },
          outcome: { shape: [batch] },
        },
        parameters: weights.reinforced,
        optimiser: sgd(),
        clipNorm: CLIP_NORM,
      },
    );
    return new ReinforceStage(game, weights, settings, seed, update, live);
  }

  /** One batch of games against one opponent, and one update. */
  async step(index: number): Promise<void> {
    const { settings, weights, game } = this;
    const { reinforceGames, reinforceRate, poolEvery, poolSize } = settings;
    if (index === 0) weights.reinforced.copyFrom(weights.policy);
    const rng = new RandomStream(`${this.seed} / reinforce ${index}`);
    this.opponentWeights.flat.set(this.pool[rng.int(this.pool.length)]);
    await this.opponent.refresh();
    const states = Array.from({ length: reinforceGames }, () => game.newInitialState());
    const decisions: Decision[] = [];
    const isLearners = (which: number, state: GoState): boolean => state.turn === which % 2;
    const onMove = (which: number, state: GoState, action: number): void => {
      if (!isLearners(which, state)) return;
      const observation = new Float32Array(
        this.update.inputs.observation.length / settings.reinforcePositions,
      );
      this.planes.write(state, observation);
      decisions.push({ game: which, observation, action });
    };
    this.reporter?.begin(states.map(shownState), index * reinforceGames);
    await playOn(
      states,
      (which, state) => (isLearners(which, state) ? this.learner : this.opponent),
      1,
      rng,
      { onMove, onRound: () => this.reporter?.update() },
    );
    const outcomes = states.map((state, which) => state.returns()[which % 2]);
    for (const outcome of outcomes) this.means.add('score', (outcome + 1) / 2);
    this.means.add(
      'gameLength',
      states.reduce((sum, state) => sum + state.history.length, 0) / states.length,
    );
    this.fill(decisions, outcomes, rng);
    await this.update.run(reinforceRate);
    this.means.add('gradientNorm', this.update.gradientNorm);
    await this.learner.refresh();
    if ((index + 1) % poolEvery !== 0) return;
    this.pool.push(weights.reinforced.flat.slice());
    if (this.pool.length > poolSize) this.pool.shift();
  }

  /** Writes an update's positions, drawn without putting back; places that stay empty count for nothing. */
  private fill(decisions: Decision[], outcomes: readonly number[], rng: RandomStream): void {
    const { observation, chosen, outcome } = this.update.inputs;
    observation.fill(0);
    chosen.fill(0);
    outcome.fill(0);
    const count = Math.min(decisions.length, outcome.length);
    for (let i = 0; i < count; i++) {
      const j = i + rng.int(decisions.length - i);
      [decisions[i], decisions[j]] = [decisions[j], decisions[i]];
      const decision = decisions[i];
      observation.set(decision.observation, i * decision.observation.length);
      chosen[i * this.game.numActions + decision.action] = 1;
      outcome[i] = outcomes[decision.game];
    }
  }

  report(): MetricValues {
    return this.means.take();
  }

  /** `winRate`: of the reinforced policy over the one learned from games, moves drawn from both. */
  async measure(): Promise<MetricValues> {
    this.opponentWeights.copyFrom(this.weights.policy);
    await this.opponent.refresh();
    const rng = new RandomStream(`${this.seed} / reinforced against policy`);
    const start = (): GoState => this.game.newInitialState();
    return {
      winRate: await matchScore(start, this.learner, this.opponent, this.settings.matchGames, rng),
    };
  }

  save(): Record<string, StateArray> {
    return Object.fromEntries(this.pool.map((flat, index) => [`pool${index}`, flat.slice()]));
  }

  load(index: number, arrays: Readonly<Record<string, StateArray>>): void {
    const { poolEvery, poolSize } = this.settings;
    const count = Math.min(poolSize, 1 + Math.floor(index / poolEvery));
    this.pool = Array.from({ length: count }, (_, i) => {
      const policy = new Float32Array(this.opponentWeights.size);
      takeArray(policy, `pool${i}`, arrays);
      return policy;
    });
  }

  async dispose(): Promise<void> {
    await this.update.dispose();
    await this.learner.dispose();
    await this.opponent.dispose();
  }
}
