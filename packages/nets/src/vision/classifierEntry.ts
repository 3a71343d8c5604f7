/** Bodies as classifiers. */
import type { SettingsSchema } from '@agon/core';
import type { BodyDeclaration } from '../bodies/body.js';
import { entry, type Entry } from '../entry.js';
import type { Sizes } from '../kind.js';
import { classifier } from '../kinds.js';
import { classifierOn } from './classifierOn.js';

/** The entry of a body; `sizes` are its paper's, where they are not the kind's. */
export function classifierEntry<S extends SettingsSchema>(
  { title, schema, reads, build }: BodyDeclaration<S>,
  sizes?: Sizes<typeof classifier>,
): Entry<typeof classifier> {
  return entry(classifier, {
    title,
    schema,
    sizes,
    reads: reads && { input: reads },
    build: ({ input, classes }, settings) => classifierOn(build(input, settings), classes),
  });
}
