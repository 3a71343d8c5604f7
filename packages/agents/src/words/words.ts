/** What a catalogue of words holds of algorithms. The build fails where a language lacks a word. */
import type { SettingKey, TrainerWords } from '@agon/learning';
import type { Schemas } from '../algorithms.js';
import type { MetricId } from '../metrics.js';

export type Words = TrainerWords<MetricId, Schemas>;

/** Texts for all settings of an algorithm that have none in its schema. */
export type AlgorithmTexts<Id extends keyof Schemas> = Words['settings'][Id];

/** Texts that several algorithms share. */
export type SharedTexts = Readonly<Partial<Record<SettingKey<Schemas>, string>>>;
