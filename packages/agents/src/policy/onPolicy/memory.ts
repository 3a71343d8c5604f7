/** What a run of an on-policy algorithm takes of memory. */
import type { MemoryItem } from '@agon/core';
import { gameOf, makeEnvironment, numActions, unwrapped } from '@agon/envs';
import { environmentsMemory, learnerMemory, observationBytes, type TrainPlan } from '@agon/learning';
import { makeNetwork, type NetworkKind } from '@agon/nets';
import { observationInput, readsObservations } from '../../networkInput.js';

/** What counts, of an algorithm's choices. */
interface Choices {
  network: string;
  networkKind: NetworkKind;
  numEnvs: number;
  rolloutSteps: number;
  minibatches: number;
}

/** The settings behind the sizes, where they have other names. */
interface Names {
  numEnvs: string;
  rolloutSteps: string;
}

/** Numbers of a row of a rollout and of what is computed of it: action, reward, value, advantage, … */
const ROW_BYTES = 48;
/** The objects of a row of a rollout: its view of the observations. */
const ROW_OBJECT_BYTES = 150;

/** `Algorithm.memory` of an on-policy algorithm. @throws bad-option, unknown-env, unknown-net, unsupported */
export function onPolicyMemory(
  { env }: TrainPlan,
  { network: spec, networkKind, numEnvs, rolloutSteps, minibatches }: Choices,
  names: Names = { numEnvs: 'numEnvs', rolloutSteps: 'rolloutSteps' },
): MemoryItem[] {
  const environment = makeEnvironment(env);
  const { observation } = unwrapped(environment);
  const actions = numActions(environment);
  const network = readsObservations(
    makeNetwork(spec, networkKind, { input: observation.shape, actions }),
    observation,
  );
  const rows = numEnvs * rolloutSteps;
  const masks = gameOf(environment) ? actions : 0;
  const lower = `"${rolloutSteps > numEnvs ? names.rolloutSteps : names.numEnvs}"`;
  return [
    ...learnerMemory(
      {
        parameters: network.parameters,
        fn: network.apply,
        inputs: (count) => ({ observation: observationInput(observation, count) }),
      },
      { rows: rows / minibatches, batch: lower },
    ),
    { what: 'a rollout', bytes: rows * (observationBytes(observation) + ROW_BYTES + masks), lower },
    { what: 'the rows of a rollout', bytes: rows * ROW_OBJECT_BYTES, lower, isObjects: true },
    ...environmentsMemory(environment, numEnvs, names.numEnvs),
  ];
}
