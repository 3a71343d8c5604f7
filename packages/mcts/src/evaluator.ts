/** Evaluators: what a search asks about a position. Networks answer by promise, the others at once. */
import type { State } from '@agon/envs';

/**
 * Evaluates positions in batches. A search (or many, sharing one batch) calls `add` for each leaf while the state stands
 * at it, then a driver calls `evaluate`, then the searches read `logits` and `values` of their slots.
 * B = capacity, A = game.numActions.
 */
export interface Evaluator {
  /** The number of slots, B. */
  readonly capacity: number;
  /** [B, A] Unnormalised log-probabilities; entries of illegal actions are ignored. Valid until the next `add`. */
  readonly logits: Float32Array;
  /** [B] Expected return in [-1, 1] from the view of the player to move. */
  readonly values: Float32Array;
  /** Takes a position into a slot. The state is only lent: it moves on after the call. Never called at a finished game. */
  add(state: State, slot: number): void;
  /** Answers slots 0..count-1. */
  evaluate(count: number): void | Promise<void>;
}
