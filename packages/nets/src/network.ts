/** What a network is: named parameters, and a plain tfjs function over them from named inputs to named outputs. */
import type { Fn, ParameterSpec, TensorSpec } from '@agon/engine';
import type { NetworkOutput } from './kind.js';

/** What a network is made of. */
export interface NetworkParts {
  /** In the order in which `Parameters` lays them out and initialises them. */
  readonly parameters: readonly ParameterSpec[];
  /** What it answers beside the outputs of its kind. */
  readonly moreOutputs?: Readonly<Record<string, NetworkOutput>>;
  /** A batch of inputs by name → the outputs by name. Static shapes: it is traced, not run. Inputs of other names are not read. */
  readonly apply: Fn;
}

/** A network, built for the sizes it was asked for. */
export interface Network {
  readonly id: string;
  /** What it reads of one row, without the batch. */
  readonly inputs: Readonly<Record<string, TensorSpec>>;
  /** What it answers to one row: the outputs of its kind, and perhaps more. */
  readonly outputs: Readonly<Record<string, NetworkOutput>>;
  readonly parameters: readonly ParameterSpec[];
  /** [B, …shape] of each input → [B, …shape] of each output. */
  readonly apply: Fn;
}

/** A network's inputs for a batch of so many rows. */
export function batchOf({ inputs }: Network, rows: number): Record<string, TensorSpec> {
  const all = Object.entries(inputs).map(([name, input]) => [
    name,
    { ...input, shape: [rows, ...input.shape] },
  ]);
  return Object.fromEntries(all) as Record<string, TensorSpec>;
}
