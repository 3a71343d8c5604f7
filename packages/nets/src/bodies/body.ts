/** What is below the outputs of a network with q heads. B = batch, F = features. */
import type { ParameterSpec, TensorMap } from '@agon/engine';
import type * as tf from '@tensorflow/tfjs';

/**
 * Layers from an observation to features. The last dense layer of a network (`hidden`) belongs to its head, not to its
 * body, because the heads differ in it: dueling doubles it, noisy heads put noise into it, an LSTM takes its place.
 */
export interface Body {
  readonly id: string;
  /** The shape of one observation, without the batch. */
  readonly inputShape: readonly number[];
  readonly parameters: readonly ParameterSpec[];
  /** F */
  readonly numFeatures: number;
  /** The dense layer (ReLU) that the head puts between features and outputs; without one, outputs are linear in the features. */
  readonly hidden?: { readonly name: string; readonly units: number };
  /** Whether the hidden layer has a layer normalisation before its ReLU, as the body's own layers then have. */
  readonly isNormalised?: boolean;
  /** [B, …inputShape] → [B, F] */
  apply(observation: tf.Tensor, values: TensorMap): tf.Tensor2D;
}

/** A body whose network always has a hidden layer. */
export type BodyWithHidden = Body & Required<Pick<Body, 'hidden'>>;

/** Of which network a body is, for errors. */
export interface BodyOwner {
  readonly id: string;
  /** The networks to use where this one cannot read an observation. */
  readonly instead: string;
}
