/** Every network by its id: one line each. */
import { AgonError, describeSettings, parseSettings, parseSpec, unknownName } from '@agon/core';
import type { SettingInfo, Settings, SettingsSchema } from '@agon/core';
import { boardMlpSchema, buildBoardMlp } from './boardMlp.js';
import { buildMinAtarCnn, minAtarCnnSchema } from './minatarCnn.js';
import { buildMlp, mlpSchema } from './mlp.js';
import type { Heads, Network } from './network.js';
import { buildResidualTower, residualTowerSchema } from './residualTower.js';

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

const networks: Readonly<Record<string, Entry>> = {
  'board-mlp': entry('dense layers with policy and value', 'policy-value', boardMlpSchema, buildBoardMlp),
  'minatar-cnn': entry('one 3×3 convolution and a dense layer', 'q', minAtarCnnSchema, buildMinAtarCnn),
  mlp: entry('dense layers', 'q', mlpSchema, buildMlp),
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
  return found.build(inputShape, numActions, options, id);
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
