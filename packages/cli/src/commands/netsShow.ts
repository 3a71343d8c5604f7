/** `agon nets show`: what a network consists of. */
import { AgonError, formatBytes, parseSpec, unknownName } from '@agon/core';
import { layerTable, trainingBytes as layerBytes } from '@agon/engine';
import { makeEnvironment } from '@agon/envs';
import { listNetworks, makeNetwork, type Heads } from '@agon/nets';
import { formatNumber } from '../format.js';
import { print, printJson, table } from '../output.js';

/**
 * The command's flags: the observation's shape and the actions, from an environment (`env`) or given (`input`,
 * `actions`).
 */
export interface NetsShowFlags {
  env?: string;
  input?: string;
  actions?: number;
  batch?: number;
  json?: boolean;
}

/** Where nothing else is said. */
const DEFAULT_ENV: Record<Heads, string> = {
  q: 'minatar-breakout',
  'policy-value': 'go:size=9',
  'actor-critic': 'minatar-breakout',
  policy: 'go:size=9',
  value: 'go:size=9',
};

/** Bytes of a float32 and of what training keeps beside each parameter: gradient and two moments. */
const FLOAT_BYTES = 4;
const TRAINING_COPIES = 4;

/** What the network reads and chooses from: --input and --actions, or an environment's. */
function ends(
  flags: NetsShowFlags,
  heads: Heads,
): { shape: readonly number[]; numActions: number; of: string } {
  if (flags.input === undefined) {
    const id = flags.env ?? DEFAULT_ENV[heads];
    const environment = makeEnvironment(id);
    const own =
      environment.kind === 'env'
        ? { shape: environment.env.observation.shape, numActions: environment.env.actionNames.length }
        : { shape: environment.game.observation.shape, numActions: environment.game.numActions };
    return { ...own, numActions: flags.actions ?? own.numActions, of: id };
  }
  const shape = flags.input.split(/[,x×]/).map(Number);
  if (!shape.every((length) => Number.isInteger(length) && length > 0)) {
    throw new AgonError('bad-option', `--input "${flags.input}" is no shape; write it as 84,84,4 (height, width, planes).`); // prettier-ignore
  }
  return { shape, numActions: flags.actions ?? 6, of: `input ${shape.join('×')}` };
}

/**
 * Prints a network layer by layer: kernels, shapes, parameters, FLOPs and bytes, as it is traced for a batch.
 * @throws unknown-net; bad-option
 */
export function netsShow(spec: string, flags: NetsShowFlags): void {
  const { id } = parseSpec(spec);
  const list = listNetworks();
  const info = list.find((network) => network.id === id);
  if (!info) {
    const ids = list.map((network) => network.id);
    throw unknownName('unknown-net', 'network', id, ids, `There are: ${ids.join(', ')}.`);
  }
  const { shape, numActions, of } = ends(flags, info.heads);
  const batch = flags.batch ?? 1;
  const network = makeNetwork(spec, shape, numActions, info.heads);
  const inputs = { observation: { shape: [batch, ...shape] } };
  const layers = layerTable(
    ({ observation }, p) => network.apply(observation, p),
    inputs,
    network.parameters,
  );
  const sum = (of: (layer: (typeof layers)[number]) => number) =>
    layers.reduce((total, layer) => total + of(layer), 0);
  const total = {
    parameters: network.parameters.reduce((all, { shape: own }) => all + own.reduce((a, b) => a * b, 1), 0),
    flops: sum((layer) => layer.flops),
    activationBytes: sum((layer) => layer.bytes),
  };
  const parameterBytes = FLOAT_BYTES * total.parameters;
  const trainingBytes = TRAINING_COPIES * parameterBytes + layerBytes(layers);
  if (flags.json)
    return printJson({
      network: spec,
      inputShape: shape,
      numActions,
      batch,
      layers,
      ...total,
      parameterBytes,
      trainingBytes,
    });
  print(
    `${spec}: ${info.title}, for ${of}: [${[batch, ...shape].join(', ')}] → ${formatNumber(numActions)} actions\n`,
  );
  const rows = layers.map(({ name, kernels, shape: out, parameters, flops, bytes }) => [
    name,
    kernels.join(' '),
    `[${out.join(', ')}]`,
    formatNumber(parameters),
    formatOperations(flops),
    formatBytes(bytes),
  ]);
  const right = 'right' as const;
  print(
    table(
      [
        { head: 'layer' },
        { head: 'kernels' },
        { head: 'result' },
        { head: 'parameters', align: right },
        { head: 'FLOPs', align: right },
        { head: 'memory', align: right },
      ],
      rows,
    ),
  );
  print(`\n${formatNumber(total.parameters)} parameters (${formatBytes(parameterBytes)}), ${formatOperations(total.flops)} FLOPs forward, three times that in training`); // prettier-ignore
  print(`memory: ${formatBytes(total.activationBytes)} of results forward; training about ${formatBytes(trainingBytes)} (results, patches of convolutions and their gradients, parameters, gradient, two moments)`); // prettier-ignore
}

/** 1,234,567 operations as "1.23 M". */
function formatOperations(count: number): string {
  if (count < 1000) return String(count);
  const units = ['k', 'M', 'G', 'T'];
  const unit = Math.min(units.length, Math.floor(Math.log10(count) / 3)) - 1;
  return `${(count / 1000 ** (unit + 1)).toPrecision(3)} ${units[unit]}`;
}
