/** The evaluator that knows nothing: every move equally likely, every position worth 0. */
import type { Game, State } from '@agon/envs';
import type { Evaluator } from './evaluator.js';

/** Does nothing: logits and values stay 0, and equal logits are equal probabilities. */
export class UniformEvaluator implements Evaluator {
  readonly capacity: number;
  readonly logits: Float32Array;
  readonly values: Float32Array;

  constructor(game: Game, capacity = 1) {
    this.capacity = capacity;
    this.logits = new Float32Array(capacity * game.numActions);
    this.values = new Float32Array(capacity);
  }

  add(_state: State, _slot: number): void {}

  evaluate(_count: number): void {}
}
