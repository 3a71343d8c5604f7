/** Catalogues of words for people, one for each language. */
import { describeSettings, type SettingInfo } from '@agon/core';
import type { MetricWords, Trainer } from '@agon/learning';
import { en } from './en/index.js';
import type { Words } from './words.js';

const catalogues = { en } satisfies Record<string, Words>;

/** A language that there are words in. */
export type Language = keyof typeof catalogues;

/** The words of a language. */
export const wordsIn = (language: Language): Words => catalogues[language];

/** A metric's words, for an id as files have it; undefined where no algorithm has such a metric any more. */
export function metricWords(id: string, language: Language): MetricWords | undefined {
  const { metrics }: { metrics: Readonly<Record<string, MetricWords>> } = wordsIn(language);
  return Object.hasOwn(metrics, id) ? metrics[id] : undefined;
}

/** A trainer's settings as help texts and lists show them. */
export function describeTrainer(
  { id, schema }: Pick<Trainer, 'id' | 'schema'>,
  language: Language,
): SettingInfo[] {
  const { settings }: { settings: Readonly<Record<string, Readonly<Record<string, string>>>> } =
    catalogues[language];
  return describeSettings(schema, Object.hasOwn(settings, id) ? settings[id] : undefined);
}
