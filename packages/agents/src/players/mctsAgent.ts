/** Tree search without a network: the yardstick for learned players. */
import { count, described, MOST_HELD, type Rng } from '@agon/core';
import type { Game, State } from '@agon/envs';
import { RolloutEvaluator, UniformEvaluator, type Evaluator } from '@agon/mcts';
import * as v from 'valibot';
import { defineAgent } from '../agentKind.js';
import { SearchAgent, searchAgentEntries } from './searchAgent.js';

/** Largest difference of two logits: it breaks ties and moves nothing else. */
const TIE_BREAK = 1e-4;

/**
 * `mcts:visits=800`: PUCT with equal priors and the results of random games as values; `rollouts=0` takes values from finished
 * games alone, `selection=uct` is the classical search (Kocsis & Szepesvári 2006; Coulom 2006). Equal moves are told apart by
 * chance, so that two seeds play two games.
 */
export const mcts = defineAgent({
  title: 'tree search without a network',
  plays: 'game',
  schema: v.strictObject({
    visits: v.optional(described(count(1, MOST_HELD), 'simulations per move'), 800),
    rollouts: v.optional(
      described(count(0, 1_000_000), 'random games per position; 0: values come from finished games only'),
      1,
    ),
    ...searchAgentEntries,
  }),
  make({ game }, { visits, rollouts, seconds, temperature, leaves, reuse, ...search }, name) {
    const evaluator = (rng: Rng): Evaluator => {
      const inner =
        rollouts === 0
          ? new UniformEvaluator(game, leaves)
          : new RolloutEvaluator(game, rng, rollouts, leaves);
      return new TieBreaker(game, inner, rng);
    };
    return new SearchAgent({ name, game, evaluator, search, visits, seconds, temperature, reuse });
  },
});

/** Another evaluator whose equal logits differ by a trace of noise. */
class TieBreaker implements Evaluator {
  readonly capacity: number;
  readonly logits: Float32Array;
  readonly values: Float32Array;
  private readonly inner: Evaluator;
  private readonly rng: Rng;
  private readonly numActions: number;

  constructor(game: Game, inner: Evaluator, rng: Rng) {
    this.capacity = inner.capacity;
    this.logits = inner.logits;
    this.values = inner.values;
    this.inner = inner;
    this.rng = rng;
    this.numActions = game.numActions;
  }

  add(state: State, slot: number): void {
    this.inner.add(state, slot);
    const start = slot * this.numActions;
    for (let i = start; i < start + this.numActions; i++) this.logits[i] = TIE_BREAK * this.rng.uniform();
  }

  evaluate(count: number): void | Promise<void> {
    return this.inner.evaluate(count);
  }
}
