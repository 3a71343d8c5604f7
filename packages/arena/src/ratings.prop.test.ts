import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectedScore, rate, type Score } from './ratings.js';

/** Any results of any players, whitewashes and players without games included. */
const anyScores = fc.integer({ min: 2, max: 5 }).chain((players) =>
  fc.record({
    players: fc.constant(players),
    scores: fc.array(
      fc
        .record({
          first: fc.nat(players - 1),
          second: fc.nat(players - 1),
          wins: fc.oneof(fc.constant(0), fc.nat(30), fc.nat(400)),
          draws: fc.oneof(fc.constant(0), fc.nat(30)),
          losses: fc.oneof(fc.constant(0), fc.nat(30), fc.nat(400)),
        })
        .filter(({ first, second }) => first !== second),
      { maxLength: 12 },
    ),
  }),
);

describe('ratings with a prior', () => {
  it('are finite, centred, and give every player the points that it made', () => {
    fc.assert(
      fc.property(anyScores, ({ players, scores }) => {
        const { elo, ci95 } = rate(players, scores);
        expect(elo.every(Number.isFinite)).toBe(true);
        expect(ci95.flat().every(Number.isFinite)).toBe(true);
        expect(elo.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 6);
        // At the maximum: points made less points expected = what the player's one virtual draw expects less ½. The
        // virtual opponent's rating is the same for all; the first player's games tell it.
        const surplus = Array.from({ length: players }, (_, player) => {
          const own = (score: Score): number => {
            const games = score.wins + score.draws + score.losses;
            const points = score.wins + score.draws / 2;
            const expected = games * expectedScore(elo[score.first] - elo[score.second]);
            return score.first === player
              ? points - expected
              : score.second === player
                ? expected - points
                : 0;
          };
          return scores.reduce((sum, score) => sum + own(score), 0);
        });
        const level = (player: number): number =>
          400 * Math.log10(1 / (surplus[player] + 0.5) - 1) + elo[player];
        const levels = surplus.map((_, player) => level(player));
        for (const each of levels)
          expect(Math.abs(expectedScore(each) - expectedScore(levels[0]))).toBeLessThan(1e-4);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('do not depend on the order of the games, and mirror when all results are turned round', () => {
    fc.assert(
      fc.property(anyScores, ({ players, scores }) => {
        const { elo } = rate(players, scores);
        const backwards = rate(players, [...scores].reverse());
        backwards.elo.forEach((value, i) => expect(value).toBeCloseTo(elo[i], 4));
        const turned = rate(
          players,
          scores.map((score) => ({ ...score, wins: score.losses, losses: score.wins })),
        );
        turned.elo.forEach((value, i) => expect(value).toBeCloseTo(-elo[i], 4));
      }),
      { seed: 2, numRuns: 200 },
    );
  });
});
