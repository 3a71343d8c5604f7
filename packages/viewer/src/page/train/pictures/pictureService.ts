/** What the worker of a classifier offers, and what it tells. */
import type { SettingInfo } from '@agon/core';
import type { DataConfig } from '@agon/runs';
import type { ServerPlace } from '../../server/server.js';

/** What can be chosen. */
export interface PictureChoices {
  /** Spec and title of what a classifier can learn from here; what is missing has a sentence that says how to get it. */
  datasets: { spec: string; title: string; missing?: string }[];
  /** Specs. */
  networks: string[];
  /** All settings but the network. */
  settings: SettingInfo[];
}

/** What decides a run. */
export interface PictureLesson {
  /** The data's spec. */
  data: string;
  /** As texts, by key. */
  settings: Readonly<Record<string, string>>;
  /** Updates. */
  steps: number;
}

/** Pictures of the test, as they are shown. */
export interface TestPictures {
  /** Height, width, channels. */
  shape: readonly [number, number, number];
  classes: readonly string[];
  /** [n, height, width, channels] */
  pixels: Uint8Array;
  /** [n] */
  labels: Int32Array;
}

/** What a network takes the pictures of the test for. */
export interface TestAnswers {
  step: number;
  /** [n] The class of each that it gives the largest probability, and that probability. */
  taken: Int32Array;
  probability: Float32Array;
}

/** What a page is told while it trains. */
export type PictureNews =
  | { kind: 'pictures'; pictures: TestPictures }
  | { kind: 'metrics'; step: number; values: Record<string, number> }
  | { kind: 'answers'; answers: TestAnswers }
  | { kind: 'checkpoint'; step: number; weights: Uint8Array }
  | { kind: 'warning'; text: string };

/** `pictureWorker.ts` */
export interface PictureService {
  choices(place: ServerPlace): Promise<PictureChoices>;
  /** Says what will be trained. @throws AgonError for settings that there are not */
  prepare(place: ServerPlace, lesson: PictureLesson, seed: number): DataConfig;
  /** Resolves at the end: false where it was stopped before its last step. @throws what opening the data and the trainer throw */
  train(tell: (news: PictureNews) => void | Promise<void>): Promise<boolean>;
  /**
   * The probabilities of all classes for one picture, by the newest weights; undefined before there are any.
   * @param pixels [height, width, channels]
   */
  classify(pixels: Uint8Array): Promise<Float64Array | undefined>;
  stop(): void;
}
