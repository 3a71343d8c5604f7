/**
 * Noise on pictures that an agent sees, at most `epsilon` for each value in [0, 1]: along the gradient of the loss of its own choice
 * (Huang et al. 2017), or at random, as a control of the same size. What is changed are bytes again.
 */
import { AgonError, type Rng } from '@agon/core';
import { AttackTarget, type AttackedPictures } from '@agon/models/vision';
import * as tf from '@tensorflow/tfjs';
import type { ChoosingNetwork } from '../agent.js';
import { argmax } from '../value/dqn/analysis.js';
import type { ObservationAttack } from './observationAttack.js';

/** Finds the worst of the pictures within `epsilon`. */
type Search = (
  target: AttackTarget,
  attacked: AttackedPictures,
  epsilon: number,
  rng: Rng,
) => Promise<{ pictures: Float32Array }>;

/** The network as a target: pictures in [0, 1], so many at a time. */
export const targetOf = (
  { observation, numActions, parameters, preferences }: ChoosingNetwork,
  batchSize: number,
): Promise<AttackTarget> => {
  const { shape, high } = observation;
  const logits = (pictures: tf.Tensor, values: tf.NamedTensorMap): tf.Tensor2D =>
    preferences(tf.mul(pictures, high), values);
  return AttackTarget.over({ shape, numClasses: numActions, parameters, logits }, batchSize);
};

/** `epsilon` in whole steps of a value. @throws bad-option where that is none */
function levelsOf(epsilon: number, high: number): number {
  const levels = Math.floor(epsilon * high + 1e-9);
  if (levels > 0) return levels;
  throw new AgonError(
    'bad-option',
    `epsilon=${epsilon} changes nothing: values are whole numbers from 0 to ${high}, so that the least epsilon is ${(1 / high).toFixed(4)}.`,
  );
}

/** Along the gradient, as `search` does it. @throws bad-option for less than a step of a value */
export async function gradientNoise(
  network: ChoosingNetwork,
  epsilon: number,
  search: Search,
): Promise<ObservationAttack> {
  const { high } = network.observation;
  const most = levelsOf(epsilon, high) / high;
  const target = await targetOf(network, 1);
  const pictures = new Float32Array(target.pictureSize);
  const seen = new Uint8Array(target.pictureSize);
  return {
    async change(observation, rng) {
      for (let i = 0; i < seen.length; i++) pictures[i] = observation[i] / high;
      const labels = [argmax(await target.logits(pictures), 0, target.numClasses)];
      const found = await search(target, { pictures, labels }, most, rng);
      for (let i = 0; i < seen.length; i++) seen[i] = Math.round(found.pictures[i] * high);
      return seen;
    },
    dispose: () => target.dispose(),
  };
}

/** Each value is moved by the whole distance, up or down at random. @throws bad-option for less than a step of a value */
export function randomNoise({ observation: { high } }: ChoosingNetwork, epsilon: number): ObservationAttack {
  const levels = levelsOf(epsilon, high);
  let seen = new Uint8Array(0);
  return {
    async change(observation, rng) {
      if (seen.length !== observation.length) seen = new Uint8Array(observation.length);
      for (let i = 0; i < seen.length; i++) {
        const moved = observation[i] + (rng.int(2) === 0 ? levels : -levels);
        seen[i] = Math.min(high, Math.max(0, moved));
      }
      return seen;
    },
    dispose: async () => undefined,
  };
}
