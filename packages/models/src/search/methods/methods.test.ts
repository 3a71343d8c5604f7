/** Methods of search on objectives that are known: what they ask for, by hand and by their papers' rules. */
import { RandomStream } from '@agon/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Space, type Genotype } from '../space.js';
import { Asha, rungsOf } from './asha.js';
import { makeMethod, type MethodSettings } from './makeMethod.js';
import type { SearchMethod, Trial } from './method.js';
import { randomSearch } from './randomSearch.js';
import { RegularisedEvolution } from './regularisedEvolution.js';

const choices = (count: number) => Array.from({ length: count }, (_, i) => `conv3x${i + 1}`).join('|');
/** 5 slots of 6 choices. */
const large = new Space(Array(5).fill(choices(6)).join('/'));
const small = new Space(`${choices(4)}/${choices(3)}`);

/** A smooth objective with its top at the last choice of each slot. */
const sum = (genotype: Genotype): number => genotype.reduce((all, each) => all + each, 0);

/** Asks and tells one after the other, until one scores `enough`. @returns the trials with their scores */
function play(
  method: SearchMethod,
  count: number,
  scoreOf: (trial: Trial) => number,
  enough = Infinity,
): { trial: Trial; score: number }[] {
  const played = [];
  for (let i = 0; i < count; i++) {
    const trial = method.ask();
    if (!trial) break;
    const score = scoreOf(trial);
    method.tell(trial, score);
    played.push({ trial, score });
    if (score >= enough) break;
  }
  return played;
}

const SETTINGS: MethodSettings = {
  ...{ method: 'asha', budget: 90, reduction: 3, least: 10, population: 10, sample: 4 },
};
const METHODS = ['asha', 'evolution', 'random'] as const;

describe.each(METHODS)('%s', (method) => {
  const make = (space: Space, seed: number) =>
    makeMethod(space, new RandomStream(seed), { ...SETTINGS, method });

  it('asks for the same by the same seed and what it was told, and for something else by another seed', () => {
    const asked = (seed: number) => play(make(large, seed), 40, ({ genotype }) => sum(genotype));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), (seed) => {
        expect(asked(seed)).toEqual(asked(seed));
        expect(asked(seed)).not.toEqual(asked(seed + 1));
      }),
      { seed: 3, numRuns: 20 },
    );
  });

  it('numbers its trials, and begins no network twice', () => {
    const played = play(make(large, 1), 200, ({ genotype }) => sum(genotype));
    expect(played.map(({ trial }) => trial.id)).toEqual(Array.from({ length: 200 }, (_, i) => i));
    const begun = played.map(({ trial }) => `${large.network(trial.genotype)} ${trial.updates}`);
    expect(new Set(begun).size).toBe(200);
  });

  it('tries a whole small space and then asks for nothing more', () => {
    const played = play(make(small, 1), 1000, ({ genotype }) => sum(genotype));
    const networks = new Set(played.map(({ trial }) => small.network(trial.genotype)));
    expect(networks.size).toBe(12);
  });

  it('takes no harm from networks that diverge', () => {
    const played = play(make(large, 4), 100, ({ genotype }) =>
      genotype[0] === 0 ? -Infinity : sum(genotype),
    );
    expect(played).toHaveLength(100);
    for (const { trial } of played)
      if (trial.updates > 10 && trial.updates < 90) expect(trial.genotype[0]).not.toBe(0);
  });
});

