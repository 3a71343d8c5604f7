/** The settings of PPO and its presets. A step is one decision of one environment. */
import { count, fraction, MOST_HELD, number, type Settings } from '@agon/core';
import * as v from 'valibot';
import { collectionEntries, optimisingEntries } from '../onPolicy/settings.js';

/** Defaults are those of CleanRL's ppo.py for classic control (Huang et al. 2022). */
export const ppoSchema = v.strictObject({
  network: v.optional(v.string(), 'actor-critic-mlp'),
  start: v.optional(v.string(), ''),
  ...collectionEntries({ numEnvs: 4, rolloutSteps: 128 }),
  minibatches: v.optional(count(1, MOST_HELD), 4),
  epochs: v.optional(count(1, 1000), 4),
  ...optimisingEntries({ learningRate: 2.5e-4, epsilon: 1e-5, clipNorm: 0.5 }),
  gamma: v.optional(fraction, 0.99),
  lambda: v.optional(fraction, 0.95),
  clip: v.optional(number(0), 0.2),
  clipValue: v.optional(v.boolean(), true),
  normaliseAdvantage: v.optional(v.boolean(), true),
  valueWeight: v.optional(number(0), 0.5),
  entropyWeight: v.optional(number(0), 0.01),
});
/** The settings of PPO once parsed: every one has a value. */
type PpoSettings = Settings<typeof ppoSchema>;

/** For MinAtar; Breakout and Asterix ask for more below. Scores: docs/results.md. */
const minatar = {
  network: 'actor-critic-mlp:hidden=128/64,activation=relu,shared=true',
  numEnvs: 64,
  rolloutSteps: 64,
  minibatches: 8,
  epochs: 3,
  learningRate: 1e-3,
  clipValue: false,
} satisfies Partial<PpoSettings>;

/** Schulman et al. 2017, table 5, with four epochs and parts of a rollout as CleanRL's ppo_atari.py; for 84×84×4 pixels. */
const atari = {
  network: 'actor-critic-nature',
  numEnvs: 8,
  clip: 0.1,
} satisfies Partial<PpoSettings>;

/** The same with half of the filters, for few cores; docs/results.md has no result of it. */
const pixels = { ...atari, network: 'actor-critic-nature:width=0.5' } satisfies Partial<PpoSettings>;

/** Named changes to the defaults; an environment's id names its own. */
export const ppoPresets: Readonly<Record<string, Partial<PpoSettings>>> = {
  // CleanRL's ppo.py, for 500,000 steps: the defaults.
  'cart-pole': {},
  // Where enemies come from any side in any row, what was seen in one place must count in all: a dense network returns 5.9.
  'minatar-asterix': { ...minatar, network: 'actor-critic-cnn:filters=8,hidden=64' },
  // With the others' small batches and little entropy its policy is soon sure of itself, and stays at 6: 1.2 million frames reach 16 so.
  'minatar-breakout': {
    ...minatar,
    numEnvs: 128,
    rolloutSteps: 128,
    minibatches: 16,
    epochs: 4,
    gamma: 0.999,
    entropyWeight: 0.02,
  },
  'minatar-freeway': minatar,
  'minatar-seaquest': minatar,
  'minatar-space-invaders': minatar,
  atari,
  'pixel-breakout': pixels,
  'pixel-freeway': pixels,
  'pixel-invaders': pixels,
  'pixel-pong': pixels,
};
