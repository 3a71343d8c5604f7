/** What an optimiser is: names for its moments, and one pass over flat vectors. */
import type { Address, Kernels } from './kernels.js';

/** One update of all parameters at once. */
export interface Update {
  kernels: Kernels;
  parameters: Address;
  gradients: Address;
  /** One address for each of the optimiser's moments. */
  moments: readonly Address[];
  /** The vectors' length, as the kernels want it. */
  bytes: number;
  /** The number of this update, from 1. */
  step: number;
  learningRate: number;
  /** What the gradients are multiplied by first: 1, or less where their norm is clipped. */
  gradientScale: number;
}

/** A plain description; its state lives with the train step that uses it, so one can serve many. */
export interface Optimiser {
  readonly name: string;
  /** The names of its moments (at most three), as saved states call them. */
  readonly moments: readonly string[];
  update(update: Update): void;
}
