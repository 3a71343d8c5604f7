/** Published values: match reports of fastchess, cutechess and Stockfish's testing pages, with their addresses. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '@agon/core';
import { matchStatistics, NORMALISED_SCALE, type Counts } from './pairStatistics.js';
import { pairsNeeded, sprtForecast } from './power.js';
import { eloOfScore, expectedScore } from './ratings.js';
import { logLikelihoodRatio, sprt } from './sprt.js';

type Published = [source: string, counts: Counts, elo0: number, elo1: number, llr: number];

const NORMALISED: Published[] = [
  ['Disservin/fastchess#783', [379, 10170, 21828, 10640, 343], 0, 2, 2.95],
  ['Disservin/fastchess#426, case 1, pairs', [365, 16618, 36229, 16974, 390], 0, 2, 2.25],
  ['Disservin/fastchess#426, case 1, games', [36027, 68692, 36433], 0, 2, 0.92],
  ['official-stockfish/Stockfish#5712, STC', [831, 31795, 68460, 32448, 834], 0, 2, 2.93],
  ['official-stockfish/Stockfish#5712, LTC', [307, 54901, 140959, 56230, 281], 0.5, 2.5, 2.95],
  ['official-stockfish/Stockfish#4194', [371, 10263, 24989, 10642, 379], 0, 2, 2.95],
  ['brunocodutra/cinder#836', [835, 6884, 13116, 7201, 852], 0, 3, 2.89],
  ['brunocodutra/cinder#820', [244, 1980, 3630, 2067, 263], -3, 1, 2.9],
  ['brunocodutra/cinder#727', [50, 287, 610, 387, 73], 0, 5, 2.97],
  ['Disservin/fastchess#882, nearly all lost', [77, 1, 0, 0, 0], -1000, -500, -2.95],
  ['Disservin/fastchess#882, most lost', [72, 10, 0, 0, 0], -1000, -500, -2.97],
];

const LOGISTIC: Published[] = [
  ['cutechess/cutechess#543', [759, 1863, 880], 0, 5, 2.95],
  ['official-stockfish/Stockfish#3209, STC', [253, 4282, 17604, 4431, 286], -0.25, 1.25, 2.94],
  ['official-stockfish/Stockfish#2493, STC', [424, 2948, 5832, 3045, 460], -1, 3, 2.94],
  ['official-stockfish/Stockfish#2971, STC', [17, 253, 1042, 337, 39], -0.5, 1.5, 2.96],
];

const anyCounts: fc.Arbitrary<Counts> = fc.oneof(
  fc.tuple(fc.nat(200), fc.nat(200), fc.nat(200)),
  fc.tuple(fc.nat(200), fc.nat(200), fc.nat(200), fc.nat(200), fc.nat(200)),
);
const anyModel = fc.constantFrom('normalised' as const, 'logistic' as const);
const reversed = (counts: Counts): Counts => [...counts].reverse() as unknown as Counts;

describe('the log-likelihood ratio', () => {
  // Reports give two decimals.
  it.each(NORMALISED)('is as published, normalised: %s', (_source, counts, elo0, elo1, llr) => {
    expect(Math.abs(logLikelihoodRatio(counts, elo0, elo1, 'normalised') - llr)).toBeLessThan(0.0051);
  });

  it.each(LOGISTIC)('is as published, logistic: %s', (_source, counts, elo0, elo1, llr) => {
    expect(Math.abs(logLikelihoodRatio(counts, elo0, elo1, 'logistic') - llr)).toBeLessThan(0.0051);
  });

  it('is finite whatever the counts, and changes its sign with the sides', () => {
    fc.assert(
      fc.property(
        anyCounts,
        anyModel,
        fc.integer({ min: -500, max: 500 }),
        fc.integer({ min: 1, max: 500 }),
        (counts, model, elo0, width) => {
          const llr = logLikelihoodRatio(counts, elo0, elo0 + width, model);
          expect(Number.isFinite(llr)).toBe(true);
          const mirrored = logLikelihoodRatio(reversed(counts), -elo0 - width, -elo0, model);
          expect(mirrored).toBeCloseTo(-llr, 5);
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });

  it('is decided, not hung, where one side wins everything', () => {
    expect(sprt([0, 0, 0, 0, 400], { elo0: 0, elo1: 5 }).decision).toBe('H1');
    expect(sprt([400, 0, 0, 0, 0], { elo0: 0, elo1: 5 }).decision).toBe('H0');
    expect(sprt([0, 0, 0, 0, 0], { elo0: 0, elo1: 5 })).toMatchObject({ llr: 0, decision: 'continue' });
  });

  it('refuses bounds and error rates that make no sense', () => {
    expect(() => sprt([1, 1, 1], { elo0: 5, elo1: 5 })).toThrow(/elo1 must be above elo0/);
    expect(() => sprt([1, 1, 1], { elo0: 0, elo1: 5, alpha: 0.6 })).toThrow(/between 0 and 0.5/);
  });
});

describe('a sequential test', () => {
  /** Plays games until the test is decided; games are won with probability `p`, no draws. */
  function play(p: number, rng: RandomStream): { decision: string; games: number } {
    const counts: [number, number, number] = [0, 0, 0];
    for (let games = 1; ; games++) {
      counts[rng.uniform() < p ? 2 : 0]++;
      if (games % 10) continue;
      const { decision } = sprt(counts, { elo0: 0, elo1: 60, model: 'logistic' });
      if (decision !== 'continue') return { decision, games };
    }
  }

  it.each([
    ['H0', 0],
    ['H1', 60],
  ])('accepts %s where it holds, but for about 5 %%', (hypothesis, elo) => {
    const rng = new RandomStream(`sprt ${elo}`);
    const trials = process.env.AGON_SLOW === '1' ? 1000 : 150;
    let right = 0;
    for (let trial = 0; trial < trials; trial++)
      if (play(expectedScore(elo), rng).decision === hypothesis) right++;
    // Wald's bounds keep the error at or below 5 %; four standard errors.
    expect(right / trials).toBeGreaterThan(0.95 - 4 * Math.sqrt((0.05 * 0.95) / trials));
  });
});

