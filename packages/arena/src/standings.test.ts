/** Standings of few games: nothing is claimed that so few games do not show. */
import { describe, expect, it } from 'vitest';
import type { GameRecord } from './gameRecord.js';
import { scoreStandings } from './scoreStandings.js';
import { byStrength, gameStandings } from './standings.js';

/** What each seat gets at the end of a game or episode. */
function record(id: string, seats: number[], result: number[], seed = id): GameRecord {
  const replay = {
    ...{ format: 1 as const, env: 'g', options: {}, version: 1, players: [], seed },
    ...{ actions: [], hashes: [], result },
  };
  return { id, seats, opening: [], random: true, replay };
}
const game = (id: string, seats: [number, number], result: number): GameRecord =>
  record(id, seats, [result, -result]);

const priors = [undefined, { prior: 0 }] as const;
const won = [game('0-1-0', [0, 1], 1)];

describe('the standings of games', () => {
  it.each([
    ['no game', []],
    ['one game that was won', won],
    ['one draw', [game('0-1-0', [0, 1], 0)]],
    ['two games that were won', [...won, game('0-1-1', [1, 0], -1)]],
    ['two that whoever moved first won', [...won, game('0-1-1', [1, 0], 1)]],
  ])(
    'of %s have no certainty, no infinity and no interval without width, with a prior or none',
    (_, records) => {
      for (const ratings of priors) {
        const table = gameStandings(['a', 'b'], records, { ratings, seed: 1, resamples: 20 });
        expect(JSON.parse(JSON.stringify(table))).toEqual(table); // no NaN, no Infinity
        const [pair] = table.pairs;
        for (const interval of [pair.ci95, pair.bootstrapCi95, ...table.players.map(({ ci95 }) => ci95)])
          if (interval) expect(interval[1] - interval[0]).toBeGreaterThan(100);
        if (records.length) {
          expect(pair.superiority).toBeGreaterThan(0.05);
          expect(pair.superiority).toBeLessThan(0.95);
        }
      }
    },
  );

  it('of players whose ratings are given or not finite judge them by their own games', () => {
    const records = [...won, game('0-1-1', [1, 0], -1)];
    const anchors = new Map([
      [0, 100],
      [1, 0],
    ]);
    for (const ratings of [{ prior: 0 }, { anchors }]) {
      const [pair] = gameStandings(['a', 'b'], records, { ratings, seed: 1, resamples: 20 }).pairs;
      expect(pair.ci95).toBeNull();
      expect(pair.superiority).toBeCloseTo(0.9214, 4); // two wins: Φ(√2)
    }
    const unplayed = gameStandings(['a', 'b', 'c'], won, { ratings: { prior: 0 }, seed: 1, resamples: 20 });
    expect(unplayed.pairs[1]).toMatchObject({
      games: 0,
      difference: null,
      expected: null,
      superiority: null,
    });
  });

  it('without a prior give the interval of resampled games only where it is finite', () => {
    // a and b are even: a resample in which one has no point is rare enough with many rounds, and not with few.
    const rounds = (count: number): GameRecord[] =>
      Array.from({ length: count }, (_, i) => [
        game(`0-1-${2 * i}`, [0, 1], i % 2 ? 1 : -1),
        game(`0-1-${2 * i + 1}`, [1, 0], i % 2 ? -1 : 1),
      ]).flat();
    const [few, many] = [4, 40].map(
      (count) =>
        gameStandings(['a', 'b'], rounds(count), { ratings: { prior: 0 }, seed: 1, resamples: 200 }).pairs[0],
    );
    expect(few).toMatchObject({ difference: expect.closeTo(0, 9) as number, bootstrapCi95: null });
    expect(many.bootstrapCi95![0]).toBeLessThan(-50);
    expect(many.bootstrapCi95![1]).toBeGreaterThan(50);
  });

  it('put players without a finite rating above and below the others, unknown ones last', () => {
    const records = [
      game('0-1-0', [0, 1], 1),
      game('1-2-0', [1, 2], 1),
      game('1-2-1', [2, 1], 1),
      game('2-3-0', [2, 3], 1),
    ];
    const agents = ['all', 'even', 'other', 'none', 'idle'];
    const { players } = gameStandings(agents, records, { ratings: { prior: 0 }, seed: 1, resamples: 20 });
    const order = [...players].reverse().sort(byStrength);
    expect(order.map(({ agent }) => agent)).toEqual([
      'all',
      expect.any(String),
      expect.any(String),
      'none',
      'idle',
    ]);
  });
});

describe('the standings of scores', () => {
  it('of one episode have no interval, of equal returns a point', () => {
    const one = [record('0-0', [0], [5], 's'), record('1-0', [1], [3], 's')];
    const again = [record('0-1', [0], [5], 't'), record('1-1', [1], [3], 't')];
    const table = scoreStandings(['a', 'b'], one, 1);
    expect(table.players.map(({ mean, ci95 }) => [mean, ci95])).toEqual([
      [5, null],
      [3, null],
    ]);
    expect(table.pairs).toMatchObject([{ difference: 2, ci95: null, probabilityOfImprovement: 1 }]);
    const two = scoreStandings(['a', 'b'], [...one, ...again], 1);
    expect(two.players.map(({ ci95 }) => ci95)).toEqual([
      [5, 5],
      [3, 3],
    ]);
    expect(two.pairs).toMatchObject([{ ci95: [2, 2] }]);
  });

  it('of no episode say null, not NaN', () => {
    const table = scoreStandings(['a', 'b'], [record('0-0', [0], [5])], 1);
    expect(JSON.parse(JSON.stringify(table))).toEqual(table);
    expect(table.players[1]).toMatchObject({ episodes: 0, mean: null, iqm: null, ci95: null });
    expect(table.pairs[0]).toMatchObject({ difference: null, probabilityOfImprovement: null });
  });
});
