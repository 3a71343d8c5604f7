/** What the worker behind the prompt box offers: plain data, so that it crosses to the page. */
import type { SettingInfo } from '@agon/core';
import type { ServerPlace } from '../server/server.js';

/** A language model that was loaded. */
export interface LoadedWriter {
  /** Tokens that there are. */
  readonly vocabulary: number;
  /** What can be set. */
  readonly settings: readonly SettingInfo[];
}

/** How it is asked to write. */
export interface Asked {
  readonly prompt: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly seed: number;
  /** Of figures, in units. */
  readonly width: number;
}

/** What is written so far. */
export interface WritingNews {
  readonly text: string;
  readonly tokens: number;
  /** Without reading the prompt; 0 before the second token. */
  readonly tokensPerSecond: number;
  /** The chances of what comes next, an `<svg>` element. */
  readonly figure: string;
}

/** `writingWorker.ts` */
export interface WritingService {
  /** @throws Error with the words of what is wrong */
  load(place: ServerPlace, model: string): Promise<LoadedWriter>;
  /** The prompts among some whose symbols the model knows. */
  known(prompts: readonly string[]): string[];
  /** The chances of what comes after the prompt, an `<svg>` element. */
  next(asked: Asked): Promise<string>;
  /** @param tell answers whether it is to go on */
  write(asked: Asked, tell: (news: WritingNews) => boolean | Promise<boolean>): Promise<void>;
}
