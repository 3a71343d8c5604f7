/** From settings to the parts of the value learner: the network with its head, and how returns are represented. */
import { AgonError } from '@agon/core';
import type { TensorMap } from '@agon/engine';
import type { Env, ObservationSpace } from '@agon/envs';
import { makeQNetwork, type QInputs, type QNetwork } from '@agon/nets';
import * as tf from '@tensorflow/tfjs';
import { observationInput, readsObservations } from '../../networkInput.js';
import type { SequenceShape } from '../replay/sequences.js';
import { policyFamily } from './exploration/policyFamily.js';
import type { Attacker } from './losses/attackedObservations.js';
import { noveltyValues } from './losses/noveltyValues.js';
import { categorical } from './losses/categorical.js';
import { midpoints, quantiles } from './losses/quantiles.js';
import { temporalDifference } from './losses/temporalDifference.js';
import type { ValueKind } from './losses/valueKind.js';
import type { DqnSettings } from './settings.js';

/** Fractions that IQN chooses actions by (K of the paper). */
export const NUM_CHOICE_FRACTIONS = 32;

/** How the settings represent the return of an action. @throws bad-option where they contradict each other */
export function valueKind(settings: DqnSettings): ValueKind {
  const { returns, atoms, valueMin, valueMax, loss, rescale, policies } = settings;
  checkTogether(settings);
  if (policies) return noveltyValues(policyFamily(settings), { loss });
  if (returns === 'categorical') return categorical({ atoms, min: valueMin, max: valueMax });
  if (returns === 'quantiles') return quantiles(atoms);
  if (returns === 'implicit') return quantiles(0);
  return temporalDifference({ loss, rescale });
}

function checkTogether(settings: DqnSettings): void {
  const { returns, atoms, valueMin, valueMax, lstm, policies, rescale, burnIn, storedState, numSteps } =
    settings;
  const faults: string[] = [];
  if (returns === 'categorical' && !(valueMin < valueMax))
    faults.push(`valueMin ${valueMin} must be below valueMax ${valueMax}.`);
  if (returns === 'categorical' && atoms < 2) faults.push('returns=categorical needs at least 2 atoms.');
  if (returns === 'implicit' && lstm) faults.push('returns=implicit has no recurrent form: set lstm=0.');
  if (returns !== 'mean' && policies) faults.push('policies learn returns=mean only.');
  if (policies && numSteps > 1) faults.push('policies learn from single steps: set numSteps=1.');
  if (lstm && policies) faults.push('policies have no recurrent form: set lstm=0.');
  if (rescale && returns !== 'mean') faults.push('rescale squashes returns=mean only.');
  if (!lstm && (burnIn || storedState))
    faults.push('burnIn and storedState are for recurrent networks: set lstm to its units.');
  if (faults.length)
    throw new AgonError('bad-option', `these settings do not go together: ${faults.join(' ')}`, {
      details: { faults },
    });
}

/** The network that the settings describe, for observations as they are. @throws unknown-net, bad-option, unsupported */
export function valueNetwork(env: Env, settings: DqnSettings, kind: ValueKind): QNetwork {
  const { network, dueling, noisy, returns, lstm, policies } = settings;
  const sizes = { input: env.observation.shape, actions: env.actionNames.length };
  const made = makeQNetwork(network, sizes, {
    numValues: kind.numValues,
    dueling,
    noisy,
    implicit: returns === 'implicit',
    lstm,
    policies,
  });
  return readsObservations(made, env.observation);
}

/** Who changes the observations that are learned from; undefined for nobody. @throws bad-option where there is nothing of the kind to change */
export function attackerOf(
  { attackEpsilon: epsilon, attackFlips: flips, lstm }: DqnSettings,
  { id, observation: { dtype, high } }: Env,
): Attacker | undefined {
  if (epsilon === 0 && flips === 0) return undefined;
  const refuse = (why: string): AgonError => new AgonError('bad-option', `adversarial training: ${why}`);
  if (lstm > 0) throw refuse('it has no recurrent form: set lstm=0.');
  if (dtype !== 'uint8')
    throw refuse(`${id} shows numbers without bounds: leave attackEpsilon and attackFlips at 0.`);
  if (high === 1 && epsilon > 0)
    throw refuse(`${id} shows planes of bits: set attackFlips, and attackEpsilon=0.`);
  if (high > 1 && flips > 0) throw refuse(`${id} shows pictures: set attackEpsilon, and attackFlips=0.`);
  return { epsilon, flips, high };
}

/** Lengths of the sequences that a recurrent network learns from; undefined for others. */
export function sequenceShape(settings: DqnSettings): SequenceShape | undefined {
  const { lstm, burnIn, unroll, numSteps } = settings;
  return lstm ? { burnIn, unroll, numSteps } : undefined;
}

/** Inputs of `actingValues` for B observations. */
export function actingInputs({ head, noiseSize }: QNetwork, space: ObservationSpace, batch: number) {
  return {
    observation: observationInput(space, batch),
    ...(noiseSize ? { noise: { shape: [noiseSize] } } : {}),
    ...(head.lstm ? { state: { shape: [batch, 2 * head.lstm] }, begins: { shape: [batch, 1] } } : {}),
    ...(head.policies ? { policy: { shape: [batch], dtype: 'int32' as const } } : {}),
  };
}

/** The values that actions are chosen by, `q` [B, A], and a recurrent network's `nextState` [B, 2 H]. */
export function actingValues(
  network: QNetwork,
  kind: ValueKind,
  inputs: TensorMap,
  parameters: TensorMap,
): TensorMap {
  const read = { ...inputs } as TensorMap & QInputs;
  if (network.head.implicit) {
    // In the place of sampled fractions the middles of K equal parts: the same mean, without its noise.
    const row = tf.tensor2d([midpoints(NUM_CHOICE_FRACTIONS)]);
    read.fractions = tf.tile(row, [read.observation.shape[0], 1]);
  }
  const { outputs, state } = network.apply(read, parameters);
  const q = kind.expectation(outputs, read.policy);
  return state ? { q, nextState: state } : { q };
}
