/**
 * Learning from recorded games: each head of a network towards its target (Silver et al. 2016; ownership and lead: Wu 2020), with an
 * exponential moving average of the weights, which is what plays.
 * N = batch size, C = cells, A = actions.
 */
import { RandomStream, shuffle } from '@agon/core';
import {
  adamW,
  compile,
  cosineSchedule,
  Parameters,
  trainStep,
  warmup,
  type Program,
  type Schedule,
  type TensorMap,
  type TrainStep,
} from '@agon/engine';
import {
  averageRate,
  Means,
  loadAveraged,
  saveAveraged,
  type MetricValues,
  type SavedState,
  type TrainState,
} from '@agon/learning';
import * as tf from '@tensorflow/tfjs';
import { batchOf, type Network } from '@agon/nets';
import { JudgedMoves, judgePolicy } from './judge.js';
import { NOT_IMITATED, type GoBatch, type Positions } from './positions.js';
import type { GoLearnerMetric, HeldMetric } from './metrics.js';

/** What a learner needs to know; a part of the settings of whoever uses it. */
interface GoLearnerSettings {
  batchSize: number;
  learningRate: number;
  decaySteps: number;
  weightDecay: number;
  averaging: number;
  valueWeight: number;
  ownershipWeight: number;
  scoreWeight: number;
}

/** The largest norm of a gradient. */
const CLIP_NORM = 5;
/** The learning rate rises over the first updates: this many, or a tenth of all. */
const WARM_UP = 300;
/** The learning rate at the end, as a share of the first one. */
const LAST_RATE = 0.02;
/** Errors of the lead count as squares up to so many points, and in a straight line beyond: who wins is a matter of few points. */
const LEAD_BEND = 4;
/** Keeps the logarithms of the value's chances finite. */
const VALUE_MARGIN = 1e-4;
/** Positions that are measured at a time. */
const TEST_BATCH = 64;

/**
 * Measured on positions that were not learned from. `heldAccuracy`: the share of moves that are the network's first choice;
 * `heldPolicyLoss`: their cross-entropy, in nats; `heldIllegal`: the share of positions where that choice is against the rules;
 * `heldIllegalMass`: the mean probability of all such moves; `valueError`, `resultError`: the mean squared error of the chance to win, 0..1,
 * against the search's own values, and against results; `valueSpread`, `resultSpread`: the errors of somebody who always says the mean.
 */
type Held = { -readonly [Id in HeldMetric]?: number };

/** Trains one network on positions, for those of the targets that the network has heads for. */
export class GoLearner {
  readonly network: Network;
  /** The weights that are trained, and their moving average. */
  readonly parameters: Parameters;
  readonly average: Parameters;
  /** Updates done. */
  step = 0;
  private readonly settings: GoLearnerSettings;
  private readonly train: TrainStep;
  private readonly test: Program;
  private readonly seed: string;
  private readonly schedule: Schedule;
  private readonly means = new Means<GoLearnerMetric>();
  /** [rows] The order of the present pass over all positions, and which pass it is. */
  private order: Int32Array = new Int32Array(0);
  private pass = -1;

  private constructor(
    network: Network,
    parameters: Parameters,
    train: TrainStep,
    test: Program,
    average: Parameters,
    settings: GoLearnerSettings,
    seed: string,
  ) {
    this.network = network;
    this.parameters = parameters;
    this.average = average;
    this.settings = settings;
    this.train = train;
    this.test = test;
    this.seed = seed;
    const { learningRate, decaySteps } = settings;
    const rise = Math.min(WARM_UP, Math.floor(decaySteps / 10));
    const fall = Math.max(1, decaySteps - rise);
    this.schedule = warmup(rise, cosineSchedule(learningRate, LAST_RATE * learningRate, fall));
  }

