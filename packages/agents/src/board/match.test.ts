import { RandomStream } from '@agon/core';
import { makeGame, type State } from '@agon/envs';
import { UniformEvaluator } from '@agon/mcts';
import { describe, expect, it } from 'vitest';
import { Solver } from '../players/solver.js';
import { scoreAgainstRandom } from './match.js';

const game = makeGame('tic_tac_toe');
const GAMES = 400;

/** Prefers what the solver finds best, or worst. */
class SolverEvaluator extends UniformEvaluator {
  private readonly solver = new Solver(10_000);
  private readonly sign: number;

  constructor(sign: number) {
    super(game, GAMES);
    this.sign = sign;
  }

  override add(state: State, slot: number): void {
    const copy = state.clone();
    for (const action of copy.legalActions()) {
      this.logits[slot * 9 + action] = this.sign * this.solver.solveAction(copy, action).value;
    }
  }
}

describe('scoreAgainstRandom', () => {
  const score = (evaluator: UniformEvaluator): Promise<number> =>
    scoreAgainstRandom(game, evaluator, GAMES, new RandomStream('match'));

  it('finds a perfect player nearly unbeaten and its opposite nearly without a point', async () => {
    expect(await score(new SolverEvaluator(1))).toBeGreaterThan(0.93);
    expect(await score(new SolverEvaluator(-1))).toBeLessThan(0.2);
  });

  it('gives the same score for the same stream', async () => {
    const evaluator = new UniformEvaluator(game, GAMES);
    expect(await score(evaluator)).toBe(await score(evaluator));
  });
});
