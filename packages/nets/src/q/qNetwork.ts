/**
 * Networks with q heads: a body, and a head that is composed of the papers' parts. B = batch, A = actions, N = values that
 * stand for an action's return (1, or a distribution's atoms or quantiles), T = steps of a sequence, H = units of an LSTM.
 */
import { heUniform, lecunNormal, type ParameterSpec, type TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import type { Body } from '../bodies/body.js';
import { layerNorm, layerNormSpecs } from '../layers/layerNorm.js';
import type { NetworkParts } from '../network.js';
import { dense, denseSpecs } from '../layers/dense.js';
import { cosineEmbedding, cosineEmbeddingSpecs } from './cosineEmbedding.js';
import { dueling } from './dueling.js';
import { lstm, lstmSpecs } from '../layers/lstm.js';
import { noisyDense, noisyDenseSpecs } from './noisyDense.js';

/** What a head is made of. */
export interface QHead {
  /** N; 1 where it is not given. Of an implicit head: 1, for each fraction that it is asked. */
  numValues?: number;
  /** Values and advantages in two streams (Wang et al. 2016). */
  dueling?: boolean;
  /** σ₀ of noisy layers (Fortunato et al. 2018); 0 = no noise. */
  noisy?: number;
  /** Quantiles at the fractions asked for (IQN, Dabney et al. 2018). */
  implicit?: boolean;
  /** Units of an LSTM in the place of the hidden layer (Hausknecht & Stone 2015); 0 = none. */
  lstm?: number;
  /** Policies that the values are conditioned on, one of which each row names (UVFA; Badia et al. 2020); 0 = none. */
  policies?: number;
}

/** What a network with q heads reads; what its head needs follows from the network's fields. */
export interface QInputs {
  /** [B, …input] */
  observation: tf.Tensor;
  /** [noiseSize] */
  noise?: tf.Tensor1D;
  /** [B, N] of an implicit head, in (0, 1) */
  fractions?: tf.Tensor2D;
  /** [B, 2 H] before the first step, of a recurrent head; the batch of observations is then B · T. */
  state?: tf.Tensor2D;
  /** [B, T] 1 where an episode begins, of a recurrent head */
  begins?: tf.Tensor2D;
  /** [B] int32, of a head with several policies */
  policy?: tf.Tensor1D;
}

/** A network with q heads for one shape of observation and one number of actions. */
export interface QNetwork {
  readonly numActions: number;
  readonly head: Required<QHead>;
  /** In the order in which `Parameters` lays them out and initialises them. */
  readonly parameters: readonly ParameterSpec[];
  /** Numbers of noise that it reads: f of normal draws, see `noisyDense`; 0 = none. */
  readonly noiseSize: number;
  /** → [B, A, N], and a recurrent head's state after the last step [B, 2 H]. */
  readonly apply: (inputs: QInputs, values: TensorMap) => { outputs: tf.Tensor3D; state?: tf.Tensor2D };
}

/** A dense layer of the head, noisy or not. */
type Layer = (x: tf.Tensor2D, values: TensorMap, noise: tf.Tensor1D | undefined) => tf.Tensor2D;

/** Puts a head on a body. */
export function qNetwork(body: Body, numActions: number, options: QHead = {}): QNetwork {
  const head: Required<QHead> = {
    numValues: 1,
    dueling: false,
    noisy: 0,
    implicit: false,
    lstm: 0,
    policies: 0,
    ...options,
  };
  const { numValues } = head;
  const parameters: ParameterSpec[] = [...body.parameters];
  let noiseSize = 0;

  const layer = (name: string, from: number, to: number, init = heUniform): Layer => {
    if (head.noisy > 0) {
      const at = noiseSize;
      noiseSize += from + to;
      parameters.push(...noisyDenseSpecs(name, from, to, head.noisy));
      return (x, values, noise) => noisyDense(x, values, name, tf.slice(noise as tf.Tensor1D, at, from + to));
    }
    parameters.push(...denseSpecs(name, from, to, init));
    return (x, values) => dense(x, values, name);
  };

  /** Hidden layer and output layer. */
  const stream = (name: string, prefix: string, from: number, to: number): Layer => {
    const { hidden } = body;
    if (!hidden || head.lstm) return layer(name, from, to, lecunNormal);
    const first = layer(prefix + hidden.name, from, hidden.units);
    const norm = `${prefix + hidden.name}.norm`;
    if (body.isNormalised) parameters.push(...layerNormSpecs(norm, hidden.units));
    const last = layer(name, hidden.units, to, lecunNormal);
    return (x, values, noise) => {
      let units = first(x, values, noise);
      if (body.isNormalised) units = layerNorm(units, values, norm);
      return last(tf.relu(units), values, noise);
    };
  };

  let features = body.numFeatures;
  if (head.policies) features += head.policies;
  if (head.implicit) parameters.push(...cosineEmbeddingSpecs('cosines', features));
  if (head.lstm) {
    parameters.push(...lstmSpecs('lstm', features, head.lstm));
    features = head.lstm;
  }
  const numOutputs = numActions * numValues;
  const valueOf = head.dueling ? stream('value', 'value-', features, numValues) : undefined;
  const actionsOf = head.dueling
    ? stream('advantage', 'advantage-', features, numOutputs)
    : stream('q', '', features, numOutputs);

  return {
    numActions,
    head,
    parameters,
    noiseSize,
    apply({ observation, noise, fractions, state, begins, policy }, values) {
      let x = body.apply(observation, values);
      if (policy) x = tf.concat([x, tf.cast(tf.oneHot(policy, head.policies), 'float32') as tf.Tensor2D], 1);
      if (fractions) x = cosineEmbedding(x, fractions, values, 'cosines');
      let after: tf.Tensor2D | undefined;
      if (state && begins) ({ outputs: x, state: after } = lstm(x, state, begins, values, 'lstm'));
      const shape = [x.shape[0], numActions, numValues] as [number, number, number];
      let outputs: tf.Tensor3D = tf.reshape(actionsOf(x, values, noise), shape);
      if (valueOf) outputs = dueling(valueOf(x, values, noise), outputs);
      if (fractions) {
        // [B · N, A, 1] → [B, A, N]
        const [batch, count] = fractions.shape;
        outputs = tf.transpose(tf.reshape(outputs, [batch, count, numActions]), [0, 2, 1]);
      }
      return { outputs, state: after };
    },
  };
}

/** A body with one plain value for each action. */
export function plainQNetwork(body: Body, numActions: number): NetworkParts {
  const { parameters, apply } = qNetwork(body, numActions);
  return {
    parameters,
    apply({ observation }, values) {
      return { q: tf.reshape(apply({ observation }, values).outputs, [observation.shape[0], numActions]) };
    },
  };
}
