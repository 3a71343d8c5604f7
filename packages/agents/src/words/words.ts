/** What a catalogue of words holds. Every language has words for every metric: the build fails where one is missing. */
import type { Unit } from '@agon/learning';
import type { MetricId } from '../metrics.js';

/** A metric in words: its title, what it means, and what it is called in a line of text, where that is not the title. */
export type MetricWords = readonly [title: string, meaning: string, inLine?: string];

/** All words of a language. */
export interface Words {
  /** What follows a number; nothing where the metric's name says enough. */
  readonly units: Readonly<Record<Unit, string>>;
  readonly metrics: Readonly<Record<MetricId, MetricWords>>;
}
