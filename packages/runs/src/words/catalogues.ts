/** Words for people about all that can be trained, by language: those that packages have beside their trainers, and units. */
import { algorithmWords, presentName } from '@agon/agents';
import { describeSettings, type SettingInfo } from '@agon/core';
import type { MetricWords, Trainer, Unit } from '@agon/learning';
import { dataTrainerWords, searchedBy } from '@agon/models';
import { en } from './units.js';

/** What a package says of its trainers: of metrics by their ids, of settings by trainer. */
interface PackageWords {
  readonly metrics: Readonly<Record<string, MetricWords>>;
  readonly settings: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

interface Catalogue {
  readonly units: Readonly<Record<Unit, string>>;
  readonly packages: readonly PackageWords[];
}

const languages = {
  en: { units: en, packages: [algorithmWords.en, dataTrainerWords.en] },
} satisfies Record<string, Catalogue>;

/** A language that there are words in. */
export type Language = keyof typeof languages;

const packagesIn = (language: Language): readonly PackageWords[] => languages[language].packages;

/** All packages, that of the trainer first. */
function packagesFor(trainer: string, language: Language): readonly PackageWords[] {
  const all = packagesIn(language);
  const own = all.filter(({ settings }) => Object.hasOwn(settings, presentName(trainer)));
  return [...own, ...all];
}

/**
 * A metric's words, for ids as files have them: those of the trainer's package or, where that has none, of any; undefined where nobody
 * has such a metric any more.
 */
export function metricWords(trainer: string, metric: string, language: Language): MetricWords | undefined {
  return packagesFor(trainer, language).find(({ metrics }) => Object.hasOwn(metrics, metric))?.metrics[
    metric
  ];
}

/** All metrics in the order of curves on a run's page, those of the trainer's package first. */
export const metricsInOrder = (trainer: string, language: Language): string[] => [
  ...new Set(packagesFor(trainer, language).flatMap(({ metrics }) => Object.keys(metrics))),
];

/** What follows a number in this unit. */
export const unitWord = (unit: Unit, language: Language): string => languages[language].units[unit];

/** A trainer's settings as help texts and lists show them; a search has those of its trainer beside its own. */
export function describeTrainer(
  { id, schema }: Pick<Trainer, 'id' | 'schema'>,
  language: Language,
): SettingInfo[] {
  const trained = searchedBy(id) ?? id;
  const own = packagesIn(language).find(({ settings }) => Object.hasOwn(settings, trained));
  return describeSettings(schema, own?.settings[trained]);
}
