/** What a player needs of the settings that a checkpoint of AlphaZero was trained with. */
import { parseSettings, type Json, type Settings } from '@agon/core';
import * as v from 'valibot';
import { alphazeroSchema } from './settings.js';

/** Others may come and go between versions. */
const trainedSchema = v.strictObject({
  network: alphazeroSchema.entries.network.wrapped,
  planes: alphazeroSchema.entries.planes,
  discount: alphazeroSchema.entries.discount,
});

/**
 * The network's spec, what it sees, and the discount of the values that it learned (1 in checkpoints from before there was one).
 * @throws bad-option where the settings have no network
 */
export function trainedSettings({
  network,
  planes = 'game',
  discount = 1,
}: Readonly<Record<string, Json>>): Settings<typeof trainedSchema> {
  return parseSettings(trainedSchema, { network, planes, discount }, 'the checkpoint');
}
