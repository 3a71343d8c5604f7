/** A body as every kind of network: a classifier by its paper, and what an agent looks at a game with. */
import type { SettingsSchema } from '@agon/core';
import type { BodyDeclaration } from '../bodies/body.js';
import { entry, type Entry } from '../entry.js';
import type { Sizes } from '../kind.js';
import { actorCritic, policyValue, type classifier } from '../kinds.js';
import { qEntry, type QEntry } from '../q/qEntry.js';
import { classifierEntry } from './classifierEntry.js';
import { policyValueOn } from './policyValueOn.js';

/** What a body's file declares. */
export interface VisionDeclaration<S extends SettingsSchema> extends BodyDeclaration<S> {
  /** The same settings with defaults for agents: narrower, no batch normalisation. The classifier's if not given. */
  readonly agentSchema?: S;
  /** The paper's sizes, where they are not the kind's examples. */
  readonly sizes?: Sizes<typeof classifier>;
}

type VisionEntries = readonly [
  Entry<typeof classifier>,
  QEntry,
  Entry<typeof actorCritic>,
  Entry<typeof policyValue>,
];

/** The entries of a body; a classifier's weights fit those of an agent but for the head. */
export function visionEntries<S extends SettingsSchema>(declaration: VisionDeclaration<S>): VisionEntries {
  const { title, schema, agentSchema = schema, sizes, reads, build } = declaration;
  const forAgents = { title, schema: agentSchema, reads: reads && { observation: reads } };
  return [
    classifierEntry(declaration, sizes),
    qEntry({ ...declaration, schema: agentSchema }),
    entry(actorCritic, {
      ...forAgents,
      build: ({ input, actions }, settings) => policyValueOn(build(input, settings), actions, 'any'),
    }),
    entry(policyValue, {
      ...forAgents,
      build: ({ input, actions }, settings) => policyValueOn(build(input, settings), actions, 'of a game'),
    }),
  ];
}
