/** What a run of the value family takes of memory. */
import { parseSettings, type MemoryItem } from '@agon/core';
import { makeEnv, type Env } from '@agon/envs';
import { environmentsMemory, learnerMemory, type TrainPlan } from '@agon/learning';
import { replaySize } from './experience.js';
import type { dqnSchema, DqnSettings } from './settings.js';
import {
  actingInputs,
  actingValues,
  NUM_CHOICE_FRACTIONS,
  sequenceShape,
  valueKind,
  valueNetwork,
} from './valueNetwork.js';

/** Tables of [atoms, atoms] float32 for each row that a loss has: C51 projects targets, quantiles have errors, weights and their gradients. */
const ATOM_TABLES = { mean: 0, categorical: 4, quantiles: 14, implicit: 14 };
/** What the target network's pass without gradients adds to a row. */
const TARGET_PASS = 0.25;
/** What a pass for the gradient by the observations adds. */
const ATTACK_PASS = 1;
const FLOAT_BYTES = 4;

/** `Algorithm.memory` of the family's member with this schema. @throws bad-option, unknown-env, unknown-net, unsupported */
export function dqnMemory(plan: TrainPlan, id: string, schema: typeof dqnSchema): MemoryItem[] {
  const settings = parseSettings(schema, plan.settings, `algorithm "${id}"`);
  const { numEnvs, returns, atoms, averageUpdates } = settings;
  const env = makeEnv(plan.env);
  const kind = valueKind(settings);
  const network = valueNetwork(env, settings, kind);
  const players = Math.max(1, plan.workers);
  const items = learnerMemory(
    {
      parameters: network.parameters,
      fn: (inputs, values) => actingValues(network, kind, inputs, values),
      inputs: (rows) => actingInputs(network, env.observation, rows),
    },
    {
      rows: rowsOfUpdate(settings),
      copies: 1 + (averageUpdates > 0 ? 1 : 0) + plan.workers,
      lossBytes: ATOM_TABLES[returns] * FLOAT_BYTES * atoms ** 2,
      batch: '"batchSize"',
    },
  );
  items.push(...replayMemory(env, settings, numEnvs * players));
  return [...items, ...environmentsMemory({ kind: 'env', env }, numEnvs * players, 'numEnvs')];
}

/** Rows that an update runs the network on: those of the batch and the observations that follow, or sequences. */
function rowsOfUpdate(settings: DqnSettings): number {
  const { batchSize, returns, atoms, attackEpsilon, attackFlips } = settings;
  const sequence = sequenceShape(settings);
  if (sequence) return batchSize * (sequence.burnIn + sequence.unroll + sequence.numSteps);
  const samples = returns === 'implicit' ? Math.max(1, atoms / NUM_CHOICE_FRACTIONS) : 1;
  const attack = attackEpsilon > 0 || attackFlips > 0 ? ATTACK_PASS : 0;
  return batchSize * samples * (1 + TARGET_PASS + attack);
}

/** The replay ring and its priorities. @param tracks environments whose steps are kept in turn */
function replayMemory(env: Env, settings: DqnSettings, tracks: number): MemoryItem[] {
  const { bufferSize } = settings;
  const { rows, buffer, priorities } = replaySize(settings, env, tracks);
  // What no track can do without is not for bufferSize to lower.
  const lower = rows >= bufferSize + tracks ? '"numEnvs"' : '"bufferSize"';
  const items = [{ what: 'the replay buffer', bytes: buffer, lower }];
  if (priorities > 0) items.push({ what: 'its priorities', bytes: priorities, lower });
  return items;
}
