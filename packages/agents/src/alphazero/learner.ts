/**
 * The learner: policy and value regressed on self-play, (z − v)² − πᵀ log p + c‖θ‖² (Silver et al. 2017, eq. 1); in games of
 * territory also whose each cell is at the end, and the lead (Wu 2020, section 4.2; squared errors here). What plays is a moving
 * average of the weights, where one is wanted (Wu 2020, appendix C).
 */
import { AgonError, RandomStream } from '@agon/core';
import { adam, Parameters, trainStep, type TensorMap, type TrainStep } from '@agon/engine';
import type { Game } from '@agon/envs';
import { averageRate, momentsOf, takeParameters, type SavedState } from '@agon/learning';
import * as tf from '@tensorflow/tfjs';
import { batchOf, type Network } from '@agon/nets';
import type { Experience, Minibatch } from './experience.js';
import { territoryCells } from './gameBatch.js';
import type { LearnerMetric } from './metrics.js';
import type { AlphazeroSettings } from './settings.js';

/**
 * Means over a round's updates, and how many these were. `policyLoss`: cross-entropy of the network's policy against the search's, in
 * nats; `valueLoss`: mean squared error; `ownershipLoss`, `scoreLoss`: mean squared error of each cell's owner, −1..1, and of the lead
 * divided by the cells, 0 where not learned; `policyEntropy`: of the network's policy (illegal actions included), in nats.
 */
export type LearnerMetrics = Record<LearnerMetric, number>;

/** Trains one network on minibatches of an experience. */
export class Learner {
  /** The weights that are trained, and those that play: their moving average, or the same without one. */
  readonly parameters: Parameters;
  readonly average: Parameters;
  private readonly step: TrainStep;
  private readonly settings: AlphazeroSettings;
  /** Of all rounds. */
  private updates = 0;

  private constructor(step: TrainStep, parameters: Parameters, settings: AlphazeroSettings) {
    this.step = step;
    this.parameters = parameters;
    this.settings = settings;
    this.average = parameters;
    if (settings.averaging === 0) return;
    this.average = new Parameters(parameters.specs);
    this.average.copyFrom(parameters);
  }

  /**
   * Compiles the training step of `network` over `parameters`, which it changes from then on.
   * @throws bad-option where territory is to be learned and the game or the network has none
   */
  static async create(
    network: Network,
    game: Game,
    parameters: Parameters,
    settings: AlphazeroSettings,
  ): Promise<Learner> {
    const { batchSize, valueWeight, ownershipWeight, scoreWeight, l2, clipNorm, learnerThreads } = settings;
    const cells = territoryCells(game);
    const learnsTerritory = ownershipWeight > 0 || scoreWeight > 0;
    requireTerritory(game, network, settings);
    const step = await trainStep(
      (inputs, values) => {
        const heads = network.apply(inputs, values);
        const logProbabilities = tf.logSoftmax(heads.policy as tf.Tensor2D);
        const crossEntropy = tf.neg(tf.sum(tf.mul(inputs.policy, logProbabilities)));
        const policyLoss = tf.div(crossEntropy, batchSize) as tf.Scalar;
        const valueLoss = tf.mean(tf.square(tf.sub(heads.value, inputs.outcome))) as tf.Scalar;
        const entropy = tf.neg(tf.sum(tf.mul(tf.exp(logProbabilities), logProbabilities)));
        let loss = tf.add(policyLoss, tf.mul(valueLoss, valueWeight)) as tf.Scalar;
        let territory: { ownershipLoss?: tf.Scalar; scoreLoss?: tf.Scalar } = {};
        if (learnsTerritory) {
          territory = territoryLosses(heads, inputs);
          loss = tf.add(loss, tf.mul(territory.ownershipLoss!, ownershipWeight));
          loss = tf.add(loss, tf.mul(territory.scoreLoss!, scoreWeight));
        }
        if (l2 > 0) {
          const squares = Object.values(values).map((value) => tf.sum(tf.square(value)));
          loss = tf.add(loss, tf.mul(tf.addN(squares), l2));
        }
        return { loss, policyLoss, valueLoss, ...territory, policyEntropy: tf.div(entropy, batchSize) };
      },
      {
        inputs: {
          ...batchOf(network, batchSize),
          policy: { shape: [batchSize, game.numActions] },
          outcome: { shape: [batchSize] },
          ...(learnsTerritory && {
            ownership: { shape: [batchSize, cells] },
            score: { shape: [batchSize] },
            territoryKnown: { shape: [batchSize] },
          }),
        },
        parameters,
        optimiser: adam(),
        threads: learnerThreads,
        ...(clipNorm > 0 ? { clipNorm } : {}),
      },
    );
    return new Learner(step, parameters, settings);
  }

