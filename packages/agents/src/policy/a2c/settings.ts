/** The settings of A2C and its presets. A step is one decision of one environment. */
import { fraction, number, type Settings } from '@agon/core';
import * as v from 'valibot';
import { collectionEntries, optimisingEntries } from '../onPolicy/settings.js';

/** Defaults are those of OpenAI Baselines' a2c, with Adam's relative RMSProp as there. */
export const a2cSchema = v.strictObject({
  network: v.optional(v.string(), 'actor-critic-mlp'),
  ...collectionEntries({ numEnvs: 16, rolloutSteps: 5 }),
  ...optimisingEntries({ learningRate: 7e-4, epsilon: 1e-5, clipNorm: 0.5 }),
  gamma: v.optional(fraction, 0.99),
  lambda: v.optional(fraction, 1),
  valueWeight: v.optional(number(0), 0.5),
  entropyWeight: v.optional(number(0), 0.01),
});
type A2cSettings = Settings<typeof a2cSchema>;

/** For every MinAtar game: the first choice, not tuned; docs/results.md has no scores of it. */
const minatar = {
  network: 'actor-critic-mlp:hidden=128/64,activation=relu,shared=true',
  numEnvs: 64,
  learningRate: 2e-3,
} satisfies Partial<A2cSettings>;

/** The defaults are those of Atari; for 84×84×4 pixels. */
const atari = { network: 'actor-critic-nature' } satisfies Partial<A2cSettings>;

/** The same with half of the filters, for few cores; docs/results.md has no result of it. */
const pixels = { network: 'actor-critic-nature:width=0.5' } satisfies Partial<A2cSettings>;

/** Named changes to the defaults; an environment's id names its own. */
export const a2cPresets: Readonly<Record<string, Partial<A2cSettings>>> = {
  'minatar-asterix': minatar,
  'minatar-breakout': minatar,
  'minatar-freeway': minatar,
  'minatar-seaquest': minatar,
  'minatar-space-invaders': minatar,
  atari,
  'pixel-breakout': pixels,
  'pixel-freeway': pixels,
  'pixel-invaders': pixels,
  'pixel-pong': pixels,
};
