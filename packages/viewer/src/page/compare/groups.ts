/** Which runs belong together, and in what they differ. */
import { subjectOf, type RunSummary } from '@agon/runs';

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
    subject: subjectOf(config),
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
    return new Set(sets.flat()).size > 1 ? [{ key, values: sets.map((values) => values.join(', ')) }] : [];
  });
}

/** Runs by their settings, in the order in which each first stands. */
export function groupRuns(runs: readonly RunSummary[]): Group[] {
  const groups = new Map<string, RunSummary[]>();
  for (const run of runs) {
    const key = JSON.stringify(decidersOf(run));
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  const bare = [...groups.values()].map((each) => ({ runs: each }));
  const told = differences(bare).filter(({ key }) => !['seed', 'steps', 'workers', 'preset'].includes(key));
  return bare.map(({ runs: each }, i) => {
    const [{ config, name }] = each;
    if (each.length === 1 && told.length === 0) return { label: name, runs: each };
    const special = told.filter(({ key }) => key !== 'algorithm' && key !== 'subject').slice(0, 2);
    const words = special.map(({ key, values }) => `${key}=${values[i]}`);
    return { label: [config.algorithm, subjectOf(config), ...words].join(' · '), runs: each };
  });
}
