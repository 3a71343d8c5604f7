/** Settings: a valibot schema gives type, default, range and help text; unknown keys fail with the near one named. */
import * as v from 'valibot';
import { AgonError, type Json } from './errors.js';
import { nearest } from './suggest.js';

/** The schema of a settings object: `v.strictObject({ size: v.optional(v.pipe(v.number(), v.integer()), 9) })`. */
export type SettingsSchema = v.StrictObjectSchema<v.ObjectEntries, undefined>;
/** What `parseSettings` makes of a schema: every setting typed, defaults filled in. */
export type Settings<S extends SettingsSchema> = v.InferOutput<S>;

/** A schema that says what it means itself: one made by `described`. */
interface WithText {
  readonly pipe: readonly [...unknown[], v.DescriptionAction<unknown, string>];
}
/** The schema inside `optional(...)`. */
type Inner<Entry> = Entry extends { readonly wrapped: infer Wrapped } ? Wrapped : Entry;
/** The settings of a schema, or of any of several, that have no text in it and need one elsewhere. */
export type KeyWithoutText<S extends SettingsSchema> = S extends SettingsSchema
  ? {
      [Key in keyof S['entries'] & string]: Inner<S['entries'][Key]> extends WithText ? never : Key;
    }[keyof S['entries'] & string]
  : never;

/** One setting as help texts and lists show it. */
export interface SettingInfo {
  key: string;
  type: string;
  /** Absent where the setting must be given. */
  default?: Json;
  description: string;
  /** Of numbers and lists of them: the least and the largest that is allowed. */
  least?: number;
  most?: number;
}

interface AnySchema {
  type: string;
  wrapped?: AnySchema;
  pipe?: readonly AnySchema[];
  /** Of a list: the schema of its elements. */
  item?: AnySchema;
  /** Of a step of a pipe, such as "max_value": the number that it compares with. */
  requirement?: unknown;
  options?: readonly unknown[];
  default?: unknown;
}

/** The schema inside `optional(...)` and `pipe(...)`. */
function base(schema: AnySchema): AnySchema {
  if (schema.wrapped) return base(schema.wrapped);
  if (schema.pipe && schema.pipe[0] !== schema) return base(schema.pipe[0]);
  return schema;
}

/** The steps of a pipe, and of pipes inside it. */
const stepsOf = ({ pipe = [] }: AnySchema): AnySchema[] =>
  pipe.flatMap((step) => (step.pipe ? stepsOf(step) : [step]));

/** The least or the largest number that a schema allows, where it has a bound. */
function boundOf(schema: AnySchema, which: 'min_value' | 'max_value'): number | undefined {
  if (schema.wrapped) return boundOf(schema.wrapped, which);
  const { item } = base(schema);
  if (item) return boundOf(item, which);
  return stepsOf(schema).find(({ type }) => type === which)?.requirement as number | undefined;
}

/** Text from a command line becomes what the schema wants; what does not fit stays as it is, for valibot to refuse. */
function fromText(schema: AnySchema, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const { type } = base(schema);
  if (type === 'number' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
  if (type === 'boolean' && /^(true|false)$/.test(value)) return value === 'true';
  if (type === 'array')
    return value.split('/').map((part) => (Number.isNaN(Number(part)) ? part : Number(part)));
  return value;
}

/**
 * Checks and completes settings. Values may be text (from a command line) or typed (from a file).
 * Lists are written with slashes in text: hidden=120/84.
 * @param what whose settings, as it reads in an error: 'environment "go"'
 * @throws bad-option with every fault, the allowed range, and the nearest key for an unknown one
 */
export function parseSettings<S extends SettingsSchema>(
  schema: S,
  input: Readonly<Record<string, unknown>>,
  what: string,
): Settings<S> {
  const keys = Object.keys(schema.entries);
  const typed: Record<string, unknown> = {};
  const faults: string[] = [];
  for (const [key, value] of Object.entries(input)) {
    if (keys.includes(key)) {
      typed[key] = fromText(schema.entries[key] as AnySchema, value);
      continue;
    }
    const near = nearest(key, keys);
    const known = keys.length ? `It has: ${keys.join(', ')}.` : 'It has no settings.';
    faults.push(`there is no setting "${key}"${near ? `; did you mean "${near}"?` : '.'} ${known}`);
  }
  const result = v.safeParse(schema, typed);
  if (!result.success) {
    for (const issue of result.issues) {
      const key = v.getDotPath(issue) ?? '';
      const got = issue.received === 'undefined' ? 'nothing' : issue.received;
      if (issue.expected === `"${key}"`) faults.push(`"${key}" must be given.`);
      else
        faults.push(
          issue.expected ? `"${key}" must be ${issue.expected}, got ${got}.` : `"${key}": ${issue.message}.`,
        );
    }
  }
  if (faults.length || !result.success)
    throw new AgonError('bad-option', `${what}: ${faults.join(' ')}`, { details: { faults } });
  return result.output;
}

/**
 * The settings of a schema with type, default and description, for help texts and docs.
 * @param texts descriptions of those that have none in the schema (`described`)
 */
export function describeSettings(
  schema: SettingsSchema,
  texts: Readonly<Record<string, string>> = {},
): SettingInfo[] {
  return Object.entries(schema.entries).map(([key, entry]) => {
    const any = entry as AnySchema;
    const inner = base(any);
    const choices = inner.type === 'picklist' ? (inner.options ?? []).join(' | ') : inner.type;
    const info: SettingInfo = {
      key,
      type: choices,
      description: v.getDescription((any.wrapped ?? any) as v.GenericSchema) ?? texts[key] ?? '',
    };
    const least = boundOf(any, 'min_value');
    if (least !== undefined) info.least = least;
    const most = boundOf(any, 'max_value');
    if (most !== undefined) info.most = most;
    if (any.default !== undefined) info.default = any.default as Json;
    return info;
  });
}
