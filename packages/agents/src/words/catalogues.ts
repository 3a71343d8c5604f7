/** Catalogues of words for people, one for each language. */
import { en } from './en.js';
import type { MetricWords, Words } from './words.js';

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
