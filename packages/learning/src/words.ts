/**
 * What catalogues of words hold of trainers. A package has its catalogues beside its trainers, one for each language; the build
 * fails where one lacks a word.
 */
import type { KeyWithoutText, SettingsSchema } from '@agon/core';

/** A metric in words: its title, what it means, and what it is called in a line of text, where that is not the title. */
export type MetricWords = readonly [title: string, meaning: string, inLine?: string];

/** The schemas of some trainers by the trainers' ids. */
type Schemas = Readonly<Record<string, SettingsSchema>>;

/** The settings of some trainers that have no text in their schemas. */
export type SettingKey<S extends Schemas> = KeyWithoutText<S[keyof S]>;

/** A text for each of some trainers' settings that has none in the trainer's schema, and none for those that it does not have. */
export type SettingTexts<S extends Schemas> = {
  readonly [Id in keyof S]: Readonly<Record<KeyWithoutText<S[Id]>, string>> & {
    readonly [Key in Exclude<SettingKey<S>, KeyWithoutText<S[Id]>>]?: never;
  };
};

/** All that one language says of some trainers. */
export interface TrainerWords<MetricId extends string, S extends Schemas> {
  readonly metrics: Readonly<Record<MetricId, MetricWords>>;
  /** By trainer. */
  readonly settings: SettingTexts<S>;
}
