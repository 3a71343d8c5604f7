/** The on-policy learners on problems whose answers are known: a chain of states, a corridor that is cut, one rollout learned by heart. */
import { parseSettings } from '@agon/core';
import { adam } from '@agon/engine';
import type { Env, StepResult } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import { Chain, EXACT, GAMMA, STATES } from '../../testing/chain.js';
import { a2cLoss } from '../a2c/loss.js';
import { ppoLoss } from '../ppo/loss.js';
import { ppoSchema } from '../ppo/settings.js';
import { PqnLearner } from '../pqn/learner.js';
import { pqnSchema, type PqnSettings } from '../pqn/settings.js';
import { reinforceLoss } from '../reinforce/loss.js';
import { ActorCriticLearner, type ActorCriticOptions } from './actorCritic.js';
import type { Actors } from './actors.js';
import { EnvActors } from './envActors.js';
import type { OnPolicyLearner } from './learner.js';
import { softmaxInto } from './policy.js';
import { OnPolicyRun } from './run.js';

/** One state, reward 1 at each step, for ever: only a time limit of three steps cuts it. */
class Forever extends Chain {
  private left = 3;
  override reset(): void {
    this.left = 3;
  }
  override step(): StepResult {
    this.left--;
    return { reward: 1, terminated: false, truncated: this.left === 0 };
  }
}

/** As many environments as states, so that all states can be evaluated at once. */
const actorsOf = (make: () => Env): Actors => new EnvActors(make, STATES, 'small');

async function iterate<Id extends string>(
  actors: Actors,
  learner: OnPolicyLearner<Id>,
  rolloutSteps: number,
  iterations: number,
  wholeEpisodes = false,
): Promise<void> {
  actors.start(true);
  const run = new OnPolicyRun('small', { numEnvs: STATES, rolloutSteps, wholeEpisodes }, actors, learner);
  for (let i = 0; i < iterations; i++) await run.advance();
  learner.seen.fill(0);
  for (let state = 0; state < STATES; state++) learner.seen[state * STATES + state] = 1;
  await learner.evaluate();
}

function pqnSettings(changes: Partial<PqnSettings>): PqnSettings {
  const defaults = {
    network: 'mlp:hidden=32,layerNorm=true',
    numEnvs: STATES,
    rolloutSteps: 16,
    minibatches: 2,
    epochs: 2,
    learningRate: 3e-3,
    gamma: GAMMA,
    lambda: 0,
    epsilonEnd: 1,
  };
  return parseSettings(pqnSchema, { ...defaults, ...changes }, 'test');
}

describe('PQN', () => {
  it.each([
    ['from random behaviour with one-step returns', {}],
    ['from ε-greedy behaviour with λ-returns', { lambda: 0.65, epsilonEnd: 0.1, epsilonSteps: 16_000 }],
  ])('finds the exact Q* of a chain: %s', async (_name, changes) => {
    const actors = actorsOf(() => new Chain());
    const settings = pqnSettings(changes);
    const learner = await PqnLearner.create(actors, 'q', settings, 32_000);
    await iterate(actors, learner, settings.rolloutSteps, 400);
    // λ-returns that run through random actions lie below Q* a little (Peng's Q(λ) does not cut them).
    const allowed = settings.lambda === 0 ? 0.02 : 0.06;
    for (const [i, exact] of EXACT.flat().entries())
      expect(Math.abs(learner.q[i] - exact)).toBeLessThan(allowed);
    await learner.dispose();
  });

  it('values what lies beyond a time limit: 1 / (1 − γ)', async () => {
    const actors = actorsOf(() => new Forever());
    const settings = pqnSettings({ gamma: 0.8, lambda: 0.65 });
    const learner = await PqnLearner.create(actors, 'cut', settings, Infinity);
    await iterate(actors, learner, settings.rolloutSteps, 200);
    expect(learner.values[0]).toBeCloseTo(5, 1);
    await learner.dispose();
  });
});

const network = 'actor-critic-mlp:hidden=32';
const common: ActorCriticOptions = {
  network,
  networkKind: 'actor-critic',
  numEnvs: STATES,
  rolloutSteps: 32,
  minibatches: 1,
  epochs: 1,
  gamma: GAMMA,
  lambda: 0.95,
  learningRate: 3e-3,
  decaySteps: Infinity,
  optimiser: adam(),
  clipNorm: 0.5,
  loss: (built) => a2cLoss(built, { valueWeight: 0.5, entropyWeight: 0 }),
  columns: ['advantage', 'return'],
};
const ppoSettings = parseSettings(ppoSchema, { entropyWeight: 0 }, 'test');
const ppoChoices: Partial<ActorCriticOptions> = {
  loss: (built) => ppoLoss(built, ppoSettings),
  columns: ['logProb', 'value', 'advantage', 'return'],
  minibatches: 4,
  epochs: 4,
};

/** The probability of going right in each state. */
async function probabilityOfRight(learner: ActorCriticLearner): Promise<number[]> {
  const out = new Float32Array(2);
  await learner.evaluate();
  return Array.from({ length: STATES }, (_, state) => {
    softmaxInto(out, learner.logits, 2 * state, 2);
    return out[1];
  });
}

describe.each([
  ['PPO', ppoChoices, 150, false],
  ['A2C', { rolloutSteps: 8, lambda: 1 }, 800, false],
  [
    'REINFORCE with a baseline',
    {
      lambda: 1,
      loss: (built) => reinforceLoss(built, { baseline: true }),
      columns: ['value', 'return', 'weight'],
    },
    500,
    true,
  ],
  [
    'REINFORCE',
    {
      lambda: 1,
      loss: (built) => reinforceLoss(built, { baseline: false }),
      columns: ['value', 'return', 'weight'],
    },
    500,
    true,
  ],
] satisfies [string, Partial<ActorCriticOptions>, number, boolean][])(
  '%s',
  (name, choices, iterations, wholeEpisodes) => {
    it('finds the best policy of a chain, and its values', async () => {
      const actors = actorsOf(() => new Chain());
      const learner = await ActorCriticLearner.create(actors, 'policy', { ...common, ...choices });
      const rollout = { ...common, ...choices }.rolloutSteps;
      await iterate(actors, learner, rollout, iterations, wholeEpisodes);
      const right = await probabilityOfRight(learner);
      // Going left at once is worth 0.2, going right from there 0.9⁴ = 0.656: right is best everywhere.
      for (const probability of right) expect(probability).toBeGreaterThan(0.95);
      if (name === 'REINFORCE') return; // it learns no values
      for (let state = 0; state < STATES; state++)
        expect(Math.abs(learner.values[state] - Math.max(...EXACT[state]))).toBeLessThan(0.06);
      await learner.dispose();
    });
  },
);

describe('an actor-critic', () => {
  it('values what lies beyond a time limit: 1 / (1 − γ)', async () => {
    const actors = actorsOf(() => new Forever());
    const learner = await ActorCriticLearner.create(actors, 'cut', { ...common, ...ppoChoices, gamma: 0.8 });
    await iterate(actors, learner, 32, 200);
    expect(learner.values[0]).toBeCloseTo(5, 1);
    await learner.dispose();
  });
});
