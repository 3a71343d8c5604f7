/** A language model's network that learns the task of memory: only its answer to the sign counts. B = rows, L = length, V = vocabulary. */
import { RandomStream } from '@agon/core';
import {
  adam,
  compile,
  Parameters,
  trainStep,
  type Program,
  type TensorMap,
  type TrainStep,
} from '@agon/engine';
import { batchOf, makeNetwork, trainingBatchOf, type Network } from '@agon/nets';
import * as tf from '@tensorflow/tfjs';
import { CUES, lengthFor, VOCABULARY, writeRows } from './recallTask.js';

/** Rows of an update, and of a measurement. */
const ROWS = 32;
/** Rows by which the share of right answers at a distance is measured. */
const MEASURED = 128;
/** Longer gradients are cut. */
const CLIP = 1;

/** [B, V] The scores at the last place. */
function lastScores(network: Network, inputs: TensorMap, values: TensorMap): tf.Tensor2D {
  const { logits } = network.apply(inputs, values);
  const [rows, length] = logits.shape;
  return tf.reshape(tf.slice(logits, [0, length - 1, 0], [rows, 1, VOCABULARY]), [rows, VOCABULARY]);
}

export class RecallLearner {
  readonly network: Network;
  readonly parameters: Parameters;
  /** Updates done. */
  updates = 0;
  private readonly train: TrainStep;
  private readonly program: Program;
  private readonly farthest: number;
  private readonly seed: string;

  private constructor(
    network: Network,
    parameters: Parameters,
    train: TrainStep,
    program: Program,
    farthest: number,
    seed: string,
  ) {
    this.network = network;
    this.parameters = parameters;
    this.train = train;
    this.program = program;
    this.farthest = farthest;
    this.seed = seed;
  }

  /**
   * @param spec a network of kind language-model
   * @param farthest distances are 1 to this
   * @throws unknown-net, bad-option
   */
  static async create(spec: string, farthest: number, seed: string): Promise<RecallLearner> {
    const length = lengthFor(farthest);
    const network = makeNetwork(spec, 'language-model', { length, vocabulary: VOCABULARY });
    const parameters = new Parameters(network.parameters).initialise(new RandomStream(`${seed} / weights`));
    const train = await trainStep(
      ({ answers, ...inputs }: TensorMap, values) => {
        const wanted = tf.cast(tf.oneHot(answers as tf.Tensor1D, VOCABULARY), 'float32');
        const chances = tf.logSoftmax(lastScores(network, inputs, values));
        return { loss: tf.neg(tf.mean(tf.sum(tf.mul(wanted, chances), 1))) as tf.Scalar };
      },
      {
        inputs: { ...trainingBatchOf(network, ROWS), answers: { shape: [ROWS], dtype: 'int32' } },
        parameters,
        optimiser: adam(),
        clipNorm: CLIP,
      },
    );
    const program = await compile((inputs, values) => ({ scores: lastScores(network, inputs, values) }), {
      inputs: batchOf(network, ROWS),
      parameters,
      weights: 'live',
    });
    return new RecallLearner(network, parameters, train, program, farthest, seed);
  }

  /** So many updates, each on cues at all distances. @returns the mean loss, nats: log 4 is guessing */
  async learn(count: number, learningRate: number): Promise<number> {
    const { tokens, answers } = this.train.inputs as Record<string, Int32Array>;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const rng = new RandomStream(`${this.seed} / update ${this.updates}`);
      const distances = Int32Array.from({ length: ROWS }, () => 1 + rng.int(this.farthest));
      writeRows(distances, tokens, answers, rng);
      sum += await this.train.run(learningRate);
      this.updates++;
    }
    return sum / count;
  }

  /** The share of right answers where the cue is so far behind the sign; a quarter is guessing. */
  async accuracy(distance: number): Promise<number> {
    const rng = new RandomStream(`${this.seed} / measured ${distance}`);
    const distances = new Int32Array(ROWS).fill(distance);
    const answers = new Int32Array(ROWS);
    let right = 0;
    for (let first = 0; first < MEASURED; first += ROWS) {
      writeRows(distances, this.program.inputs.tokens as Int32Array, answers, rng);
      await this.program.run();
      const scores = this.program.outputs.scores as Float32Array;
      for (let row = 0; row < ROWS; row++) {
        const own = scores.subarray(row * VOCABULARY, row * VOCABULARY + CUES);
        if (own.indexOf(Math.max(...own)) === answers[row]) right++;
      }
    }
    return right / MEASURED;
  }

  async dispose(): Promise<void> {
    await this.train.dispose();
    await this.program.dispose();
  }
}