  /**
   * Trains on `updates` minibatches drawn by a stream of its own, so that a round depends on nothing but parameters,
   * moments, experience and `seed`.
   * @param shouldStop asked before each update; where it says yes the round ends early (and its result is to be dropped)
   */
  async train(
    experience: Experience,
    updates: number,
    seed: string,
    shouldStop: () => boolean,
  ): Promise<LearnerMetrics> {
    const rng = new RandomStream(seed);
    const sums: LearnerMetrics = {
      loss: 0,
      policyLoss: 0,
      valueLoss: 0,
      ownershipLoss: 0,
      scoreLoss: 0,
      policyEntropy: 0,
      gradientNorm: 0,
      iterationUpdates: 0,
    };
    const { inputs, outputs } = this.step;
    const { learningRate, averaging } = this.settings;
    while (sums.iterationUpdates < updates && !shouldStop()) {
      experience.sampleInto(inputs as unknown as Minibatch, rng);
      sums.loss += await this.step.run(learningRate);
      this.updates++;
      if (averaging > 0) this.average.copyFrom(this.parameters, averageRate(averaging, this.updates));
      sums.policyLoss += outputs.policyLoss[0];
      sums.valueLoss += outputs.valueLoss[0];
      sums.ownershipLoss += outputs.ownershipLoss?.[0] ?? 0;
      sums.scoreLoss += outputs.scoreLoss?.[0] ?? 0;
      sums.policyEntropy += outputs.policyEntropy[0];
      sums.gradientNorm += this.step.gradientNorm;
      sums.iterationUpdates++;
    }
    const mean = (sum: number): number => sum / Math.max(1, sums.iterationUpdates);
    return {
      loss: mean(sums.loss),
      policyLoss: mean(sums.policyLoss),
      valueLoss: mean(sums.valueLoss),
      ownershipLoss: mean(sums.ownershipLoss),
      scoreLoss: mean(sums.scoreLoss),
      policyEntropy: mean(sums.policyEntropy),
      gradientNorm: mean(sums.gradientNorm),
      iterationUpdates: sums.iterationUpdates,
    };
  }

  /** Updates done; weights, their average where there is one, and moments, copied. */
  save(): ReturnType<TrainStep['save']> {
    const { step, arrays } = this.step.save();
    const averaged = this.average !== this.parameters && { average: this.average.flat.slice() };
    return { step, arrays: { parameters: this.parameters.flat.slice(), ...averaged, ...arrays } };
  }

  /** Goes on from a state's arrays. @throws bad-checkpoint where they are damaged or of another network */
  load(updates: number, { parameters, average, ...moments }: SavedState['arrays']): void {
    takeParameters(this.parameters, 'parameters', { parameters });
    if (this.average !== this.parameters) takeParameters(this.average, 'average', { average });
    this.step.load({ step: updates, arrays: momentsOf(moments, '') });
    this.updates = updates;
  }

  async dispose(): Promise<void> {
    await this.step.dispose();
  }
}

/** Means over the positions whose games were played to the end. */
function territoryLosses(
  heads: TensorMap,
  inputs: TensorMap,
): { ownershipLoss: tf.Scalar; scoreLoss: tf.Scalar } {
  const known = inputs.territoryKnown;
  const count = tf.maximum(tf.sum(known), 1);
  const mean = (errors: tf.Tensor): tf.Scalar => tf.div(tf.sum(tf.mul(errors, known)), count);
  const cells = tf.mean(tf.square(tf.sub(heads.ownership, inputs.ownership)), 1);
  return { ownershipLoss: mean(cells), scoreLoss: mean(tf.square(tf.sub(heads.score, inputs.score))) };
}

/** @throws bad-option where territory is to be learned and the game or the network has none */
export function requireTerritory(
  game: Game,
  network: Network,
  { ownershipWeight, scoreWeight }: AlphazeroSettings,
): void {
  if (ownershipWeight === 0 && scoreWeight === 0) return;
  if (territoryCells(game) && 'ownership' in network.outputs) return;
  const what = territoryCells(game)
    ? `the network "${network.id}" has no heads for it`
    : `the game "${game.id}" has no territory`;
  throw new AgonError(
    'bad-option',
    `algorithm "alphazero": "ownershipWeight" and "scoreWeight" learn territory, and ${what}. Set both to 0, or take a game of territory (go, othello) and residual-tower:territory=true.`,
  );
}
