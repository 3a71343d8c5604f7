/** Finding and building networks by their specs, over any table of entries. */
import { AgonError, describeSettings, parseSpec, unknownName, type SettingInfo } from '@agon/core';
import type { Entry } from './entry.js';
import { inputsOf, outputsOf, type AnySizes, type Kind, type Sizes } from './kind.js';
import type { Network } from './network.js';
import { isReadable } from './readable.js';

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
   * @throws unknown-net with the near name; unsupported where it is of another kind, or reads other shapes
   */
  find<Name extends KindName<E>>(spec: string, kind: Name, sizes: SizesOf<E, Name>): Found<OfKind<E, Name>>;
  /** Builds the network that a spec names. @throws the same, and bad-option */
  make<Name extends KindName<E>>(spec: string, kind: Name, sizes: SizesOf<E, Name>): Network;
  /** The same of whatever kind it is, for sizes that include those it asks for. @throws the same */
  makeAny(spec: string, sizes: AnySizes): Network;
  /** What a spec names. @throws unknown-net with the near name */
  describe(spec: string): NetworkInfo;
  /** All networks, in the table's order. */
  list(): NetworkInfo[];
}

/** A registry of these networks by their ids. */
export function networkRegistry<E extends Entry>(table: Readonly<Record<string, E>>): NetworkRegistry<E> {
  const entryOf = (id: string, among: readonly string[], hint: string): E => {
    if (!Object.hasOwn(table, id)) throw unknownName('unknown-net', 'network', id, among, hint);
    return table[id];
  };

  const any = (spec: string): Found<E> => {
    const { id, options } = parseSpec(spec);
    const all = Object.keys(table);
    return { id, options, entry: entryOf(id, all, `There are: ${all.join(', ')}.`) };
  };

  const ofKind = <Name extends KindName<E>>(spec: string, kind: Name): Found<OfKind<E, Name>> => {
    const isFitting = (entry: E): entry is OfKind<E, Name> => entry.kind.name === kind;
    const { id, options } = parseSpec(spec);
    const fitting = Object.keys(table).filter((each) => isFitting(table[each]));
    const entry = entryOf(id, fitting, `Of kind ${kind} there are: ${fitting.join(', ')}.`);
    if (isFitting(entry)) return { id, options, entry };
    throw new AgonError(
      'unsupported',
      `network "${id}" is of kind ${entry.kind.name}, and this needs one of kind ${kind}; use one of: ${fitting.join(', ')}.`,
    );
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
    const others = Object.keys(table).filter(
      (other) => table[other].kind === kind && !unreadable(table[other], sizes),
    );
    const { shape } = inputsOf(kind, sizes)[name];
    const use = others.length > 0 ? `; use ${others.join(' or ')}` : '';
    throw new AgonError('unsupported', `${id} reads ${reads[name].what}, got [${shape.join(', ')}]${use}.`);
  };

  const build = (found: Found<E>, sizes: AnySizes): Network => {
    requireReadable(found, sizes);
    const { id, options, entry } = found;
    const { moreOutputs, ...parts } = entry.build(sizes, options, id);
    return {
      id,
      inputs: inputsOf(entry.kind, sizes),
      outputs: { ...outputsOf(entry.kind, sizes), ...moreOutputs },
      ...parts,
    };
  };

  const info = (id: string, { title, kind, schema }: E): NetworkInfo => {
    const { name, inputs, outputs, sizes } = kind;
    return { id, title, kind: name, inputs, outputs, sizes, settings: describeSettings(schema) };
  };

  return {
    find(spec, kind, sizes) {
      const found = ofKind(spec, kind);
      requireReadable(found, sizes);
      return found;
    },
    make: (spec, kind, sizes) => build(ofKind(spec, kind), sizes),
    makeAny: (spec, sizes) => build(any(spec), sizes),
    describe(spec) {
      const { id, entry } = any(spec);
      return info(id, entry);
    },
    list: () => Object.entries(table).map(([id, entry]) => info(id, entry)),
  };
}
