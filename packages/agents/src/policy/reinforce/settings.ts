/** The settings of REINFORCE. A step is one decision of one environment. */
import { count, fraction, MOST_HELD, type Settings } from '@agon/core';
import * as v from 'valibot';
import { optimisingEntries } from '../onPolicy/settings.js';

/** An update is made of `episodes` environments with one episode each. */
export const reinforceSchema = v.strictObject({
  network: v.optional(v.string(), 'actor-critic-mlp'),
  episodes: v.optional(count(1, MOST_HELD), 8),
  episodeLimit: v.optional(count(1, MOST_HELD), 500),
  ...optimisingEntries({ learningRate: 3e-3, epsilon: 1e-8, clipNorm: 1 }),
  gamma: v.optional(fraction, 0.99),
  baseline: v.optional(v.boolean(), true),
});
type ReinforceSettings = Settings<typeof reinforceSchema>;

/** For every MinAtar game: the first choice, not tuned; docs/results.md has no scores of it. */
const minatar = {
  network: 'actor-critic-mlp:hidden=128/64,activation=relu,shared=true',
  episodes: 16,
  episodeLimit: 1_000,
} satisfies Partial<ReinforceSettings>;

/** Named changes to the defaults; an environment's id names its own. */
export const reinforcePresets: Readonly<Record<string, Partial<ReinforceSettings>>> = {
  'minatar-asterix': minatar,
  'minatar-breakout': minatar,
  'minatar-freeway': minatar,
  'minatar-seaquest': minatar,
  'minatar-space-invaders': minatar,
};
