/** Scripted players of environments against the real games, and the scores that results are compared with. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeEnv } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import { meanReturn } from '../../testing/episodes.js';
import { scriptedEnvs } from '../scriptedEnv.js';

describe('scripted players', () => {
  // Learners see 84×84×4; the players read the game's own numbers, so that a small picture does for them.
  const small = 'size=8,stack=1';

  it.each([
    ['cart-pole', 10, 500],
    ['mountain-car', 10, -130],
    ['acrobot', 10, -130],
    ['pendulum', 10, -250],
    ['t-maze:length=30', 10, 4],
    ['deep-sea:size=30', 2, 0.99 - 1e-9],
    [`pixel-pong:${small}`, 1, 18],
    [`pixel-freeway:${small}`, 1, 28],
    [`pixel-invaders:${small}`, 2, 100],
    [`pixel-breakout:${small},limit=8000`, 1, 100],
  ])('of %s reach over %i episodes at least %d on average', async (spec, episodes, least) => {
    const env = makeEnv(spec);
    const agent = scriptedEnvs[env.id](env, 'scripted');
    expect(await meanReturn(agent, env, episodes)).toBeGreaterThanOrEqual(least);
  });
});

describe('reference scores', () => {
  interface Score {
    mean: number;
    ci95: [number, number];
  }
  const { scores } = JSON.parse(readFileSync(join(import.meta.dirname, 'references.json'), 'utf8')) as {
    scores: Record<string, { version: number; random: Score; scripted: Score }>;
  };

  it('are of the present rules, and tell the scripted player from the random one', () => {
    expect(Object.keys(scores)).toEqual(['pixel-breakout', 'pixel-freeway', 'pixel-invaders', 'pixel-pong']);
    for (const [id, { version, random, scripted }] of Object.entries(scores)) {
      // Where this fails, the rules have changed: measure again by the file's command.
      expect(makeEnv(id).version, id).toBe(version);
      expect(scripted.ci95[0]).toBeGreaterThan(random.ci95[1]);
    }
  });
});
