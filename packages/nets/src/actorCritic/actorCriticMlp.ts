/**
 * Dense layers with a policy and a value for policy-gradient agents; initialised as in CleanRL's PPO (orthogonal, gain √2,
 * 0.01 for the policy and 1 for the value: Huang et al. 2022, detail 2). B = batch, A = actions.
 */
import { counts, described, MOST_HELD, type Settings } from '@agon/core';
import { orthogonal, type ParameterSpec } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import { entry } from '../entry.js';
import type { Sizes } from '../kind.js';
import { actorCritic } from '../kinds.js';
import { dense, denseSpecs } from '../layers/dense.js';
import type { NetworkParts } from '../network.js';

const schema = v.strictObject({
  hidden: v.optional(described(counts(1, MOST_HELD), 'units of each hidden layer, such as 64/64'), [64, 64]),
  activation: v.optional(described(v.picklist(['tanh', 'relu']), 'after each hidden layer'), 'tanh'),
  shared: v.optional(
    described(v.boolean(), 'policy and value share the hidden layers; otherwise each has its own'),
    false,
  ),
});

/** Observations of any shape are flattened. */
function build(
  { input, actions }: Sizes<typeof actorCritic>,
  { hidden, activation, shared }: Settings<typeof schema>,
): NetworkParts {
  const features = input.reduce((product, size) => product * size, 1);
  const bodies = shared ? ['body'] : ['actor', 'critic'];
  const parameters: ParameterSpec[] = [];
  const specify = (name: string, from: number, to: number, gain: number): number => {
    parameters.push(...denseSpecs(name, from, to, orthogonal(gain)));
    return to;
  };
  let width = features;
  for (const body of bodies) {
    width = features;
    hidden.forEach((to, i) => (width = specify(`${body}${i}`, width, to, Math.SQRT2)));
  }
  specify('policy', width, actions, 0.01);
  specify('value', width, 1, 1);

  return {
    parameters,
    apply({ observation }, values) {
      const batch = observation.shape[0];
      const flat: tf.Tensor2D = tf.reshape(observation, [batch, features]);
      const [actor, critic = actor] = bodies.map((body) =>
        hidden.reduce((x, _, i) => tf[activation](dense(x, values, `${body}${i}`)), flat),
      );
      return {
        policy: dense(actor, values, 'policy'),
        value: tf.reshape(dense(critic, values, 'value'), [batch]),
      };
    },
  };
}

/** `actor-critic-mlp` */
export const actorCriticMlp = entry(actorCritic, {
  title: 'dense layers with policy and value',
  schema,
  build,
});
