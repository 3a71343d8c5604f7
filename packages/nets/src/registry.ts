/** Every network by its id: one line each. */
import { AgonError, describeSettings, parseSettings, parseSpec, unknownName } from '@agon/core';
import type { SettingInfo, Settings, SettingsSchema } from '@agon/core';
import { actorCriticCnnSchema, buildActorCriticCnn } from './actorCritic/actorCriticCnn.js';
import { actorCriticMlpSchema, buildActorCriticMlp } from './actorCritic/actorCriticMlp.js';
import { actorCriticNatureSchema, buildActorCriticNature } from './actorCritic/actorCriticNature.js';
import { alphagoSchema, buildAlphagoPolicy, buildAlphagoValue } from './board/alphagoNetworks.js';
import { boardMlpSchema, buildBoardMlp } from './board/boardMlp.js';
import type { Body } from './bodies/body.js';
import { minAtarCnnBody, minAtarCnnSchema } from './bodies/minatarCnn.js';
import { mlpBody, mlpSchema } from './bodies/mlp.js';
import { natureCnnBody, natureCnnSchema } from './bodies/natureCnn.js';
import type { Heads, Network } from './network.js';
import { plainQNetwork, qNetwork, type QHead, type QNetwork } from './q/qNetwork.js';
import { buildResidualTower, residualTowerSchema } from './board/residualTower.js';

/** One line of the registry. */
interface Entry {
  readonly title: string;
  readonly heads: Heads;
  readonly schema: SettingsSchema;
  build(
    inputShape: readonly number[],
    numActions: number,
    options: Readonly<Record<string, unknown>>,
    id: string,
  ): Network;
  /** Of a network with q heads: what is below them. */
  body?(inputShape: readonly number[], options: Readonly<Record<string, unknown>>, id: string): Body;
}

type Build<S extends SettingsSchema> = (
  inputShape: readonly number[],
  numActions: number,
  settings: Settings<S>,
) => Network;

function entry<S extends SettingsSchema>(title: string, heads: Heads, schema: S, build: Build<S>): Entry {
  return {
    title,
    heads,
    schema,
    build: (inputShape, numActions, options, id) =>
      build(inputShape, numActions, parseSettings(schema, options, `network "${id}"`)),
  };
}

/** A body with q heads. */
function qEntry<S extends SettingsSchema>(
  title: string,
  schema: S,
  build: (inputShape: readonly number[], settings: Settings<S>) => Body,
): Entry {
  return {
    ...entry(title, 'q', schema, (inputShape, numActions, settings) =>
      plainQNetwork(build(inputShape, settings), numActions),
    ),
    body: (inputShape, options, id) => build(inputShape, parseSettings(schema, options, `network "${id}"`)),
  };
}

const networks: Readonly<Record<string, Entry>> = {
  'actor-critic-cnn': entry(
    'one 3×3 convolution and a dense layer with policy and value',
    'actor-critic',
    actorCriticCnnSchema,
    buildActorCriticCnn,
  ),
  'actor-critic-mlp': entry(
    'dense layers with policy and value',
    'actor-critic',
    actorCriticMlpSchema,
    buildActorCriticMlp,
  ),
  'actor-critic-nature': entry(
    'the three convolutions of the 2015 DQN with policy and value, for 84×84 pixels',
    'actor-critic',
    actorCriticNatureSchema,
    buildActorCriticNature,
  ),
  'alphago-policy': entry('the policy network of AlphaGo', 'policy', alphagoSchema, buildAlphagoPolicy),
  'alphago-value': entry('the value network of AlphaGo', 'value', alphagoSchema, buildAlphagoValue),
  'board-mlp': entry('dense layers with policy and value', 'policy-value', boardMlpSchema, buildBoardMlp),
  'minatar-cnn': qEntry('one 3×3 convolution and a dense layer', minAtarCnnSchema, minAtarCnnBody),
  mlp: qEntry('dense layers', mlpSchema, mlpBody),
  'nature-cnn': qEntry(
    'the three convolutions of the 2015 DQN and a dense layer, for 84×84 pixels',
    natureCnnSchema,
    natureCnnBody,
  ),
  'residual-tower': entry(
    'residual tower of AlphaGo Zero',
    'policy-value',
    residualTowerSchema,
    buildResidualTower,
  ),
};

/**
 * Builds the network that a spec names, "mlp:hidden=120/84", for one observation shape and number of actions.
 * @param heads the answers that the caller needs
 * @throws unknown-net with the near name; bad-option; unsupported where the network has other heads or reads other shapes
 */
export function makeNetwork(
  spec: string,
  inputShape: readonly number[],
  numActions: number,
  heads: Heads,
): Network {
  const { id, options } = parseSpec(spec);
  return find(id, heads).build(inputShape, numActions, options, id);
}

/**
 * The same for q heads of any make: a body, "mlp:hidden=120/84", with the head that is asked for.
 * @throws the same errors
 */
export function makeQNetwork(
  spec: string,
  inputShape: readonly number[],
  numActions: number,
  head: QHead,
): QNetwork {
  const { id, options } = parseSpec(spec);
  const { body } = find(id, 'q') as Required<Entry>;
  return qNetwork(body(inputShape, options, id), numActions, head);
}

function find(id: string, heads: Heads): Entry {
  const fitting = Object.keys(networks).filter((each) => networks[each].heads === heads);
  if (!Object.hasOwn(networks, id)) {
    throw unknownName(
      'unknown-net',
      'network',
      id,
      fitting,
      `With ${heads} heads there are: ${fitting.join(', ')}.`,
    );
  }
  const found = networks[id];
  if (found.heads !== heads) {
    throw new AgonError(
      'unsupported',
      `network "${id}" has ${found.heads} heads, this needs ${heads} heads; use one of: ${fitting.join(', ')}.`,
    );
  }
  return found;
}

/** A network as lists show it. */
export interface NetworkInfo {
  id: string;
  title: string;
  heads: Heads;
  settings: SettingInfo[];
}

/** All networks in the registry's order. */
export function listNetworks(): NetworkInfo[] {
  return Object.entries(networks).map(([id, { title, heads, schema }]) => ({
    id,
    title,
    heads,
    settings: describeSettings(schema),
  }));
}
