/** Dropout of the steps of sequences, by the name of its noise. */
import { dropout, type Shape } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import type { TrainingPass } from '../layers/layer.js';

/** What is declared while a network is built, and read in training. */
export class Dropped {
  /** By name, without the batch. */
  readonly noise: Record<string, Shape> = {};
  private readonly rate: number;

  constructor(rate: number) {
    this.rate = rate;
  }

  /** A place where values are left out. */
  declare(name: string, length: number, width: number): void {
    if (this.rate > 0) this.noise[`${name}.dropout`] = [length, width];
  }

  /** @param x [B · length, width], of a place that was declared */
  apply(x: tf.Tensor2D, name: string, training: TrainingPass | undefined): tf.Tensor2D {
    if (!training || this.rate === 0) return x;
    return dropout(x, this.rate, tf.reshape(training.noise[`${name}.dropout`], x.shape)) as tf.Tensor2D;
  }
}
