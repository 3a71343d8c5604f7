/** The value learner on problems whose answers are known. */
import { RandomStream, parseSettings, type Json } from '@agon/core';
import type { Env, StepResult } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import { ReplayRing } from '../replay/ring.js';
import { Learner } from './learner.js';
import { dqnSchema, type DqnSettings } from './settings.js';

const STATES = 5;
const GAMMA = 0.9;

/**
 * A chain of five states, seen as one-hot floats. Action 1 goes right, 0 goes left; leaving at the right end pays 1, at
 * the left end 0.2; both end the episode.
 */
class Chain implements Env {
  readonly id = 'chain';
  readonly version = 1;
  readonly options = {};
  readonly observation = { shape: [STATES], dtype: 'float32', high: 1 } as const;
  readonly actionNames = ['left', 'right'];
  readonly framesPerStep = 1;
  state = 2;
  private over = false;

  reset(): void {
    this.state = 2;
    this.over = false;
  }
  useRng(): void {}
  step(action: number): StepResult {
    const next = this.state + (action === 1 ? 1 : -1);
    this.over = next < 0 || next >= STATES;
    if (!this.over) this.state = next;
    return { reward: rewardOf(next), terminated: this.over, truncated: false };
  }
  observe(out: Uint8Array | Float32Array): void {
    out.fill(0);
    out[this.state] = 1;
  }
  hash(): number {
    return this.state;
  }
  save(): Json {
    return this.state;
  }
  load(state: Json): void {
    this.state = state as number;
  }
  draw() {
    return { width: STATES, height: 1, background: 0, marks: [], text: '' };
  }
}

function rewardOf(next: number): number {
  return next < 0 ? 0.2 : next >= STATES ? 1 : 0;
}

/** Q* of the chain by value iteration: [state][action]. */
function valueIteration(): number[][] {
  let q = Array.from({ length: STATES }, () => [0, 0]);
  for (let sweep = 0; sweep < 200; sweep++) {
    q = q.map((_, state) =>
      [-1, 1].map((move) => {
        const next = state + move;
        return rewardOf(next) + (next < 0 || next >= STATES ? 0 : GAMMA * Math.max(...q[next]));
      }),
    );
  }
  return q;
}

async function learnChain(changes: Partial<DqnSettings>, updates: number): Promise<number[][]> {
  const env = new Chain();
  const defaults = {
    network: 'mlp:hidden=32',
    numEnvs: STATES,
    learningRate: 3e-3,
    targetEvery: 50,
    gamma: GAMMA,
  };
  const settings = parseSettings(dqnSchema, { ...defaults, ...changes }, 'test');
  const learner = await Learner.create(env, settings, 'chain');
  const ring = new ReplayRing({ capacity: 1_000, tracks: 1, observation: env.observation, numActions: 2 });
  const rng = new RandomStream('behaviour');
  const seen = new Float32Array(STATES);
  env.reset();
  for (let step = 0; step < 1_000; step++) {
    env.observe(seen);
    const action = rng.int(2);
    const { reward, terminated, truncated } = env.step(action);
    ring.push(seen, action, reward, terminated, truncated);
    if (terminated) env.reset();
  }
  const sampling = new RandomStream('replay');
  for (let update = 0; update < updates; update++) {
    ring.sampleInto(learner.batch, GAMMA, sampling);
    await learner.update();
  }
  for (let state = 0; state < STATES; state++) learner.seen[state * STATES + state] = 1;
  await learner.act();
  const q = Array.from({ length: STATES }, (_, state) =>
    Array.from(learner.q.subarray(2 * state, 2 * state + 2)),
  );
  await learner.dispose();
  return q;
}

/** The largest difference to Q*. */
function distance(q: number[][]): number {
  const exact = valueIteration();
  return Math.max(
    ...q.flatMap((row, state) => row.map((value, action) => Math.abs(value - exact[state][action]))),
  );
}

describe('the value learner', () => {
  it.each([
    ['DQN', {}],
    ['Double DQN', { double: true }],
    ['DQN with the squared loss', { loss: 'squared' as const }],
    [
      'DQN with centred RMSProp',
      { optimiser: 'rmsprop' as const, optimiserEpsilon: 1e-3, learningRate: 1e-3 },
    ],
  ])('finds the exact Q* of a chain: %s', async (_name, changes) => {
    expect(distance(await learnChain(changes, 3_000))).toBeLessThan(0.02);
  });

  it('is far from Q* before it has learnt', async () => {
    expect(distance(await learnChain({}, 0))).toBeGreaterThan(0.3);
  });

  it('fits one batch until its loss is nothing', async () => {
    const settings = parseSettings(
      dqnSchema,
      { learningRate: 1e-3, batchSize: 32, targetEvery: 1e6 },
      'test',
    );
    const learner = await Learner.create(new Chain(), { ...settings, network: 'mlp:hidden=64' }, 'one batch');
    const rng = new RandomStream('batch');
    const { observation, next, action, reward, discount } = learner.batch;
    for (let i = 0; i < observation.length; i++) observation[i] = rng.uniform();
    for (let i = 0; i < 32; i++) {
      action[i] = rng.int(2);
      reward[i] = rng.uniform() * 2 - 1;
    }
    next.fill(0);
    discount.fill(0);
    await learner.update();
    const before = learner.loss;
    for (let i = 0; i < 3_000; i++) await learner.update();
    expect(before).toBeGreaterThan(0.05);
    expect(learner.loss).toBeLessThan(before / 1_000);
    await learner.dispose();
  });

  it('keeps the target network for targetEvery updates, then copies', async () => {
    const settings = parseSettings(
      dqnSchema,
      { targetEvery: 3, batchSize: 4, network: 'mlp:hidden=8' },
      'test',
    );
    const learner = await Learner.create(new Chain(), settings, 'target');
    learner.batch.reward.fill(1);
    learner.batch.observation.fill(1);
    const different: boolean[] = [];
    for (let i = 0; i < 6; i++) {
      await learner.update();
      const { parameters, target } = learner.save().arrays;
      different.push(parameters.some((value, j) => value !== target[j]));
    }
    expect(different).toEqual([true, true, false, true, true, false]);
    await learner.dispose();
  });
});
