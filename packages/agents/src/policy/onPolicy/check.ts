/** What on-policy algorithms look at before they begin. */
import { AgonError } from '@agon/core';
import { makeEnvironment, numActions, unwrapped } from '@agon/envs';
import { requireOneThread, type TrainPlan } from '@agon/learning';
import { makeNetwork, type NetworkKind } from '@agon/nets';

/** What is looked at, of an algorithm's choices. */
interface Checked {
  network: string;
  networkKind: NetworkKind;
  numEnvs: number;
  rolloutSteps: number;
  minibatches: number;
}

/** `Algorithm.check` of an on-policy algorithm. @throws bad-option, unknown-env, unknown-net, unsupported */
export function checkOnPolicy(id: string, { env, workers }: TrainPlan, choices: Checked): void {
  requireOneThread(id, workers, ', and set numEnvs to step more environments together');
  requireEqualMinibatches(id, choices);
  const environment = makeEnvironment(env);
  const { shape } = unwrapped(environment).observation;
  makeNetwork(choices.network, choices.networkKind, { input: shape, actions: numActions(environment) });
}

function requireEqualMinibatches(id: string, { numEnvs, rolloutSteps, minibatches }: Checked): void {
  const rows = numEnvs * rolloutSteps;
  if (rows % minibatches === 0) return;
  throw new AgonError(
    'bad-option',
    `algorithm "${id}": ${minibatches} minibatches were asked for, but numEnvs · rolloutSteps = ${numEnvs} · ${rolloutSteps} = ${rows} rows cannot be cut into so many equal ones. Choose a divisor of ${rows}.`,
  );
}
