/** What makes an agent explore: the family of policies, counts, the bandit, and how they meet in the explorer. */
import { RandomStream } from '@agon/core';
import { describe, expect, it } from 'vitest';
import { parseSettings } from '@agon/core';
import { makeEnv } from '@agon/envs';
import { hashWithAction, Rows } from '../../replay/rows.js';
import { Experience } from '../experience.js';
import { dqnSchema } from '../settings.js';
import { SlidingWindowBandit } from './bandit.js';
import { Explorer } from './explorer.js';
import { EpisodicCounts, LifelongCounts } from './novelty.js';
import { policyFamily } from './policyFamily.js';

describe('the family of policies', () => {
  it('goes from no bonus and the longest horizon to the full bonus and the shortest', () => {
    const { bonus, gamma } = policyFamily({ policies: 8, bonusScale: 0.3, gamma: 0.997, gammaMin: 0.97 });
    expect(bonus[0]).toBe(0);
    expect(bonus[7]).toBe(0.3);
    expect(gamma[0]).toBeCloseTo(0.997, 12);
    expect(gamma[7]).toBeCloseTo(0.97, 12);
    for (let j = 1; j < 8; j++) {
      expect(bonus[j]).toBeGreaterThan(bonus[j - 1]);
      expect(gamma[j]).toBeLessThan(gamma[j - 1]);
    }
  });

  it('may be one policy alone, which exploits', () => {
    const family = policyFamily({ policies: 1, bonusScale: 0.3, gamma: 0.99, gammaMin: 0.9 });
    expect(family.bonus).toEqual([0]);
    expect(family.gamma[0]).toBeCloseTo(0.99, 12);
  });
});

describe('novelty', () => {
  it('is one over the root of the count, of the run and of the episode', () => {
    const run = new LifelongCounts();
    const episode = new EpisodicCounts();
    expect(run.novelty(5)).toBe(1);
    for (let i = 0; i < 4; i++) run.add(5);
    expect(run.novelty(5)).toBe(0.5);
    expect([episode.add(5), episode.add(5), episode.add(6)]).toEqual([1, 1 / Math.sqrt(2), 1]);
    episode.begin();
    expect(episode.add(5)).toBe(1);
  });
});

describe('the bandit', () => {
  it('tries each arm once, then plays the best one most, and follows when another one becomes the best', () => {
    const bandit = new SlidingWindowBandit(3);
    const rng = new RandomStream('bandit');
    const plays = (best: number, episodes: number) => {
      const counts = [0, 0, 0];
      for (let i = 0; i < episodes; i++) {
        const arm = bandit.choose(rng, []);
        counts[arm]++;
        bandit.update(arm, arm === best ? 10 : 0);
      }
      return counts;
    };
    expect(plays(1, 3)).toEqual([1, 1, 1]);
    // Half of the draws are uniform: two thirds of all for the best arm.
    expect(plays(1, 400)[1]).toBeGreaterThan(220);
    plays(2, 200);
    expect(plays(2, 400)[2]).toBeGreaterThan(220);
  });

  it('gives another arm meanwhile, where the first episodes of some are not over yet', () => {
    const bandit = new SlidingWindowBandit(3);
    const rng = new RandomStream('bandit');
    const playing: number[] = [];
    for (let i = 0; i < 4; i++) playing.push(bandit.choose(rng, playing));
    expect(playing).toEqual([0, 1, 2, 0]);
    playing.splice(1, 1);
    bandit.update(1, 10);
    const chosen = Array.from({ length: 400 }, () => bandit.choose(rng, playing));
    // All of the half that is not uniform, and a third of the other one.
    expect(chosen.filter((arm) => arm === 1).length).toBeGreaterThan(220);
    expect(new Set(chosen).size).toBe(3);
  });
});

describe('the explorer', () => {
  const family = policyFamily({ policies: 2, bonusScale: 0.5, gamma: 0.99, gammaMin: 0.9 });
  const rows = new Rows(0, { observation: { shape: [12], dtype: 'uint8', high: 1 }, numActions: 3 });
  const observation = Uint8Array.from({ length: 12 }, (_, i) => i % 2);
  const setUp = (numEnvs = 1) => {
    const policies = new Int32Array(numEnvs).fill(1);
    const counts = new LifelongCounts();
    return { policies, counts, explorer: new Explorer(family, policies, counts, rows, 'test') };
  };

  it('begins with all policies in turn', () => {
    const { policies, explorer } = setUp(3);
    explorer.start();
    expect([...policies]).toEqual([0, 1, 0]);
  });

  it('says how new a step was in its episode', () => {
    const { explorer } = setUp();
    explorer.stepped(0, observation, 2);
    expect(explorer.novelty[0]).toBe(1);
    explorer.stepped(0, observation, 1);
    expect(explorer.novelty[0]).toBe(1);
    explorer.stepped(0, observation, 2);
    expect(explorer.novelty[0]).toBeCloseTo(Math.SQRT1_2, 6);
    explorer.ended(0, 0);
    explorer.stepped(0, observation, 2);
    expect(explorer.novelty[0]).toBe(1);
  });

  it('lets an exploring policy hope for more of actions that were tried less, and the exploiting one not', () => {
    const { policies, counts, explorer } = setUp();
    for (let i = 0; i < 4; i++) counts.add(hashWithAction(rows.hashOf(observation), 2));
    const q = Float32Array.of(1, 1, 1);
    explorer.addBonus(0, observation, q);
    // β / (1 − γ) = 0.5 / 0.1
    const expected = [6, 6, 1 + 5 / 25];
    expected.forEach((value, action) => expect(q[action]).toBeCloseTo(value, 5));
    policies[0] = 0;
    explorer.addBonus(0, observation, q);
    expected.forEach((value, action) => expect(q[action]).toBeCloseTo(value, 5));
  });
});

describe('experience', () => {
  it('pays for a step by how new it was in its episode and how rare it is by now', () => {
    const settings = parseSettings(dqnSchema, { policies: 2, bufferSize: 10 }, 'test');
    const env = makeEnv('deep-sea:size=3');
    const experience = new Experience(env, settings, 1);
    const observation = new Uint8Array(9);
    const novelty = [1, Math.SQRT1_2, 1, 1];
    for (const each of novelty) experience.push(observation, 1, 0, false, false, Float32Array.of(each), 0);
    // Its second time in the episode, four times in all.
    expect(experience.bonus(1)).toBeCloseTo(Math.SQRT1_2 / 2, 6);
    expect(experience.bonus(2)).toBeCloseTo(1 / 2, 6);
  });
});
