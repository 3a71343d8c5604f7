/** The settings of a search; those of the trainer whose networks it compares stand beside them. */
import { count, described, MOST_STEPS, type Settings, type SettingsSchema } from '@agon/core';
import * as v from 'valibot';
import { SPACES } from './spaces.js';

export const METHODS = ['asha', 'evolution', 'random'] as const;

/** The most trials that a method sees under way. */
const MOST_PARALLEL = 1000;

/** @param space the name of the one that is meant where nobody names one; `budget`: likewise */
export const searchEntries = (space: string, budget: number) => ({
  method: v.optional(
    described(
      v.picklist(METHODS),
      'asha: many networks for a few updates, the best of them for more; evolution: children of good networks; random',
    ),
    'asha' as string as (typeof METHODS)[number],
  ),
  space: v.optional(
    described(
      v.string(),
      `networks to choose from: ${Object.keys(SPACES).join(', ')}, or slots with choices such as conv3x8|conv3x16/max|none/dense64`,
    ),
    space,
  ),
  budget: v.optional(
    described(count(1, MOST_STEPS), 'updates (steps of an agent) of a network that is trained to its end'),
    budget,
  ),
  reduction: v.optional(
    described(count(2, 100), 'asha: one of so many networks goes on, with so many times the updates'),
    3,
  ),
  least: v.optional(
    described(
      count(0, MOST_STEPS),
      'asha: the fewest updates that a network is tried for; 0: two reductions below the budget',
    ),
    0,
  ),
  population: v.optional(described(count(1, 10_000), 'evolution: networks that can have children'), 20),
  sample: v.optional(
    described(count(1, 10_000), 'evolution: networks among which the best becomes a parent'),
    5,
  ),
  parallel: v.optional(
    described(
      count(1, MOST_PARALLEL),
      'trials under way as the method sees them, each as quick as its updates; results do not depend on the worker threads',
    ),
    4,
  ),
});

/** The settings once parsed: every one has a value. */
export type SearchSettings = Settings<v.StrictObjectSchema<ReturnType<typeof searchEntries>, undefined>>;

/** What a search decides for the trainer. */
const DECIDED = ['network', 'start'];

/** The trainer's settings that are the same for every network. */
export const trainerEntries = ({ entries }: SettingsSchema): SettingsSchema['entries'] =>
  Object.fromEntries(Object.entries(entries).filter(([key]) => !DECIDED.includes(key)));

/** Takes the two apart. */
export function splitSettings(settings: Readonly<Record<string, unknown>>): {
  search: Record<string, unknown>;
  trainer: Record<string, unknown>;
} {
  const own = new Set(Object.keys(searchEntries('', 1)));
  const search: Record<string, unknown> = {};
  const trainer: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(settings)) (own.has(key) ? search : trainer)[key] = value;
  return { search, trainer };
}
