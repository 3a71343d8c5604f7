/** What the papers differ in: how an action's return is represented, and how that is fitted. */
import type * as tf from '@tensorflow/tfjs';

/** R = rows (transitions), A = actions, N = values that stand for the return of an action. */
export interface ValueKind {
  /** N, as the network is built; 1 for an implicit head, which gives one for each fraction. */
  readonly numValues: number;
  /** [R, A, N] → [R, A] the expected return of each action. `policy` [R]: of which policy, where there are several. */
  expectation(outputs: tf.Tensor3D, policy?: tf.Tensor1D): tf.Tensor2D;
  /** How far the network's values of the actions taken are from their targets. */
  fit(values: Fit): { loss: tf.Tensor1D; priority: tf.Tensor1D };
}

/** The arguments of `fit`. */
interface Fit {
  /** [R, N] The online network's values of the action that was taken. */
  readonly taken: tf.Tensor2D;
  /** [R, N′] The target network's values of the next action. */
  readonly next: tf.Tensor2D;
  /** [R] The return of the n steps. */
  readonly reward: tf.Tensor1D;
  /** [R] gamma^n, 0 where the episode ended. */
  readonly discount: tf.Tensor1D;
  /** [R, N] The quantile fractions of `taken`, of an implicit head. */
  readonly fractions?: tf.Tensor2D;
  /** [R] The intrinsic reward, where there is one. */
  readonly bonus?: tf.Tensor1D;
}