describe('match statistics', () => {
  it('are those that fastchess reports (brunocodutra/cinder#836)', () => {
    const match = matchStatistics([835, 6884, 13116, 7201, 852]);
    expect(match.games).toBe(57776);
    expect(match.score).toBeCloseTo(0.503, 4);
    expect(match.elo).toBeCloseTo(2.11, 2);
    expect((match.eloCi95[1] - match.eloCi95[0]) / 2).toBeCloseTo(1.7, 2);
    expect(match.normalisedElo).toBeCloseTo(3.52, 2);
    expect(match.normalisedEloError).toBeCloseTo(2.83, 2);
    expect(match.superiority).toBeCloseTo(0.9925, 4);
  });

  it('are those that cutechess reports for single games (cutechess/cutechess#543)', () => {
    const match = matchStatistics([759, 1863, 880]);
    expect(match.elo).toBeCloseTo(12, 1);
    expect((match.eloCi95[1] - match.eloCi95[0]) / 2).toBeCloseTo(7.9, 1);
    expect(match.superiority).toBeCloseTo(0.999, 3);
  });

  it('say so where one side has all points', () => {
    // Φ(√7): seven pairs that were all won, where each could have been won or lost.
    const match = matchStatistics([0, 0, 0, 0, 7]);
    expect(match).toMatchObject({ score: 1, elo: null, normalisedElo: null });
    expect(match.superiority).toBeCloseTo(0.99592, 5);
    expect(() => matchStatistics([0, 0, 0])).toThrow(/no games/);
  });

  // With ½ added at both ends: share m in n trials, and Wilson's (m + z²/2n ± z·√(m(1 − m)/n + z²/4n²)) / (1 + z²/n).
  it.each<[Counts, superiority: number, low: number, high: number, why: string]>([
    [[0, 0, 1], 0.8413, -243.15, 624.85, 'm = ¾, n = 2'],
    [[1, 0, 0], 0.1587, -624.85, 243.15, 'the same from the other side'],
    [[0, 0, 0, 0, 1], 0.8413, -243.15, 624.85, 'a pair says as much as a game'],
    [[0, 1, 0], 0.5, -301.28, 301.28, 'm = ½, v = ⅛, so n = 4'],
    [[0, 0, 2], 0.9214, -139.0, 698.18, 'm = ⅚, n = 3'],
    [[1, 0, 1], 0.5, -337.51, 337.51, 'm = ½, n = 3'],
    [[0, 0, 100], 1, 528.06, 1314.5, 'm = 100.5 / 101, n = 101'],
    [[0, 100, 0], 0.5, -6.74, 6.74, 'm = ½, v = ¼ / 101, so n = 101²'],
  ])('claim no certainty from little: %j', (counts, superiority, low, high) => {
    const match = matchStatistics(counts);
    expect(match.superiority).toBeCloseTo(superiority, 4);
    expect(match.eloCi95[0]).toBeCloseTo(low, 1);
    expect(match.eloCi95[1]).toBeCloseTo(high, 1);
  });

  it('have finite intervals with width that hold the score, whatever the counts', () => {
    fc.assert(
      fc.property(anyCounts, (counts) => {
        fc.pre(counts.some((count) => count > 0));
        const { elo, eloCi95, superiority } = matchStatistics(counts);
        const [low, high] = eloCi95;
        expect(Number.isFinite(low) && Number.isFinite(high) && low < high).toBe(true);
        if (elo !== null) expect(low < elo && elo < high).toBe(true);
        const mirrored = matchStatistics(reversed(counts));
        expect(mirrored.eloCi95[0]).toBeCloseTo(-high, 6);
        expect(mirrored.superiority).toBeCloseTo(1 - superiority, 9);
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it('have finite ends also after more games than anybody plays', () => {
    for (const counts of [
      [0, 0, 1e12],
      [1e12, 0, 0, 0, 0],
      [0, 1e12, 0],
    ] as Counts[]) {
      const { eloCi95 } = matchStatistics(counts);
      expect(eloCi95.every(Number.isFinite)).toBe(true);
      expect(eloCi95[0]).toBeLessThan(eloCi95[1]);
      expect(Number.isFinite(sprt(counts, { elo0: 0, elo1: 5 }).llr)).toBe(true);
    }
    expect(() => matchStatistics([1, 0, 1e12])).toThrow(/too many to count/);
  });

  it('have intervals that cover the true score in about 95 % of short matches', () => {
    const scores = Array.from({ length: 189 }, (_, i) => (6 + i) / 200);
    for (const games of [1, 2, 5, 10, 30]) {
      const intervals = Array.from({ length: games + 1 }, (_, wins) =>
        matchStatistics([games - wins, 0, wins]).eloCi95.map(expectedScore),
      );
      let covered = 0;
      for (const score of scores) {
        // Binomial: the chance of so many wins.
        let chance = (1 - score) ** games;
        for (const [wins, [low, high]] of intervals.entries()) {
          if (low <= score && score <= high) covered += chance / scores.length;
          chance *= ((games - wins) / (wins + 1)) * (score / (1 - score));
        }
      }
      expect(Math.abs(covered - 0.95), `${games} games`).toBeLessThan(0.012);
    }
  });
});

describe('the number of pairs needed', () => {
  it('gives the asked power in simulation', () => {
    const options = { elo: 60, drawRate: 0.3 };
    const pairs = pairsNeeded(options);
    const p = expectedScore(60);
    const draws = 0.3 * 2 * (1 - p);
    const rng = new RandomStream('power');
    const trials = 600;
    let seen = 0;
    for (let trial = 0; trial < trials; trial++) {
      const counts: [number, number, number, number, number] = [0, 0, 0, 0, 0];
      const game = (): number => {
        const u = rng.uniform();
        return u < p - draws / 2 ? 2 : u < p + draws / 2 ? 1 : 0;
      };
      for (let pair = 0; pair < pairs; pair++) counts[game() + game()]++;
      if (matchStatistics(counts).eloCi95[0] > 0) seen++;
    }
    // Four standard errors of a share at 80 %.
    expect(Math.abs(seen / trials - 0.8)).toBeLessThan(4 * Math.sqrt(0.16 / trials));
  });

  it('is about 524 for 30 Elo at 95/80 without draws, and fewer with draws', () => {
    // ((1.96 + 0.8416)·σ / (s − ½))² with s = 0.5431 and σ² = s(1 − s) / 2.
    const s = 1 / (1 + 10 ** (-30 / 400));
    expect(pairsNeeded({ elo: 30 })).toBe(Math.ceil((7.8489 * s * (1 - s)) / 2 / (s - 0.5) ** 2));
    expect(pairsNeeded({ elo: -30 })).toBe(pairsNeeded({ elo: 30 }));
    expect(pairsNeeded({ elo: 30, drawRate: 0.5 })).toBeLessThan(pairsNeeded({ elo: 30 }) * 0.6);
    expect(() => pairsNeeded({ elo: 0 })).toThrow(/cannot be seen/);
  });
});

describe('the forecast of a sequential test', () => {
  it('is 116,000 games at most for bounds 3 apart (official-stockfish/fishtest#914)', () => {
    const { pairs, acceptance } = sprtForecast(2, { elo0: 0.5, elo1: 3.5 });
    expect(Math.round((2 * pairs) / 1000)).toBe(116);
    expect(acceptance).toBe(0.5);
  });

  it('accepts H1 with probability alpha under H0 and 1 − beta under H1', () => {
    const options = { elo0: 0, elo1: 5, alpha: 0.03, beta: 0.1 };
    expect(sprtForecast(0, options).acceptance).toBeCloseTo(0.03, 10);
    expect(sprtForecast(5, options).acceptance).toBeCloseTo(0.9, 10);
    expect(sprtForecast(2.5 + 1e-7, options).pairs / sprtForecast(2.5, options).pairs).toBeCloseTo(1, 5);
  });
});

it('normalised Elo is √2 times Elo over √(1 − d) where double wins are rare (official-stockfish/fishtest#1236)', () => {
  const counts: Counts = [0, 240, 500, 260, 0];
  const { elo, normalisedElo } = matchStatistics(counts);
  expect((normalisedElo ?? 0) / ((Math.SQRT2 * elo!) / Math.sqrt(0.5))).toBeCloseTo(1, 2);
  expect(NORMALISED_SCALE).toBeCloseTo(347.4, 1);
  expect(eloOfScore(0.51)).toBeCloseTo(6.95, 2);
});