describe('ASHA', () => {
  /** Told what stands in the list, one trial after the other. */
  const asked = (reduction: number, scores: readonly number[], budget = 9, least = 1): number[] => {
    const asha = new Asha(large, new RandomStream('asha'), { budget, least, reduction });
    return scores.map((score) => {
      const trial = asha.ask()!;
      asha.tell(trial, score);
      return trial.updates;
    });
  };

  it.each([
    [450, 50, 3, [50, 150, 450]],
    [450, 51, 3, [150, 450]],
    [64, 1, 4, [1, 4, 16, 64]],
    [10, 10, 3, [10]],
    [4, 1, 2, [1, 2, 4]],
    [100, 10, 3, [11, 33, 100]],
  ])('has for budget %d, least %d and reduction %d the rungs %j', (budget, least, reduction, rungs) => {
    expect(rungsOf({ budget, least, reduction })).toEqual(rungs);
  });

  it('promotes the best third as soon as there are three, up to the last rung (by hand)', () => {
    // Rung 0 gets 5, 7, 6: of three one is promoted, the 7. Then 8, 1, 2: of six two, and the 8 is new. Then 9, 3, 4: of nine three, the
    // 9; now rung 1 holds three (7, 8, 9 told as 70, 80, 60), and its best, 80, is promoted first.
    const scores = [5, 7, 6, 70, 8, 80, 1, 2, 9, 60, 800];
    expect(asked(3, scores)).toEqual([1, 1, 1, 3, 1, 3, 1, 1, 1, 3, 9]);
  });

  it('promotes the networks that are best, with their genotypes', () => {
    const asha = new Asha(large, new RandomStream('genotypes'), { budget: 4, least: 1, reduction: 2 });
    const played = play(asha, 200, ({ genotype }) => sum(genotype));
    const begun = new Set<string>();
    for (const { trial } of played) {
      if (trial.updates === 1) begun.add(trial.genotype.join());
      else expect(begun).toContain(trial.genotype.join());
    }
    const mean = (updates: number) => {
      const of = played.filter(({ trial }) => trial.updates === updates).map(({ score }) => score);
      return of.reduce((all, each) => all + each, 0) / of.length;
    };
    expect(mean(2)).toBeGreaterThan(mean(1) + 1);
    expect(mean(4)).toBeGreaterThan(mean(2) + 1);
  });

  it('never waits: with trials under way it begins another network', () => {
    const asha = new Asha(large, new RandomStream('wait'), { budget: 9, least: 1, reduction: 3 });
    const underWay = Array.from({ length: 50 }, () => asha.ask()!);
    expect(underWay.every(({ updates }) => updates === 1)).toBe(true);
  });

  it('asks for what algorithm 2 says, worked out anew from all that it was told', () => {
    const told = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(told, fc.integer({ min: 2, max: 4 }), (scores, reduction) => {
        const budget = reduction ** 2;
        const asha = new Asha(large, new RandomStream('twin'), { budget, least: 1, reduction });
        /** Each rung's networks as they were told, and those that were promoted from it. */
        const rungs = [0, 1, 2].map(() => ({ told: [] as { name: string; score: number }[], promoted: new Set<string>() })); // prettier-ignore
        for (const score of scores) {
          const trial = asha.ask()!;
          const name = trial.genotype.join();
          const wanted = [1, 0].flatMap((rung) => {
            const { told, promoted } = rungs[rung];
            const best = [...told].sort((one, other) => other.score - one.score); // stable: of equal ones the earlier
            const top = best.slice(0, Math.floor(told.length / reduction));
            const first = top.find((each) => !promoted.has(each.name));
            return first ? [{ rung, name: first.name }] : [];
          })[0];
          if (wanted) {
            expect([trial.updates, name]).toEqual([reduction ** (wanted.rung + 1), wanted.name]);
            rungs[wanted.rung].promoted.add(name);
          } else expect(trial.updates).toBe(1);
          asha.tell(trial, score);
          rungs[[1, reduction, budget].indexOf(trial.updates)].told.push({ name, score });
        }
      }),
      { seed: 4 },
    );
  });

  it('spends far less on the bad ones than random search does', () => {
    const played = play(
      new Asha(large, new RandomStream(1), { budget: 90, least: 10, reduction: 3 }),
      300,
      (trial) => sum(trial.genotype),
    );
    const spent = played.reduce((all, { trial }) => all + trial.updates, 0);
    const networks = new Set(played.map(({ trial }) => trial.genotype.join())).size;
    expect(networks).toBeGreaterThan(180);
    // 10 + 30 / 3 + 90 / 9 for each network, and a little for those that were promoted too early (section 3.3); random search: 90.
    expect(spent / networks).toBeLessThan(40);
  });
});

