/** What a network is: named parameters and a plain tfjs function over them. */
import type { ParameterSpec, TensorMap } from '@agon/engine';
import type * as tf from '@tensorflow/tfjs';

/**
 * What a network answers. B = batch, A = actions.
 * `q`: { q: [B, A] }, an action value each.
 * `policy-value`: { policy: [B, A] logits, value: [B] in [-1, 1] }, from the view of the player to move.
 * `actor-critic`: { policy: [B, A] logits, value: [B] }, the expected return of a single-player environment.
 * `policy`, `value`: one of the two heads of `policy-value`.
 */
export type Heads = 'q' | 'policy-value' | 'actor-critic' | 'policy' | 'value';

/** A network for one shape of observation and one number of actions. */
export interface Network {
  readonly id: string;
  /** The shape of one observation, without the batch. */
  readonly inputShape: readonly number[];
  /** Whether it also answers { ownership: [B, H·W] in (−1, 1), score: [B] }, both for the player to move. */
  readonly territory?: boolean;
  /** In the order in which `Parameters` lays them out and initialises them. */
  readonly parameters: readonly ParameterSpec[];
  /** [B, …inputShape] float32 → the heads' outputs. Static shapes: it is traced, not run. */
  apply(observation: tf.Tensor, parameters: TensorMap): TensorMap;
}
