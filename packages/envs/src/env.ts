/** Single-player environments: Gymnasium's contract, with observations written into the caller's buffer. */
import { AgonError, type Json, type Rng } from '@agon/core';

/** An action: an integer in 0..numActions-1. */
export type Action = number;

/** What an observation is: `shape` is [height, width, planes] for pictures and boards, [features] for vectors. */
export interface ObservationSpace {
  readonly shape: readonly number[];
  readonly dtype: 'uint8' | 'float32';
  /** The largest value that a uint8 observation takes: 1 for planes of bits, 255 for pixels. Networks divide by it. */
  readonly high: number;
  /**
   * Pictures that the last axis of a uint8 observation holds, the oldest first; one where it is not given. At the beginning of an
   * episode its first picture stands for those before it.
   */
  readonly frames?: number;
  /**
   * Of a float32 board whose first planes hold zeros and ones: how many. The others each hold one number, the same on all cells. Not
   * given: nothing is known of the planes.
   */
  readonly bitPlanes?: number;
}

/** The result of a step. Environments return the same object every time: read it before the next step. */
export interface StepResult {
  reward: number;
  /** The game is over by its own rules. */
  terminated: boolean;
  /** The episode was cut by a time limit; the state's value is not 0. */
  truncated: boolean;
}

/**
 * One game as a stream of observations, actions and rewards. A pure function of seed and actions: after `reset(seed)`
 * the same actions give the same steps, sticky actions included.
 * A step is an agent's decision; `framesPerStep` emulated frames pass in it.
 */
export interface Env {
  readonly id: string;
  /** Rises when behaviour changes (not for speed); written into every result and replay. */
  readonly version: number;
  /** The resolved options, as written into replays. */
  readonly options: Readonly<Record<string, Json>>;
  readonly observation: ObservationSpace;
  /** One name for each action, in order. */
  readonly actionNames: readonly string[];
  readonly framesPerStep: number;
  /** How many steps a second a person plays; undefined where the game has no pace of its own. */
  readonly stepsPerSecond?: number | undefined;
  /** Whether the episode is over and its game is not (a lost life): `reset()` without a seed goes on with the game. Not given: never. */
  readonly goesOn?: boolean;

  /** Begins an episode. With a seed the random stream starts anew; without one it goes on (Gymnasium's rule). */
  reset(seed?: string | number): void;
  /** Takes the environment's random numbers from `rng` from now on (recorded traces inject theirs). Does not reset. */
  useRng(rng: Rng): void;
  /**
   * Plays one action. After the end of an episode it changes nothing and returns reward 0 and the same flags.
   * @throws illegal-action for anything but an integer in 0..numActions-1
   */
  step(action: Action): StepResult;
  /** Writes the observation into `out` (length = product of the shape), row-major. Allocates nothing. */
  observe(out: Uint8Array | Float32Array): void;
  /** A 32-bit hash of everything that decides the future but the random stream. */
  hash(): number;
  /** The whole state, random stream included, as plain data; `load` continues from it with the same future. */
  save(): Json;
  /** @throws bad-file where the state is not one of this environment's */
  load(state: Json): void;
}

/** The number of values in one observation. */
export function observationSize(space: ObservationSpace): number {
  return space.shape.reduce((product, size) => product * size, 1);
}

/** A new array for `count` observations, [count, S]. */
export function observationArray(space: ObservationSpace, count = 1): Uint8Array | Float32Array {
  const length = count * observationSize(space);
  return space.dtype === 'uint8' ? new Uint8Array(length) : new Float32Array(length);
}

/** The error for an action that an environment does not have. */
export function illegalAction(env: Env, action: unknown): AgonError {
  const names = env.actionNames.map((name, index) => `${index} ${name}`).join(', ');
  return new AgonError(
    'illegal-action',
    `${env.id} has no action ${String(action)}; its actions are: ${names}.`,
  );
}
