/** Finding and building networks by their specs, over any table of entries. */
import { AgonError, describeSettings, parseSpec, unknownName, type SettingInfo } from '@agon/core';
import type { Entry } from './entry.js';
import { inputsOf, outputsOf, type AnySizes, type Kind, type Sizes } from './kind.js';
import type { Network } from './network.js';
import { isReadable } from './readable.js';

/** Networks by id. One that can be had in several kinds has an entry of each; it is of the first where none is asked for. */
type NetworkTable<E extends Entry> = Readonly<Record<string, E | readonly E[]>>;
/** The entries of a table. */
export type EntriesOf<Table> = {
  [Id in keyof Table]: Table[Id] extends readonly (infer E)[] ? E : Table[Id];
}[keyof Table];
/** The name of a kind that some entry is of. */
export type KindName<E extends Entry> = E['kind']['name'];
/** The entries of a kind. */
type OfKind<E extends Entry, Name> = E extends { kind: { name: Name } } ? E : never;
/** The sizes that the kind of this name asks for. */
type SizesOf<E extends Entry, Name> = Sizes<OfKind<E, Name>['kind']>;

/** A network as lists show it. */
export interface NetworkInfo {
  id: string;
  title: string;
  kind: string;
  /** All kinds that it can be had in; title, sizes and settings are those of `kind`. */
  kinds: string[];
  inputs: Kind['inputs'];
  outputs: Kind['outputs'];
  /** What has to be said to build it, each with an example. */
  sizes: AnySizes;
  settings: SettingInfo[];
}

/** An entry that a spec names. */
interface Found<E extends Entry> {
  id: string;
  options: Readonly<Record<string, unknown>>;
  entry: E;
}

/** What can be asked of a table of networks. A spec is "mlp:hidden=120/84". */
export interface NetworkRegistry<E extends Entry> {
  /**
   * The entry that a spec names, for sizes that it can read.
   * @throws unknown-net with the near name; unsupported where it cannot be had in that kind, or reads other shapes
   */
  find<Name extends KindName<E>>(spec: string, kind: Name, sizes: SizesOf<E, Name>): Found<OfKind<E, Name>>;
  /** Builds the network that a spec names. @throws the same, and bad-option */
  make<Name extends KindName<E>>(spec: string, kind: Name, sizes: SizesOf<E, Name>): Network;
  /**
   * The same of the kind of this name, or the first that it can be had in: for sizes that include those it asks for. @throws the same
   */
  makeAny(spec: string, sizes: AnySizes, kind?: string): Network;
  /** What a spec names, in the kind of this name or the first. @throws unknown-net with the near name; unsupported */
  describe(spec: string, kind?: string): NetworkInfo;
  /** All networks, in the table's order. */
  list(): NetworkInfo[];
}

/** A registry of these networks by their ids. */
export function networkRegistry<E extends Entry>(table: NetworkTable<E>): NetworkRegistry<E> {
  const entries = new Map<string, readonly E[]>();
  for (const [id, own] of Object.entries(table)) entries.set(id, Array.isArray(own) ? own : [own as E]);
  const all = [...entries].flatMap(([id, own]) => own.map((entry) => ({ id, entry })));

  const entriesOf = (id: string, among: readonly string[], hint: string): readonly E[] => {
    const own = entries.get(id);
    if (!own) throw unknownName('unknown-net', 'network', id, among, hint);
    return own;
  };

  const ofKind = <Name extends KindName<E>>(spec: string, kind: Name): Found<OfKind<E, Name>> => {
    const isFitting = (entry: E): entry is OfKind<E, Name> => entry.kind.name === kind;
    const { id, options } = parseSpec(spec);
    const fitting = all.filter(({ entry }) => isFitting(entry)).map((each) => each.id);
    const own = entriesOf(id, fitting, `Of kind ${kind} there are: ${fitting.join(', ')}.`);
    const entry = own.find(isFitting);
    if (entry) return { id, options, entry };
    const kinds = own.map((each) => each.kind.name).join(' or ');
    throw new AgonError(
      'unsupported',
      `network "${id}" is of kind ${kinds}, and this needs one of kind ${kind}; use one of: ${fitting.join(', ')}.`,
    );
  };

  const any = (spec: string, kind: string | undefined): Found<E> => {
    const { id, options } = parseSpec(spec);
    const ids = [...entries.keys()];
    const own = entriesOf(id, ids, `There are: ${ids.join(', ')}.`);
    const entry = own.find((each) => kind === undefined || each.kind.name === kind);
    if (entry) return { id, options, entry };
    const kinds = own.map((each) => each.kind.name).join(', ');
    throw new AgonError('unsupported', `network "${id}" cannot be had in kind ${kind}, only in: ${kinds}.`);
  };

  /** The input whose shape an entry cannot read. */
  const unreadable = ({ kind, reads }: Entry, sizes: AnySizes): string | undefined => {
    const inputs = inputsOf(kind, sizes);
    return Object.keys(reads).find((name) => !isReadable(reads[name], inputs[name].shape));
  };

  const requireReadable = ({ id, entry }: Found<E>, sizes: AnySizes): void => {
    const { kind, reads } = entry;
    const missing = Object.keys(kind.sizes).filter((name) => !(name in sizes));
    if (missing.length > 0) {
      const needed = Object.keys(kind.sizes).join(', ');
      throw new AgonError(
        'bad-option',
        `network "${id}" is of kind ${kind.name}, which is built for: ${needed}; say ${missing.join(', ')} too.`,
      );
    }
    const name = unreadable(entry, sizes);
    if (name === undefined) return;
    const others = all
      .filter((other) => other.entry.kind === kind && !unreadable(other.entry, sizes))
      .map((other) => other.id);
    const { shape } = inputsOf(kind, sizes)[name];
    const use = others.length > 0 ? `; use ${others.join(' or ')}` : '';
    throw new AgonError('unsupported', `${id} reads ${reads[name].what}, got [${shape.join(', ')}]${use}.`);
  };

  const build = (found: Found<E>, sizes: AnySizes): Network => {
    requireReadable(found, sizes);
    const { id, options, entry } = found;
    const { moreInputs, moreOutputs, ...parts } = entry.build(sizes, options, id);
    return {
      id,
      inputs: { ...inputsOf(entry.kind, sizes), ...moreInputs },
      outputs: { ...outputsOf(entry.kind, sizes), ...moreOutputs },
      training: { noise: {}, apply: parts.apply },
      ...parts,
    };
  };

  const info = (id: string, { title, kind, schema, sizes }: E): NetworkInfo => {
    const { name, inputs, outputs } = kind;
    const kinds = entriesOf(id, [], '').map((each) => each.kind.name);
    return { id, title, kind: name, kinds, inputs, outputs, sizes, settings: describeSettings(schema) };
  };

  return {
    find(spec, kind, sizes) {
      const found = ofKind(spec, kind);
      requireReadable(found, sizes);
      return found;
    },
    make: (spec, kind, sizes) => build(ofKind(spec, kind), sizes),
    makeAny: (spec, sizes, kind) => build(any(spec, kind), sizes),
    describe(spec, kind) {
      const { id, entry } = any(spec, kind);
      return info(id, entry);
    },
    list: () => [...entries].map(([id, [first]]) => info(id, first)),
  };
}
