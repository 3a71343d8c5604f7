/** Catalogues of words for people, one for each language. Every language has words for every metric: the build fails where one is missing. */
import type { Unit } from '@agon/learning';
import type { MetricId } from '../metrics.js';
import { en } from './en.js';

/** A metric in words: its title, what it means, and what it is called in a line of text, where that is not the title. */
export type MetricWords = readonly [title: string, meaning: string, inLine?: string];

/** All words of a language. */
export interface Words {
  /** What follows a number; nothing where the metric's name says enough. */
  readonly units: Readonly<Record<Unit, string>>;
  readonly metrics: Readonly<Record<MetricId, MetricWords>>;
}

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
