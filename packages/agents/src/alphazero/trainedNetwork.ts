/** Which network a checkpoint of AlphaZero holds. */
import { parseSettings, type Json } from '@agon/core';
import * as v from 'valibot';
import { alphazeroSchema } from './settings.js';

/** The network is all that a player needs of the settings; others may come and go between versions. */
const networkSchema = v.strictObject({ network: alphazeroSchema.entries.network });

/** Its spec. @throws bad-option where the settings have none */
export function trainedNetwork({ network }: Record<string, Json>): string {
  return parseSettings(networkSchema, { network }, 'the checkpoint of algorithm "alphazero"').network;
}
