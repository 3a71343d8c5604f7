/**
 * Lessons: small live demonstrations of one idea by the product's own code. A lesson is one file; `agon learn NAME` and the page's Learn room
 * run the same one.
 */
import { parseSettings, type Settings, type SettingsSchema } from '@agon/core';
import type { CheckpointSource, FileStore } from '@agon/learning';
import type { Figure } from './figure.js';
import type { Recording } from './recording.js';

/** What a lesson says of itself. */
interface About {
  /** Its name in commands and addresses: "approximation". */
  readonly id: string;
  readonly title: string;
  /** What it asks; the figure answers. */
  readonly question: string;
  /** What there is to see, in three sentences. */
  readonly sentences: readonly [string, string, string];
  /** The paper or papers, with year. */
  readonly paper: string;
  /** A command that goes on where the lesson ends. */
  readonly command: string;
  /** Which agent or part of the arena uses it, and for what. */
  readonly usedBy: string;
  /** Ids of the datasets that it can learn from, what it takes by default first. */
  readonly data?: readonly string[];
  /** What can be drawn by hand: a setting that is a list of heights, 0 to 100, and the setting that says so. */
  readonly drawn?: { readonly heights: string; readonly when: readonly [setting: string, value: string] };
  /** What can be chosen for settings that take any text. */
  readonly choices?: Readonly<Record<string, readonly string[]>>;
  /** Where what it shows is from, where that is not the paper. */
  readonly sources?: readonly string[];
  /** A finished run that is kept, to be seen before anything is trained. */
  readonly recording?: () => Promise<Recording>;
}

/** What a lesson shows, again and again until it ends. */
export interface Shown {
  /** How much of the lesson is done, 0 to 1. */
  readonly done: number;
  /** What was measured so far, by name. */
  readonly numbers: Readonly<Record<string, number>>;
  readonly figure: Figure;
}

/** What a lesson is run with. */
export interface LessonOptions {
  /** Everything random follows from it. */
  readonly seed: number;
  /** Datasets, for lessons that need one. */
  readonly files?: FileStore;
  /** Finds trained weights, for lessons that begin with some. */
  readonly checkpoints?: CheckpointSource;
  /** When aborted, the lesson ends after what it is doing. */
  readonly signal?: AbortSignal;
}

/** A lesson with settings as they are written. */
export interface Lesson extends About {
  /** What one can touch. */
  readonly schema: SettingsSchema;
  /** @throws bad-option for settings that are not the schema's; not-found (a dataset that is not here) */
  run(settings: Readonly<Record<string, unknown>>, options: LessonOptions): AsyncGenerator<Shown, void>;
}

/** Declares a lesson. */
export function lesson<S extends SettingsSchema>(
  about: About & {
    readonly schema: S;
    run(settings: Settings<S>, options: LessonOptions): AsyncGenerator<Shown, void>;
  },
): Lesson {
  const { id, schema, run } = about;
  return {
    ...about,
    run: (settings, options) => run(parseSettings(schema, settings, `lesson "${id}"`), options),
  };
}