  /**
   * Compiles the training step of a network.
   * @param average the weights to begin with; from then on their moving average
   * @param seed names the streams of random numbers
   */
  static async create(
    network: Network,
    average: Parameters,
    settings: GoLearnerSettings,
    seed: string,
  ): Promise<GoLearner> {
    const parameters = new Parameters(network.parameters);
    parameters.copyFrom(average);
    const { batchSize, weightDecay } = settings;
    const [height, width] = network.inputs.observation.shape;
    const cells = height * width;
    const step = await trainStep(
      (inputs, values) => losses(network.apply(inputs, values), inputs, settings),
      {
        inputs: {
          ...batchOf(network, batchSize),
          policy: { shape: [batchSize, cells + 1] },
          value: { shape: [batchSize] },
          valueKnown: { shape: [batchSize] },
          score: { shape: [batchSize] },
          scoreKnown: { shape: [batchSize] },
          ownership: { shape: [batchSize, cells] },
          ownershipKnown: { shape: [batchSize] },
        },
        parameters,
        optimiser: adamW({ weightDecay }),
        clipNorm: CLIP_NORM,
      },
    );
    const test = await compile(network.apply, {
      inputs: batchOf(network, TEST_BATCH),
      parameters: average,
    });
    return new GoLearner(network, parameters, step, test, average, settings, seed);
  }

  /** One update on the next minibatch: all positions in a new order each pass, each seen through a symmetry drawn by chance. */
  async update(positions: Positions): Promise<void> {
    const { batchSize, averaging } = this.settings;
    const rng = new RandomStream(`${this.seed} / update ${this.step}`);
    for (let i = 0; i < batchSize; i++) {
      const row = this.rowAt(positions, this.step * batchSize + i);
      positions.readInto(this.train.inputs as unknown as GoBatch, i, row, rng.int(positions.numSymmetries));
    }
    await this.train.run(this.schedule(this.step));
    this.step++;
    this.average.copyFrom(this.parameters, averageRate(averaging, this.step));
    for (const [name, [value]] of Object.entries(this.train.outputs))
      this.means.add(name as GoLearnerMetric, value);
  }

  /** Means since the last report. */
  report(): MetricValues<GoLearnerMetric> {
    return {
      ...this.means.take(),
      learningRate: this.schedule(this.step),
      gradientNorm: this.train.gradientNorm,
    };
  }

  /** The averaged weights on at most `most` positions, evenly chosen. */
  async measure(positions: Positions, most: number): Promise<Held> {
    await this.test.refresh();
    const chosen = evenly(positions.size, most);
    const judged = new JudgedMoves();
    const legal = new Uint8Array(positions.numActions);
    const sums = { value: 0, valueError: 0, result: 0, resultError: 0 };
    const counts = { value: 0, result: 0 };
    const means = { value: 0, result: 0 };
    const batch = emptyBatch(
      TEST_BATCH,
      this.network.inputs.observation.shape,
      this.test.inputs.observation as Float32Array,
    );
    const { policy, value } = this.test.outputs as Record<string, Float32Array | undefined>;
    for (let first = 0; first < chosen.length; first += TEST_BATCH) {
      const part = chosen.slice(first, first + TEST_BATCH);
      part.forEach((row, i) => positions.readInto(batch, i, row, 0));
      await this.test.run();
      part.forEach((row, i) => {
        const action = positions.action(row);
        if (policy && action !== NOT_IMITATED) {
          positions.legalInto(legal, row);
          judged.add(judgePolicy(policy, i * legal.length, legal, action));
        }
        if (!value) return;
        for (const [kind, truth] of [
          ['value', positions.searchValue(row)],
          ['result', positions.outcome(row)],
        ] as const) {
          if (Number.isNaN(truth)) continue;
          counts[kind]++;
          sums[kind] += (truth / 2) ** 2;
          means[kind] += truth / 2;
          sums[`${kind}Error`] += ((value[i] - truth) / 2) ** 2;
        }
      });
    }
    const held: Held = judged.report();
    if (!value) return held;
    for (const kind of ['value', 'result'] as const) {
      if (counts[kind] === 0) continue;
      held[`${kind}Error`] = sums[`${kind}Error`] / counts[kind];
      held[`${kind}Spread`] = sums[kind] / counts[kind] - (means[kind] / counts[kind]) ** 2;
    }
    return held;
  }

