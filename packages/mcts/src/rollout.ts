/** The evaluator of classical Monte-Carlo tree search: values are the results of random games, all moves equally likely. */
import type { Rng } from '@agon/core';
import type { Game, State } from '@agon/envs';
import type { Evaluator } from './evaluator.js';

/** Plays at `add`, so that `evaluate` has nothing left to do. Needs no network; the game ends by its own rules. */
export class RolloutEvaluator implements Evaluator {
  readonly capacity: number;
  readonly logits: Float32Array;
  readonly values: Float32Array;
  private readonly rng: Rng;
  private readonly rollouts: number;
  private readonly mask: Uint8Array;
  private readonly rewards: Float64Array;

  /** @param rollouts random games for each position; their mean is the value */
  constructor(game: Game, rng: Rng, rollouts = 1, capacity = 1) {
    this.capacity = capacity;
    this.logits = new Float32Array(capacity * game.numActions);
    this.values = new Float32Array(capacity);
    this.rng = rng;
    this.rollouts = rollouts;
    this.mask = new Uint8Array(game.numActions);
    this.rewards = new Float64Array(game.numPlayers);
  }

  /** Plays the random games on the lent state itself and takes their moves back. */
  add(state: State, slot: number): void {
    const player = state.currentPlayer;
    let sum = 0;
    for (let i = 0; i < this.rollouts; i++) sum += this.playOut(state, player);
    this.values[slot] = sum / this.rollouts;
  }

  evaluate(_count: number): void {}

  /** The rewards of `player` in one random game from here. */
  private playOut(state: State, player: number): number {
    const { mask, rewards, rng } = this;
    let moves = 0;
    let total = 0;
    while (!state.isTerminal) {
      let left = rng.int(state.legalMaskInto(mask));
      let action = 0;
      while (mask[action] === 0 || left-- > 0) action++;
      state.applyAssumeLegal(action);
      state.rewardsInto(rewards);
      total += rewards[player];
      moves++;
    }
    for (; moves > 0; moves--) state.undo();
    return total;
  }
}
