/** A line of a registry: a network of one kind, with its settings. */
import { parseSettings, type Settings, type SettingsSchema } from '@agon/core';
import type { AnySizes, Kind, Sizes } from './kind.js';
import type { NetworkParts } from './network.js';
import type { Readable } from './readable.js';

/** What a network's file declares. */
export interface NetworkDeclaration<K extends Kind, S extends SettingsSchema> {
  readonly title: string;
  readonly schema: S;
  /** What it is built for as an example: its paper's sizes. The kind's if not given. */
  readonly sizes?: Sizes<K>;
  /** By input; those that are not here it reads in every shape that the kind allows. */
  readonly reads?: Readonly<Record<string, Readable>>;
  /** @throws unsupported for sizes that do not go together, or not with the settings */
  build(sizes: Sizes<K>, settings: Settings<S>): NetworkParts;
}

/** The same as a registry holds it: with settings as they are written. */
export interface Entry<K extends Kind = Kind> {
  readonly kind: K;
  readonly title: string;
  readonly schema: SettingsSchema;
  readonly sizes: AnySizes;
  readonly reads: Readonly<Record<string, Readable>>;
  /** @throws bad-option for settings that are not the schema's */
  build(sizes: AnySizes, options: Readonly<Record<string, unknown>>, id: string): NetworkParts;
}

/** Makes the entry of a network of `kind`. */
export function entry<K extends Kind, S extends SettingsSchema>(
  kind: K,
  { title, schema, sizes = kind.sizes as Sizes<K>, reads = {}, build }: NetworkDeclaration<K, S>,
): Entry<K> {
  return {
    kind,
    title,
    schema,
    sizes,
    reads,
    build: (sizes, options, id) =>
      build(sizes as Sizes<K>, parseSettings(schema, options, `network "${id}"`)),
  };
}
