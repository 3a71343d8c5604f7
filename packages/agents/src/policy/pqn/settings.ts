/** The settings of PQN and its presets. A step is one decision of one environment. */
import { count, described, fraction, MOST_HELD, MOST_STEPS, number, type Settings } from '@agon/core';
import * as v from 'valibot';
import { collectionEntries, optimisingEntries } from '../onPolicy/settings.js';

/** Defaults are those of the paper's code for CartPole. */
export const pqnSchema = v.strictObject({
  network: v.optional(v.string(), 'mlp:hidden=256/256,layerNorm=true'),
  start: v.optional(v.string(), ''),
  ...collectionEntries({ numEnvs: 32, rolloutSteps: 64 }),
  minibatches: v.optional(count(1, MOST_HELD), 16),
  epochs: v.optional(count(1, 1000), 4),
  ...optimisingEntries({ learningRate: 1e-4, epsilon: 1e-8, clipNorm: 10 }),
  gamma: v.optional(fraction, 0.99),
  lambda: v.optional(fraction, 0.95),
  rewardScale: v.optional(number(0), 1),
  epsilonStart: v.optional(fraction, 1),
  epsilonEnd: v.optional(fraction, 0.05),
  epsilonSteps: v.optional(count(1, MOST_STEPS), 50_000),
});
/** The settings of PQN once parsed: every one has a value. */
export type PqnSettings = Settings<typeof pqnSchema>;

/** Options of a trained agent: `runs/NAME:epsilon=0.01`. */
export const pqnAgentSchema = v.strictObject({
  epsilon: v.optional(described(fraction, 'probability of a random action'), 0),
});

/** For MinAtar: the settings of the paper, but for a dense network and twice the learning rate. Scores: docs/results.md. */
const minatar = {
  network: 'mlp:hidden=128/64,layerNorm=true',
  numEnvs: 128,
  rolloutSteps: 32,
  minibatches: 32,
  epochs: 2,
  learningRate: 1e-3,
  lambda: 0.65,
  epsilonSteps: 500_000,
} satisfies Partial<PqnSettings>;

/** For 84×84×4 pixels: the settings of the paper for Atari, but for a quarter of the filters and of the environments. */
const pixels = {
  network: 'nature-cnn:width=0.25,layerNorm=true',
  numEnvs: 32,
  rolloutSteps: 32,
  minibatches: 8,
  epochs: 2,
  learningRate: 2.5e-4,
  lambda: 0.65,
  epsilonEnd: 0.01,
  epsilonSteps: 200_000,
} satisfies Partial<PqnSettings>;

/** Named changes to the defaults; an environment's id names its own. */
export const pqnPresets: Readonly<Record<string, Partial<PqnSettings>>> = {
  // The paper's code for CartPole, for 500,000 steps, but for a smaller network. With fewer environments and less exploration (those of
  // CleanRL's pqn.py) 2 of 4 seeds forgot at the end what they could do: nothing but good play was left to learn from.
  'cart-pole': {
    network: 'mlp:hidden=120/84,layerNorm=true',
    rewardScale: 0.1,
    epsilonEnd: 0.2,
    epsilonSteps: 100_000,
  },
  // Where enemies come from any side in any row, what was seen in one place must count in all: 1.5 million frames reach 20, dense ones 6.
  'minatar-asterix': { ...minatar, network: 'minatar-cnn:filters=8,hidden=64,layerNorm=true' },
  'minatar-breakout': { ...minatar, epsilonSteps: 100_000 },
  'minatar-freeway': minatar,
  'minatar-seaquest': minatar,
  'minatar-space-invaders': minatar,
  // A ball is caught ten decisions before a brick pays for it: with λ = 0.65 nothing was learned from 550,000 decisions.
  'pixel-breakout': { ...pixels, learningRate: 5e-4, lambda: 0.95, epsilonEnd: 0.05, epsilonSteps: 100_000 },
  'pixel-pong': pixels,
};

/** The probability of a random action at a step. */
export function epsilonAt(settings: PqnSettings, step: number): number {
  const { epsilonStart, epsilonEnd, epsilonSteps } = settings;
  const done = Math.min(1, step / epsilonSteps);
  return (1 - done) * epsilonStart + done * epsilonEnd;
}
