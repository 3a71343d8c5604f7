/** What the value family looks at before it begins. */
import { parseSettings } from '@agon/core';
import { makeEnv } from '@agon/envs';
import type { TrainPlan } from '@agon/learning';
import { checkUsed, type dqnSchema } from './settings.js';
import { attackerOf, valueKind, valueNetwork } from './valueNetwork.js';

/** `Algorithm.check` of the family's member with this schema. @throws bad-option, unknown-env, unknown-net, unsupported */
export function checkDqn({ env, settings }: TrainPlan, id: string, schema: typeof dqnSchema): void {
  const parsed = parseSettings(schema, settings, `algorithm "${id}"`);
  checkUsed(parsed, schema);
  const made = makeEnv(env);
  valueNetwork(made, parsed, valueKind(parsed));
  attackerOf(parsed, made);
}
