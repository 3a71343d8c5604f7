/** The settings of self-play PPO and its presets. A step is one move of one game. */
import { count, fraction, type Settings } from '@agon/core';
import * as v from 'valibot';
import { collectionEntries } from '../policy/onPolicy/settings.js';
import { ppoSchema } from '../policy/ppo/settings.js';

/** As for PPO, but for networks of board games and more games at a time. */
export const ppoSelfplaySchema = v.strictObject({
  ...ppoSchema.entries,
  network: v.optional(v.string(), 'residual-tower'),
  ...collectionEntries({ numEnvs: 64, rolloutSteps: 32 }),
  openingMoves: v.optional(count(0, 1000), 4),
  learningRate: v.optional(ppoSchema.entries.learningRate.wrapped, 1e-3),
  clipValue: v.optional(ppoSchema.entries.clipValue.wrapped, false),
  gamma: v.optional(fraction, 1),
  lambda: v.optional(ppoSchema.entries.lambda.wrapped, 0.9),
});
type PpoSelfplaySettings = Settings<typeof ppoSelfplaySchema>;

/** Named changes to the defaults; a game's id names its own. Only that of tic-tac-toe has been measured. */
export const ppoSelfplayPresets: Readonly<Record<string, Partial<PpoSelfplaySettings>>> = {
  tic_tac_toe: { network: 'board-mlp:hidden=128/128', rolloutSteps: 8, openingMoves: 6, learningRate: 2e-3 },
  connect_four: { network: 'residual-tower:blocks=2,channels=32,pooling=8' },
  go5: { network: 'residual-tower:blocks=2,channels=32,pooling=8,policyHead=points' },
};