describe('regularised evolution', () => {
  const evolution = (seed: string, population: number, sample: number, space = large) =>
    new RegularisedEvolution(space, new RandomStream(seed), { budget: 1, population, sample });

  it('begins with a population at random, whose children differ from one of the living in one slot', () => {
    const method = evolution('children', 10, 3);
    const living: Genotype[] = [];
    for (let i = 0; i < 60; i++) {
      const { genotype } = method.ask()!;
      if (i >= 10) {
        const distances = living.map(
          (each) => each.filter((choice, slot) => choice !== genotype[slot]).length,
        );
        expect(Math.min(...distances)).toBe(1);
      }
      method.tell({ id: i, genotype, updates: 1 }, sum(genotype));
      living.push(genotype);
      if (living.length > 10) living.shift();
    }
  });

  it('lets the oldest die, however good it is: nothing descends from it any more', () => {
    // A population of one: the parent is always the newest, so that a good one is left behind.
    const method = evolution('ageing', 1, 1);
    const first = method.ask()!;
    method.tell(first, 1e9);
    let before = first.genotype;
    let farthest = 0;
    for (let i = 0; i < 30; i++) {
      const trial = method.ask()!;
      // Where the change makes a network that was tried, it is changed once more.
      expect(trial.genotype.filter((choice, slot) => choice !== before[slot]).length).toBeLessThanOrEqual(2);
      method.tell(trial, 0);
      before = trial.genotype;
      farthest = Math.max(farthest, before.filter((choice, slot) => choice !== first.genotype[slot]).length);
    }
    expect(farthest).toBeGreaterThan(2);
  });

  it('keeps a good parent exactly as long as the population has turned over once', () => {
    const method = evolution('turnover', 4, 50);
    const founders = Array.from({ length: 4 }, () => method.ask()!);
    founders.forEach((trial, i) => method.tell(trial, i === 0 ? 100 : 0));
    const isChildOf = (genotype: Genotype, parent: Genotype) =>
      genotype.filter((choice, slot) => choice !== parent[slot]).length === 1;
    // The best of 50 draws of 4 is the good founder. It is the oldest: the first child that is told is its last.
    const child = method.ask()!;
    expect(isChildOf(child.genotype, founders[0].genotype)).toBe(true);
    method.tell(child, -1);
    const next = Array.from({ length: 8 }, () => method.ask()!);
    const parents = founders.slice(1);
    for (const { genotype } of next)
      expect(parents.some((each) => isChildOf(genotype, each.genotype))).toBe(true);
  });

  it('comes to the top of a smooth space in fewer trials than random search, over 20 seeds', () => {
    const trialsTo = (method: SearchMethod): number =>
      play(method, 7776, ({ genotype }) => sum(genotype), 24).length;
    const mean = (make: (seed: string) => SearchMethod): number => {
      const counts = Array.from({ length: 20 }, (_, i) => trialsTo(make(`top ${i}`)));
      return counts.reduce((all, each) => all + each, 0) / 20;
    };
    const random = mean((seed) => randomSearch(large, new RandomStream(seed), { budget: 1 }));
    const evolved = mean((seed) => evolution(seed, 20, 5));
    // Of 7776 genotypes 6 have a sum of 24 or 25: random search takes 7777 / 7.
    expect(random).toBeGreaterThan(600);
    expect(evolved).toBeLessThan(random / 4);
  });
});

it('random search tries each network of a space with the same chance', () => {
  const first = new Map<string, number>();
  for (let seed = 0; seed < 1200; seed++) {
    const { genotype } = randomSearch(small, new RandomStream(`even ${seed}`), { budget: 1 }).ask()!;
    first.set(genotype.join(), (first.get(genotype.join()) ?? 0) + 1);
  }
  expect(first.size).toBe(12);
  for (const count of first.values()) expect(Math.abs(count - 100)).toBeLessThan(40);
});
