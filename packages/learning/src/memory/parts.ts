/** What the parts of a training run take of memory, from their sizes alone: estimates that nothing is allocated for. */
import type { MemoryItem } from '@agon/core';
import {
  countParameters,
  layerTable,
  trainingBytes,
  type Fn,
  type ParameterSpec,
  type TensorSpec,
} from '@agon/engine';
import { observationSize, type Environment, type ObservationSpace } from '@agon/envs';

/**
 * Float32 copies of a network that is trained: values, gradients, two moments, the gradients that ONNX Runtime returns, and those that a
 * state is saved from.
 */
const TRAINED_COPIES = 6;
const FLOAT_BYTES = 4;

/** A network as it is trained. */
interface TrainedNetwork {
  parameters: readonly ParameterSpec[];
  /** What is computed of a batch. */
  fn: Fn;
  /** What `fn` reads of so many rows. */
  inputs(rows: number): Readonly<Record<string, TensorSpec>>;
}

/** How it is trained, and which settings say so. */
interface Training {
  /** Rows of an update. */
  rows: number;
  /** Further copies of the values: a target network, an average. */
  copies?: number;
  /** Bytes of a row that `fn` does not compute: the loss. */
  lossBytes?: number;
  /** The setting with the network's spec; what an error says to lower for fewer rows. */
  network?: string;
  batch: string;
}

/** Bytes that an update of a network takes: `fixed`, and for each row of the batch. */
export function updateBytes({ parameters, fn, inputs }: TrainedNetwork): { fixed: number; row: number } {
  const [one, two] = [1, 2].map((rows) => trainingBytes(layerTable(fn, inputs(rows), parameters)));
  // Of what is computed, a part (noise, say) is the same for any number of rows.
  return { fixed: Math.max(0, 2 * one - two), row: two - one + inputBytes(inputs(1)) };
}

/**
 * A network and an update of it.
 * @throws bad-option for a network beyond all memories (`countParameters`)
 */
export function learnerMemory(
  trained: TrainedNetwork,
  { rows, copies = 0, lossBytes = 0, network = 'network', batch }: Training,
): MemoryItem[] {
  const values = countParameters(trained.parameters);
  const { fixed, row } = updateBytes(trained);
  return [
    {
      what: `the ${network}`,
      bytes: FLOAT_BYTES * values * (TRAINED_COPIES + copies),
      lower: `the sizes of "${network}"`,
    },
    {
      what: 'an update',
      bytes: fixed + rows * (row + lossBytes),
      lower: `${batch} or the sizes of "${network}"`,
    },
  ];
}

function inputBytes(inputs: Readonly<Record<string, TensorSpec>>): number {
  return Object.values(inputs).reduce((sum, { shape, dtype }) => {
    const isByte = dtype === 'uint8' || dtype === 'bits';
    return sum + shape.reduce((size, length) => size * length, 1) * (isByte ? 1 : FLOAT_BYTES);
  }, 0);
}

/** Bytes of an observation as environments write it. */
export function observationBytes(space: ObservationSpace): number {
  return observationSize(space) * (space.dtype === 'uint8' ? 1 : FLOAT_BYTES);
}

/** Objects of one environment; arrays of its own, in observations (screens and stacks of pictures: 11). */
const ENV_OBJECT_BYTES = 2000;
const ENV_OBSERVATIONS = 11;
/** Objects of a game's position with its history, measured for go, hex and tic_tac_toe: 6 to 30 kB. */
const GAME_OBJECT_BYTES = 8000;

/** So many environments, or games, side by side. @param lower the setting that says how many */
export function environmentsMemory(environment: Environment, count: number, lower: string): MemoryItem[] {
  const [what, objects, { observation }] =
    environment.kind === 'env'
      ? ['the environments', ENV_OBJECT_BYTES, environment.env]
      : ['the games side by side', GAME_OBJECT_BYTES, environment.game];
  const shown = count * ENV_OBSERVATIONS * observationBytes(observation);
  return [
    { what, bytes: count * objects, lower: `"${lower}"`, isObjects: true },
    { what: 'what they show', bytes: shown, lower: `"${lower}"` },
  ];
}

/** A thread with its own heap, its copy of the program and of ONNX Runtime's (measured: 45 to 60 MB). */
const THREAD_BYTES = 45e6;

/** Worker threads, without what they work on. */
export function threadsMemory(workers: number): MemoryItem {
  return { what: 'the worker threads', bytes: workers * THREAD_BYTES, lower: 'the number of workers' };
}
