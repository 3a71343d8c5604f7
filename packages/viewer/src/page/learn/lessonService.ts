/** What the worker of a lesson offers, and what it tells. */
import type { SettingInfo } from '@agon/core';

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
}

/** A lesson at one moment. */
export interface LessonNews {
  /** How much of it is done, 0 to 1. */
  done: number;
  numbers: Readonly<Record<string, number>>;
  /** An `<svg>` element. */
  figure: string;
}

/** `lessonWorker.ts` */
export interface LessonService {
  list(): LessonInfo[];
  /**
   * Runs a lesson; resolves at its end.
   * @param width of its figures, in units
   * @throws Error with the words of what is wrong
   */
  run(
    id: string,
    settings: Readonly<Record<string, string>>,
    seed: number,
    width: number,
    tell: (news: LessonNews) => void | Promise<void>,
  ): Promise<void>;
}
