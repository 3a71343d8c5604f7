import { describe, expect, it } from 'vitest';
import { RandomStream } from '@agon/core';
import { eloOfScore, expectedScore, rate, type Score } from './ratings.js';

const none = { prior: 0 };

describe('ratings of two players', () => {
  it('are 191 Elo apart at a score of 75 %, without a prior', () => {
    for (const score of [
      { wins: 75, draws: 0, losses: 25 },
      { wins: 50, draws: 50, losses: 0 },
    ]) {
      const { elo } = rate(2, [{ first: 0, second: 1, ...score }], none);
      expect(elo[0] - elo[1]).toBeCloseTo(400 * Math.log10(3), 6); // 190.85
      expect(elo[0] + elo[1]).toBeCloseTo(0, 9);
    }
  });

  it('have the standard error of the logistic model, smaller where games are drawn', () => {
    const decisive = rate(2, [{ first: 0, second: 1, wins: 75, draws: 0, losses: 25 }], none);
    // Fisher information of n games at p: n·p·(1 − p)·(ln 10 / 400)².
    const error = 1 / (Math.sqrt(100 * 0.75 * 0.25) * (Math.LN10 / 400));
    expect(decisive.errorOfDifference(0, 1)).toBeCloseTo(error, 6);
    const drawn = rate(2, [{ first: 0, second: 1, wins: 50, draws: 50, losses: 0 }], none);
    // Delta method: standard deviation of a score is 0.25 at half wins, half draws.
    const delta = 0.25 / Math.sqrt(100) / (0.75 * 0.25 * (Math.LN10 / 400));
    expect(drawn.errorOfDifference(0, 1) / delta).toBeCloseTo(1, 1);
    expect(drawn.errorOfDifference(0, 1)).toBeGreaterThan(delta);
  });

  it('are finite with a prior where one side wins everything, and refused without', () => {
    const shutout: Score[] = [{ first: 0, second: 1, wins: 10, draws: 0, losses: 0 }];
    const { elo, ci95 } = rate(2, shutout);
    expect(elo[0] - elo[1]).toBeGreaterThan(300);
    expect(ci95[0][1] - ci95[0][0]).toBeGreaterThan(200);
    expect(() => rate(2, shutout, none)).toThrow(/no finite ratings/);
    expect(() => rate(3, [{ first: 0, second: 1, wins: 1, draws: 0, losses: 1 }], none)).toThrow(
      /no finite ratings/,
    );
  });

  it('tell the likelihood of superiority', () => {
    const { superiority } = rate(2, [{ first: 0, second: 1, wins: 60, draws: 0, losses: 40 }], none);
    expect(superiority(0, 1)).toBeGreaterThan(0.97);
    expect(superiority(0, 1) + superiority(1, 0)).toBeCloseTo(1, 12);
  });

  it('keep an anchor where it is, and give it no error', () => {
    const { elo, ci95 } = rate(2, [{ first: 0, second: 1, wins: 75, draws: 0, losses: 25 }], {
      prior: 0,
      anchors: new Map([[1, 1000]]),
    });
    expect(elo[1]).toBe(1000);
    expect(elo[0]).toBeCloseTo(1190.85, 2);
    expect(ci95[1]).toEqual([1000, 1000]);
  });
});

it('anchors may lie at any level', () => {
  const games: Score[] = [
    { first: 0, second: 1, wins: 12, draws: 3, losses: 5 },
    { first: 1, second: 2, wins: 9, draws: 0, losses: 11 },
  ];
  for (const prior of [0, 1]) {
    const low = rate(3, games, { prior, anchors: new Map([[1, 0]]) });
    const high = rate(3, games, { prior, anchors: new Map([[1, 14_000]]) });
    high.elo.forEach((elo, player) => expect(elo - 14_000).toBeCloseTo(low.elo[player], 6));
    expect(high.errorOfDifference(0, 2)).toBeCloseTo(low.errorOfDifference(0, 2), 6);
  }
});

/** Plays every pair `games` times each way; draws with probability `drawRate · 4p(1 − p) / 2`, so that scores stay p. */
function simulate(
  truth: readonly number[],
  games: number,
  advantage: number,
  drawRate: number,
  seed: string,
): Score[] {
  const rng = new RandomStream(seed);
  const scores: Score[] = [];
  for (let first = 0; first < truth.length; first++) {
    for (let second = 0; second < truth.length; second++) {
      if (first === second) continue;
      const p = expectedScore(truth[first] - truth[second] + advantage);
      const drawn = drawRate * 2 * Math.min(p, 1 - p);
      const score: Score = { first, second, wins: 0, draws: 0, losses: 0 };
      for (let game = 0; game < games; game++) {
        const u = rng.uniform();
        if (u < p - drawn / 2) score.wins++;
        else if (u < p + drawn / 2) score.draws++;
        else score.losses++;
      }
      scores.push(score);
    }
  }
  return scores;
}

describe('ratings of many players', () => {
  const truth = [-150, -60, 0, 40, 170];

  it('recover the true ratings and the advantage of moving first', () => {
    const { elo, firstPlayerAdvantage } = rate(5, simulate(truth, 20_000, 60, 0.3, 'recover'), {
      firstPlayerAdvantage: 'estimate',
    });
    elo.forEach((value, player) => expect(Math.abs(value - truth[player])).toBeLessThan(5));
    expect(Math.abs(firstPlayerAdvantage - 60)).toBeLessThan(3);
  });

  it.each([0, 0.6])('have intervals that cover the truth in 95 % of tournaments (draws: %s)', (drawRate) => {
    const tournaments = process.env.AGON_SLOW === '1' ? 1000 : 200;
    let covered = 0;
    let coveredDifference = 0;
    for (let i = 0; i < tournaments; i++) {
      const ratings = rate(5, simulate(truth, 40, 0, drawRate, `coverage ${i}`));
      ratings.ci95.forEach(([low, high], player) => {
        if (low <= truth[player] && truth[player] <= high) covered++;
      });
      const miss = Math.abs(ratings.elo[4] - ratings.elo[0] - 320);
      if (miss <= 1.96 * ratings.errorOfDifference(4, 0)) coveredDifference++;
    }
    // Four standard errors of a binomial share; players of one tournament count as one.
    const slack = 4 * Math.sqrt((0.95 * 0.05) / tournaments);
    expect(Math.abs(covered / (5 * tournaments) - 0.95)).toBeLessThan(slack);
    expect(Math.abs(coveredDifference / tournaments - 0.95)).toBeLessThan(slack);
  });

  it('agree with the closed form of expected scores', () => {
    expect(expectedScore(eloOfScore(0.64))).toBeCloseTo(0.64, 12);
    expect(expectedScore(400)).toBeCloseTo(10 / 11, 12);
  });
});
