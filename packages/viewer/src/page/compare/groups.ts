/** Which runs belong together, and in what they differ. */
import { subjectOf, type RunSummary } from '@agon/runs';
import { shortSpec } from '../games.js';

/** Runs of one setting: they differ in their seeds alone. */
export interface Group {
  /** For people: the algorithm, what it learned from, and what is different in this group. */
  label: string;
  runs: RunSummary[];
}

/** A setting, and its value in each group as text; a group's runs may have several. */
export interface Difference {
  key: string;
  values: string[];
  /** Whether all of the runs have such a setting. */
  isEverywhere: boolean;
}

const textOf = (value: unknown): string =>
  value === undefined || value === null
    ? '–'
    : typeof value === 'object'
      ? JSON.stringify(value)
      : `${value as string}`;

/** All that decides a run but its seed, by name. */
function decidersOf({ config }: RunSummary): Record<string, string> {
  const { algorithm, settings } = config;
  return {
    algorithm,
    'learns from': shortSpec(subjectOf(config)),
    ...Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, textOf(value)])),
  };
}

/** All of a run's config that may differ, seeds too. */
const allOf = (run: RunSummary): Record<string, string> => ({
  ...decidersOf(run),
  seed: textOf(run.config.seed),
  preset: textOf(run.config.preset),
  steps: textOf(run.config.steps),
  workers: textOf(run.config.workers),
});

/** The settings that are not the same in all groups, or within one. */
export function differences(groups: readonly { runs: readonly RunSummary[] }[]): Difference[] {
  const configs = groups.map(({ runs }) => runs.map(allOf));
  const keys = [...new Set(configs.flat().flatMap((config) => Object.keys(config)))];
  return keys.flatMap((key) => {
    const sets = configs.map((group) => [...new Set(group.map((config) => config[key] ?? '–'))]);
    const isEverywhere = configs.every((group) => group.every((config) => key in config));
    const values = sets.map((each) => each.join(', '));
    return new Set(sets.flat()).size > 1 ? [{ key, values, isEverywhere }] : [];
  });
}

/** What differs between seeds, or follows from how a run was begun. */
const NOT_SETTINGS = new Set(['seed', 'steps', 'workers', 'preset']);

/** Runs by their settings, in the order in which each first stands. */
export function groupRuns(runs: readonly RunSummary[]): Group[] {
  const groups = new Map<string, RunSummary[]>();
  for (const run of runs) {
    const key = JSON.stringify(decidersOf(run));
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  const bare = [...groups.values()].map((each) => ({ runs: each }));
  const kindOf = ({ config }: RunSummary): string => `${config.algorithm} · ${shortSpec(subjectOf(config))}`;
  return bare.map((group) => {
    const { runs: each } = group;
    const kind = kindOf(each[0]);
    // Against those of its own kind alone: what another algorithm has says nothing.
    const alike = bare.filter((other) => kindOf(other.runs[0]) === kind);
    if (alike.length === 1) return { label: each.length === 1 ? each[0].name : kind, runs: each };
    const own = differences(alike).filter(({ key }) => !NOT_SETTINGS.has(key));
    const words = own.slice(0, 2).map(({ key, values }) => `${key}=${values[alike.indexOf(group)]}`);
    return { label: [kind, ...words].join(' · '), runs: each };
  });
}
