/** What a catalogue of words holds. Every language has words for every metric and setting: the build fails where one is missing. */
import type { SettingKey, TrainerWords, Unit } from '@agon/learning';
import type { Schemas } from '../algorithms.js';
import type { MetricId } from '../metrics.js';

/** All words of a language. */
export interface Words extends TrainerWords<MetricId, Schemas> {
  /** What follows a number; nothing where the metric's name says enough. */
  readonly units: Readonly<Record<Unit, string>>;
}

/** Texts for all settings of a trainer that have none in its schema. */
export type TrainerTexts<Id extends keyof Schemas> = Words['settings'][Id];

/** Texts that several trainers share. */
export type SharedTexts = Readonly<Partial<Record<SettingKey<Schemas>, string>>>;
