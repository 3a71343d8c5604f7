import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ratePlayers, strengths } from './ratingGroups.js';
import { rate, type Score } from './ratings.js';

const none = { prior: 0 };
/** Games of two players from the view of the first. */
const match = (first: number, second: number, wins: number, draws: number, losses: number): Score => ({
  first,
  second,
  wins,
  draws,
  losses,
});

describe('ratings without a prior', () => {
  it('leave out who made no point, and who made every point, and say so', () => {
    const even = match(1, 2, 6, 2, 2);
    const scores = [even, match(0, 1, 5, 0, 0), match(2, 0, 0, 0, 5), match(3, 1, 0, 0, 8)];
    const { elo, ci95, unrated, errorOfDifference, superiority } = ratePlayers(4, scores, none);
    const pair = rate(2, [{ ...even, first: 0, second: 1 }], none);
    expect(elo).toEqual([null, ...pair.elo, null]);
    expect(ci95).toEqual([null, ...pair.ci95, null]);
    expect(unrated).toEqual(['above', undefined, undefined, 'below']);
    expect(errorOfDifference(1, 2)).toBe(pair.errorOfDifference(0, 1));
    expect(superiority(1, 2)).toBe(pair.superiority(0, 1));
    expect([errorOfDifference(0, 1), superiority(3, 2)]).toEqual([null, null]);
    expect(strengths(4, scores, none)).toEqual([Infinity, ...pair.elo, -Infinity]);
  });

  it('are one draw away from finite', () => {
    expect(ratePlayers(2, [match(0, 1, 19, 1, 0)], none).elo).toEqual([
      expect.closeTo(200 * Math.log10(39), 6), // 19.5 : 0.5
      expect.closeTo(-200 * Math.log10(39), 6),
    ]);
    expect(ratePlayers(2, [match(0, 1, 20, 0, 0)], none)).toMatchObject({
      elo: [null, null],
      unrated: ['above', 'below'],
    });
  });

  it('rate nobody where there are no games, or everybody beat the next', () => {
    expect(ratePlayers(2, [], none)).toMatchObject({ elo: [null, null], unrated: ['apart', 'apart'] });
    const chain = [match(0, 1, 2, 0, 0), match(1, 2, 2, 0, 0)];
    expect(ratePlayers(3, chain, none).unrated).toEqual(['above', 'between', 'below']);
  });

  it('rate the largest group where groups were never compared, of two equal ones the one with more games', () => {
    const scores = [match(0, 1, 1, 0, 1), match(2, 3, 5, 0, 5)];
    expect(ratePlayers(4, scores, none).unrated).toEqual(['apart', 'apart', undefined, undefined]);
    const three = [...scores, match(0, 4, 0, 1, 0)];
    expect(ratePlayers(5, three, none).unrated).toEqual([undefined, undefined, 'apart', 'apart', undefined]);
  });

  it('rate who is compared with the anchors, which count as one player', () => {
    const anchors = new Map([
      [0, 1000],
      [1, 2000],
    ]);
    // Player 2 beat the weaker anchor and lost to the stronger one: its rating lies between them.
    const between = [match(2, 0, 10, 0, 0), match(2, 1, 0, 0, 10)];
    const rated = ratePlayers(3, between, { prior: 0, anchors });
    expect(rated.elo).toEqual([1000, 2000, expect.closeTo(1500, 6)]);
    expect(rated.errorOfDifference(0, 1)).toBe(0);
    expect(rated.superiority(0, 1)).toBeNull();
    expect(ratePlayers(3, between.slice(1), { prior: 0, anchors })).toMatchObject({
      elo: [1000, 2000, null],
      unrated: [undefined, undefined, 'below'],
    });
    expect(ratePlayers(2, [], { prior: 0, anchors }).elo).toEqual([1000, 2000]);
  });

  it('hold what moving first is worth at 0 where it has no finite value', () => {
    const firstWins = [match(0, 1, 5, 0, 0), match(1, 0, 5, 0, 0)];
    const options = { prior: 0, firstPlayerAdvantage: 'estimate' } as const;
    expect(ratePlayers(2, firstWins, options)).toMatchObject({ elo: [0, 0], firstPlayerAdvantage: null });
    expect(strengths(2, firstWins, options)).toEqual([0, 0]);
    const finite = ratePlayers(2, [...firstWins, match(0, 1, 0, 0, 1), match(1, 0, 0, 0, 1)], options);
    expect(finite.firstPlayerAdvantage).toBeCloseTo(400 * Math.log10(5), 6); // 10 : 2
    expect(ratePlayers(2, [], options).firstPlayerAdvantage).toBeNull();
  });

  it('are the limit of ratings with less and less prior', () => {
    const outcomes = fc.constantFrom(0, 0, 1, 3);
    const anyScores = fc.array(fc.tuple(fc.nat(4), fc.nat(4), outcomes, outcomes, outcomes), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(anyScores, (games) => {
        const scores = games.filter(([a, b]) => a !== b).map((game) => match(...game));
        const { elo, unrated } = ratePlayers(5, scores, none);
        const limit = rate(5, scores, { prior: 1e-6 }).elo;
        const rated = elo.flatMap((value, player) => (value === null ? [] : [player]));
        for (const a of rated) {
          for (const b of rated) expect(elo[a]! - elo[b]!).toBeCloseTo(limit[a] - limit[b], 0);
          unrated.forEach((why, player) => {
            if (why === 'above') expect(limit[player] - limit[a]).toBeGreaterThan(400);
            if (why === 'below') expect(limit[player] - limit[a]).toBeLessThan(-400);
          });
        }
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});

describe('ratings with a prior', () => {
  it('are those of `rate`, for all players', () => {
    const scores = [match(0, 1, 5, 0, 0)];
    const { elo, ci95, errorOfDifference } = rate(3, scores);
    const all = ratePlayers(3, scores);
    expect([all.elo, all.ci95, all.unrated]).toEqual([elo, ci95, [undefined, undefined, undefined]]);
    expect(all.errorOfDifference(0, 2)).toBe(errorOfDifference(0, 2));
    expect(strengths(3, scores)).toEqual(elo);
  });
});