  /** Weights, average and moments, for a saved state. */
  save(): TrainState['arrays'] {
    const { parameters, average, train } = this;
    return saveAveraged({ parameters, average, train });
  }

  /** Goes on from a saved state. @throws bad-checkpoint where it is of another network */
  load(step: number, arrays: SavedState['arrays']): void {
    const { parameters, average, train } = this;
    loadAveraged({ parameters, average, train }, step, arrays);
    this.step = step;
  }

  async dispose(): Promise<void> {
    await this.train.dispose();
    await this.test.dispose();
  }

  /** The row that is `place`-th of all that are ever drawn. */
  private rowAt(positions: Positions, place: number): number {
    const pass = Math.floor(place / positions.size);
    if (pass !== this.pass) {
      this.pass = pass;
      const inTurn = Int32Array.from({ length: positions.size }, (_, row) => row);
      this.order = shuffle(inTurn, new RandomStream(`${this.seed} / pass ${pass}`));
    }
    return this.order[place - pass * positions.size];
  }
}

/** The heads' losses and their weighted sum. */
function losses(
  heads: TensorMap,
  inputs: TensorMap,
  settings: GoLearnerSettings,
): TensorMap & { loss: tf.Scalar } {
  const found: Record<string, tf.Scalar> = {};
  const terms: tf.Tensor[] = [];
  const add = (name: string, loss: tf.Tensor, weight: number): void => {
    found[name] = loss as tf.Scalar;
    terms.push(tf.mul(loss, weight));
  };
  if ('policy' in heads) {
    const logProbabilities = tf.logSoftmax(heads.policy as tf.Tensor2D);
    add('policyLoss', tf.neg(tf.mean(tf.sum(tf.mul(inputs.policy, logProbabilities), 1))), 1);
  }
  if ('value' in heads) {
    const chance = tf.add(tf.mul(heads.value, 0.5 - VALUE_MARGIN), 0.5);
    const wanted = tf.add(tf.mul(inputs.value, 0.5 - VALUE_MARGIN), 0.5);
    const entropy = tf.add(
      tf.mul(wanted, tf.log(chance)),
      tf.mul(tf.sub(1, wanted), tf.log(tf.sub(1, chance))),
    );
    add('valueLoss', tf.neg(tf.mean(tf.mul(entropy, inputs.valueKnown))), settings.valueWeight);
  }
  if ('ownership' in heads) {
    const errors = tf.mean(tf.square(tf.sub(heads.ownership, inputs.ownership)), 1);
    add('ownershipLoss', tf.mean(tf.mul(errors, inputs.ownershipKnown)), settings.ownershipWeight);
  }
  if ('score' in heads) {
    const errors = huber(tf.sub(heads.score, inputs.score), LEAD_BEND / inputs.ownership.shape[1]!);
    add('scoreLoss', tf.mean(tf.mul(errors, inputs.scoreKnown)), settings.scoreWeight);
  }
  return { ...found, loss: tf.addN(terms) as tf.Scalar };
}

/** Smooth Huber loss: error² for errors well below `bend`, 2 · bend · |error| well above. */
function huber(error: tf.Tensor, bend: number): tf.Tensor {
  const root = tf.sqrt(tf.add(tf.square(tf.div(error, bend)), 1));
  return tf.mul(tf.sub(root, 1), 2 * bend * bend);
}

function emptyBatch(size: number, [height, width]: readonly number[], observation: Float32Array): GoBatch {
  const cells = height * width;
  const numbers = (): Float32Array => new Float32Array(size);
  return {
    observation,
    policy: new Float32Array(size * (cells + 1)),
    value: numbers(),
    valueKnown: numbers(),
    score: numbers(),
    scoreKnown: numbers(),
    ownership: new Float32Array(size * cells),
    ownershipKnown: numbers(),
  };
}

/** At most `most` of 0..size−1, evenly chosen. */
function evenly(size: number, most: number): number[] {
  const count = Math.min(size, most);
  return Array.from({ length: count }, (_, i) => Math.floor((i * size) / count));
}
