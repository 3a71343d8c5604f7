/** `agon nets show`: what a network consists of. */
import { AgonError, formatBytes } from '@agon/core';
import { layerTable, trainingBytes as layerBytes } from '@agon/engine';
import { makeEnvironment, numActions, unwrapped } from '@agon/envs';
import {
  batchOf,
  describeNetwork,
  makeAnyNetwork,
  numLearned,
  type AnySizes,
  type NetworkInfo,
} from '@agon/nets';
import { formatNumber } from '../format.js';
import { folded } from '../lineRoom.js';
import { print, printJson } from '../output.js';
import { NO_BREAK, table } from '../tableText.js';
import { kernelsText, withRepeats } from './layerRows.js';

/** The command's flags: sizes of what the network reads and answers, from an environment (`env`) or given one by one. */
export interface NetsShowFlags {
  /** Of those that the network can be had in. */
  kind?: string;
  env?: string;
  input?: string;
  actions?: number;
  classes?: number;
  batch?: number;
  json?: boolean;
}

/** Bytes of a float32 and of what training keeps beside each parameter: gradient and two moments. */
const FLOAT_BYTES = 4;
const TRAINING_COPIES = 4;

/** What an environment says of a network's sizes. */
function sizesOf(env: string): AnySizes {
  const environment = makeEnvironment(env);
  return { input: unwrapped(environment).observation.shape, actions: numActions(environment) };
}

/** "224,224,3", or as torch writes pictures and volumes, channels first: "3x224x224". */
function parseShape(input: string): number[] {
  const shape = input.split(/[,x×]/).map(Number);
  if (!shape.every((length) => Number.isInteger(length) && length > 0))
    throw new AgonError('bad-option', `--input "${input}" is no shape; write it as 84,84,4 (height, width, planes) or 3x224x224 (planes first).`); // prettier-ignore
  const [first, ...rest] = shape;
  const isChannelsFirst = /[x×]/.test(input) && rest.length > 1 && (first === 1 || first === 3);
  return isChannelsFirst ? [...rest, first] : shape;
}

/** Sizes that flags say. */
const saidBy = ({ input, actions, classes }: NetsShowFlags): AnySizes => ({
  ...(input === undefined ? {} : { input: parseShape(input) }),
  ...(actions === undefined ? {} : { actions }),
  ...(classes === undefined ? {} : { classes }),
});

/** The network in the kind that is asked for, or the first that has the sizes that are said. */
function infoOf(spec: string, { kind }: NetsShowFlags, said: AnySizes): NetworkInfo {
  const first = describeNetwork(spec, kind);
  const all = kind === undefined ? first.kinds.map((each) => describeNetwork(spec, each)) : [first];
  return all.find(({ sizes }) => Object.keys(said).every((name) => name in sizes)) ?? first;
}

/** What the flags say of the sizes that the network asks for. @throws bad-option for sizes that it does not have */
function requireKnown(said: AnySizes, { id, kind, sizes }: NetworkInfo): void {
  const unknown = Object.keys(said).find((name) => !(name in sizes));
  if (unknown === undefined) return;
  throw new AgonError(
    'bad-option',
    `network "${id}" has no ${unknown} to set: it is of kind ${kind}, built for ${Object.keys(sizes).join(', ')}. Leave out --${unknown}.`,
  );
}

/** Tensors as a line tells them: "policy [1, 82], value [1]". */
const tensors = (all: Readonly<Record<string, { readonly shape: readonly number[] }>>): string =>
  Object.entries(all)
    .map(([name, { shape }]) => `${name} [${shape.join(', ')}]`)
    .join(', ');

/**
 * Prints a network layer by layer: kernels, shapes, parameters, operations and bytes, as it is traced for a batch. Sizes that are not said
 * are its paper's, or the examples of its kind.
 * @throws unknown-net; bad-option
 */
export function netsShow(spec: string, flags: NetsShowFlags): void {
  const said = saidBy(flags);
  const sizes =
    flags.env === undefined || flags.input !== undefined ? said : { ...sizesOf(flags.env), ...said };
  const info = infoOf(spec, flags, sizes);
  requireKnown(said, info);
  const batch = flags.batch ?? 1;
  const network = makeAnyNetwork(spec, { ...info.sizes, ...sizes }, info.kind);
  const inputs = batchOf(network, batch);
  const outputs = Object.fromEntries(
    Object.entries(network.outputs).map(([name, output]) => [
      name,
      { ...output, shape: [batch, ...output.shape] },
    ]),
  );
  const layers = layerTable(network.apply, inputs, network.parameters);
  const sum = (of: (layer: (typeof layers)[number]) => number) =>
    layers.reduce((total, layer) => total + of(layer), 0);
  const total = {
    parameters: numLearned(network),
    operations: sum((layer) => layer.operations),
    activationBytes: sum((layer) => layer.bytes),
  };
  const parameterBytes = FLOAT_BYTES * total.parameters;
  const trainingBytes = TRAINING_COPIES * parameterBytes + layerBytes(layers);
  if (flags.json)
    return printJson({
      network: spec,
      kind: info.kind,
      kinds: info.kinds,
      inputs,
      outputs,
      batch,
      layers,
      ...total,
      parameterBytes,
      trainingBytes,
    });
  print(folded(`${spec}: ${info.title}: ${tensors(inputs)} → ${tensors(outputs)}`));
  const others = info.kinds.filter((kind) => kind !== info.kind);
  print(others.length > 0 ? `${folded(`kind ${info.kind}; --kind ${others.join(', ')} too`)}\n` : '');
  const rows = withRepeats(layers).map(
    ([{ name, kind, kernels, shape: out, parameters, operations, bytes }, times]) => [
      times === 1 ? name : `${name} ×${times}`,
      kind,
      kernelsText(kernels),
      `[${out.join(`,${NO_BREAK}`)}]`,
      formatNumber(parameters),
      formatOperations(operations),
      formatBytes(bytes),
    ],
  );
  const right = 'right' as const;
  print(
    table(
      [
        { head: 'layer' },
        { head: 'kind' },
        { head: 'kernels' },
        { head: 'result' },
        { head: 'parameters', align: right },
        { head: 'operations', align: right },
        { head: 'memory', align: right },
      ],
      rows,
    ),
  );
  print(folded(`\n${formatNumber(total.parameters)} parameters (${formatBytes(parameterBytes)}), ${formatOperations(total.operations)} operations forward, three times that in training`)); // prettier-ignore
  print(folded(`memory: ${formatBytes(total.activationBytes)} of results forward; training about ${formatBytes(trainingBytes)} (results, patches of convolutions and their gradients, parameters, gradient, two moments)`)); // prettier-ignore
}

/** 1,234,567 operations as "1.23 M". */
function formatOperations(count: number): string {
  if (count < 1000) return String(count);
  const units = ['k', 'M', 'G', 'T'];
  const unit = Math.min(units.length, Math.floor(Math.log10(count) / 3)) - 1;
  return `${(count / 1000 ** (unit + 1)).toPrecision(3)} ${units[unit]}`;
}
