/** The example of docs/environments.md, run as it stands there: put together by hand, wrappers make what a spec makes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RandomStream } from '@agon/core';
import * as envs from '@agon/envs';
import * as wrappers from '@agon/envs/wrappers';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { ROOT } from './agon.js';

/** What the example defines. */
interface Example {
  breakout(): envs.Env;
  cartPole(): envs.Env;
  flickering(): envs.Env;
  vector: envs.VectorEnv;
}

function runExample(): Example {
  const text = readFileSync(join(ROOT, 'docs/environments.md'), 'utf8');
  const [, code] = /```ts\n(import [^`]*'@agon\/envs\/wrappers';[^]*?)```/.exec(text)!;
  const { outputText } = ts.transpileModule(`${code}\nexport { breakout, cartPole, flickering, vector };`, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const modules: Record<string, unknown> = { '@agon/envs': envs, '@agon/envs/wrappers': wrappers };
  const exported = {} as Example;
  new Function('require', 'exports', outputText)((name: string) => modules[name], exported);
  return exported;
}

describe('wrappers by hand', () => {
  const { breakout, cartPole, flickering, vector } = runExample();

  it('make a pixel game as its spec does, step by step', () => {
    const [env, made] = [
      breakout(),
      envs.makeEnv('pixel-breakout:noops=30,episodicLife,clipRewards,flicker=0.1'),
    ];
    expect(env.observation).toEqual(made.observation);
    expect(env.framesPerStep).toBe(made.framesPerStep);
    for (const each of [env, made]) each.reset(5);
    const [seen, wanted] = [new Uint8Array(84 * 84 * 4), new Uint8Array(84 * 84 * 4)];
    const rng = new RandomStream('actions');
    const rewards = new Set<number>();
    let ends = 0;
    for (let step = 0; step < 200; step++) {
      env.observe(seen);
      made.observe(wanted);
      expect(Buffer.compare(seen, wanted), `observation ${step}`).toBe(0);
      const action = rng.int(3);
      const result = made.step(action);
      expect(env.step(action), `step ${step}`).toEqual(result);
      expect(env.hash()).toBe(made.hash());
      rewards.add(result.reward);
      if (!result.terminated) continue;
      ends++;
      for (const each of [env, made]) each.reset();
    }
    expect(rewards).toEqual(new Set([0, 1]));
    expect(ends).toBeGreaterThan(0);
    expect(vector.observation.shape).toEqual([84, 84, 4]);
  });

  it('go around vectors: a control game whose actions stick', () => {
    const [env, plain] = [cartPole(), envs.makeEnv('cart-pole:limit=200')];
    for (const each of [env, plain]) each.reset(5);
    const [seen, wanted] = [new Float32Array(4), new Float32Array(4)];
    const [rng, sticks] = [new RandomStream('actions'), new RandomStream('5 / sticky actions')];
    let [last, stuck] = [0, 0];
    for (let step = 0; step < 300; step++) {
      const action = rng.int(2);
      if (sticks.uniform() >= 0.1) last = action;
      if (last !== action) stuck++;
      const result = plain.step(last);
      expect(env.step(action)).toEqual(result);
      if (result.terminated || result.truncated) {
        for (const each of [env, plain]) each.reset();
        last = 0;
      }
      env.observe(seen);
      plain.observe(wanted);
      expect(seen).toEqual(wanted);
    }
    expect(stuck).toBeGreaterThan(5);
  });

  it('go around the planes of MinAtar: a screen that flickers', () => {
    const [env, plain] = [flickering(), envs.makeEnv('minatar-breakout')];
    expect(env.observation.shape).toEqual([10, 10, 16]);
    const [stack, picture] = [new Uint8Array(1600), new Uint8Array(400)];
    for (const each of [env, plain]) each.reset(5);
    const rng = new RandomStream('actions');
    let blank = 0;
    for (let step = 0; step < 300; step++) {
      env.observe(stack);
      plain.observe(picture);
      const newest = stack.filter((_, i) => i % 16 >= 12);
      if (newest.every((value) => value === 0)) blank++;
      else expect(newest).toEqual(picture);
      const action = rng.int(6);
      const { terminated } = plain.step(action);
      expect(env.step(action).terminated).toBe(terminated);
      if (terminated) for (const each of [env, plain]) each.reset();
    }
    expect(blank / 300).toBeGreaterThan(0.4);
    expect(blank / 300).toBeLessThan(0.6);
  });
});
