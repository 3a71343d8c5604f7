/** What attacks need of a network: the gradient of its loss by the pixels, and its answers to pictures in [0, 1]. */
import { compile, type Parameters, type Program } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import { judge } from '../classifier/scores.js';

/** A network that answers pictures with a score for each of K classes, or of K actions. */
export interface AnswersPictures {
  /** Of a picture. */
  readonly shape: readonly number[];
  /** K */
  readonly numClasses: number;
  readonly parameters: Parameters;
  /** [B, …shape], values in [0, 1] → logits [B, K]. */
  logits(pictures: tf.Tensor, values: tf.NamedTensorMap): tf.Tensor2D;
}

/** A network under attack. B pictures at a time; K classes. */
export class AttackTarget {
  readonly batchSize: number;
  readonly numClasses: number;
  /** Values of a picture. */
  readonly pictureSize: number;
  private readonly slopes: Program;
  private readonly answers: Program;

  private constructor(batchSize: number, network: AnswersPictures, slopes: Program, answers: Program) {
    this.batchSize = batchSize;
    this.numClasses = network.numClasses;
    this.pictureSize = network.shape.reduce((size, length) => size * length, 1);
    this.slopes = slopes;
    this.answers = answers;
  }

  static async over(network: AnswersPictures, batchSize: number): Promise<AttackTarget> {
    const { shape, numClasses, parameters } = network;
    const pictures = { shape: [batchSize, ...shape] };
    const answers = await compile((inputs, values) => ({ logits: network.logits(inputs.pictures, values) }), {
      inputs: { pictures },
      parameters,
    });
    // The loss of each picture depends on that picture alone: the gradient of their sum is that of each.
    const slopes = await compile(
      ({ pictures: shown, targets }, values) => ({
        slope: tf.grad((x: tf.Tensor) =>
          tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(network.logits(x, values))))),
        )(shown),
      }),
      { inputs: { pictures, targets: { shape: [batchSize, numClasses] } }, parameters },
    );
    return new AttackTarget(batchSize, network, slopes, answers);
  }

  /** After the parameters have changed. */
  async refresh(): Promise<void> {
    await this.answers.refresh();
    await this.slopes.refresh();
  }

  /**
   * The gradient of each picture's cross-entropy with a class: [B, …shape], a view that the next call overwrites.
   * @param pictures [B, …shape], values in [0, 1]
   * @param labels [B]
   */
  async slope(pictures: Float32Array, labels: ArrayLike<number>): Promise<Float32Array> {
    const { numClasses } = this;
    const { pictures: input, targets } = this.slopes.inputs as Record<string, Float32Array>;
    input.set(pictures);
    targets.fill(0);
    for (let row = 0; row < labels.length; row++) targets[row * numClasses + labels[row]] = 1;
    await this.slopes.run();
    return this.slopes.outputs.slope as Float32Array;
  }

  /** [B, K], a view that the next call overwrites. */
  async logits(pictures: Float32Array): Promise<Float32Array> {
    (this.answers.inputs.pictures as Float32Array).set(pictures);
    await this.answers.run();
    return this.answers.outputs.logits as Float32Array;
  }

  /** [B] 1 where the first choice is another class. */
  async isWrong(pictures: Float32Array, labels: ArrayLike<number>): Promise<Uint8Array> {
    const { numClasses } = this;
    const logits = await this.logits(pictures);
    return Uint8Array.from(labels, (label, row) =>
      judge(logits, row * numClasses, numClasses, label).rank > 0 ? 1 : 0,
    );
  }

  async dispose(): Promise<void> {
    await this.answers.dispose();
    await this.slopes.dispose();
  }
}
