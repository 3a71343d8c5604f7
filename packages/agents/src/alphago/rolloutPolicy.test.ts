import { RandomStream } from '@agon/core';
import { makeGame, type Go } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import { goPicture, randomGame } from '../go/testing/goPicture.js';
import { meanOutcome, NUM_ROLLOUT_WEIGHTS, RolloutPolicy } from './rolloutPolicy.js';

const go = makeGame('go:size=7') as Go;
const fresh = (): RolloutPolicy => new RolloutPolicy(go, new Float32Array(NUM_ROLLOUT_WEIGHTS));

/** Log-probabilities of all moves, each asked for alone. */
function probabilities(policy: RolloutPolicy, state: ReturnType<typeof goPicture>): Map<number, number> {
  const found = new Map<number, number>();
  for (const action of state.legalActions()) {
    const answer = policy.learn(state, action, 0);
    if (answer) found.set(action, Math.exp(answer.logProbability));
  }
  return found;
}

describe('rollout policy', () => {
  it('plays a game to its end and leaves the position as it was', () => {
    const state = randomGame(go, 12, new RandomStream('start'));
    const before = state.toString();
    const results = new Set<number>();
    const rng = new RandomStream('rollouts');
    for (let i = 0; i < 40; i++) results.add(fresh().playOut(state, rng));
    expect(state.toString()).toBe(before);
    state.board.checkConsistency();
    expect([...results].every((result) => [-1, 0, 1].includes(result))).toBe(true);
    expect(results.size).toBeGreaterThan(1);
  });

  it('begins as the uniform policy over moves that fill no own eye', () => {
    const state = goPicture(`
      .X.....
      XX.....
      .......
      .......
      .......
      .......
      .......`);
    const found = probabilities(fresh(), state);
    expect(found.has(0)).toBe(false);
    expect([...found.values()].every((p) => Math.abs(p - 1 / 45) < 1e-6)).toBe(true);
  });

  it('learns a move from one position, in all eight views of its pattern', () => {
    const policy = fresh();
    const state = goPicture(`
      .......
      .......
      ..XO...
      ..OX...
      .......
      .......
      .......`);
    const action = state.parseAction('C6');
    for (let i = 0; i < 200; i++) policy.learn(state, action, 0.1);
    const found = probabilities(policy, state);
    // The cross looks the same from four points.
    const likely = [...found].filter(([, p]) => p > 0.2).map(([move]) => state.actionToString(move));
    expect(likely).toContain('C6');
    expect(likely).toHaveLength(4);
  });

  it('draws moves as often as their probabilities say', () => {
    const policy = fresh();
    const rng = new RandomStream('weights');
    for (let i = 0; i < policy.weights.length; i++) policy.weights[i] = rng.uniform() - 0.5;
    policy.refresh();
    const state = randomGame(go, 20, rng);
    const wanted = probabilities(policy, state);
    const counts = new Map<number, number>();
    const games = 800;
    // The first move of a playout is what it adds to the history.
    const apply = state.applyAssumeLegal.bind(state);
    const plies = state.history.length;
    state.applyAssumeLegal = (action) => {
      if (state.history.length === plies) counts.set(action, (counts.get(action) ?? 0) + 1);
      apply(action);
    };
    for (let i = 0; i < games; i++) policy.playOut(state, rng);
    for (const [action, p] of wanted) {
      const deviation = Math.sqrt((p * (1 - p)) / games);
      expect(Math.abs((counts.get(action) ?? 0) / games - p)).toBeLessThan(4.5 * deviation + 1e-3);
    }
  });

  it('finds a won game won', () => {
    const state = goPicture(
      `
      XXXXXXX
      X.X.X.X
      XXXXXXX
      XXXXXXX
      XXXXXXX
      .......
      OOOOOOO`,
      1,
    );
    expect(meanOutcome(fresh(), state, 20, new RandomStream('won'))).toBeLessThan(-0.8);
  });
});
