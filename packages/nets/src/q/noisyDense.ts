/**
 * Noisy dense layers (Fortunato et al. 2018, "Noisy networks for exploration", section 3): weights μ + σ ⊙ ε whose σ is
 * learned, with factorised Gaussian noise ε = f(ε_out) f(ε_in)ᵀ, f(x) = sign(x) √|x| (equations 9 to 11).
 */
import { constant, uniform, type ParameterSpec, type TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';

/** The parameters of a layer; initial values as in section 3.2, with σ₀ = `sigma`. */
export function noisyDenseSpecs(name: string, from: number, to: number, sigma: number): ParameterSpec[] {
  const bound = uniform(1 / Math.sqrt(from));
  const deviation = constant(sigma / Math.sqrt(from));
  return [
    { name: `${name}.weight`, shape: [from, to], init: bound },
    { name: `${name}.bias`, shape: [to], init: bound },
    { name: `${name}.weightSigma`, shape: [from, to], init: deviation },
    { name: `${name}.biasSigma`, shape: [to], init: deviation },
  ];
}

/** With fewer rows than this it is cheaper to multiply rows by noise than weights. */
const FEW_ROWS = 8;

/**
 * One layer on [B, from]. `noise` [from + to] is f of independent standard normal numbers; all 0 leaves the means, which
 * is how a trained network plays. The noise is one draw for the whole batch.
 */
export function noisyDense(x: tf.Tensor2D, values: TensorMap, name: string, noise: tf.Tensor1D): tf.Tensor2D {
  const [from, to] = values[`${name}.weight`].shape as [number, number];
  const noiseIn = tf.slice(noise, 0, from);
  const noiseOut = tf.slice(noise, from, to);
  const [weight, bias, weightSigma, biasSigma] = ['weight', 'bias', 'weightSigma', 'biasSigma'].map(
    (part) => values[`${name}.${part}`],
  );
  if (x.shape[0] < FEW_ROWS) {
    const deviation = tf.add(tf.matMul(tf.mul(x, noiseIn), weightSigma as tf.Tensor2D), biasSigma);
    return tf.add(tf.add(tf.matMul(x, weight as tf.Tensor2D), bias), tf.mul(deviation, noiseOut));
  }
  const factors = tf.mul(tf.reshape(noiseIn, [from, 1]), tf.reshape(noiseOut, [1, to]));
  const noisy = tf.add(weight, tf.mul(weightSigma, factors)) as tf.Tensor2D;
  return tf.add(tf.matMul(x, noisy), tf.add(bias, tf.mul(biasSigma, noiseOut)));
}
