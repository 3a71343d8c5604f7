/** What the worker of a lesson offers, and what it tells. */
import type { SettingInfo } from '@agon/core';
import type { Heads } from '@agon/models';
import type { ServerPlace } from '../server/server.js';

/** A lesson as the page lists it. */
export interface LessonInfo {
  id: string;
  title: string;
  question: string;
  sentences: readonly string[];
  paper: string;
  command: string;
  usedBy: string;
  settings: SettingInfo[];
  /** The datasets that it can learn from, what it takes by default first. */
  data: { id: string; title: string; licence: string }[];
  /** Where what it shows is from, where that is not the paper. */
  sources: readonly string[];
  /** What can be chosen for settings that take any text. */
  choices: Readonly<Record<string, readonly string[]>>;
  /** The setting that is a curve drawn by hand, and the setting that says so with its value. */
  drawn?: { readonly heights: string; readonly when: readonly [setting: string, value: string] };
  /** Whether a finished run of it is kept. */
  isRecorded: boolean;
}

/** A lesson at one moment. */
export interface LessonNews {
  /** How much of it is done, 0 to 1. */
  done: number;
  numbers: Readonly<Record<string, number>>;
  /** An `<svg>` element; empty where all that is shown is what heads look at. */
  figure: string;
  /** Where heads of attention look: the page draws it itself, since one can touch it. */
  looks: Heads | undefined;
}

/** A finished run that is kept. */
export interface RecordedNews extends LessonNews {
  seed: number;
  settings: Readonly<Record<string, string>>;
}

/** `lessonWorker.ts` */
export interface LessonService {
  list(): LessonInfo[];
  /** The finished run that a lesson keeps; undefined where it keeps none. @param width of its figure, in units */
  recorded(id: string, width: number): Promise<RecordedNews | undefined>;
  /**
   * Runs a lesson; resolves at its end.
   * @param place where the page lies, for data
   * @param width of its figures, in units
   * @throws Error with the words of what is wrong
   */
  run(
    place: ServerPlace,
    id: string,
    settings: Readonly<Record<string, string>>,
    seed: number,
    width: number,
    tell: (news: LessonNews) => void | Promise<void>,
  ): Promise<void>;
}
