/** What is below the outputs of a network with q heads. B = batch, F = features. */
import type { Settings, SettingsSchema } from '@agon/core';
import type { ParameterSpec, Shape, TensorMap } from '@agon/engine';
import type * as tf from '@tensorflow/tfjs';
import type { TrainingPass } from '../layers/layer.js';
import type { Readable } from '../readable.js';

/**
 * Layers from an observation to features. The last dense layer of a network (`hidden`) belongs to its head, not to its
 * body, because the heads differ in it: dueling doubles it, noisy heads put noise into it, an LSTM takes its place.
 */
export interface Body {
  readonly parameters: readonly ParameterSpec[];
  /** F */
  readonly numFeatures: number;
  /** The dense layer (ReLU) that the head puts between features and outputs; without one, outputs are linear in the features. */
  readonly hidden?: {
    readonly name: string;
    readonly units: number;
    /** Dropout after its ReLU in training, where the head has some. */
    readonly dropout?: number;
  };
  /** Whether the hidden layer has a layer normalisation before its ReLU, as the body's own layers then have. */
  readonly isNormalised?: boolean;
  /** Shapes of the noise that it reads in training, by name. */
  readonly noise?: Readonly<Record<string, Shape>>;
  /** [B, …input] → [B, F]; as in use where `training` is not given. */
  apply(observation: tf.Tensor, values: TensorMap, training?: TrainingPass): tf.Tensor2D;
}

/** A body whose network always has a hidden layer. */
export type BodyWithHidden = Body & Required<Pick<Body, 'hidden'>>;

/** What a body's file declares. */
export interface BodyDeclaration<S extends SettingsSchema> {
  readonly title: string;
  readonly schema: S;
  /** The observations that it reads, where it cannot read all. */
  readonly reads?: Readable;
  /** For observations of the shape `input`, one that it reads. */
  build(input: Shape, settings: Settings<S>): Body;
}
