/**
 * C51: the return as a categorical distribution over fixed atoms (Bellemare, Dabney & Munos 2017, "A distributional
 * perspective on reinforcement learning", algorithm 1). The network's values are logits over a prior around 0. R = rows,
 * N = atoms.
 */
import * as tf from '@tensorflow/tfjs';
import type { ValueKind } from './valueKind.js';

/** The atoms: N numbers from `min` to `max`. */
interface Support {
  readonly atoms: number;
  readonly min: number;
  readonly max: number;
}

/**
 * The value of an action as N logits over the support's atoms, fitted by the cross-entropy with the projected target
 * (algorithm 1). The priority of a row is the KL divergence, as in Rainbow (Hessel et al. 2018).
 */
export function categorical(support: Support): ValueKind {
  const { atoms, min, max } = support;
  const gap = (max - min) / (atoms - 1);
  const places = Array.from({ length: atoms }, (_, i) => min + i * gap);
  const prior = logPrior(places, gap);
  const locations = () => tf.tensor1d(places);
  const logits = <T extends tf.Tensor>(values: T) => tf.add<T>(values, tf.tensor1d(prior));
  return {
    numValues: atoms,
    expectation: (outputs) => tf.sum(tf.mul(tf.softmax(logits(outputs)), locations()), 2),
    fit({ taken, next, reward, discount }) {
      const target = project(tf.softmax(logits(next)), reward, discount, locations(), support);
      const crossEntropy = tf.neg(tf.sum(tf.mul(target, tf.logSoftmax(logits(taken))), 1)) as tf.Tensor1D;
      // Rainbow's priority: the KL divergence, which the loss exceeds by the target's entropy.
      const entropy = tf.neg(tf.sum(tf.mul(target, tf.log(tf.add(target, 1e-8))), 1));
      return { loss: crossEntropy, priority: tf.relu(tf.sub<tf.Tensor1D>(crossEntropy, entropy)) };
    },
  };
}

/**
 * Where a fresh network's returns lie: within an atom or two of 0, as Student's t with 3 degrees of freedom, whose tails are
 * within reach. The paper's lie anywhere between min and max alike. Nothing but γ draws them together, once for each copy to
 * the target network, and while they are so wide hardly anything in them tells actions apart (docs/results.md).
 */
function logPrior(places: readonly number[], gap: number): number[] {
  return places.map((place) => -2 * Math.log1p((place / gap) ** 2));
}

/**
 * Φ T̂ p: probabilities [R, N] of the next return, moved to reward + discount · atom and shared out to the two nearest
 * atoms, the nearer one getting more. An atom gets from a location the part 1 − distance / gap, if that is positive.
 */
function project(
  probabilities: tf.Tensor2D,
  reward: tf.Tensor1D,
  discount: tf.Tensor1D,
  locations: tf.Tensor1D,
  { atoms, min, max }: Support,
): tf.Tensor2D {
  const rows = reward.shape[0];
  const column = (x: tf.Tensor1D) => tf.reshape(x, [rows, 1]);
  const moved = tf.clipByValue(tf.add(column(reward), tf.mul(column(discount), locations)), min, max);
  const distance = tf.abs(tf.sub(tf.reshape(moved, [rows, 1, atoms]), tf.reshape(locations, [1, atoms, 1])));
  const part = tf.relu(tf.sub(1, tf.mul(distance, (atoms - 1) / (max - min))));
  return tf.reshape(tf.matMul(part, tf.reshape(probabilities, [rows, atoms, 1])), [rows, atoms]);
}
