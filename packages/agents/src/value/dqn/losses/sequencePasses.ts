/**
 * Passes of sequences through a recurrent network: DRQN (Hausknecht & Stone 2015) and R2D2 (Kapturowski et al. 2019,
 * section 3): the LSTM is unrolled over a few steps first that only warm its state up (burn-in), then over those that are
 * learned from. B = batch, W = steps of burn-in, L = steps learned from, n = steps of a return, A = actions.
 */
import { stopGradient, type TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import type { SequenceShape } from '../../replay/sequences.js';
import type { RunPasses, ValueLossOptions } from './valueLoss.js';

/**
 * Rows come out as B · L. Inputs: warm [B · W, …], warmBegins [B, W]; observation [B · (L + n), …], begins [B, L + n];
 * following [B, L], where n > 1; weight [B · L]; state [B, 2 H] before the first step; noise, nextNoise.
 */
export function sequencePasses(
  { network, double }: ValueLossOptions,
  { burnIn, unroll, numSteps }: SequenceShape,
): RunPasses {
  const { numActions } = network;
  return (inputs, parameters, frozen) => {
    const { warm, observation } = inputs;
    const { warmBegins, begins, state } = inputs as Record<string, tf.Tensor2D>;
    /** Outputs of the L + n steps: [B, L + n, A · N] */
    const unrolled = (values: TensorMap, noise: tf.Tensor | undefined): tf.Tensor3D => {
      const common = { noise: noise as tf.Tensor1D | undefined };
      let before = state;
      if (burnIn > 0) {
        const warmed = network.apply(
          { ...common, observation: warm, state, begins: warmBegins },
          values,
        ).state;
        before = stopGradient(warmed as tf.Tensor2D);
      }
      const { outputs } = network.apply({ ...common, observation, state: before, begins }, values);
      return tf.reshape(outputs, [begins.shape[0], unroll + numSteps, numActions * outputs.shape[2]]);
    };
    /** L steps from one on, as rows: [B · L, A, N] */
    const rowsFrom = (sequence: tf.Tensor3D, first: number): tf.Tensor3D => {
      const [batch, , size] = sequence.shape;
      const part = tf.slice(sequence, [0, first, 0], [batch, unroll, size]);
      return tf.reshape(part, [batch * unroll, numActions, size / numActions]);
    };
    /** The step after each return, as rows: [B · L, A, N] */
    const following = (sequence: tf.Tensor3D): tf.Tensor3D =>
      numSteps === 1 ? rowsFrom(sequence, 1) : rowsFrom(tf.gather(sequence, inputs.following, 1, 1), 0);
    const online = unrolled(parameters, inputs.noise);
    const target = unrolled(frozen, inputs.nextNoise);
    const next = following(target);
    return {
      now: rowsFrom(online, 0),
      next,
      choice: double ? stopGradient(following(online)) : next,
      isStep: tf.cast(tf.greater(inputs.weight, 0), 'float32') as tf.Tensor1D,
    };
  };
}
