/** Bodies as networks of action values. */
import { parseSettings, type SettingsSchema } from '@agon/core';
import type { Shape } from '@agon/engine';
import type { Body, BodyDeclaration } from '../bodies/body.js';
import { entry, type Entry } from '../entry.js';
import { q } from '../kinds.js';
import { plainQNetwork } from './qNetwork.js';

/** A network of action values that can be had with another head too. */
export interface QEntry extends Entry<typeof q> {
  /** What is below the head. @throws bad-option for settings that are not the schema's */
  body(input: Shape, options: Readonly<Record<string, unknown>>, id: string): Body;
}

/** The entry of a body. */
export function qEntry<S extends SettingsSchema>({
  title,
  schema,
  reads,
  build,
}: BodyDeclaration<S>): QEntry {
  return {
    ...entry(q, {
      title,
      schema,
      reads: reads && { observation: reads },
      build: ({ input, actions }, settings) => plainQNetwork(build(input, settings), actions),
    }),
    body: (input, options, id) => build(input, parseSettings(schema, options, `network "${id}"`)),
  };
}
