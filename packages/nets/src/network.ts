/** What a network is: named parameters, and a plain tfjs function over them from named inputs to named outputs. */
import type { Fn, ParameterSpec, TensorSpec } from '@agon/engine';
import type { NetworkOutput } from './kind.js';

/**
 * A network while it is trained on batches. A trainer gives the noise as inputs and returns all outputs beside its loss: those called
 * `next/NAME` are the next values of the network's statistics, which `trainStep` takes over after each update.
 */
export interface NetworkInTraining {
  /** What it reads of a row besides, uniform in [0, 1), new at each run: dropout's noise by name. */
  readonly noise: Readonly<Record<string, TensorSpec>>;
  /** [B, …shape] of each input and noise → [B, …shape] of each output, and `next/NAME` of each statistic. */
  readonly apply: Fn;
}

/**
 * Where each place of a text looks, in every head. B = batch, L = length, d = the length of a query. From [B, L] `tokens` to `attention`
 * [B, layers, heads, L, L], its rows with a sum of 1, and what it is made of: `queries` and `keys` [B, layers, heads, L, d], with their
 * positions where these turn them.
 */
export interface Looking {
  readonly layers: number;
  readonly heads: number;
  /** d */
  readonly size: number;
  readonly apply: Fn;
}

/** What a network is made of. */
export interface NetworkParts {
  /** In the order in which `Parameters` lays them out and initialises them. */
  readonly parameters: readonly ParameterSpec[];
  /** What it reads and answers beside what its kind does. */
  readonly moreInputs?: Readonly<Record<string, TensorSpec>>;
  readonly moreOutputs?: Readonly<Record<string, NetworkOutput>>;
  /** Tokens of one text that it can read, where it cannot go on for ever. */
  readonly mostTokens?: number;
  /** A batch of inputs by name → the outputs by name. Static shapes: it is traced, not run. Inputs of other names are not read. */
  readonly apply: Fn;
  /** Where training computes something else: dropout, batch normalisation. */
  readonly training?: NetworkInTraining;
  /** Where it looks, if it does so by heads of attention over one text. */
  readonly looking?: Looking;
}

/** A network, built for the sizes it was asked for. */
export interface Network {
  readonly id: string;
  /** What it reads of one row, without the batch. */
  readonly inputs: Readonly<Record<string, TensorSpec>>;
  /** Tokens of one text that it can read; undefined: any number, or it reads none. */
  readonly mostTokens?: number;
  /** What it answers to one row: the outputs of its kind, and perhaps more. */
  readonly outputs: Readonly<Record<string, NetworkOutput>>;
  readonly parameters: readonly ParameterSpec[];
  /** [B, …shape] of each input → [B, …shape] of each output. */
  readonly apply: Fn;
  /** Where it looks, if it does so by heads of attention over one text. */
  readonly looking?: Looking;
  /** For supervised learning. Agents learn through `apply`: their targets need what they act by. */
  readonly training: NetworkInTraining;
}

const ofRows = (specs: Readonly<Record<string, TensorSpec>>, rows: number): Record<string, TensorSpec> => {
  const all = Object.entries(specs).map(([name, spec]) => [name, { ...spec, shape: [rows, ...spec.shape] }]);
  return Object.fromEntries(all) as Record<string, TensorSpec>;
};

/** A network's inputs for a batch of so many rows. */
export const batchOf = ({ inputs }: Network, rows: number): Record<string, TensorSpec> =>
  ofRows(inputs, rows);

/** What it reads of so many rows in training: its inputs, and noise. */
export const trainingBatchOf = ({ inputs, training }: Network, rows: number): Record<string, TensorSpec> =>
  ofRows({ ...inputs, ...training.noise }, rows);

/** The number of values that are learned: statistics do not count. */
export const numLearned = ({ parameters }: NetworkParts): number =>
  parameters.reduce(
    (sum, { shape, isStatistic }) => sum + (isStatistic ? 0 : shape.reduce((product, n) => product * n, 1)),
    0,
  );
